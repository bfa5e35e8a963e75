//! What an input that begins with a colon asks of the session itself.

use fluxlite::reference;
use fluxlite::syntax::closest;
use std::io::Write;

/// Commands and what they do.
const COMMANDS: &[(&str, &str)] = &[
    (":help", "lists these commands"),
    (":help NAME", "describes a function or a package"),
    (":quit", "leaves, as Ctrl-D does"),
];

/// One command.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'t> {
    Help(Option<&'t str>),
    Quit,
    Unknown(&'t str),
}

/// What comes of a command.
#[derive(Debug, PartialEq, Eq)]
pub enum After {
    /// The session goes on; whether the command did what it was asked.
    Stay(bool),
    /// It ends.
    Leave,
}

impl<'t> Command<'t> {
    /// A command, if an input is one.
    pub fn parse(text: &'t str) -> Option<Self> {
        let text = text.trim().strip_prefix(':')?;
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        Some(match name {
            "help" | "h" | "?" => Self::Help((!rest.is_empty()).then_some(rest)),
            "quit" | "q" | "exit" => Self::Quit,
            other => Self::Unknown(other),
        })
    }

    /// Does it. Whoever closed standard output does not want the text.
    pub fn run(&self, out: &mut impl Write) -> After {
        match self {
            Self::Quit => After::Leave,
            Self::Help(None) => {
                for (command, what) in COMMANDS {
                    let _ = writeln!(out, "{command:<12} {what}");
                }
                After::Stay(true)
            }
            Self::Help(Some(name)) => match reference::describe(name) {
                Some(text) => {
                    let _ = writeln!(out, "{text}");
                    After::Stay(true)
                }
                None => {
                    let names = reference::names();
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let near = closest(name, &names);
                    let near =
                        near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    let _ = writeln!(out, "nothing is called `{name}`{near}");
                    After::Stay(false)
                }
            },
            Self::Unknown(name) => {
                let _ = writeln!(out, "there is no command `:{name}`; these there are:");
                Self::Help(None).run(out);
                After::Stay(false)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (After, String) {
        let mut out = Vec::new();
        let command = Command::parse(text).unwrap();
        let after = command.run(&mut out);
        (after, String::from_utf8(out).unwrap())
    }

    #[test]
    fn commands_are_told_from_flux() {
        assert_eq!(Command::parse("1 + 1"), None);
        assert_eq!(Command::parse(" :quit "), Some(Command::Quit));
        assert_eq!(
            Command::parse(":help  array.from"),
            Some(Command::Help(Some("array.from")))
        );
    }

    #[test]
    fn help_describes_and_suggests() {
        let (after, text) = run(":help");
        assert!(
            text.contains(":quit") && after == After::Stay(true),
            "{text}"
        );
        let (_, text) = run(":help filter");
        assert!(text.contains("filter: (<-tables"), "{text}");
        let (after, text) = run(":help filterr");
        assert!(text.contains("did you mean `filter`"), "{text}");
        assert_eq!(after, After::Stay(false));
        let (after, text) = run(":halp");
        assert!(
            text.contains("`:halp`") && after == After::Stay(false),
            "{text}"
        );
        assert_eq!(run(":quit").0, After::Leave);
    }
}
