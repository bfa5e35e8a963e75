//! Mistakes with brackets and within them: arguments, properties, elements, parameters.

use super::{Reports, Stop};
use crate::diagnostic::Diagnostic;
use crate::syntax::token::Token;
use crate::syntax::words::{self, spelling};

impl Reports<'_, '_> {
    /// A bracket that is not closed, or closes nothing.
    pub(super) fn bracket(&self, stop: &Stop) -> Option<Diagnostic> {
        let at_end = stop.token == Token::Separator;
        let really_separator = matches!(self.token(stop.index), None | Some(Token::Separator));
        let opener = stop.opener.filter(|opener| {
            let block = self.token(*opener) == Some(Token::BlockOpen);
            !(block && really_separator && stop.index < self.tokens.len())
        });
        let Some(opener) = opener else {
            if !stop.token.is_closer() || stop.expected.expression() && stop.opener.is_some() {
                return None;
            }
            let token = spelling(stop.token);
            let error = Diagnostic::error(
                "flux::syntax::unopened_bracket",
                format!("`{token}` closes nothing"),
            )
            .label(stop.span, "no bracket is open here")
            .help(format!("remove this `{token}`, or open its bracket before"));
            return Some(error);
        };
        let closer = self.closer(opener)?;
        let mismatch = stop.token.is_closer() && stop.token != closer;
        if !mismatch && !really_separator {
            return None;
        }
        let open = self.token(opener).map_or("", spelling);
        let close = spelling(closer);
        if let Some(help) = self.needless_closer(stop, opener).filter(|_| mismatch) {
            let token = spelling(stop.token);
            let error = Diagnostic::error(
                "flux::syntax::unopened_bracket",
                format!("`{token}` closes nothing here"),
            )
            .label(stop.span, format!("this does not close a `{open}`"))
            .label(self.span(opener), "the bracket that is open")
            .help(help);
            return Some(error);
        }
        let ended = match (mismatch, at_end, stop.index >= self.tokens.len()) {
            (true, ..) => format!("`{}` comes first", spelling(stop.token)),
            (_, true, true) => "the text ends after this".into(),
            (_, true, false) => "the statement ends after this".into(),
            _ => "another statement begins here".into(),
        };
        let error = Diagnostic::error(
            "flux::syntax::unclosed_bracket",
            format!("this `{open}` is not closed"),
        )
        .label(self.span(opener), "opened here")
        .label(stop.span, ended);
        Some(error.help(format!("close it with `{close}`")))
    }

    /// What to do about a closing bracket of another kind than the one that is open, if that one is
    /// closed right behind it, or begins like what this one would close.
    fn needless_closer(&self, stop: &Stop, opener: usize) -> Option<String> {
        let begins_record = matches!(
            (self.token(opener + 1)?, self.token(opener + 2)?),
            (Token::Ident(_) | Token::String(_), Token::Colon)
        );
        let is_list = self.token(opener) == Some(Token::BracketOpen);
        if begins_record && is_list && stop.token == Token::BraceClose {
            let first = self.written(opener + 1);
            return Some(format!("write `{{` before `{first}`"));
        }
        let is_closed = self.token(stop.index + 1) == self.closer(opener);
        let token = spelling(stop.token);
        is_closed.then(|| format!("remove this `{token}`, or open its bracket before"))
    }

    /// `=> {a: 1}`: a block where a record was meant.
    pub(super) fn body_as_record(&self, stop: &Stop) -> Option<Diagnostic> {
        let opener = stop
            .opener
            .filter(|_| self.opener_is(stop, Token::BlockOpen))?;
        let first = (self.token(opener + 1)?, self.token(opener + 2)?);
        let with = matches!(self.token(opener + 3), Some(Token::Ident("with")));
        let record = match first {
            (Token::Ident(_) | Token::String(_), Token::Colon | Token::Comma) => {
                stop.index == opener + 2
            }
            (Token::Ident(_), Token::Separator) => with && stop.index <= opener + 6,
            _ => false,
        };
        if !record {
            return None;
        }
        let error = Diagnostic::error(
            "flux::syntax::record_as_body",
            "after `=>` a brace opens a block",
        )
        .label(self.span(opener), "opens a block of statements")
        .label(stop.span, "reads like a record")
        .help("put the record in parentheses: `(r) => ({…})`");
        Some(error)
    }

