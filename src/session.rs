//! Wires all rooms: a script's text to its results. What the command line, the tests and
//! embedders use.

use crate::diagnostic::{Diagnostic, Failure};
use crate::engine::{self, ResultConsumer};
use crate::eval::{Evaluated, Evaluator, Setup, literal, state_size};
use crate::plan::{Graph, explain};
use crate::source::SourceMap;
use crate::stdlib;
use crate::table::Memory;
use crate::time::Time;
use crate::value::{Record, Value};
use crate::world::World;
use std::any::Any;
use std::sync::Arc;
use std::thread;

/// Functions may call each other deeply, and nest: this much of the address space is theirs. Only
/// what is used of it takes memory.
const STACK: usize = 256 << 20;

/// What a session is told besides its world.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What `now()` gives, if not the world's clock.
    pub now: Option<Time>,
    /// `NAME=VALUE` for `params.NAME`, or for `v.NAME` where the name begins with `v.`.
    pub parameters: Vec<(String, String)>,
    /// How many bytes operators may hold.
    pub memory: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            now: None,
            parameters: Vec::new(),
            memory: usize::MAX,
        }
    }
}

/// Runs scripts in a world. Packages are made once for all its scripts.
#[derive(Debug)]
pub struct Session {
    evaluator: Arc<Evaluator>,
    sources: SourceMap,
    memory: Memory,
}

impl Session {
    /// A session that has run nothing yet.
    pub fn new(world: Arc<dyn World>, settings: Settings) -> Self {
        let now = settings.now.unwrap_or_else(|| world.now());
        let sources = SourceMap::default();
        let memory = Memory::new(settings.memory);
        let evaluator = Evaluator::new(Setup {
            world,
            memory: memory.clone(),
            packages: stdlib::PACKAGES,
            prelude: stdlib::PRELUDE,
            sources: sources.clone(),
            now,
            parameters: parameter_records(&settings.parameters, now),
            collect: engine::collect,
        });
        Self {
            evaluator,
            sources,
            memory,
        }
    }

    /// All texts that were read: what reports point into.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// What the scripts' operators hold, and held at most.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Evaluates a script, without computing what it registers.
    ///
    /// # Errors
    /// What is wrong with the text, or what its evaluation fails with.
    pub fn evaluate(&self, name: &str, text: &str) -> Result<Evaluated, Vec<Diagnostic>> {
        on_large_stack(|| self.evaluator.evaluate(name, text))
    }

    /// Runs a script. Its results go to the consumer, table by table, in the order of its
    /// statements.
    ///
    /// # Errors
    /// What is wrong with the text, what its evaluation fails with (then nothing was computed),
    /// or what its run fails with.
    pub fn run(
        &self,
        name: &str,
        text: &str,
        consumer: &mut dyn ResultConsumer,
    ) -> Result<(), Vec<Diagnostic>> {
        on_large_stack(|| {
            let evaluated = self.evaluator.evaluate(name, text)?;
            let roots = has_roots(evaluated)?.roots;
            let context = self.evaluator.context();
            self.evaluator
                .pass(|| engine::run(&context, &roots, consumer))
                .map_err(report)
        })
    }

    /// Evaluates a script and describes how it would run.
    ///
    /// # Errors
    /// What is wrong with the text, or what its evaluation fails with.
    pub fn explain(&self, name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
        on_large_stack(|| {
            let evaluated = has_roots(self.evaluator.evaluate(name, text)?)?;
            let graph = Graph::new(&evaluated.roots).map_err(report)?;
            Ok(explain(&graph))
        })
    }
}

fn report(failure: Failure) -> Vec<Diagnostic> {
    vec![Diagnostic::from(failure)]
}

fn has_roots(evaluated: Evaluated) -> Result<Evaluated, Vec<Diagnostic>> {
    if !evaluated.roots.is_empty() {
        return Ok(evaluated);
    }
    let message = "this Flux script returns no streaming data";
    let nothing = Diagnostic::error("flux::session::no_result", message).help(
        "a stream that stands alone is a result, or ends in `yield()` or `to()`; `array.from(rows: [{v: display(v: …)}])` shows a value",
    );
    Err(vec![nothing])
}

/// The records `params` and `v`, as far as anything is given for them.
fn parameter_records(parameters: &[(String, String)], now: Time) -> Vec<(Arc<str>, Value)> {
    let mut records: Vec<(Arc<str>, Record)> = Vec::new();
    for (name, text) in parameters {
        let (record, label) = match name.split_once('.') {
            Some((record @ ("v" | "params"), label)) => (record, label),
            _ => ("params", name.as_str()),
        };
        let value = literal(text, now);
        match records
            .iter_mut()
            .find(|(known, _)| known.as_ref() == record)
        {
            Some((_, known)) => known.set(label, value),
            None => {
                let only = Record::from_iter([(label, value)]);
                records.push((record.into(), only));
            }
        }
    }
    let records = records.into_iter();
    records
        .map(|(name, record)| (name, Value::Record(Arc::new(record))))
        .collect()
}

/// Runs work on a thread whose stack is large, and makes an error of a panic.
fn on_large_stack<T: Send>(
    work: impl FnOnce() -> Result<T, Vec<Diagnostic>> + Send,
) -> Result<T, Vec<Diagnostic>> {
    let sized = || {
        state_size(STACK);
        work()
    };
    thread::scope(|scope| {
        let builder = thread::Builder::new()
            .name("script".into())
            .stack_size(STACK);
        match builder.spawn_scoped(scope, sized) {
            Ok(running) => running
                .join()
                .unwrap_or_else(|panic| Err(panicked(&*panic))),
            Err(error) => {
                let message = format!("cannot start a thread for the script: {error}");
                Err(vec![Diagnostic::error("flux::session::thread", message)])
            }
        }
    })
}

fn panicked(panic: &(dyn Any + Send)) -> Vec<Diagnostic> {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word");
    let message = format!("fluxlite itself failed: {text}");
    vec![
        Diagnostic::error("flux::session::panic", message)
            .help("this is a bug in fluxlite; please report it with the script"),
    ]
}
