//! Diagnostics on standard error.

use super::arguments::Color;
use fluxlite::diagnostic::{Diagnostic, Severity};
use fluxlite::source::SourceMap;
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;

/// Renders diagnostics as miette reports, in the colours that the user wants.
#[derive(Debug)]
pub struct Reporter {
    handler: GraphicalReportHandler,
    sources: SourceMap,
    /// Keeps reports of several threads apart.
    lock: Mutex<()>,
}

impl Reporter {
    /// A reporter over the texts of a session.
    pub fn new(color: Color, sources: SourceMap) -> Self {
        Self::on(io::stderr().is_terminal(), color, sources)
    }

    /// A reporter for a terminal, or for something else.
    pub fn on(terminal: bool, color: Color, sources: SourceMap) -> Self {
        let theme = if wants_color(color, terminal) {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let width = match terminal {
            true => terminal_width(),
            false => 100,
        };
        Self {
            handler: GraphicalReportHandler::new_themed(theme).with_width(width),
            sources,
            lock: Mutex::new(()),
        }
    }

    /// Prints one.
    pub fn print(&self, diagnostic: &Diagnostic) {
        let text = self.render(diagnostic);
        let _one_at_a_time = self.lock.lock();
        // Nothing is left to be told if standard error itself is gone.
        let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
    }

    /// One as text.
    pub fn render(&self, diagnostic: &Diagnostic) -> String {
        let report = diagnostic.report(self.sources.snapshot());
        let mut text = String::new();
        if self
            .handler
            .render_report(&mut text, report.as_ref())
            .is_err()
        {
            let severity = match diagnostic.severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            text = format!("{severity}: {}\n", diagnostic.message);
        }
        text
    }
}

/// Whether an output is to be coloured.
pub fn wants_color(color: Color, terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            !refused && terminal
        }
    }
}

fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok();
    columns
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(100)
}
