//! `fluxlite repl`: an interactive session on a terminal, or inputs from a pipe.

mod commands;
mod completion;
mod history;
mod interactive;
mod interrupts;
mod piped;
mod prompt;

use super::arguments::{Color, OutputFormat, Repl};
use super::exit;
use super::output::Printer;
use super::report::Reporter;
use super::run::session_settings;
use super::settings::outside;
use super::summary::{Line, summary};
use commands::Outcome;
use fluxlite::connect::Outside;
use fluxlite::diagnostic::Diagnostic;
use fluxlite::eval::Evaluated;
use fluxlite::session::Session;
use fluxlite::source::SourceMap;
use fluxlite::value::Value;
use fluxlite::world::World;
use interrupts::Interrupts;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Runs a session, and gives the code that the process ends with.
pub fn repl(arguments: &Repl, color: Color) -> ExitCode {
    let sources = SourceMap::default();
    let reporter = Arc::new(Reporter::new(color, sources.clone()));
    let wrong_usage = |diagnostics: &[Diagnostic]| {
        let all = diagnostics.iter();
        all.for_each(|diagnostic| reporter.print(diagnostic));
        ExitCode::from(exit::USAGE)
    };
    let session_settings = match session_settings(&arguments.evaluation) {
        Ok(settings) => settings,
        Err(diagnostics) => return wrong_usage(&diagnostics),
    };
    let outside = outside(
        &arguments.evaluation,
        &arguments.connection,
        None,
        &session_settings,
        &reporter,
    );
    let outside = match outside {
        Ok(outside) => outside,
        Err(failure) => return wrong_usage(&[failure.into()]),
    };
    let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    let cancelled = Arc::clone(&outside);
    let interrupts = Interrupts::watch(terminal, move || cancelled.cancel());
    let world: Arc<dyn World> = Arc::clone(&outside) as Arc<dyn World>;
    let dialogue = Dialogue {
        session: Arc::new(Session::with_sources(world, session_settings, sources)),
        outside,
        reporter,
        interrupts,
        arguments,
        inputs: 0,
        color,
    };
    match terminal {
        true => interactive::talk(dialogue),
        false => piped::talk(dialogue),
    }
}

/// A session and what its inputs need around it.
struct Dialogue<'a> {
    session: Arc<Session>,
    outside: Arc<Outside>,
    reporter: Arc<Reporter>,
    interrupts: Interrupts,
    arguments: &'a Repl,
    /// How many inputs there were.
    inputs: usize,
    color: Color,
}

impl Dialogue<'_> {
    /// Takes an input: Flux, or a command.
    fn take(&mut self, input: &str) -> Outcome {
        if let Some(command) = input.trim().strip_prefix(':') {
            return commands::take(command, &self.session).unwrap_or_else(|diagnostic| {
                self.reporter.print(&diagnostic);
                Outcome::Failed
            });
        }
        self.inputs += 1;
        let name = format!("<input {}>", self.inputs);
        let running = self.interrupts.running();
        self.outside.begin();
        let done = self.run(&name, input);
        drop(running);
        match done {
            Ok(outcome) => outcome,
            Err(diagnostics) => {
                let all = diagnostics.iter();
                all.for_each(|diagnostic| self.reporter.print(diagnostic));
                Outcome::Failed
            }
        }
    }

    fn run(&self, name: &str, input: &str) -> Result<Outcome, Vec<Diagnostic>> {
        let evaluation = &self.arguments.evaluation;
        let begun = Instant::now();
        let Evaluated { roots, values, .. } = self.session.enter(name, input)?;
        show(&values);
        let mut printer = Printer::new(self.format());
        let line = (!evaluation.quiet).then(|| Line::watch(self.outside.progress()));
        let outcome = self.session.compute(&roots, &mut printer);
        drop(line);
        let error = outcome.as_ref().err().and_then(|errors| errors.first());
        let printed = match roots.is_empty() {
            true => Ok(()),
            false => printer.finish(error.map(|error| error.message.as_str())),
        };
        let delivered = self.outside.deliveries();
        if !evaluation.quiet && !delivered.is_empty() {
            let read = self.outside.progress();
            let summary = summary(&read, &delivered, begun.elapsed(), evaluation.dry_run);
            // Nobody is left to be told if standard error is gone.
            let _ = writeln!(io::stderr(), "{summary}");
        }
        outcome?;
        printed.map_err(|failure| vec![failure.into()])?;
        let lost = delivered.iter().any(|(_, done)| done.undelivered > 0);
        Ok(if lost { Outcome::Failed } else { Outcome::Done })
    }

    /// Tables are for reading unless the user wants something else.
    fn format(&self) -> Option<OutputFormat> {
        match self.arguments.evaluation.output {
            None if self.arguments.evaluation.dry_run => None,
            chosen => Some(chosen.unwrap_or(OutputFormat::Table)),
        }
    }
}

/// Prints what expressions gave.
fn show(values: &[Value]) {
    let mut out = io::stdout().lock();
    for value in values {
        // Whoever closed standard output does not want the rest.
        let _ = writeln!(out, "{value}");
    }
    let _ = out.flush();
}
