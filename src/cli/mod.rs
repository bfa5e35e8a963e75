//! The command line: one file a command.

#![expect(
    clippy::disallowed_methods,
    reason = "this room reads the script and the machine's limits"
)]

mod arguments;
mod check;
mod completions;
mod doc;
mod fmt;
mod interrupt;
mod memory;
mod output;
mod repl;
mod report;
mod run;
mod scripts;
mod settings;
mod summary;
mod test;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// Exit codes that scripts rely on.
mod exit {
    /// The script, or a delivery, failed.
    pub const FAILED: u8 = 1;
    /// Wrong usage or configuration.
    pub const USAGE: u8 = 2;
}

/// Runs the command that the process was given.
pub fn main() -> ExitCode {
    let Arguments { color, command } = Arguments::parse();
    match command {
        Command::Run(arguments) => run::run(&arguments, color),
        Command::Fmt(arguments) => fmt::fmt(&arguments, color),
        Command::Test(arguments) => test::test(&arguments, color),
        Command::Check(arguments) => check::check(&arguments, color),
        Command::Repl(arguments) => repl::repl(&arguments, color),
        Command::Doc(arguments) => doc::doc(&arguments, color),
        Command::Completions(arguments) => completions::completions(&arguments),
    }
}
