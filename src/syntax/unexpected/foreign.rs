//! What comes from other languages: their statements, queries, and operators.

use super::{Reports, Stop};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::token::Token;

impl Reports<'_, '_> {
    /// A statement of another language, if the line around a place begins with one: the report,
    /// and the offset up to which everything else is only its consequence.
    pub(super) fn foreign_statement(&self, at: u32) -> Option<(Diagnostic, u32)> {
        if let Some((query, end)) = self.query(at) {
            return Some((self.foreign_query(query), end));
        }
        let line = self.first_of_line(at);
        let around = |index: &usize| {
            *index == line || self.opens_block(*index) && at < self.block_end(*index)
        };
        let first = (0..=line)
            .filter(|index| self.foreign_word(*index).is_some())
            .filter(|index| self.first_of_line(self.offset(*index)) == *index)
            .find(around)?;
        let (word, help) = self.foreign_word(first)?;
        let error = Diagnostic::error(
            "flux::syntax::foreign_statement",
            format!("`{word}` begins no statement of Flux"),
        )
        .label(self.span(first), "a word of another language")
        .help(help);
        Some((error, self.block_end(first)))
    }

    /// The word of another language that begins a statement here, and what to write instead.
    fn foreign_word(&self, first: usize) -> Option<(&str, &'static str)> {
        let Token::Ident(word) = self.token(first)? else {
            return None;
        };
        let help = statement_help(word)?;
        let follows = match self.token(first + 1)? {
            Token::Separator => {
                !self.is_newline_between(self.span(first).end, self.span(first + 2).start)
            }
            Token::ParenOpen | Token::ParametersOpen => {
                matches!(word, "for" | "foreach" | "while" | "switch")
            }
            _ => false,
        };
        follows.then_some((word, help))
    }

    /// Whether a brace opens on the line of a token, behind it.
    fn opens_block(&self, first: usize) -> bool {
        let tokens = self.tokens.iter().skip(first);
        let start = self.offset(first) as usize;
        let rest = self.text.get(start..).unwrap_or("");
        let end = start + rest.find('\n').unwrap_or(rest.len());
        tokens
            .take_while(|token| (token.0 as usize) < end)
            .any(|token| matches!(token.1, Token::RecordOpen | Token::BlockOpen))
    }

    /// The query of SQL or InfluxQL around a place: its first word, and where it ends.
    fn query(&self, at: u32) -> Option<(usize, u32)> {
        let local = at as usize;
        let before = self.text.get(..local)?;
        let start = blank_line(before, true).unwrap_or(0);
        let length = blank_line(self.text.get(start..)?, false);
        let end = length.map_or(self.text.len(), |length| start + length);
        let within = |token: usize| {
            let token = self.tokens.get(token);
            token.is_some_and(|token| (token.0 as usize) < end)
        };
        let first = self
            .tokens
            .partition_point(|token| (token.0 as usize) < start);
        let words = (first..).take_while(|index| within(*index));
        let mut query = None;
        for index in words {
            let Some(Token::Ident(word)) = self.token(index) else {
                continue;
            };
            match query {
                None if word.eq_ignore_ascii_case("select")
                    && self.first_of_line(self.offset(index)) == index
                    && self.offset(index) <= at =>
                {
                    query = Some(index);
                }
                Some(query) if word.eq_ignore_ascii_case("from") => {
                    return Some((query, end as u32));
                }
                _ => {}
            }
        }
        None
    }

