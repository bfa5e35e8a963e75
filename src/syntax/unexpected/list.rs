//! Mistakes with brackets and within them: arguments, properties, elements, parameters.

use super::{Reports, Stop};
use crate::diagnostic::Diagnostic;
use crate::syntax::token::Token;
use crate::syntax::words::spelling;

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

    /// `1e3`, `5min`: letters right behind a number.
    fn glued(&self, stop: &Stop) -> Option<Diagnostic> {
        let before = stop.index.checked_sub(1)?;
        let number = matches!(
            stop.previous?,
            Token::Int(_) | Token::Float(_) | Token::Duration(_)
        );
        let Token::Ident(letters) = stop.token else {
            return None;
        };
        if !number || self.span(before).end != stop.span.start {
            return None;
        }
        let digits = letters.strip_prefix(['e', 'E']).unwrap_or("x");
        let exponent = digits.bytes().all(|byte| byte.is_ascii_digit());
        let error = Diagnostic::error(
            "flux::syntax::glued_letters",
            format!("`{letters}` is no part of a number"),
        )
        .label(
            self.span(before).to(stop.span),
            "a number, and letters right behind it",
        );
        Some(error.help(match exponent {
            true => "Flux has no exponents: write the number out, or `float(v: \"1e3\")`",
            false => "the units of durations are y mo w d h m s ms us ns",
        }))
    }

    /// `f(1)`.
    fn positional(&self, stop: &Stop, opener: usize, key: bool) -> Diagnostic {
        let callee = self.written(opener.saturating_sub(1));
        let value = if key {
            self.span(stop.index - 1)
        } else {
            stop.span
        };
        let named = match self.token(opener.saturating_sub(1)) {
            Some(Token::Ident(_)) => format!("{callee}(name: value)"),
            _ => "call(name: value)".into(),
        };
        Diagnostic::error(
            "flux::syntax::positional_argument",
            "this argument has no name",
        )
        .label(value, "which parameter is this for?")
        .help(format!("Flux arguments are named: `{named}`"))
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
            _ => error.help("properties are written `name: value`, or `\"any text\": value`"),
        }
    }
}
