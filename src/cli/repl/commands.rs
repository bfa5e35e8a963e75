//! What begins with a colon.

use fluxlite::diagnostic::Diagnostic;
use fluxlite::reference;
use fluxlite::session::Session;
use std::io::{self, Write};

/// Each command: how it is written, and what it does.
pub const COMMANDS: &[(&str, &str)] = &[
    (
        ":help [NAME]",
        "describes a function or package; alone, lists the commands",
    ),
    (":quit", "ends the session, as Ctrl-D does"),
];

/// What came of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It was wrong, or failed; that was reported.
    Failed,
    /// The session is to end.
    Quit,
}

/// Whether an input is a command.
pub fn is_command(input: &str) -> bool {
    input.trim_start().starts_with(':')
}

/// Takes a command, without its colon.
///
/// # Errors
/// If there is none of this name, or its argument is wrong.
pub fn take(command: &str, session: &Session) -> Result<Outcome, Diagnostic> {
    let mut words = command.split_whitespace();
    let (name, argument, more) = (words.next(), words.next(), words.next());
    match (name.unwrap_or(""), argument, more) {
        ("quit" | "q" | "exit", None, _) => return Ok(Outcome::Quit),
        ("help" | "h" | "?", None, _) => print(&overview()),
        ("help" | "h" | "?", Some(name), None) => print(&describe(name, session)?),
        (name @ ("quit" | "q" | "exit" | "help" | "h" | "?"), ..) => {
            let message = format!("`:{name}` takes fewer words than that");
            return Err(Diagnostic::error("flux::repl::command", message).help(list()));
        }
        (name, ..) => {
            let message = format!("there is no command `:{name}`");
            return Err(Diagnostic::error("flux::repl::command", message).help(list()));
        }
    }
    Ok(Outcome::Done)
}

fn list() -> String {
    let names: Vec<String> = COMMANDS
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    format!("there are {}", names.join(" and "))
}

fn overview() -> String {
    let mut text = String::new();
    for (name, what) in COMMANDS {
        text += &format!("{name:<14}{what}\n");
    }
    text += "\nEverything else is Flux. An input goes on in the next line while it is not complete, and\n\
             after Alt-Enter; Tab completes names; Ctrl-C ends what is running (twice: fluxlite itself).\n";
    text
}

/// A name as the session's imports call it, `d.truncate` say, or as the library does.
fn describe(name: &str, session: &Session) -> Result<String, Diagnostic> {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let meant = match session.package_called(first) {
        Some(path) if rest.is_empty() => path.to_owned(),
        Some(path) => format!("{path}.{rest}"),
        None => name.to_owned(),
    };
    Ok(reference::describe(&meant)?)
}

fn print(text: &str) {
    // Whoever closed standard output does not want it.
    let _ = io::stdout().write_all(text.as_bytes());
}