    /// Within `( [ {`: positional arguments, missing commas and colons.
    pub(super) fn in_list(&self, stop: &Stop) -> Option<Diagnostic> {
        let opener = stop.opener?;
        let previous = stop.previous?;
        let before = stop
            .index
            .checked_sub(2)
            .and_then(|index| self.token(index));
        let starts = |token: Option<Token>| {
            matches!(
                token,
                Some(Token::ParenOpen | Token::RecordOpen | Token::Comma)
            )
        };
        let key = matches!(previous, Token::Ident(_) | Token::String(_)) && starts(before);
        let (call, record) = (self.is_call(stop), self.opener_is(stop, Token::RecordOpen));
        let next_is_colon = self.token(stop.index + 1) == Some(Token::Colon);
        let begins = stop.token.starts_statement()
            || matches!(stop.token, Token::Regex(_) | Token::ParametersOpen);
        if call || record {
            let value_without_name =
                (starts(Some(previous)) && stop.token != Token::Comma && !stop.token.is_closer())
                    || (key && !begins && stop.token != Token::Arrow);
            if value_without_name && call {
                return Some(self.positional(stop, opener, key));
            }
            if value_without_name {
                return Some(self.nameless(stop, key));
            }
            if key && begins && !next_is_colon {
                let name = self.written(stop.index - 1);
                let error = Diagnostic::error(
                    "flux::syntax::missing_colon",
                    format!("a `:` is missing after `{name}`"),
                )
                .label(stop.span, "the value begins here")
                .help(format!(
                    "write `{name}: …`, or a comma if `{name}` stands for itself"
                ));
                return Some(error);
            }
        }
        let next = match self.token(opener)? {
            Token::BracketOpen => "the next element begins here",
            Token::RecordOpen => "the next property begins here",
            Token::ParametersOpen => "the next parameter begins here",
            Token::ParenOpen if call => "the next argument begins here",
            _ => return None,
        };
        if !begins || !previous.ends_expression() || !stop.expected.has(",") {
            return None;
        }
        if let Some(glued) = self.glued(stop) {
            return Some(glued);
        }
        let error = Diagnostic::error("flux::syntax::missing_comma", "a comma is missing")
            .label(stop.span, next)
            .help("write `,` before it");
        Some(error)
    }

    /// `1h30`, `30 minutes`, `1e3`: what goes on behind a number and is no part of it.
    fn glued(&self, stop: &Stop) -> Option<Diagnostic> {
        let before = stop.index.checked_sub(1)?;
        let number = self.written(before);
        let adjoins = self.span(before).end == stop.span.start;
        let whole = self.span(before).to(stop.span);
        match (stop.previous?, stop.token) {
            (Token::Duration(_), Token::Int(rest)) if adjoins => {
                let error = Diagnostic::error(
                    "flux::syntax::invalid_duration",
                    format!("the duration `{number}{rest}` ends without a unit"),
                );
                let help = format!("each number has its unit: `{number}{rest}m`");
                Some(error.label(whole, "the last number has none").help(help))
            }
            (Token::Int(_), Token::Ident(word)) if !adjoins => {
                let unit = words::exact_unit(word).or_else(|| words::unit(word))?;
                let error = Diagnostic::error(
                    "flux::syntax::invalid_duration",
                    format!("`{number} {word}` is no duration"),
                );
                let help = format!("write `{number}{unit}`");
                Some(
                    error
                        .label(whole, "a number, and a word behind it")
                        .help(help),
                )
            }
            (Token::Int(_) | Token::Float(_) | Token::Duration(_), Token::Ident(letters))
                if adjoins =>
            {
                let error = Diagnostic::error(
                    "flux::syntax::glued_letters",
                    format!("`{letters}` is no part of a number"),
                )
                .label(whole, "a number, and letters right behind it");
                Some(error.help(glued_help(&format!("{number}{letters}"), letters)))
            }
            _ => None,
        }
    }

