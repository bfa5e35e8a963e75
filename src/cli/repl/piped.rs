//! Inputs that come through a pipe: each ends where it is whole and the next line does not go on.

use super::Interactive;
use crate::cli::exit;
use fluxlite::syntax;
use std::io::{self, BufRead};
use std::process::ExitCode;

/// Runs all inputs; one that failed makes the session fail, but does not end it.
pub fn run(mut repl: Interactive) -> ExitCode {
    let lines = io::stdin().lock().lines().map_while(Result::ok);
    let mut failed = false;
    for input in inputs(lines) {
        match repl.input(&input) {
            Some(well) => failed |= !well,
            None => break,
        }
    }
    match failed {
        true => ExitCode::from(exit::FAILED),
        false => ExitCode::SUCCESS,
    }
}

/// Lines put together to inputs.
fn inputs(lines: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut lines = lines.peekable();
    std::iter::from_fn(move || {
        let mut input = lines.next()?;
        while !ends(&input, lines.peek()) {
            input.push('\n');
            input.push_str(&lines.next()?);
        }
        Some(input)
    })
}

/// Whether an input ends before the line that follows.
fn ends(input: &str, next: Option<&String>) -> bool {
    let Some(next) = next else { return true };
    if input.trim_start().starts_with(':') {
        return true;
    }
    let goes_on = next.starts_with(char::is_whitespace) && !next.trim().is_empty()
        || next.trim_start().starts_with("|>");
    !goes_on && !syntax::is_unfinished(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_end_where_they_are_whole() {
        let text = "a = 1\nf = (x) => {\n  y = x\n  return y\n}\nf(x: a)\nfrom(bucket: \"b\")\n  |> range(start: -1h)\n|> limit(n: 1)\n:help\nb = [\n1\n]\n\"open\nstring\"";
        let lines = text.lines().map(str::to_owned);
        let found: Vec<String> = inputs(lines).collect();
        assert_eq!(
            found,
            [
                "a = 1",
                "f = (x) => {\n  y = x\n  return y\n}",
                "f(x: a)",
                "from(bucket: \"b\")\n  |> range(start: -1h)\n|> limit(n: 1)",
                ":help",
                "b = [\n1\n]",
                "\"open\nstring\"",
            ]
        );
    }
}
