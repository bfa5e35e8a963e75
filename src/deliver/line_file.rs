//! A file that takes a bucket's lines, in a folder that serves as a host's store.

use super::batch::Batch;
use super::direct::Store;
use crate::diagnostic::Failure;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file of line protocol, which is appended to; made with the first points.
#[derive(Debug)]
pub struct LineFile {
    path: PathBuf,
    file: Option<fs::File>,
}

impl LineFile {
    /// The file at a path; folders on the way to it are made, too.
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(open(&self.path)?),
        };
        file.write_all(bytes)
    }

    fn failure(&self, error: &io::Error) -> Failure {
        Failure::new(
            "flux::deliver::folder",
            format!("cannot write points to {}: {error}", self.path.display()),
        )
        .help("is there room, and may you write there?")
    }
}

/// Opens a file to append to it, on a line of its own whoever wrote before.
fn open(path: &Path) -> io::Result<fs::File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    if file.metadata()?.len() > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok(file)
}

impl Store for LineFile {
    fn store(&mut self, batch: &Batch) -> Result<(), Failure> {
        self.append(&batch.body)
            .map_err(|error| self.failure(&error))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        match &self.file {
            Some(file) => file.sync_data().map_err(|error| self.failure(&error)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_appended_to_on_a_line_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("new");
        let path = below.join("b.lp");
        let mut store = LineFile::new(path.clone());
        store.finish().unwrap();
        assert!(!path.exists(), "without points there is no file");
        store.append(b"m f=1i 1\n").unwrap();
        store.append(b"m f=1i 2").unwrap();
        let mut store = LineFile::new(path.clone());
        store.append(b"m f=1i 3\n").unwrap();
        store.finish().unwrap();
        assert_eq!(
            fs::read_to_string(path).unwrap(),
            "m f=1i 1\nm f=1i 2\nm f=1i 3\n"
        );
    }
}
