//! Wires all rooms: a script's text to its results. What the command line, the tests and
//! embedders use.

mod check;
mod interactive;
mod library;
#[cfg(test)]
pub mod testing;

use crate::diagnostic::{Diagnostic, Failure};
use crate::engine::{self, ResultConsumer};
use crate::eval::{Evaluated, Evaluator, Setup, literal, state_size};
use crate::plan::{Graph, explain};
use crate::source::SourceMap;
use crate::stdlib;
use crate::syntax::ast::File;
use crate::table::Memory;
use crate::time::Time;
use crate::types::Signatures;
use crate::value::{Record, Value};
use crate::world::World;
use library::Library;
use std::any::Any;
use std::sync::Arc;
use std::thread;

pub use check::Checker;

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
    /// Whether `and` and `or` of the script itself are three-valued, as tests expect it, instead
    /// of refusing nulls.
    pub strict_null_logic: bool,
    /// Whether labels (`.name`) may stand as values, as tests expect it.
    pub labels: bool,
    /// How much operators may hold; whoever else holds tables for the session shares it.
    pub memory: Memory,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            now: None,
            parameters: Vec::new(),
            strict_null_logic: false,
            labels: false,
            memory: Memory::new(usize::MAX),
        }
    }
}

/// Runs scripts in a world. Packages are made once for all its scripts.
#[derive(Debug)]
pub struct Session {
    evaluator: Arc<Evaluator>,
    /// What `now()` gives in every input of an interactive session, if not the clock.
    now: Option<Time>,
    sources: SourceMap,
    memory: Memory,
}

impl Session {
    /// A session that has run nothing yet.
    pub fn new(world: Arc<dyn World>, settings: Settings) -> Self {
        Self::with_sources(world, settings, SourceMap::default())
    }

    /// A session that adds the texts it reads to these: whoever reports what the world warns of
    /// can then show them.
    pub fn with_sources(world: Arc<dyn World>, settings: Settings, sources: SourceMap) -> Self {
        let now = settings.now.unwrap_or_else(|| world.now());
        let memory = settings.memory;
        let library = Library::new(stdlib::PACKAGES, stdlib::PRELUDE, settings.labels);
        let evaluator = Evaluator::new(Setup {
            world,
            memory: memory.clone(),
            packages: stdlib::PACKAGES,
            prelude: stdlib::PRELUDE,
            signatures: Some(Box::new(library)),
            sources: sources.clone(),
            now,
            strict_null_logic: settings.strict_null_logic,
            parameters: parameter_records(&settings.parameters, now),
            collect: engine::collect,
        });
        Self {
            evaluator,
            now: settings.now,
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
        on_large_stack(|| self.run_evaluated(self.evaluator.evaluate(name, text)?, consumer))
    }

    /// Runs a script that has been parsed into this session's texts.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_file(
        &self,
        file: File,
        consumer: &mut dyn ResultConsumer,
    ) -> Result<(), Vec<Diagnostic>> {
        on_large_stack(|| self.run_evaluated(self.evaluator.evaluate_file(file)?, consumer))
    }

    fn run_evaluated(
        &self,
        evaluated: Evaluated,
        consumer: &mut dyn ResultConsumer,
    ) -> Result<(), Vec<Diagnostic>> {
        let roots = has_roots(evaluated)?.roots;
        let context = self.evaluator.context();
        self.evaluator
            .pass(|| engine::run(&context, &roots, consumer))
            .map_err(report)
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

/// The types of all that the standard library exports.
pub fn signatures() -> impl Signatures + Send + Sync + 'static {
    Library::new(stdlib::PACKAGES, stdlib::PRELUDE, false)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Chunk, GroupKey, Schema};
    use crate::value::Root;
    use crate::world::testing::Nowhere;

    fn session(parameters: &[(&str, &str)]) -> Session {
        let parameters = parameters.iter();
        let settings = Settings {
            now: Some(Time(90_000_000_000_000)),
            parameters: parameters
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            ..Settings::default()
        };
        Session::new(Arc::new(Nowhere::default()), settings)
    }

    /// What the last expression of a script shows.
    fn shown(session: &Session, script: &str) -> String {
        match session.evaluate("script", script) {
            Ok(evaluated) => evaluated
                .last
                .map_or("nothing".into(), |value| value.to_string()),
            Err(diagnostics) => diagnostics[0].message.clone(),
        }
    }