    /// `f(1)`.
    fn positional(&self, stop: &Stop, opener: usize, key: bool) -> Diagnostic {
        let callee = self.written(opener.saturating_sub(1));
        let value = if key {
            self.span(stop.index - 1)
        } else {
            stop.span
        };
        let is_first = value.start == self.span(opener + 1).start;
        let is_text = |back: usize| {
            let token = stop.index.checked_sub(back);
            let token = token.and_then(|index| self.token(index));
            matches!(token, Some(Token::String(_)))
        };
        let back = usize::from(key);
        let follows = self.token(stop.index - back - 1) == Some(Token::Comma);
        if follows && is_text(back) && is_text(back + 2) {
            let error = Diagnostic::error(
                "flux::syntax::positional_argument",
                "this argument has no name",
            );
            return error
                .label(value, "belongs to no parameter")
                .help("several values are a list, in brackets: `[\"a\", \"b\"]`");
        }
        let is_method =
            opener.checked_sub(2).and_then(|index| self.token(index)) == Some(Token::Dot);
        let parameter = words::first_parameter(callee).filter(|_| is_first && !is_method);
        let written = self.written(stop.index - usize::from(key));
        let named = match (self.token(opener.saturating_sub(1)), parameter) {
            (Some(Token::Ident(_)), Some(parameter)) => match stop.token {
                _ if key || self.is_argument_end(stop.index + 1) => {
                    format!("{callee}({parameter}: {written})")
                }
                Token::ParametersOpen => format!("{callee}({parameter}: (r) => …)"),
                _ => format!("{callee}({parameter}: …)"),
            },
            (Some(Token::Ident("filter")), None) if !is_method && !is_first => {
                "filter(fn: (r) => … and …)".into()
            }
            (Some(Token::Ident(_)), None) => format!("{callee}(name: value)"),
            _ => "call(name: value)".into(),
        };
        Diagnostic::error(
            "flux::syntax::positional_argument",
            "this argument has no name",
        )
        .label(value, "which parameter is this for?")
        .help(format!("Flux arguments are named: `{named}`"))
    }

    fn is_argument_end(&self, index: usize) -> bool {
        matches!(self.token(index), Some(Token::Comma | Token::ParenClose))
    }

    /// `{1}`.
    fn nameless(&self, stop: &Stop, key: bool) -> Diagnostic {
        let value = if key {
            self.span(stop.index - 1)
        } else {
            stop.span
        };
        let error = Diagnostic::error(
            "flux::syntax::nameless_property",
            "this property has no name",
        )
        .label(value, "a name was expected here");
        match stop.token {
            Token::Int(_) | Token::Float(_) | Token::BracketOpen => {
                error.help("properties are written `name: value`; a list stands in brackets: `[1, 2]`, a dictionary too: `[1: \"a\"]`")
            }
            Token::Dot => error.help("a record is extended by `with`: `{r with name: value}`"),
            _ => error.help("properties are written `name: value`, or `\"any text\": value`"),
        }
    }
}

/// What to write for a number with letters right behind it.
fn glued_help(whole: &str, letters: &str) -> String {
    let digits = letters.strip_prefix(['e', 'E']).unwrap_or("x");
    let number = whole.trim_end_matches(|c: char| !c.is_ascii_digit());
    let word = whole.get(number.len()..).unwrap_or("");
    let is_hexadecimal = whole.bytes().all(|byte| byte.is_ascii_hexdigit());
    match words::unit(word) {
        Some(unit) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("write `{number}{unit}`")
        }
        _ if letters == "M" => {
            format!("units are small letters: `{number}m` are minutes, `{number}mo` months")
        }
        _ if words::exact_unit(&letters.to_lowercase()).is_some() => {
            format!(
                "units are small letters: `{number}{}`",
                letters.to_lowercase()
            )
        }
        _ if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            "Flux has no exponents: write the number out, or `float(v: \"1e3\")`".into()
        }
        _ if letters.starts_with('_') => "digits stand without anything between them".into(),
        _ if whole.starts_with("0x") || whole.starts_with("0b") => {
            "integers are written in decimal digits".into()
        }
        _ if is_hexadecimal => format!("an ID is a string: write `\"{whole}\"`"),
        _ => "the units of durations are y mo w d h m s ms us ns".into(),
    }
}