    fn foreign_query(&self, first: usize) -> Diagnostic {
        let from = (first..self.tokens.len()).find(
            |index| matches!(self.token(*index), Some(Token::Ident(word)) if word.eq_ignore_ascii_case("from")),
        );
        // `FROM "bucket"."policy"."measurement"`: the last part is the measurement.
        let mut measurement = "…".to_owned();
        let words = from.map_or(0..0, |from| from + 1..self.tokens.len());
        for index in words {
            match self.token(index) {
                Some(Token::Separator | Token::Dot) => {}
                Some(Token::Ident(name))
                    if measurement == "…" || self.token(index - 1) == Some(Token::Dot) =>
                {
                    measurement = name.to_owned();
                }
                Some(Token::String(text))
                    if measurement == "…" || self.token(index - 1) == Some(Token::Dot) =>
                {
                    measurement = text.trim_matches('"').to_owned();
                }
                _ => break,
            }
        }
        Diagnostic::error(
            "flux::syntax::foreign_statement",
            "this is a query of SQL or InfluxQL, not of Flux",
        )
        .label(self.span(first), "the query begins here")
        .help(format!(
            "in Flux: `from(bucket: \"…\") |> range(start: -1h) |> filter(fn: (r) => r._measurement == \"{measurement}\") |> aggregateWindow(every: 1m, fn: mean)`"
        ))
    }

    /// An operator of other languages.
    pub(super) fn foreign_operator(&self, stop: &Stop) -> Option<Diagnostic> {
        let is_apart = stop.index > 0
            && self.span(stop.index - 1).end < stop.span.start
            && self.token(stop.index + 1) != Some(Token::Colon);
        if let (Token::Ident(word), true) = (stop.token, stop.expected.operator() && is_apart)
            && let Some(help) = word_help(word)
        {
            return Some(foreign(word, stop.span, help));
        }
        if stop.token == Token::Question && stop.expected.operator() {
            let next = self.span(stop.index + 1);
            let adjoins = stop.span.end == next.start;
            let (written, help) = match self.token(stop.index + 1) {
                Some(Token::Question) if adjoins => (
                    "??",
                    "a value for a null is chosen by `if exists r.a then r.a else 0`",
                ),
                Some(Token::Dot) if adjoins => (
                    "?.",
                    "a column that a row lacks is null anyway: write `r.column`",
                ),
                _ => (
                    "?",
                    "a choice is written `if condition then value else other`",
                ),
            };
            let span = if written.len() > 1 {
                stop.span.to(next)
            } else {
                stop.span
            };
            return Some(foreign(written, span, help));
        }
        let before = stop
            .index
            .checked_sub(2)
            .and_then(|index| self.token(index));
        if stop.token == Token::Arrow && before == Some(Token::Dot) {
            let help = "greater or equal is written `>=`";
            return Some(foreign("=>", stop.span, help));
        }
        let last = match stop.token {
            // `x++` ends its statement: the signs are the two tokens before.
            _ if matches!(stop.previous, Some(Token::Plus | Token::Minus))
                && !matches!(
                    stop.token,
                    Token::Assign | Token::Greater | Token::Plus | Token::Minus
                ) =>
            {
                stop.index.checked_sub(1)?
            }
            _ => stop.index,
        };
        let first = last.checked_sub(1)?;
        let place = self.span(first).to(self.span(last));
        if self.span(first).end != self.span(last).start {
            return None;
        }
        let written = self.between(first, last + 1);
        let name = match first.checked_sub(1).and_then(|index| self.token(index)) {
            Some(Token::Ident(name)) => name,
            _ => "name",
        };
        let help = match written.as_str() {
            "<>" | "!==" => "unequal is written `!=`".into(),
            "===" => "equal is written `==`".into(),
            "**" => "a power is written `^`".into(),
            "=<" => "less or equal is written `<=`".into(),
            "->" => "a function is written with `=>`: `(r) => …`".into(),
            "//" => "comments begin with `//`; a division has one `/`".into(),
            "+=" | "-=" | "*=" | "/=" | "++" | "--" => format!(
                "variables do not change: give the new value a name of its own, like `next = {name} {} …`",
                written.get(..1).unwrap_or("+")
            ),
            _ => return None,
        };
        Some(foreign(&written, place, help))
    }

    /// The first token on the line around a place.
    fn first_of_line(&self, at: u32) -> usize {
        let before = self.text.get(..at as usize).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let first = self
            .tokens
            .partition_point(|token| (token.0 as usize) < line);
        first + usize::from(self.token(first) == Some(Token::Separator))
    }

