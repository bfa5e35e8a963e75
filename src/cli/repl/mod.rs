//! `fluxlite repl`: an interactive session, thin over the session object.

mod commands;
mod editor;
mod piped;

use super::arguments::{Color, OutputFormat, Repl, Run};
use super::exit;
use super::interrupt::on_each_interrupt;
use super::output::Printer;
use super::report::Reporter;
use super::run::session_settings;
use super::settings::settings;
use commands::{After, Command};
use fluxlite::connect::{self, Outside, Reports};
use fluxlite::diagnostic::Diagnostic;
use fluxlite::session::Session;
use fluxlite::source::SourceMap;
use fluxlite::value::Value;
use fluxlite::world::World;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

/// Runs an interactive session, and gives the code that the process ends with.
pub fn repl(arguments: &Repl, color: Color) -> ExitCode {
    let sources = SourceMap::default();
    let reporter = Arc::new(Reporter::new(color, sources.clone()));
    let run = arguments.as_run();
    let repl = match Interactive::new(&run, Arc::clone(&reporter), sources) {
        Ok(repl) => repl,
        Err(diagnostics) => {
            diagnostics
                .iter()
                .for_each(|diagnostic| reporter.print(diagnostic));
            return ExitCode::from(exit::USAGE);
        }
    };
    match io::stdin().is_terminal() {
        true => editor::run(repl),
        false => piped::run(repl),
    }
}

/// A session and how its results are shown.
pub struct Interactive {
    session: Session,
    outside: Arc<Outside>,
    reporter: Arc<Reporter>,
    output: OutputFormat,
    /// How many inputs there were, for their names in reports.
    inputs: usize,
}

impl Interactive {
    fn new(
        run: &Run,
        reporter: Arc<Reporter>,
        sources: SourceMap,
    ) -> Result<Self, Vec<Diagnostic>> {
        let session_settings = session_settings(run)?;
        let warner = Arc::clone(&reporter);
        let reports = Reports {
            warn: Box::new(move |warning| warner.print(&warning)),
            lines: Box::new(io::stdout()),
        };
        let settings = connect::Settings {
            now: session_settings.now,
            memory: Some(session_settings.memory.clone()),
            ..settings(run)
        };
        let outside = Outside::new(settings, reports).map_err(|failure| vec![failure.into()])?;
        let outside = Arc::new(outside);
        let cancelled = Arc::clone(&outside);
        on_each_interrupt(move || cancelled.cancel());
        let world = Arc::clone(&outside) as Arc<dyn World>;
        Ok(Self {
            session: Session::with_sources(world, session_settings, sources),
            outside,
            reporter,
            output: run.output.unwrap_or(OutputFormat::Table),
            inputs: 0,
        })
    }

    /// The session, for completion.
    fn session(&self) -> &Session {
        &self.session
    }

    /// Does what an input says, and whether that went well; none ends the session.
    fn input(&mut self, text: &str) -> Option<bool> {
        if text.trim().is_empty() {
            return Some(true);
        }
        match Command::parse(text) {
            Some(command) => match command.run(&mut io::stdout()) {
                After::Stay(well) => Some(well),
                After::Leave => None,
            },
            None => Some(self.evaluate(text)),
        }
    }

    fn evaluate(&mut self, text: &str) -> bool {
        self.inputs += 1;
        self.outside.resume();
        let name = format!("input {}", self.inputs);
        let mut printer = Printer::new(Some(self.output));
        let outcome = self.session.input(&name, text, &mut printer);
        let error = outcome.as_ref().err().and_then(|errors| errors.first());
        let printed = match printer.has_begun() || error.is_some() {
            true => printer.finish(error.map(|error| error.message.as_str())),
            false => Ok(()),
        };
        match outcome {
            Ok(value) => show(value.as_ref()),
            Err(diagnostics) => {
                diagnostics
                    .iter()
                    .for_each(|diagnostic| self.reporter.print(diagnostic));
                return false;
            }
        }
        match printed {
            Ok(()) => true,
            Err(failure) => {
                self.reporter.print(&failure.into());
                false
            }
        }
    }
}

/// Whoever closed standard output does not want the value.
fn show(value: Option<&Value>) {
    if let Some(value) = value {
        let _ = writeln!(io::stdout(), "{value}");
    }
}
