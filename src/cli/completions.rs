//! `fluxlite completions`: what a shell completes, derived from the command line itself.

use super::arguments::{Arguments, Completions};
use clap::CommandFactory;
use std::io::{self, Write};
use std::process::ExitCode;

/// Prints a shell's completions.
pub fn completions(arguments: &Completions) -> ExitCode {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "fluxlite", &mut script);
    // Whoever closed standard output does not want the rest.
    let _ = io::stdout().write_all(&script);
    ExitCode::SUCCESS
}
