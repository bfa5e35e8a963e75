//! Buckets that are files here: what several reads ask of one is loaded once, and what comes in
//! order is not held at all.

use super::snapshot::Snapshot;
use crate::diagnostic::{Diagnostic, Failure};
use crate::formats::line_protocol::Precision;
use crate::storage::{
    BadLines, Bucket, Loaded, Loader, Options, Report, Selection, is_streamable, no_bucket, stream,
};
use crate::table::{Memory, Output, Scan, Source};
use crate::time::Time;
use crate::world::Progress;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was loaded, and how loading is done.
pub(super) struct Buckets(Arc<Shared>);

struct Shared {
    memory: Memory,
    bad_lines: BadLines,
    progress: Progress,
    warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    /// See [`HELD_SORTED`].
    held_sorted: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    entries: HashMap<Key, Entry>,
    /// What the run itself writes is read anew each time.
    written: HashSet<PathBuf>,
    /// The number of the next read.
    next: u64,
}

/// A path, and the nanoseconds of the unit of its timestamps.
type Key = (PathBuf, i64);

/// What is known of the files of a path.
#[derive(Default)]
struct Entry {
    held: Option<Held>,
    /// What reads ask for that have not begun.
    waiting: HashMap<u64, Scan>,
    /// Whether its points were found to come in the order of a bucket.
    sorted: Option<bool>,
    told: bool,
}

/// A loaded bucket.
#[derive(Clone)]
struct Held {
    bucket: Arc<Bucket>,
    selection: Selection,
    /// The reads whose points it surely has.
    reads: HashSet<u64>,
}

