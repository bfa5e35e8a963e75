//! Inputs that come through a pipe: one after another until its end.

use super::super::exit;
use super::Dialogue;
use super::commands::{Outcome, is_command};
use fluxlite::diagnostic::Diagnostic;
use fluxlite::syntax::{continues, is_incomplete};
use std::io::{self, BufRead};
use std::process::ExitCode;

/// Takes all inputs; the exit code says whether all went well.
pub fn talk(mut dialogue: Dialogue<'_>) -> ExitCode {
    let mut failed = false;
    let mut inputs = Inputs::new(io::stdin().lock());
    while let Some(input) = inputs.next() {
        let outcome = match input {
            Ok(input) => dialogue.take(&input),
            Err(diagnostic) => {
                dialogue.reporter.print(&diagnostic);
                Outcome::Failed
            }
        };
        match outcome {
            Outcome::Done => {}
            Outcome::Failed => failed = true,
            Outcome::Quit => break,
        }
    }
    match failed {
        true => ExitCode::from(exit::FAILED),
        false => ExitCode::SUCCESS,
    }
}

/// Lines to inputs: an input ends where it is complete, unless the next line goes on with it.
struct Inputs<R> {
    lines: R,
    /// A line that was read to see whether it goes on.
    next: Option<Result<String, Diagnostic>>,
}

impl<R: BufRead> Inputs<R> {
    fn new(lines: R) -> Self {
        Self { lines, next: None }
    }

    fn next(&mut self) -> Option<Result<String, Diagnostic>> {
        let mut input = loop {
            let line = match self.line()? {
                Ok(line) => line,
                Err(error) => return Some(Err(error)),
            };
            if !line.trim().is_empty() {
                break line;
            }
        };
        if is_command(&input) {
            return Some(Ok(input));
        }
        loop {
            let line = match self.line() {
                None => return Some(Ok(input)),
                Some(line) => line,
            };
            let whole = !is_incomplete(&input);
            match line {
                Ok(line) if !whole || goes_on(&input, &line) => {
                    input.push('\n');
                    input += &line;
                }
                Err(error) if !whole => return Some(Err(error)),
                line => {
                    self.next = Some(line);
                    return Some(Ok(input));
                }
            }
        }
    }

    /// A line without its end.
    fn line(&mut self) -> Option<Result<String, Diagnostic>> {
        if let Some(line) = self.next.take() {
            return Some(line);
        }
        let mut bytes = Vec::new();
        match self.lines.read_until(b'\n', &mut bytes) {
            Ok(0) => None,
            Ok(_) => {
                let text = String::from_utf8(bytes).map_err(|_| {
                    let message = "a line of the input is not UTF-8";
                    Diagnostic::error("flux::repl::input", message)
                        .help("it was left out, with what it belongs to")
                });
                let ended = text.map(|text| text.trim_end_matches(['\n', '\r']).to_owned());
                Some(ended)
            }
            Err(error) => {
                let message = format!("cannot read standard input: {error}");
                Some(Err(Diagnostic::error("flux::repl::input", message)))
            }
        }
    }
}

fn goes_on(input: &str, line: &str) -> bool {
    !is_command(line) && continues(input, line)
}

#[cfg(test)]
mod tests {
    use super::Inputs;

    fn check(text: &str, expected: &[&str]) {
        let mut inputs = Inputs::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(input) = inputs.next() {
            found.push(input.unwrap_or_else(|error| error.message));
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_input_ends_where_it_is_complete() {
        check("", &[]);
        check("\n\n", &[]);
        check("a\nb\n", &["a", "b"]);
        check("a\r\nb", &["a", "b"]);
        check("a\n  |> f()\n  |> g()\nb", &["a\n  |> f()\n  |> g()", "b"]);
        check("a\n\n|> f()", &["a", "|> f()"]);
        check("f(\n\n1)\nb", &["f(\n\n1)", "b"]);
        check(
            "x = 1 +\n2\n:help\n:quit\ny",
            &["x = 1 +\n2", ":help", ":quit", "y"],
        );
        check("f(", &["f("]);
        check("a\n-1\n[2]", &["a", "-1", "[2]"]);
    }

    #[test]
    fn what_is_not_text_is_reported() {
        let mut inputs = Inputs::new(b"a\n\xff\nb".as_slice());
        assert_eq!(inputs.next().unwrap().unwrap(), "a");
        let message = inputs.next().unwrap().unwrap_err().message;
        assert_eq!(message, "a line of the input is not UTF-8");
        assert_eq!(inputs.next().unwrap().unwrap(), "b");
        assert!(inputs.next().is_none());
    }
}
