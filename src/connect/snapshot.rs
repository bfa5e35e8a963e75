//! The files of a bucket as they are when a read is planned: what is appended later, by the run
//! itself perhaps, does not belong to it.

use crate::diagnostic::Failure;
use crate::storage::Files;
use crate::world::Progress;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The files of a path, by name.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// With their lengths; none for pipes and the like.
    files: Vec<(PathBuf, Option<u64>)>,
    progress: Progress,
}

impl Snapshot {
    /// The path itself, or the files below it whose names tell that they hold points. Links to
    /// folders are not followed.
    ///
    /// # Errors
    /// If a folder, or what is known of a file, cannot be read.
    pub(super) fn new(path: &Path, progress: Progress) -> Result<Self, Failure> {
        let mut files = Vec::new();
        match path.is_dir() {
            true => collect(path, &mut files)?,
            false => files.push(path.to_owned()),
        }
        files.sort();
        let sized = files.into_iter().map(|file| {
            let data = std::fs::metadata(&file).map_err(|error| unreadable(&file, &error))?;
            let length = data.is_file().then_some(data.len());
            Ok((file, length))
        });
        Ok(Self {
            files: sized.collect::<Result<_, Failure>>()?,
            progress,
        })
    }

    /// Whether the files can be read as often as one likes.
    pub(super) fn are_plain(&self) -> bool {
        self.files.iter().all(|(_, length)| length.is_some())
    }

    /// Whether the files could be read as a stream of points, if these are in order.
    pub(super) fn can_be_streamed(&self) -> bool {
        let is_csv = |file: &Path| plain_name(file).ends_with(".csv");
        self.are_plain() && !self.files.iter().any(|(file, _)| is_csv(file))
    }
}

impl Files for Snapshot {
    fn count(&self) -> usize {
        self.files.len()
    }

    fn open(&self, index: usize) -> Result<(String, Box<dyn Read + Send>), Failure> {
        let (path, length) = &self.files[index];
        let file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        let counted = Counted {
            stream: file.take(length.unwrap_or(u64::MAX)),
            progress: self.progress.clone(),
        };
        Ok((path.display().to_string(), Box::new(counted)))
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let path = entry.path();
        let ty = entry
            .file_type()
            .map_err(|error| unreadable(&path, &error))?;
        if ty.is_dir() {
            collect(&path, files)?;
            continue;
        }
        let name = plain_name(&path);
        if (name.ends_with(".lp") || name.ends_with(".csv")) && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// A file's name without the ending that says that it is packed.
fn plain_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(".gz").unwrap_or(&name).to_owned()
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        "flux::connect::file",
        format!("cannot read {}: {error}", path.display()),
    )
    .help("paths are relative to the working folder, those in fluxlite.toml to its own folder")
}

/// Counts what is read of a file.
struct Counted<R> {
    stream: R,
    progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.progress.add_bytes(read);
        Ok(read)
    }
}
