//! What the parser did not expect, told by the mistake behind it where one can be recognised.

mod foreign;
mod list;
mod statement;

use super::token::{Spanned, Token};
use super::words::{Expected, describe, is_keyword, spelling};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use lalrpop_util::ParseError;

/// How many reports are worked out: beyond that the text is something else than Flux, and each
/// costs another look at what precedes it.
const MOST: usize = 64;

/// The code of an `if` without `then`: if its values stand in braces, what is in them is no Flux
/// either.
const NO_THEN: &str = "flux::syntax::missing_then";

/// What is told of a text.
#[derive(Default)]
pub struct Reported {
    /// The reports.
    pub reports: Vec<Diagnostic>,
    /// Offsets between which one of these says everything.
    pub covered: Vec<(u32, u32)>,
}

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
    /// the others are mostly its consequences, as are those in the rest of a statement of another
    /// language. `from` is where a string begins that swallows what follows: nothing behind it
    /// says more than that.
    pub fn all<'e>(
        &self,
        errors: impl Iterator<Item = &'e ParseError<u32, Token<'s>, ()>>,
        from: Option<u32>,
    ) -> Reported
    where
        's: 'e,
    {
        let mut told = Reported::default();
        let mut last_line = None;
        let mut covered = 0;
        for error in errors {
            let at = match error {
                ParseError::UnrecognizedToken { token, .. } | ParseError::ExtraToken { token } => {
                    token.0
                }
                _ => self.text.len() as u32,
            };
            let before = self.text.get(..at as usize).unwrap_or(self.text);
            let line = before.rfind('\n');
            let is_consequence = at < covered || from.is_some_and(|from| at >= from);
            if is_consequence || told.reports.len() >= MOST || last_line.replace(line) == Some(line)
            {
                continue;
            }
            if let Some((report, end)) = self.foreign_statement(at) {
                let start = report
                    .labels
                    .first()
                    .map_or(at, |label| label.0.start - self.base);
                covered = end;
                told.reports.push(report);
                told.covered.push((start, end));
                continue;
            }
            let report = self.report(error);
            let index = self.index_at(at);
            let index = index + usize::from(self.token(index) == Some(Token::Separator));
            let is_brace = matches!(
                self.token(index),
                Some(Token::RecordOpen | Token::BlockOpen)
            );
            if is_brace && report.as_ref().is_some_and(|report| report.code == NO_THEN) {
                covered = self.block_end(index);
            }
            told.reports.extend(report);
        }
        told
    }

    /// The index of the first token at or behind an offset.
    fn index_at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.0 < offset)
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
        let keyword = matches!(stop.previous, Some(Token::Ident(name)) if is_keyword(name));
        if illegal || keyword {
            return None;
        }
        let recognised = self
            .keyword_as_value(&stop)
            .or_else(|| self.foreign_operator(&stop))
            .or_else(|| self.regex(&stop))
            .or_else(|| self.extended(&stop))
            .or_else(|| self.bracket(&stop))
            .or_else(|| self.keyword_as_name(&stop))
            .or_else(|| self.body_as_record(&stop))
            .or_else(|| self.assignment(&stop))
            .or_else(|| self.bare_parameter(&stop))
            .or_else(|| self.pipe(&stop))
            .or_else(|| self.import(&stop))
            .or_else(|| self.missing_name(&stop))
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

    /// Whether a line ends between two places.
    fn is_newline_between(&self, from: u32, to: u32) -> bool {
        let local = |offset: u32| offset.saturating_sub(self.base) as usize;
        let between = self.text.get(local(from)..local(to));
        between.is_some_and(|between| between.contains('\n'))
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

    fn opener_is(&self, stop: &Stop, token: Token) -> bool {
        stop.opener.and_then(|opener| self.token(opener)) == Some(token)
    }

    fn is_call(&self, stop: &Stop) -> bool {
        let before = stop.opener.and_then(|opener| opener.checked_sub(1));
        let callee = before.and_then(|before| self.token(before));
        self.opener_is(stop, Token::ParenOpen) && callee.is_some_and(Token::ends_expression)
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

    /// A regular expression that goes on to the end of the text.
    fn regex(&self, stop: &Stop) -> Option<Diagnostic> {
        if stop.token != Token::Slash || !stop.expected.expression() {
            return None;
        }
        let error = Diagnostic::error(
            "flux::syntax::unterminated_regex",
            "this regular expression has no end",
        );
        Some(
            error
                .label(stop.span, "begins here")
                .help("close it with `/`; a slash within it is written `\\/`"),
        )
    }

    /// `r with x: 1` without braces.
    fn extended(&self, stop: &Stop) -> Option<Diagnostic> {
        let (Some(Token::Ident(record)), Token::Ident("with") | Token::With) =
            (stop.previous, stop.token)
        else {
            return None;
        };
        let error = Diagnostic::error(
            "flux::syntax::with_without_braces",
            "`with` stands only in the braces of a record",
        );
        Some(error.label(stop.span, "no brace is open here").help(format!(
            "write `{{{record} with …}}`; as the value of a function in parentheses: `(r) => ({{{record} with …}})`"
        )))
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
        let keyword = stop.token.is_keyword();
        error.help(match (stop.previous, stop.token) {
            (Some(Token::Comma), Token::Comma) => "remove one of the commas".into(),
            (Some(Token::Assign), _) => "write the value after `=`".into(),
            (Some(Token::Arrow), _) => "write what the function gives after `=>`".into(),
            (Some(previous), _) if stop.expected.expression() && !spelling(previous).is_empty() => {
                format!("write an expression after `{}`", spelling(previous))
            }
            (_, Token::Comma) => self.stray_comma(stop),
            (_, Token::Colon) => "each property is `name: value`; a comma or a bracket may be missing before this".into(),
            (_, token) if stop.expected.operator() && keyword => {
                format!("the expression before is complete; `{}` cannot follow it", spelling(token))
            }
            (_, Token::Separator) => format!("go on with {expected}"),
            _ if stop.expected.operator() => "the expression before is complete; remove this, or begin a new line for another statement".into(),
            _ => format!("write {expected} instead, or remove this"),
        })
    }

    /// What a comma separates depends on the bracket around it.
    fn stray_comma(&self, stop: &Stop) -> String {
        let opener = stop.opener.and_then(|opener| self.token(opener));
        match opener {
            Some(Token::ParenOpen) if !self.is_call(stop) => {
                "parentheses hold one expression; a list stands in brackets: `[a, b]`, and parameters are followed by `=>`".into()
            }
            Some(Token::BracketOpen) => {
                "what stands before this `[` makes it an index; a statement that is a list needs a name: `list = [a, b]`".into()
            }
            None | Some(Token::BlockOpen) => {
                "commas stand only within brackets: one may be missing before".into()
            }
            _ => "remove this comma, or write what it follows".into(),
        }
    }
}
