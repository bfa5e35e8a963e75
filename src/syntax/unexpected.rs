//! What the parser did not expect, told by the mistake behind it where one can be recognised.

use super::error;
use super::token::{Spanned, Token};
use super::words::{Expected, describe, spelling};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use lalrpop_util::ParseError;

/// How many reports are worked out: beyond that the text is something else than Flux, and each
/// costs another look at what precedes it.
const MOST: usize = 64;

/// Reports on the tokens of one text.
pub struct Reports<'t, 's> {
    tokens: &'t [Spanned<'s>],
    text: &'s str,
    base: u32,
}

/// Where the parser stopped.
struct Stop<'t, 's> {
    /// The index of the token it did not expect; past the last one at the end of the text.
    index: usize,
    /// That token; a separator stands for the end of a statement, and of the text.
    token: Token<'s>,
    /// What is written there.
    span: Span,
    /// The token before.
    previous: Option<Token<'s>>,
    /// The index of the innermost bracket that is open there.
    opener: Option<usize>,
    expected: Expected<'t>,
}

impl<'t, 's> Reports<'t, 's> {
    /// Reports on the settled tokens of a text that stands at `base`.
    pub fn new(tokens: &'t [Spanned<'s>], text: &'s str, base: u32) -> Self {
        Self { tokens, text, base }
    }

    /// Reports on errors in the order of the text. Of several on one line only the first is told:
    /// the others are mostly its consequences.
    pub fn all<'e>(
        &self,
        errors: impl Iterator<Item = &'e ParseError<u32, Token<'s>, ()>>,
    ) -> Vec<Diagnostic>
    where
        's: 'e,
    {
        let mut reports = Vec::new();
        let mut last_line = None;
        for error in errors {
            let at = match error {
                ParseError::UnrecognizedToken { token, .. } | ParseError::ExtraToken { token } => {
                    token.0
                }
                _ => self.text.len() as u32,
            };
            let before = self.text.get(..at as usize).unwrap_or(self.text);
            let line = before.rfind('\n');
            if reports.len() < MOST && last_line.replace(line) != Some(line) {
                reports.extend(self.report(error));
            }
        }
        reports
    }

    /// The report, unless the lexer has made one already.
    fn report(&self, error: &ParseError<u32, Token<'s>, ()>) -> Option<Diagnostic> {
        let (index, expected) = match error {
            ParseError::UnrecognizedToken { token, expected } => {
                (self.index(token), expected.as_slice())
            }
            ParseError::ExtraToken { token } => (self.index(token), [].as_slice()),
            ParseError::UnrecognizedEof { expected, .. } => {
                (self.tokens.len(), expected.as_slice())
            }
            ParseError::InvalidToken { .. } | ParseError::User { .. } => return None,
        };
        let stop = self.stop(index, expected);
        let illegal = [stop.previous, Some(stop.token)].contains(&Some(Token::Bad));
        if illegal {
            return None;
        }
        let recognised = self
            .bracket(&stop)
            .or_else(|| self.keyword_as_name(&stop))
            .or_else(|| self.body_as_record(&stop))
            .or_else(|| self.assignment(&stop))
            .or_else(|| self.bare_parameter(&stop))
            .or_else(|| self.pipe(&stop))
            .or_else(|| self.import(&stop))
            .or_else(|| self.conditional(&stop))
            .or_else(|| self.in_list(&stop));
        Some(recognised.unwrap_or_else(|| self.unrecognised(&stop)))
    }

    fn index(&self, token: &Spanned<'s>) -> usize {
        let first = self.tokens.partition_point(|other| other.0 < token.0);
        let same = self.tokens.iter().skip(first);
        first + same.take_while(|other| *other != token).count()
    }

    fn token(&self, index: usize) -> Option<Token<'s>> {
        self.tokens.get(index).map(|token| token.1)
    }

    fn span(&self, index: usize) -> Span {
        let token = self.tokens.get(index);
        let (start, end) = token.map_or((0, 0), |token| (token.0, token.2));
        let at = |offset: u32| self.base.saturating_add(offset);
        Span::new(at(start), at(end))
    }

    /// What a token without content, or with, is as it is written.
    fn written(&self, index: usize) -> &'s str {
        let token = self.tokens.get(index);
        let range = token.map_or(0..0, |token| token.0 as usize..token.2 as usize);
        self.text.get(range).unwrap_or("")
    }

    fn stop(&self, index: usize, expected: &'t [String]) -> Stop<'t, 's> {
        let before = index.checked_sub(1);
        let mut stop = Stop {
            index,
            token: self.token(index).unwrap_or(Token::Separator),
            span: self.span(index),
            previous: before.and_then(|before| self.token(before)),
            opener: self.opener(index),
            expected: Expected(expected),
        };
        if stop.token == Token::Separator {
            // A separator is no text: the report shows what is there instead.
            match self.token(index + 1) {
                Some(next) if self.same_line(index) => {
                    (stop.token, stop.span) = (next, self.span(index + 1));
                }
                _ => stop.span = before.map_or(stop.span, |before| self.span(before)),
            }
        }
        stop
    }

    /// Whether the token before a separator and the one after stand on one line.
    fn same_line(&self, separator: usize) -> bool {
        let end = separator
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before));
        let (Some(end), Some(next)) = (end, self.tokens.get(separator)) else {
            return false;
        };
        let between = self.text.get(end.2 as usize..next.0 as usize);
        between.is_some_and(|between| !between.contains('\n'))
    }

    /// The innermost bracket that is open before a token. A separator ends those that statements
    /// cannot stand in, a brace what is unclosed within it.
    fn opener(&self, index: usize) -> Option<usize> {
        let mut open: Vec<usize> = Vec::new();
        let block = |opener: &usize| {
            matches!(
                self.token(*opener),
                Some(Token::BlockOpen | Token::InterpolationOpen)
            )
        };
        for (at, token) in self.tokens.iter().enumerate().take(index) {
            match token.1 {
                token if token.is_opener() => open.push(at),
                Token::Separator => while open.pop_if(|opener| !block(opener)).is_some() {},
                token if token.is_closer() => {
                    let closes = |opener: &mut usize| self.closer(*opener) == Some(token);
                    if token != Token::ParenClose && token != Token::BracketClose {
                        while open.pop_if(|opener| !closes(opener)).is_some() {}
                    }
                    open.pop_if(|opener| closes(opener));
                }
                _ => {}
            }
        }
        open.pop()
    }

    fn closer(&self, opener: usize) -> Option<Token<'s>> {
        self.token(opener)?.closer()
    }

    /// A bracket that is not closed, or closes nothing.
    fn bracket(&self, stop: &Stop) -> Option<Diagnostic> {
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

    /// A keyword where a name stands.
    fn keyword_as_name(&self, stop: &Stop) -> Option<Diagnostic> {
        let name = stop.expected.has("IDENT") && !stop.expected.expression();
        let (word, span) = if stop.token.is_keyword() && name {
            (spelling(stop.token), stop.span)
        } else if stop.token == Token::Assign && stop.previous?.is_keyword() {
            (spelling(stop.previous?), self.span(stop.index - 1))
        } else {
            return None;
        };
        let help = format!("choose another name, such as `{word}_`");
        Some(error::keyword(span, word).help(help))
    }

    fn opener_is(&self, stop: &Stop, token: Token) -> bool {
        stop.opener.and_then(|opener| self.token(opener)) == Some(token)
    }

    /// `=> {a: 1}`: a block where a record was meant.
    fn body_as_record(&self, stop: &Stop) -> Option<Diagnostic> {
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

    /// `=` where it does not assign.
    fn assignment(&self, stop: &Stop) -> Option<Diagnostic> {
        let previous = stop.previous?;
        let before = stop
            .index
            .checked_sub(2)
            .and_then(|index| self.token(index));
        let list_start = matches!(
            before,
            Some(Token::ParenOpen | Token::RecordOpen | Token::Comma)
        );
        if stop.token == Token::Colon {
            return self.colon(stop, previous);
        }
        if stop.token != Token::Assign || !previous.ends_expression() {
            return None;
        }
        let name = self.written(stop.index - 1);
        if list_start && (self.is_call(stop) || self.opener_is(stop, Token::RecordOpen)) {
            let error = Diagnostic::error(
                "flux::syntax::equals_for_colon",
                "a value is given with `:`, not with `=`",
            )
            .label(stop.span, "here")
            .help(format!("write `{name}: …`"));
            return Some(error);
        }
        let in_statement = matches!(
            stop.opener.and_then(|opener| self.token(opener)),
            None | Some(Token::BlockOpen)
        );
        let target = self.statement_start(stop.index);
        let property = in_statement && self.is_path(target, stop.index);
        let error = Diagnostic::error(
            "flux::syntax::misplaced_assignment",
            "only a name can stand before `=`",
        );
        Some(if property {
            let whole = self.span(target).to(self.span(stop.index - 1));
            let path = self.between(target, stop.index);
            let record = self.written(target);
            error.label(whole, "a property").help(format!(
                "an option of a package is set with `option {path} = …`; a record does not change: make another, `{{{record} with {name}: …}}`"
            ))
        } else {
            error
                .label(stop.span, "this does not assign")
                .help("to compare, write `==`")
        })
    }

    fn colon(&self, stop: &Stop, previous: Token) -> Option<Diagnostic> {
        let Token::Ident(name) = previous else {
            return None;
        };
        if self.opener_is(stop, Token::ParametersOpen) {
            let error = Diagnostic::error(
                "flux::syntax::colon_for_equals",
                "a parameter's default is given with `=`, not with `:`",
            )
            .label(stop.span, "here")
            .help(format!(
                "write `{name}=…`; a parameter without default is `{name}` alone"
            ));
            return Some(error);
        }
        let statement = self.statement_start(stop.index) + 1 == stop.index;
        if !statement {
            return None;
        }
        let assigned = self.token(stop.index + 1) == Some(Token::Assign);
        let error = Diagnostic::error(
            "flux::syntax::misplaced_colon",
            "a statement does not begin with `name:`",
        )
        .label(stop.span, "here");
        Some(error.help(match assigned {
            true => format!("write `{name} = …`"),
            false => {
                format!("a variable is `{name} = …`; a property stands in braces: `{{{name}: …}}`")
            }
        }))
    }

    /// The index of the first token of the statement around another.
    fn statement_start(&self, index: usize) -> usize {
        let before = self.tokens.iter().take(index).rev();
        let inside = |token: &&Spanned| !matches!(token.1, Token::Separator | Token::BlockOpen);
        index - before.take_while(inside).count()
    }

    /// Whether the tokens from `start` to `end` are `a.b.c`.
    fn is_path(&self, start: usize, end: usize) -> bool {
        let tokens = self.tokens.get(start..end).unwrap_or(&[]);
        let part = |(at, token): (usize, &Spanned)| match token.1 {
            Token::Ident(_) => at % 2 == 0,
            Token::Dot => at % 2 == 1,
            _ => false,
        };
        tokens.len() >= 3 && tokens.iter().enumerate().all(part)
    }

    /// What is written from one token up to another.
    fn between(&self, start: usize, end: usize) -> String {
        (start..end).map(|index| self.written(index)).collect()
    }

    /// `r => …`.
    fn bare_parameter(&self, stop: &Stop) -> Option<Diagnostic> {
        if stop.token != Token::Arrow {
            return None;
        }
        let error = Diagnostic::error(
            "flux::syntax::bare_parameter",
            "`=>` does not follow parameters in parentheses",
        )
        .label(stop.span, "a function's body would begin here");
        Some(match stop.previous {
            Some(Token::Ident(name)) => error.help(format!("write `({name}) => …`")),
            _ => error.help("write `(name) => …`, or `() => …` without parameters"),
        })
    }

    /// `|>` into what is no call.
    fn pipe(&self, stop: &Stop) -> Option<Diagnostic> {
        if stop.previous == Some(Token::Arrow) && !stop.expected.expression() {
            let error =
                Diagnostic::error("flux::syntax::pipe_needs_call", "after `|>` stands a call")
                    .label(stop.span, "the body of a function that is not called")
                    .help("give the function a name, and pipe into a call of it: `|> name()`");
            return Some(error);
        }
        let mut start = stop.index;
        while let Some(before) = start.checked_sub(1)
            && matches!(self.token(before), Some(Token::Ident(_) | Token::Dot))
        {
            start = before;
        }
        let pipe = start.checked_sub(1)?;
        if self.token(pipe) != Some(Token::PipeForward) {
            return None;
        }
        let error = Diagnostic::error("flux::syntax::pipe_needs_call", "after `|>` stands a call");
        let path = self.between(start, stop.index);
        Some(match path.as_str() {
            "" => error
                .label(self.span(pipe), "pipes into what follows")
                .label(
                    stop.span,
                    match stop.token {
                        Token::Separator => "where the statement ends".to_owned(),
                        token => format!("{} is no call", describe(token)),
                    },
                )
                .help("write the call that takes the tables: `|> range(start: -1h)`"),
            path => {
                let name = self.span(start).to(self.span(stop.index - 1));
                error.label(name, "a name, and no call").help(format!(
                    "write `{path}()`, with its arguments in the parentheses"
                ))
            }
        })
    }

    /// `import strings`.
    fn import(&self, stop: &Stop) -> Option<Diagnostic> {
        let start = self.statement_start(stop.index);
        if self.token(start) != Some(Token::Import) {
            return None;
        }
        let path: String = self.between(start + 1, stop.index + 1);
        let path = path.trim_matches(['"', '\'']);
        let path = if path.is_empty() { "date" } else { path };
        let error = Diagnostic::error(
            "flux::syntax::import_path",
            "an import names its package in quotes",
        )
        .label(stop.span, "no path in quotes")
        .help(format!("write `import \"{path}\"`"));
        Some(error)
    }

    /// `if` without `then` or `else`.
    fn conditional(&self, stop: &Stop) -> Option<Diagnostic> {
        let (code, word) = if stop.expected.has("then") {
            ("flux::syntax::missing_then", "then")
        } else if stop.expected.has("else") {
            ("flux::syntax::missing_else", "else")
        } else {
            return None;
        };
        let before = self
            .tokens
            .iter()
            .take(stop.index)
            .rposition(|token| token.1 == Token::If)?;
        let found = match stop.token {
            Token::Separator => format!("`{word}` is missing after this"),
            token => format!("{} stands where `{word}` is missing", describe(token)),
        };
        let error = Diagnostic::error(code, format!("this `if` has no `{word}`"))
            .label(stop.span, found)
            .label(self.span(before), "the condition begins here")
            .help("write `if condition then value else other`; both values are needed");
        Some(error)
    }

    fn is_call(&self, stop: &Stop) -> bool {
        let before = stop.opener.and_then(|opener| opener.checked_sub(1));
        let callee = before.and_then(|before| self.token(before));
        self.opener_is(stop, Token::ParenOpen) && callee.is_some_and(Token::ends_expression)
    }

    /// Within `( [ {`: positional arguments, missing commas and colons.
    fn in_list(&self, stop: &Stop) -> Option<Diagnostic> {
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

    /// Everything else: what stands there, and what could have.
    fn unrecognised(&self, stop: &Stop) -> Diagnostic {
        let expected = stop.expected.words();
        let found = match stop.token {
            Token::Separator if stop.index >= self.tokens.len() => "the end of the text".into(),
            token => describe(token),
        };
        let error = Diagnostic::error(
            "flux::syntax::unexpected",
            format!("expected {expected}, found {found}"),
        );
        let ends = stop.token == Token::Separator;
        let label = match (ends, stop.index >= self.tokens.len()) {
            (true, true) => "the text ends after this",
            (true, false) => "the statement ends after this",
            _ => "not expected here",
        };
        let error = error.label(stop.span, label);
        error.help(match stop.previous {
            Some(Token::Assign) => "write the value after `=`".into(),
            Some(Token::Arrow) => "write what the function gives after `=>`".into(),
            Some(Token::Comma) if stop.token == Token::Comma => "remove one of the commas".into(),
            Some(previous) if stop.expected.expression() && !spelling(previous).is_empty() => {
                format!("write an expression after `{}`", spelling(previous))
            }
            _ if stop.expected.operator() && stop.token.is_keyword() => {
                format!(
                    "the expression before is complete; `{}` cannot follow it",
                    spelling(stop.token)
                )
            }
            _ if ends => format!("go on with {expected}"),
            _ => format!("write {expected} instead, or remove this"),
        })
    }
}