    #[test]
    fn scripts_see_the_whole_library() {
        let cases = [
            ("1 + 1", "2"),
            ("display(v: true)", "true"),
            ("now()", "1970-01-02T01:00:00.000000000Z"),
            ("today()", "1970-01-02T00:00:00.000000000Z"),
            (
                "import \"system\"\nsystem.time()",
                "1970-01-01T00:00:00.000000000Z",
            ),
            ("location", "{offset: 0ns, zone: UTC}"),
            (
                "import \"influxdata/influxdb/tasks\"\ntasks.lastSuccess(orTime: -1h)",
                "1970-01-02T00:00:00.000000000Z",
            ),
            (
                "import \"influxdata/influxdb/tasks\"\noption tasks.lastSuccessTime = 2020-01-01T00:00:00Z\ntasks.lastSuccess(orTime: -1h)",
                "2020-01-01T00:00:00.000000000Z",
            ),
            (
                "import \"influxdata/influxdb/tasks\"\noption tasks.lastSuccessTime = \"never\"",
                "expected `time`, found `string`",
            ),
            (
                "import \"internal/debug\"\nexists debug.null(type: \"int\")",
                "false",
            ),
            ("die(msg: \"enough\")", "enough"),
            (
                "import \"experimental\"\nexperimental.catch(fn: () => die(msg: \"no\"))",
                "{code: 3, msg: error calling function \"die\" @2:30-2:44: no, value: <null>}",
            ),
            (
                "import \"experimental\"\nexperimental.addDuration(d: 1mo, to: 2024-01-31)",
                "2024-02-29T00:00:00.000000000Z",
            ),
            (
                "import \"array\"\n[1, 2, 3] |> array.filter(fn: (x) => x > 1) |> array.map(fn: (x) => x * 2) |> array.concat(v: [0])",
                "[4, 6, 0]",
            ),
            (
                "import \"secrets\"\nsecrets.get(key: \"k\")",
                "there is nothing here",
            ),
        ];
        for (script, expected) in cases {
            assert_eq!(shown(&session(&[]), script), expected, "{script}");
        }
    }

    #[test]
    fn every_package_can_be_imported() {
        for package in stdlib::PACKAGES {
            let script = format!("import p \"{}\"\n1", package.path);
            assert_eq!(shown(&session(&[]), &script), "1", "{}", package.path);
        }
        let script = "aggregateWindow";
        assert!(
            shown(&session(&[]), script).starts_with("(<-tables"),
            "{script}"
        );
    }

    #[test]
    fn parameters_are_literals_or_strings() {
        let session = session(&[
            ("v.timeRangeStart", "-1h"),
            ("v.bucket", "my-bucket"),
            ("n", "3"),
            ("params.m", "[1]"),
        ]);
        let cases = [
            ("v", "{bucket: my-bucket, timeRangeStart: -1h}"),
            ("params", "{m: [1], n: 3}"),
            (
                "option v = {bucket: \"other\", windowPeriod: 1m}\nv.bucket",
                "my-bucket",
            ),
            (
                "v.timeRangeStop",
                "the parameter `v.timeRangeStop` is not set",
            ),
        ];
        for (script, expected) in cases {
            assert_eq!(shown(&session, script), expected, "{script}");
        }
    }

    /// Keeps the names of results and how many rows each of their tables has.
    #[derive(Default)]
    struct Rows(Vec<(String, usize)>);

    impl ResultConsumer for Rows {
        fn table(
            &mut self,
            result: &str,
            _key: &GroupKey,
            _schema: &Schema,
            chunks: &[Chunk],
        ) -> Result<(), Failure> {
            let rows = chunks.iter().map(|chunk| chunk.rows).sum();
            self.0.push((result.into(), rows));
            Ok(())
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_statements() {
        let script = "import \"array\"\na = array.from(rows: [{v: 1}, {v: 2}])\na |> yield(name: \"all\")\na |> limit(n: 1)";
        let mut rows = Rows::default();
        session(&[]).run("script", script, &mut rows).unwrap();
        assert_eq!(rows.0, [("all".to_owned(), 2), ("_result".to_owned(), 1)]);
    }

    #[test]
    fn a_script_without_a_stream_is_an_error() {
        let run = session(&[]).run("script", "x = 1", &mut Rows::default());
        let message = &run.unwrap_err()[0].message;
        assert!(message.starts_with("this Flux script returns no streaming data"));
    }

    #[test]
    fn a_panic_is_an_error() {
        let gone: Result<(), _> = on_large_stack(|| panic!("oh"));
        assert_eq!(gone.unwrap_err()[0].message, "fluxlite itself failed: oh");
        let roots: Vec<Root> = session(&[]).evaluate("script", "1").unwrap().roots;
        assert!(roots.is_empty());
    }
}
