//! `fluxlite run`.

use super::arguments::{Color, Evaluation, OutputFormat, Run};
use super::exit;
use super::interrupt::on_interrupt;
use super::memory::{default_limit, parse_size};
use super::output::Printer;
use super::report::Reporter;
use super::scripts;
use super::settings::outside;
use super::summary::{Line, summary};
use fluxlite::diagnostic::Diagnostic;
use fluxlite::session::{Session, Settings};
use fluxlite::source::SourceMap;
use fluxlite::table::Memory;
use fluxlite::time::Time;
use fluxlite::world::World;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Runs a script, and gives the code that the process ends with.
pub fn run(arguments: &Run, color: Color) -> ExitCode {
    let sources = SourceMap::default();
    let reporter = Arc::new(Reporter::new(color, sources.clone()));
    let wrong_usage = |diagnostics: &[Diagnostic]| {
        diagnostics
            .iter()
            .for_each(|diagnostic| reporter.print(diagnostic));
        ExitCode::from(exit::USAGE)
    };
    let (name, text) = match script(arguments) {
        Ok(script) => script,
        Err(diagnostic) => return wrong_usage(&[diagnostic]),
    };
    let session_settings = match session_settings(&arguments.evaluation) {
        Ok(settings) => settings,
        Err(diagnostics) => return wrong_usage(&diagnostics),
    };
    let begun = Instant::now();
    let script_file = arguments.script.as_deref();
    let script_file = script_file.filter(|script| script.as_os_str() != "-");
    let outside = outside(
        &arguments.evaluation,
        &arguments.connection,
        script_file,
        &session_settings,
        &reporter,
    );
    let outside = match outside {
        Ok(outside) => outside,
        Err(failure) => return wrong_usage(&[failure.into()]),
    };
    let cancelled = Arc::clone(&outside);
    on_interrupt(move || cancelled.cancel());
    let world: Arc<dyn World> = Arc::clone(&outside) as Arc<dyn World>;
    let session = Session::with_sources(world, session_settings, sources);
    if arguments.explain {
        return match session.explain(&name, &text) {
            Ok(plan) => {
                // Whoever closed standard output does not want the plan.
                let _ = io::stdout().write_all(plan.as_bytes());
                ExitCode::SUCCESS
            }
            Err(diagnostics) => failed(&reporter, &diagnostics),
        };
    }
    let mut printer = Printer::new(format(arguments));
    let line = (!arguments.evaluation.quiet).then(|| Line::watch(outside.progress()));
    let outcome = session.run(&name, &text, &mut printer);
    drop(line);
    let error = outcome.as_ref().err().and_then(|errors| errors.first());
    let printed = printer.finish(error.map(|error| error.message.as_str()));
    let delivered = outside.deliveries();
    if !arguments.evaluation.quiet && (outcome.is_ok() || !delivered.is_empty()) {
        let summary = summary(
            &outside.progress(),
            &delivered,
            begun.elapsed(),
            arguments.evaluation.dry_run,
        );
        // Nobody is left to be told if standard error is gone.
        let _ = writeln!(io::stderr(), "{summary}");
    }
    match (outcome, printed) {
        (Err(diagnostics), _) => failed(&reporter, &diagnostics),
        (Ok(()), Err(failure)) => failed(&reporter, &[failure.into()]),
        (Ok(()), Ok(())) if delivered.iter().any(|(_, done)| done.undelivered > 0) => {
            ExitCode::from(exit::FAILED)
        }
        (Ok(()), Ok(())) => ExitCode::SUCCESS,
    }
}

fn failed(reporter: &Reporter, diagnostics: &[Diagnostic]) -> ExitCode {
    diagnostics
        .iter()
        .for_each(|diagnostic| reporter.print(diagnostic));
    ExitCode::from(exit::FAILED)
}

/// What reports call the script, and its text.
fn script(arguments: &Run) -> Result<(String, String), Diagnostic> {
    if let Some(text) = &arguments.exec {
        return Ok(("<expression>".into(), text.clone()));
    }
    read_script(&arguments.script.clone().unwrap_or_default())
}

/// What reports call a script, and its text; `-` is standard input.
pub(super) fn read_script(path: &Path) -> Result<(String, String), Diagnostic> {
    let (name, bytes) = scripts::open(path).map_err(|error| {
        let message = format!("cannot read the script {}: {error}", path.display());
        Diagnostic::error("flux::cli::script", message).help(
            "give the path of a Flux script, `-` for standard input, or `-e` and the script's text",
        )
    })?;
    let text = scripts::text(&path.display().to_string(), bytes)?;
    Ok((name, text))
}

/// What a session is told besides its world.
///
/// # Errors
/// Options whose values make no sense.
pub(super) fn session_settings(arguments: &Evaluation) -> Result<Settings, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut refuse = |code, message: String, help: &str| {
        wrong.push(Diagnostic::error(code, message).help(help));
    };
    let now = arguments.now.as_deref().and_then(|text| {
        let now = Time::parse(text);
        if now.is_err() {
            let message = format!("`--now {text}` is no time");
            refuse(
                "flux::cli::now",
                message,
                "write it as RFC 3339: `--now 2025-10-01T23:05:00Z`",
            );
        }
        now.ok()
    });
    let memory = arguments.memory.as_deref().and_then(|text| {
        let size = parse_size(text);
        if size.is_none() {
            let message = format!("`--memory {text}` is no size");
            refuse(
                "flux::cli::memory",
                message,
                "write a number with a unit: `--memory 500MB`",
            );
        }
        size
    });
    let mut parameters = Vec::new();
    for text in &arguments.param {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => {
                parameters.push((name.to_owned(), value.to_owned()));
            }
            _ => refuse(
                "flux::cli::param",
                format!("`--param {text}` sets nothing"),
                "write `--param NAME=VALUE`",
            ),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Settings {
        now,
        parameters,
        strict_null_logic: false,
        labels: false,
        memory: Memory::new(memory.unwrap_or_else(default_limit)),
    })
}

/// How results are printed; a dry run prints them only if it is told how.
fn format(arguments: &Run) -> Option<OutputFormat> {
    let usual = match io::stdout().is_terminal() {
        true => OutputFormat::Table,
        false => OutputFormat::Csv,
    };
    match arguments.evaluation.output {
        Some(format) => Some(format),
        None if arguments.evaluation.dry_run => None,
        None => Some(usual),
    }
}
