//! `fluxlite check`.

use super::arguments::{Check, Color};
use super::exit;
use super::report::Reporter;
use super::run::read_script;
use super::scripts;
use fluxlite::diagnostic::{Diagnostic, Severity};
use fluxlite::lints::{LINTS, Level, Levels};
use fluxlite::session::Checker;
use fluxlite::source::{SourceMap, Span};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::process::ExitCode;

/// Checks scripts, and gives the code that the process ends with.
pub fn check(arguments: &Check, color: Color) -> ExitCode {
    if arguments.lints {
        return list();
    }
    let sources = SourceMap::default();
    let reporter = Reporter::new(color, sources.clone());
    let levels = match levels(arguments) {
        Ok(levels) => levels,
        Err(diagnostic) => {
            reporter.print(&diagnostic);
            return ExitCode::from(exit::USAGE);
        }
    };
    let names = arguments.param.iter().map(|parameter| {
        let name = parameter.split_once('=').map(|(name, _)| name);
        name.unwrap_or(parameter)
    });
    let checker = Checker::new(sources.clone(), names).with_levels(levels);
    let mut told = Told::default();
    let mut unreadable = false;
    let mut refuse = |path: &str, diagnostic: Diagnostic| {
        match arguments.json {
            true => print_line(path, &diagnostic, &sources),
            false => reporter.print(&diagnostic),
        }
        unreadable = true;
    };
    let files = match scripts::scripts(&arguments.paths) {
        Ok(files) => files,
        Err(diagnostic) => {
            let paths: Vec<_> = arguments.paths.iter().map(|path| path.display()).collect();
            let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
            refuse(&paths.join(" "), diagnostic);
            Vec::new()
        }
    };
    for path in &files {
        let (name, text) = match read_script(path) {
            Ok(script) => script,
            Err(diagnostic) => {
                refuse(&path.display().to_string(), diagnostic);
                continue;
            }
        };
        let found = match arguments.syntax_only {
            true => checker.check_syntax(&name, &text),
            false => checker.check(&name, &text),
        };
        for diagnostic in &found {
            told.count(diagnostic);
            match arguments.json {
                true => print_line(&name, diagnostic, &sources),
                false => reporter.print(diagnostic),
            }
        }
    }
    if !arguments.json && !unreadable {
        let checked = match files.len() {
            1 => "1 script".to_owned(),
            many => format!("{many} scripts"),
        };
        // As above, for standard error.
        let _ = writeln!(io::stderr(), "checked {checked}: {}", told.summary());
    }
    match (unreadable, told.errors) {
        (true, _) => ExitCode::from(exit::USAGE),
        (false, 0) => ExitCode::SUCCESS,
        (false, _) => ExitCode::from(exit::FAILED),
    }
}

/// What is looked for: what is allowed goes before what is denied, so that `--allow all --deny X`
/// leaves X.
fn levels(arguments: &Check) -> Result<Levels, Diagnostic> {
    let mut levels = Levels::default();
    let allowed = arguments.allow.iter().map(|lint| (lint, Level::Allow));
    let denied = arguments.deny.iter().map(|lint| (lint, Level::Deny));
    for (lint, level) in allowed.chain(denied) {
        if !levels.set(lint, level) {
            let message = format!("there is no lint `{lint}`");
            let unknown = Diagnostic::error("flux::cli::lint", message);
            return Err(unknown.help("`fluxlite check --lints` lists them"));
        }
    }
    Ok(levels)
}

/// Whoever closed standard output does not want the list.
fn list() -> ExitCode {
    for lint in LINTS {
        let code = lint.code.trim_start_matches("flux::lint::");
        let level = lint.level.name();
        let _ = writeln!(
            io::stdout(),
            "{code} ({level}): {}\n    {}",
            lint.summary,
            lint.reason
        );
    }
    ExitCode::SUCCESS
}

/// How much was found.
#[derive(Default)]
struct Told {
    errors: usize,
    warnings: usize,
}

impl Told {
    fn count(&mut self, diagnostic: &Diagnostic) {
        match diagnostic.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
    }

    fn summary(&self) -> String {
        let counted = |count, what: &str| match count {
            1 => format!("1 {what}"),
            many => format!("{many} {what}s"),
        };
        match (self.errors, self.warnings) {
            (0, 0) => "nothing found".into(),
            (errors, 0) => counted(errors, "error"),
            (0, warnings) => counted(warnings, "warning"),
            (errors, warnings) => {
                format!(
                    "{}, {}",
                    counted(errors, "error"),
                    counted(warnings, "warning")
                )
            }
        }
    }
}

/// Nobody is left to be told if standard output is gone.
fn print_line(file: &str, diagnostic: &Diagnostic, sources: &SourceMap) {
    drop(writeln!(
        io::stdout(),
        "{}",
        line(file, diagnostic, sources)
    ));
}

/// A finding as a line of JSON. Lines and columns count from 1, columns in characters.
fn line(file: &str, diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let labels = diagnostic
        .labels
        .iter()
        .map(|(place, text)| json!({ "span": span(*place, sources), "text": text }));
    json!({
        "file": file,
        "span": diagnostic.labels.first().map(|(place, _)| span(*place, sources)),
        "code": diagnostic.code,
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": labels.collect::<Vec<Value>>(),
    })
}

fn span(span: Span, sources: &SourceMap) -> Value {
    let position = |at: u32, within: Span| {
        let place = sources.position_in(at, within);
        place.map(|(line, column)| json!({ "line": line, "column": column }))
    };
    json!({ "start": position(span.start, span), "end": position(span.end, span) })
}