    /// Where the blocks end that open on the line of a token, those behind `else` included; the
    /// end of the line if none opens there.
    pub(super) fn block_end(&self, first: usize) -> u32 {
        let start = self.offset(first) as usize;
        let rest = self.text.get(start..).unwrap_or("");
        let mut end = start + rest.find('\n').unwrap_or(rest.len());
        let mut depth = 0usize;
        let mut blocks = 0usize;
        for (index, token) in self.tokens.iter().enumerate().skip(first) {
            if depth == 0 && token.0 as usize >= end {
                break;
            }
            match token.1 {
                Token::RecordOpen | Token::BlockOpen => (depth, blocks) = (depth + 1, blocks + 1),
                Token::BraceClose if depth > 0 => {
                    depth -= 1;
                    let line = self.text.get(token.2 as usize..).unwrap_or("");
                    let line_end = token.2 as usize + line.find('\n').unwrap_or(line.len());
                    let goes_on = self.tokens.iter().skip(index + 1).take(2);
                    let goes_on = goes_on
                        .clone()
                        .any(|token| matches!(token.1, Token::Else | Token::Ident("elif")));
                    end = match goes_on {
                        true => line_end.max(end),
                        false => token.2 as usize,
                    };
                    if depth == 0 && !goes_on {
                        break;
                    }
                }
                _ => {}
            }
        }
        if depth > 0 && blocks > 0 {
            return self.text.len() as u32;
        }
        end as u32
    }

    fn offset(&self, index: usize) -> u32 {
        self.tokens
            .get(index)
            .map_or(self.text.len() as u32, |token| token.0)
    }
}

fn foreign(written: &str, span: Span, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::foreign_operator",
        format!("`{written}` is no operator of Flux"),
    )
    .label(span, "an operator of another language")
    .help(help)
}

/// Where the last blank line in a text ends, or the first one begins.
fn blank_line(text: &str, last: bool) -> Option<usize> {
    let mut at = 0;
    let mut found = None;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && line.ends_with('\n') {
            match last {
                true => found = Some(at + line.len()),
                false => return Some(at),
            }
        }
        at += line.len();
    }
    found
}

/// What to write for an operator that is a word.
fn word_help(word: &str) -> Option<&'static str> {
    Some(match word {
        "in" | "IN" => {
            "whether a value is one of several: `contains(value: r.host, set: [\"a\", \"b\"])`"
        }
        "like" | "LIKE" | "ilike" | "ILIKE" | "matches" => {
            "strings are matched by regular expressions: `r.host =~ /^a/`"
        }
        "is" | "IS" => {
            "equal is written `==`; whether there is a value, `exists r.host`, or `not exists r.host`"
        }
        "between" | "BETWEEN" => "write both bounds: `r._value >= 1 and r._value <= 2`",
        "AND" => "write `and`",
        "OR" => "write `or`",
        "contains" | "startsWith" | "endsWith" | "startswith" | "endswith" | "hasPrefix"
        | "hasSuffix" | "CONTAINS" => {
            "functions stand before their arguments: `strings.containsStr(v: r.host, substr: \"a\")`, from `import \"strings\"`; or match: `r.host =~ /a/`"
        }
        "mod" | "MOD" => "a remainder is written `%`",
        "div" | "DIV" => "integers are divided by `/`",
        _ => return None,
    })
}

/// What to write for a statement that begins with a word.
fn statement_help(word: &str) -> Option<&'static str> {
    Some(match word {
        "for" | "foreach" | "while" | "loop" => {
            "Flux has no loops: what is done with each row is a function given to `map`, `filter` or `reduce`; with each element of an array, to `array.map`"
        }
        "def" | "function" | "func" | "fn" => "a function is `name = (parameter) => value`",
        "let" | "var" | "const" | "set" => "a variable is `name = value`",
        "switch" | "match" | "case" => "values are chosen by `if … then … else if … then … else …`",
        "class" | "struct" | "enum" | "type" => {
            "Flux has records instead: `name = {property: value}`"
        }
        "try" | "throw" | "raise" => "a script is ended by `die(msg: \"…\")`",
        _ => return None,
    })
}
