//! Completion: names in scope, members after a dot, paths in imports, and commands.

use super::commands::COMMANDS;
use fluxlite::session::Session;
use fluxlite::stdlib;
use reedline::{Completer, CompletionResult, Span, Suggestion};
use std::sync::Arc;

/// Completes by what the session knows.
pub struct Names(pub Arc<Session>);

impl Completer for Names {
    fn complete(&mut self, line: &str, position: usize) -> CompletionResult {
        let before = line.get(..position).unwrap_or(line);
        let (start, candidates) = candidates(before, &self.0);
        let suggestions = candidates.into_iter().map(|value| Suggestion {
            value,
            span: Span::new(start, position),
            ..Suggestion::default()
        });
        CompletionResult::fresh(suggestions.collect::<Vec<_>>())
    }
}

/// What may stand at the end of a text instead of its last word, and where that word begins.
fn candidates(before: &str, session: &Session) -> (usize, Vec<String>) {
    if let Some(start) = import_path(before) {
        let word = before.get(start..).unwrap_or("");
        let packages = stdlib::PACKAGES.iter();
        let paths = packages.map(|package| package.path.to_owned());
        return (start, beginning_with(word, paths));
    }
    if in_string(before) {
        return (before.len(), Vec::new());
    }
    let start = word_start(before);
    let (head, word) = before.split_at(start);
    if head.trim() == ":" {
        let commands = COMMANDS.iter().filter_map(|(command, _)| {
            let name = command.split(' ').next()?.strip_prefix(':')?;
            Some(name.to_owned())
        });
        return (start, beginning_with(word, commands));
    }
    if let Some(object) = head.strip_suffix('.') {
        let name = object.get(word_start(object)..).unwrap_or("");
        let members = session.members(name).into_iter();
        return (start, beginning_with(word, members));
    }
    let names = session.names().into_iter();
    let keywords = KEYWORDS.iter().map(|keyword| (*keyword).to_owned());
    (start, beginning_with(word, names.chain(keywords)))
}

const KEYWORDS: &[&str] = &[
    "and", "else", "exists", "if", "import", "not", "option", "or", "return", "then",
];

fn beginning_with(word: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = names.filter(|name| name.starts_with(word)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn word_start(text: &str) -> usize {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.trim_end_matches(part).len()
}

/// Where the path begins of an import that is being written at the end of a text.
fn import_path(before: &str) -> Option<usize> {
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.get(line_start..)?;
    let rest = line.trim_start().strip_prefix("import ")?;
    let quote = rest.find('"')?;
    let path = rest.get(quote + 1..)?;
    (!path.contains('"')).then_some(before.len() - path.len())
}

/// Whether a text ends within a string, where names mean nothing.
fn in_string(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or("");
    let quotes = line.replace("\\\"", "").matches('"').count();
    let opened = line
        .rfind("${")
        .map_or("", |at| line.get(at..).unwrap_or(""));
    let in_code = !opened.is_empty() && !opened.contains('}');
    quotes % 2 == 1 && !in_code
}

#[cfg(test)]
mod tests {
    use super::candidates;
    use fluxlite::connect::{Outside, Reports, Settings};
    use fluxlite::session::{self, Session};
    use std::sync::Arc;

    fn session() -> Session {
        let outside = Outside::new(Settings::default(), Reports::default()).unwrap();
        let session = Session::new(Arc::new(outside), session::Settings::default());
        let definitions = "import d \"date\"\nrecord = {first: 1, second: 2}\naggregated = 1";
        session.enter("input", definitions).unwrap();
        session
    }

    #[test]
    fn what_may_follow() {
        let session = session();
        let cases: [(&str, usize, &[&str]); 12] = [
            ("aggreg", 0, &["aggregateWindow", "aggregated"]),
            ("x = f(fn: aggreg", 10, &["aggregateWindow", "aggregated"]),
            ("record.", 7, &["first", "second"]),
            ("1 + record.s", 11, &["second"]),
            ("d.trunc", 2, &["truncate"]),
            ("nothing.x", 8, &[]),
            (
                "import \"influxdata/influxdb/ta",
                8,
                &["influxdata/influxdb/tasks"],
            ),
            ("import x \"mat", 10, &["math"]),
            ("x = \"aggreg", 11, &[]),
            ("x = \"${aggrega", 7, &["aggregateWindow", "aggregated"]),
            (":he", 1, &["help"]),
            (":help aggregateW", 6, &["aggregateWindow"]),
        ];
        for (before, start, expected) in cases {
            let found = candidates(before, &session);
            let expected: Vec<String> = expected.iter().map(|name| name.to_string()).collect();
            assert_eq!(found, (start, expected), "{before}");
        }
    }
}
