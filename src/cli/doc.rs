//! `fluxlite doc`: the reference on the terminal.

use super::arguments::{Color, Doc};
use super::exit;
use super::report::Reporter;
use fluxlite::reference;
use fluxlite::source::SourceMap;
use std::io::{self, Write};
use std::process::ExitCode;

/// Describes a name, or lists the packages, and gives the code that the process ends with.
pub fn doc(arguments: &Doc, color: Color) -> ExitCode {
    let text = match &arguments.name {
        None => Ok(reference::packages()),
        Some(name) => reference::describe(name),
    };
    match text {
        Ok(text) => {
            // Whoever closed standard output does not want the rest.
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            Reporter::new(color, SourceMap::default()).print(&failure.into());
            ExitCode::from(exit::FAILED)
        }
    }
}
