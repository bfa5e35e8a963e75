//! Folders of texts, for whoever works on many: listed in an order that no file system decides.

use crate::diagnostic::Failure;
use std::io;
use std::path::{Path, PathBuf};

/// All files in a folder and the folders below it, in the order of their names, a folder's files
/// where the folder's name stands. Links to folders are not followed. A file is itself.
///
/// # Errors
/// If there is nothing at the path, or a folder cannot be listed.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut next = vec![(path.to_path_buf(), path.is_dir())];
    while let Some((path, folder)) = next.pop() {
        if !folder {
            std::fs::symlink_metadata(&path).map_err(|error| unreadable(&path, &error))?;
            found.push(path);
            continue;
        }
        let mut entries = Vec::new();
        let listed = std::fs::read_dir(&path).map_err(|error| unreadable(&path, &error))?;
        for entry in listed {
            let placed = |error: io::Error| unreadable(&path, &error);
            let entry = entry.map_err(placed)?;
            let folder = entry.file_type().map_err(placed)?.is_dir();
            entries.push((entry.path(), folder));
        }
        // The first name is to be taken first.
        entries.sort_by(|a, b| b.0.file_name().cmp(&a.0.file_name()));
        next.append(&mut entries);
    }
    Ok(found)
}

/// The text of a file.
///
/// # Errors
/// If it cannot be read, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

/// The nearest file of this name in the folder of a path, or in a folder around it.
pub fn nearest(path: &Path, name: &str) -> Option<PathBuf> {
    let path = absolute(path);
    let mut around = path.ancestors().map(|folder| folder.join(name));
    around.find(|file| file.is_file())
}

/// A path that does not depend on the working folder.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot read {}: {error}", path.display());
    Failure::new("flux::connect::file", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["b/2", "b/1", "a", "c", "b/d/3"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        let names = files_below(folder.path()).unwrap();
        let below = names
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap());
        assert_eq!(below.collect::<Vec<_>>(), ["a", "b/1", "b/2", "b/d/3", "c"]);
        assert!(files_below(&folder.path().join("x")).is_err());
        assert_eq!(read_text(&names[1]).unwrap(), "b/1");
        assert_eq!(
            nearest(&names[3], "c"),
            Some(absolute(&folder.path().join("c")))
        );
    }
}
