//! Buckets that are files here, loaded once a run.

use super::binding::Binding;
use super::place::Place;
use crate::diagnostic::{Diagnostic, Failure};
use crate::formats::line_protocol::Precision;
use crate::storage::{BadLines, Bucket, Loader, Options, Report, no_bucket};
use crate::table::Memory;
use crate::time::Time;
use crate::world::Progress;
use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What was loaded, and how loading is done.
#[derive(Debug)]
pub(super) struct Buckets {
    pub(super) memory: Memory,
    pub(super) bad_lines: BadLines,
    pub(super) progress: Progress,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    loaded: HashMap<PathBuf, Arc<Bucket>>,
    /// What the run itself writes is read anew each time.
    written: HashSet<PathBuf>,
}

impl Buckets {
    pub(super) fn new(memory: Memory, bad_lines: BadLines, progress: Progress) -> Self {
        Self {
            memory,
            bad_lines,
            progress,
            state: Mutex::default(),
        }
    }

    /// A bucket's points.
    ///
    /// # Errors
    /// If its files cannot be read.
    pub(super) fn load(
        &self,
        place: &Place,
        now: Time,
        warn: impl Fn(Diagnostic),
    ) -> Result<Arc<Bucket>, Failure> {
        let (path, precision) = match place {
            Place::Bound(Binding {
                path, precision, ..
            }) => (path, *precision),
            Place::Stored { file, bucket } => {
                if !file.is_file() {
                    let folder = file.parent().unwrap_or(file);
                    let place = format!("in {}: there is no {}", folder.display(), file.display());
                    return Err(no_bucket(bucket, &place, &stored(folder)));
                }
                (file, Precision::default())
            }
            Place::Remote(remote) => {
                return Err(Failure::new(
                    "flux::connect::remote_read",
                    format!("cannot read {}: fluxlite reads from files, not yet from servers", remote.describe()),
                )
                .help("export the bucket (`influxd inspect export-lp`, or `influx query --raw`) and bind it: `--bucket NAME=FILE`, or `--route URL=FOLDER` for a host"));
            }
        };
        if let Some(bucket) = self.state().loaded.get(path) {
            return Ok(bucket.clone());
        }
        let options = Options {
            precision,
            bad_lines: self.bad_lines,
            now,
        };
        let mut loader = Loader::new(options, &self.memory);
        for file in files(path)? {
            let opened = std::fs::File::open(&file).map_err(|error| unreadable(&file, &error))?;
            let counted = Counted {
                stream: opened,
                progress: self.progress.clone(),
            };
            loader.file(&file.display().to_string(), Box::new(counted))?;
        }
        let (bucket, report) = loader.finish();
        tell(&report, path, warn);
        let bucket = Arc::new(bucket);
        let mut state = self.state();
        if !state.written.contains(path) {
            state.loaded.insert(path.clone(), bucket.clone());
        }
        Ok(bucket)
    }

    /// Notes that a file is written to by this run.
    pub(super) fn is_written(&self, file: &Path) {
        let mut state = self.state();
        // A bucket may be the file, or the folder that the file is in.
        for path in [Some(file), file.parent()].into_iter().flatten() {
            state.loaded.remove(path);
            state.written.insert(path.to_owned());
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files of a bound path: itself, or those of the folder whose names tell that they hold
/// points, by name.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| unreadable(path, &error))?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        if (plain.ends_with(".lp") || plain.ends_with(".csv")) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The buckets that a folder holds.
fn stored(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut buckets: Vec<_> = names
        .filter_map(|name| crate::storage::bucket_of_file(&name))
        .collect();
    buckets.sort();
    buckets
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        "flux::connect::file",
        format!("cannot read {}: {error}", path.display()),
    )
    .help("paths are relative to the working folder, those in fluxlite.toml to its own folder")
}

/// Warns of what was unusual in files.
fn tell(report: &Report, path: &Path, warn: impl Fn(Diagnostic)) {
    let path = path.display();
    let lines = |count: u64| {
        if count == 1 {
            "1 line".to_owned()
        } else {
            format!("{count} lines")
        }
    };
    if report.skipped > 0 {
        let message = format!("{} of {path} skipped as malformed", lines(report.skipped));
        let first = report.first_skipped.iter();
        let first: Vec<_> = first
            .map(|(name, error)| error.clone().failure(name).message)
            .collect();
        warn(Diagnostic::warning("flux::connect::skipped", message).help(first.join("\n")));
    }
    if report.untimed > 0 {
        let message = format!(
            "{} of {path} without a time count as written now",
            lines(report.untimed)
        );
        warn(Diagnostic::warning("flux::connect::untimed", message));
    }
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
