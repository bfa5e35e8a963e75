//! Finds the scripts that a command is given: files, and folders with all scripts below them.

use fluxlite::diagnostic::Diagnostic;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Every script that the paths name, each once, those of a folder by name.
///
/// # Errors
/// If a path cannot be read.
pub fn scripts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut found = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => below(path, &mut found).map_err(|error| unreadable(path, &error))?,
            // Whether a named file can be read is seen when it is read.
            false => found.push(path.clone()),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = std::fs::read_dir(folder)?;
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            below(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "flux")
        {
            found.push(path);
        }
    }
    Ok(())
}

/// What reports call a script, and what it holds; `-` is standard input.
///
/// # Errors
/// If it cannot be read.
pub fn open(path: &Path) -> io::Result<(String, Vec<u8>)> {
    if path.as_os_str() != "-" {
        return Ok((path.display().to_string(), std::fs::read(path)?));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(("<stdin>".into(), bytes))
}

/// A script's text.
///
/// # Errors
/// If it cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, Diagnostic> {
    let (name, bytes) = open(path).map_err(|error| unreadable(path, &error))?;
    text(&name, bytes)
}

/// The text that bytes are.
///
/// # Errors
/// If they are not UTF-8.
pub fn text(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("the script {name} is not UTF-8: byte {at} begins no character");
        Diagnostic::error("flux::cli::script", message).help("save it as UTF-8")
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let what = match path.as_os_str() == "-" {
        true => "standard input".into(),
        false => path.display().to_string(),
    };
    Diagnostic::error("flux::cli::script", format!("cannot read {what}: {error}"))
        .help("give paths of Flux scripts, or of folders with scripts in them")
}
