//! The inputs of earlier sessions, in a file of the user's own.

use fluxlite::diagnostic::Diagnostic;
use reedline::{FileBackedHistory, History};
use std::env;
use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// So many inputs are kept.
const KEPT: usize = 1000;

/// The history; none where the user has no folder for it.
///
/// # Errors
/// If the file cannot be had; the session does without then.
pub fn open() -> Result<Option<Box<dyn History>>, Diagnostic> {
    let Some(path) = file(|name| env::var_os(name).map(PathBuf::from)) else {
        return Ok(None);
    };
    let opened = prepare(&path).and_then(|()| {
        FileBackedHistory::with_file(KEPT, path.clone())
            .map_err(|error| io::Error::other(error.to_string()))
    });
    match opened {
        Ok(history) => Ok(Some(Box::new(history))),
        Err(error) => {
            let message = format!(
                "inputs are not kept: cannot use {}: {error}",
                path.display()
            );
            Err(Diagnostic::warning("flux::repl::history", message))
        }
    }
}

/// Where the file is: in the user's folder for data.
fn file(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |name| variable(name).filter(|path: &PathBuf| path.is_absolute());
    let home = || Some(absolute("HOME")?.join(".local/share"));
    let folder = absolute("XDG_DATA_HOME")
        .or_else(|| absolute("LOCALAPPDATA"))
        .or_else(home)?;
    Some(folder.join("fluxlite").join("history"))
}

/// Makes the file, and sees to it that nobody else can read it: what is typed may hold tokens.
fn prepare(path: &Path) -> io::Result<()> {
    let mut folders = DirBuilder::new();
    folders.recursive(true);
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        options.mode(0o600);
    }
    if let Some(folder) = path.parent() {
        folders.create(folder)?;
    }
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    drop(file);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Option<&str>) {
        let look = |name: &str| {
            let mut all = variables.iter();
            let (_, value) = all.find(|(known, _)| *known == name)?;
            Some(PathBuf::from(value))
        };
        assert_eq!(file(look), expected.map(PathBuf::from), "{variables:?}");
    }

    #[test]
    fn the_file_is_in_the_folder_for_data() {
        let home = ("HOME", "/home/u");
        let usual = Some("/home/u/.local/share/fluxlite/history");
        check(&[], None);
        check(&[home], usual);
        check(
            &[home, ("XDG_DATA_HOME", "/data")],
            Some("/data/fluxlite/history"),
        );
        check(&[home, ("XDG_DATA_HOME", "relative")], usual);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fluxlite/history");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        prepare(&path).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        // One that was open to others is closed, and keeps what it holds.
        std::fs::write(&path, "x = 1\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        prepare(&path).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "x = 1\n");
    }
}
