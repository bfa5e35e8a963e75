//! `fluxlite test`.

use super::arguments::{Color, Test};
use super::exit;
use super::memory::default_limit;
use super::report::Reporter;
use fluxlite::diagnostic::Diagnostic;
use fluxlite::source::SourceMap;
use fluxlite::table::Memory;
use fluxlite::testing::{Case, Faults, Selection, Verdict, find, run};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::thread::available_parallelism;

/// Runs testcases, and gives the code that the process ends with.
pub fn test(arguments: &Test, color: Color) -> ExitCode {
    let wrong_usage = |diagnostics: &[Diagnostic], sources: SourceMap| {
        let reporter = Reporter::new(color, sources);
        diagnostics
            .iter()
            .for_each(|diagnostic| reporter.print(diagnostic));
        ExitCode::from(exit::USAGE)
    };
    let found = match find(&arguments.paths) {
        Ok(found) => found,
        Err(faults) => return wrong_usage(&faults.diagnostics, faults.sources),
    };
    let selection = Selection {
        filter: arguments.filter.clone(),
        only: arguments.tests.clone(),
        skip: arguments.skip.clone(),
        tags: arguments.tags.clone(),
        skip_untagged: arguments.skip_untagged,
    };
    let chosen = match selection.choose(&found) {
        Ok(chosen) => chosen,
        Err(unknown) => return wrong_usage(&unknown.0, SourceMap::default()),
    };
    let threads = available_parallelism().map_or(1, |threads| threads.get());
    let folder = std::env::current_dir().unwrap_or_default();
    let memory = Memory::new(default_limit());
    let mut printed = Printed {
        arguments,
        color,
        passed: 0,
        failed: 0,
        skipped: 0,
        dots: false,
    };
    run(
        &found.cases,
        &chosen,
        threads,
        &folder,
        &memory,
        &mut |case, verdict| printed.add(case, verdict),
    );
    printed.finish();
    match printed.failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(exit::FAILED),
    }
}

/// What has been told so far.
struct Printed<'a> {
    arguments: &'a Test,
    color: Color,
    passed: usize,
    failed: usize,
    skipped: usize,
    /// Whether the line that is being written consists of dots.
    dots: bool,
}

impl Printed<'_> {
    fn add(&mut self, case: &Case, verdict: Verdict) {
        let name = format!("{}: {}", case.file, case.name);
        match verdict {
            Verdict::Passed(took) => {
                self.passed += 1;
                if self.arguments.verbose {
                    say(&format!("ok    {name} ({took:.1?})\n"));
                } else if self.arguments.quiet {
                    self.dots = true;
                    say(".");
                } else {
                    say(&format!("ok    {name}\n"));
                }
            }
            Verdict::Skipped => {
                self.skipped += 1;
                if self.arguments.verbose {
                    say(&format!("skip  {name}\n"));
                }
            }
            Verdict::Failed(faults) => {
                self.failed += 1;
                self.end_dots();
                say(&format!("FAIL  {name}\n{}\n", self.explain(faults)));
            }
        }
    }

    /// Reports that point into the file, and what is different.
    fn explain(&self, faults: Faults) -> String {
        let terminal = io::stdout().is_terminal();
        let reporter = Reporter::on(terminal, self.color, faults.sources);
        let mut text = String::new();
        for diagnostic in &faults.diagnostics {
            text.push_str(&reporter.render(diagnostic));
        }
        if let Some(differences) = &faults.differences {
            for line in differences.lines() {
                text.push_str("      ");
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }

    fn end_dots(&mut self) {
        if std::mem::take(&mut self.dots) {
            say("\n");
        }
    }

    fn finish(&mut self) {
        self.end_dots();
        let Self {
            passed,
            failed,
            skipped,
            ..
        } = self;
        say(&format!(
            "{passed} passed, {failed} failed, {skipped} skipped\n"
        ));
    }
}

fn say(text: &str) {
    let mut out = io::stdout().lock();
    // Whoever closed standard output still gets the exit code.
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
