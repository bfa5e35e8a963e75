//! `fluxlite fmt`.

use super::arguments::{Color, Fmt};
use super::exit;
use super::report::Reporter;
use super::scripts;
use fluxlite::diagnostic::Diagnostic;
use fluxlite::source::SourceMap;
use fluxlite::syntax;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

/// The formatter walks trees as deep as the parser allows them.
const STACK: usize = 64 << 20;

/// Formats scripts, and gives the code that the process ends with.
pub fn fmt(arguments: &Fmt, color: Color) -> ExitCode {
    let sources = SourceMap::default();
    let reporter = Reporter::new(color, sources.clone());
    let paths = match scripts::scripts(&arguments.paths) {
        Ok(paths) => paths,
        Err(diagnostic) => {
            reporter.print(&diagnostic);
            return ExitCode::from(exit::USAGE);
        }
    };
    let mut failed = false;
    for path in paths {
        let outcome = script(&path, &sources).and_then(|(before, after)| {
            let name = path.display();
            match (arguments.check, arguments.write) {
                (true, _) if before != after => {
                    failed = true;
                    say(&mut io::stdout(), &format!("{name}\n"))
                }
                (true, _) => Ok(()),
                (_, true) if before != after && !is_stdin(&path) => std::fs::write(&path, after)
                    .map_err(|error| {
                        vec![Diagnostic::error(
                            "flux::cli::write",
                            format!("cannot write {name}: {error}"),
                        )]
                    }),
                (_, true) if !is_stdin(&path) => Ok(()),
                _ => say(&mut io::stdout(), &after),
            }
        });
        if let Err(diagnostics) = outcome {
            failed = true;
            diagnostics
                .iter()
                .for_each(|diagnostic| reporter.print(diagnostic));
        }
    }
    match failed {
        true => ExitCode::from(exit::FAILED),
        false => ExitCode::SUCCESS,
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A script as it is, and as it should be.
fn script(path: &Path, sources: &SourceMap) -> Result<(String, String), Vec<Diagnostic>> {
    let before = scripts::read(path).map_err(|diagnostic| vec![diagnostic])?;
    let source = sources.add(path.display().to_string(), before.clone());
    let formatted = thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        let running = builder.spawn_scoped(scope, || syntax::format(&source));
        running.ok().and_then(|running| running.join().ok())
    });
    let after = formatted.unwrap_or_else(|| {
        let message = format!("cannot format {}", path.display());
        let bug = Diagnostic::error("flux::cli::format", message);
        Err(vec![bug.help(
            "this is a bug in fluxlite; please report it with the script",
        )])
    })?;
    Ok((before, after))
}

/// Whoever closed standard output does not want more.
fn say(out: &mut dyn Write, text: &str) -> Result<(), Vec<Diagnostic>> {
    let _ = out.write_all(text.as_bytes());
    Ok(())
}