/// Whether the file is there of a bucket in a folder that stands for a host.
///
/// # Errors
/// If it is not; the message says which buckets are there.
pub(super) fn exists(file: &Path, bucket: &str) -> Result<(), Failure> {
    if file.is_file() {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(file);
    let place = format!("in {}: there is no {}", folder.display(), file.display());
    Err(no_bucket(bucket, &place, &stored(folder)))
}

/// So many bytes of points are held before points in order are streamed.
const HELD_SORTED: usize = 8 << 20;

impl Buckets {
    pub(super) fn new(
        memory: Memory,
        bad_lines: BadLines,
        progress: Progress,
        warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    ) -> Self {
        Self(Arc::new(Shared {
            memory,
            bad_lines,
            progress,
            warn,
            held_sorted: HELD_SORTED,
            state: Mutex::default(),
        }))
    }

    /// A read of a bucket's points, which is done when it is run. What is appended to its files
    /// from now on is not seen by it.
    ///
    /// # Errors
    /// If there are no such files.
    pub(super) fn read(
        &self,
        path: &Path,
        precision: Precision,
        scan: &Scan,
        now: Time,
    ) -> Result<Box<dyn Source>, Failure> {
        let files = Snapshot::new(path, self.0.progress.clone())?;
        let key = (path.to_owned(), precision.nanoseconds());
        let mut state = self.0.state();
        let number = state.next;
        state.next += 1;
        let is_shared = !state.written.contains(path);
        if is_shared {
            let entry = state.entries.entry(key.clone()).or_default();
            entry.waiting.insert(number, scan.clone());
        }
        Ok(Box::new(Read {
            shared: Arc::clone(&self.0),
            key,
            number,
            is_shared,
            files: Arc::new(files),
            scan: scan.clone(),
            options: Options {
                precision,
                bad_lines: self.0.bad_lines,
                now,
            },
        }))
    }

    /// Forgets what was loaded and written: files may have changed since.
    pub(super) fn forget(&self) {
        let mut state = self.0.state();
        state.entries.clear();
        state.written.clear();
    }

    /// Notes that a file is written to by this run.
    pub(super) fn is_written(&self, file: &Path) {
        let mut state = self.0.state();
        // A bucket may be the file, or a folder that the file is in.
        for path in file.ancestors() {
            state.entries.retain(|(known, _), _| known != path);
            state.written.insert(path.to_owned());
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A read of a bucket.
struct Read {
    shared: Arc<Shared>,
    key: Key,
    number: u64,
    /// Whether what is loaded may serve other reads, too.
    is_shared: bool,
    files: Arc<Snapshot>,
    scan: Scan,
    options: Options,
}

impl Source for Read {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        self.ready()?.run(out)
    }
}

impl Drop for Read {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        if let Some(entry) = state.entries.get_mut(&self.key) {
            entry.waiting.remove(&self.number);
        }
    }
}

impl Read {
    /// The points, held or streamed.
    fn ready(&self) -> Result<Box<dyn Source>, Failure> {
        let own = || HashMap::from([(self.number, self.scan.clone())]);
        let (again, sorted, waiting) = match self.shared.state().entries.get_mut(&self.key) {
            Some(entry) if self.is_shared => {
                // What does not have these points makes room for what does.
                let held = entry.held.take();
                if let Some(held) = &held
                    && (held.reads.contains(&self.number) || held.selection.covers(&self.scan))
                {
                    let source = held.bucket.scan(&self.scan);
                    entry.held = Some(held.clone());
                    return Ok(source);
                }
                let waiting = entry.waiting.clone();
                entry.waiting.remove(&self.number);
                (held.is_some(), entry.sorted, waiting)
            }
            _ => (false, None, own()),
        };
        let streams = self.files.can_be_streamed() && is_streamable(&self.scan);
        if streams && sorted == Some(true) {
            return self.stream_or_hold(waiting);
        }
        // What is asked for once more is asked for in other ways yet, perhaps; and what is no
        // file cannot be read twice.
        let whole = again || !self.files.are_plain();
        let selection = match whole {
            true => Selection::all(),
            false => Selection::of(waiting.values()),
        };
        let limit = (streams && !whole && sorted.is_none()).then_some(self.shared.held_sorted);
        match self.load(&selection, limit) {
            Ok(Some((bucket, report))) => {
                Ok(self.keep(bucket, &report, selection, waiting.into_keys().collect()))
            }
            Ok(None) => self.stream_or_hold(waiting),
            Err(failure)
                if whole && self.files.are_plain() && failure.code == "flux::engine::memory" =>
            {
                self.hold(own())
            }
            Err(failure) => Err(failure),
        }
    }

    fn stream_or_hold(&self, waiting: HashMap<u64, Scan>) -> Result<Box<dyn Source>, Failure> {
        let files = Arc::clone(&self.files);
        let streamed = stream(files, &self.scan, self.options)?;
        if let Some(entry) = self.shared.state().entries.get_mut(&self.key) {
            entry.sorted = Some(streamed.is_some());
        }
        match streamed {
            Some((stream, report)) => {
                self.tell(&report);
                Ok(Box::new(stream))
            }
            None => self.hold(waiting),
        }
    }

    fn hold(&self, waiting: HashMap<u64, Scan>) -> Result<Box<dyn Source>, Failure> {
        let selection = Selection::of(waiting.values());
        let loaded = self.load(&selection, None)?;
        let (bucket, report) = loaded.expect("only sorted points are not held, if that is allowed");
        Ok(self.keep(bucket, &report, selection, waiting.into_keys().collect()))
    }

    /// Loads what is selected; none if the points are in order and more than so many bytes.
    fn load(
        &self,
        selection: &Selection,
        limit: Option<usize>,
    ) -> Result<Option<(Bucket, Report)>, Failure> {
        use crate::storage::Files;
        let loader = Loader::new(self.options, &self.shared.memory);
        let mut loader = loader.selecting(selection.clone());
        if let Some(limit) = limit {
            loader = loader.unless_sorted(limit);
        }
        for index in 0..self.files.count() {
            let (name, stream) = self.files.open(index)?;
            if loader.file(&name, stream)? == Loaded::Sorted {
                return Ok(None);
            }
        }
        Ok(Some(loader.finish()))
    }

    /// Keeps a bucket for the reads that it is for, and reads it.
    fn keep(
        &self,
        bucket: Bucket,
        report: &Report,
        selection: Selection,
        reads: HashSet<u64>,
    ) -> Box<dyn Source> {
        self.tell(report);
        let bucket = Arc::new(bucket);
        let source = bucket.scan(&self.scan);
        let mut state = self.shared.state();
        if let Some(entry) = state.entries.get_mut(&self.key) {
            entry.held = Some(Held {
                bucket,
                selection,
                reads,
            });
        }
        source
    }

    /// Warns of what was unusual in the files, once.
    fn tell(&self, report: &Report) {
        if let Some(entry) = self.shared.state().entries.get_mut(&self.key)
            && std::mem::replace(&mut entry.told, true)
        {
            return;
        }
        tell(report, &self.key.0, |warning| (self.shared.warn)(warning));
    }
}

/// The buckets that a folder holds.
pub(super) fn stored(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut buckets: Vec<_> = names
        .filter_map(|name| crate::storage::bucket_of_file(&name))
        .collect();
    buckets.sort();
    buckets
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

#[cfg(test)]
mod tests;
