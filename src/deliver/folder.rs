//! A folder that serves as a host's store: one file of line protocol a bucket.

use super::batch::Batch;
use super::direct::Store;
use crate::diagnostic::Failure;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The file of one bucket, which is appended to; made with the first points.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    file: Option<File>,
}

impl Folder {
    /// The file of a bucket in a folder.
    pub fn new(folder: &Path, bucket: &str) -> Self {
        Self {
            path: folder.join(file_name(bucket)),
            file: None,
        }
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
        .help("the folder must exist, or be possible to make, and there must be room")
    }
}

/// Opens a file to append to it, on a line of its own whoever wrote before.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
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

impl Store for Folder {
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

/// What the file of a bucket is called: the name, percent-encoded where files cannot be called
/// so everywhere, and `.lp`.
pub fn file_name(bucket: &str) -> String {
    let mut name = String::with_capacity(bucket.len() + 3);
    for (at, byte) in bucket.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => name.push(byte.into()),
            b'.' if at > 0 => name.push('.'),
            _ => name += &format!("%{byte:02X}"),
        }
    }
    name + ".lp"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_have_file_names() {
        let cases = [
            ("plain-Bucket_1", "plain-Bucket_1.lp"),
            ("db/autogen", "db%2Fautogen.lp"),
            ("..", "%2E..lp"),
            ("a b%ü", "a%20b%25%C3%BC.lp"),
        ];
        for (bucket, name) in cases {
            assert_eq!(file_name(bucket), name);
        }
    }

    #[test]
    fn files_are_appended_to_on_a_line_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("new");
        let path = below.join("b.lp");
        let mut store = Folder::new(&below, "b");
        store.finish().unwrap();
        assert!(!path.exists(), "without points there is no file");
        store.append(b"m f=1i 1\n").unwrap();
        store.append(b"m f=1i 2").unwrap();
        let mut store = Folder::new(&below, "b");
        store.append(b"m f=1i 3\n").unwrap();
        store.finish().unwrap();
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            "m f=1i 1\nm f=1i 2\nm f=1i 3\n"
        );
    }
}
