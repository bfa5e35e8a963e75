//! Running testcases, several at a time, and telling of them in their order.

use super::find::Case;
use super::judge::Judge;
use crate::connect::Sandbox;
use crate::diagnostic::{Diagnostic, Failure};
use crate::session::{Session, Settings};
use crate::source::SourceMap;
use crate::table::Memory;
use crate::world::World;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// What became of a testcase.
#[derive(Debug)]
pub enum Verdict {
    /// It ran, and nothing was wrong.
    Passed(Duration),
    /// It was not to run.
    Skipped,
    /// An error of any phase, or a difference.
    Failed(Faults),
}

/// Errors, and the texts that they point into.
#[derive(Clone, Debug)]
pub struct Faults {
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts.
    pub sources: SourceMap,
    /// The tables of `errorOutput`, for reading.
    pub differences: Option<String>,
}

impl From<Failure> for Faults {
    fn from(failure: Failure) -> Self {
        Self::new(vec![failure.into()], SourceMap::default())
    }
}

impl Faults {
    /// Errors of a text.
    pub fn new(diagnostics: Vec<Diagnostic>, sources: SourceMap) -> Self {
        Self {
            diagnostics,
            sources,
            differences: None,
        }
    }
}

/// Runs the chosen ones of these testcases on so many threads, and reports each in order as soon as
/// it and all before it are judged. Relative paths in testcases start from the folder.
pub fn run(
    cases: &[Case],
    chosen: &[bool],
    threads: usize,
    folder: &Path,
    memory: &Memory,
    report: &mut dyn FnMut(&Case, Verdict),
) {
    let next = AtomicUsize::new(0);
    let done = AtomicBool::new(false);
    let (sender, verdicts) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (next, done, sender) = (&next, &done, sender.clone());
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(index).filter(|_| !done.load(Ordering::Relaxed))
                    else {
                        return;
                    };
                    let verdict = match chosen.get(index) {
                        Some(true) => judge(case, folder, memory),
                        _ => Verdict::Skipped,
                    };
                    if sender.send((index, verdict)).is_err() {
                        done.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut turn = cases.iter().enumerate();
        let mut first = turn.next();
        for (index, verdict) in verdicts {
            waiting.insert(index, verdict);
            while let Some((index, case)) = first
                && let Some(verdict) = waiting.remove(&index)
            {
                report(case, verdict);
                first = turn.next();
            }
        }
    });
}

/// Runs a testcase in a world and a session of its own.
fn judge(case: &Case, folder: &Path, memory: &Memory) -> Verdict {
    let begun = Instant::now();
    let program = match &case.program {
        Ok(program) => program.clone(),
        Err(diagnostics) => {
            return Verdict::Failed(Faults::new(diagnostics.clone(), case.sources.clone()));
        }
    };
    // What a session reads besides is of no use to other testcases.
    let sources = case.sources.fork();
    let world = Arc::new(Sandbox::new(folder.to_path_buf()));
    let settings = Settings {
        strict_null_logic: true,
        labels: true,
        memory: memory.clone(),
        ..Settings::default()
    };
    let outside: Arc<dyn World> = Arc::clone(&world) as Arc<dyn World>;
    let session = Session::with_sources(outside, settings, sources.clone());
    let mut judge = Judge::new();
    let outcome = session.run_file(program, &mut judge);
    let differences = judge.differences();
    if outcome.is_ok() && differences.is_none() {
        return Verdict::Passed(begun.elapsed());
    }
    // A warning may say why it failed.
    let mut diagnostics = world.warnings();
    diagnostics.extend(outcome.err().into_iter().flatten());
    Verdict::Failed(Faults {
        diagnostics,
        sources,
        differences,
    })
}
