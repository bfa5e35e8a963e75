//! A text to its tree.

use super::ast::File;
use super::error;
use super::grammar;
use super::lexer::MistakeKind;
use super::nodes::Builder;
use super::settle::{Settled, settle};
use super::token::Token;
use super::unexpected;
use crate::diagnostic::{Diagnostic, Severity, first_of};
use crate::source::{Source, Span};

/// What became of a text. The tree is whole even with mistakes: what could not be read is left
/// out, or stands in it as `Bad`.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree.
    pub file: File,
    /// All comments, in order of the text.
    pub comments: Vec<Comment>,
    /// What is wrong with the text, in its order; some may be warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether the text is not Flux; warnings do not count.
    pub fn failed(&self) -> bool {
        let error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        self.diagnostics.iter().any(error)
    }
}

/// A comment: from `//` to the end of the line, both slashes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its place.
    pub span: Span,
}

/// Reads a text. Spans in the result are those of the session's source map.
pub fn parse(source: &Source) -> Parsed {
    parse_from(source, 0)
}

/// Reads a text whose statements are to stand in one file with those of another text: the ids of
/// its expressions begin where the other's end.
pub fn parse_from(source: &Source, first: u32) -> Parsed {
    let text = source.text.as_str();
    let at = |start: u32, end: u32| {
        let base = source.start;
        Span::new(base.saturating_add(start), base.saturating_add(end))
    };
    let Ok(length) = u32::try_from(text.len()) else {
        return refused(at(0, 0), error::too_long(at(0, 0)));
    };
    let whole = at(0, length);
    let settled = settle(text);
    let place = |(start, end): &(u32, u32)| Comment {
        span: at(*start, *end),
    };
    let comments = settled.comments.iter().map(place).collect();
    if let Some(start) = settled.deep_type {
        let refusal = error::type_too_deep(at(start, start + 1));
        return Parsed {
            comments,
            ..refused(whole, refusal)
        };
    }
    let mut builder = Builder::new(source.start, first);
    let tokens = settled.tokens.iter().map(|token| Ok(*token));
    let items = grammar::FileParser::new().parse(&mut builder, tokens);
    let mut diagnostics = mistakes(&settled, text, &at);
    let recovered = std::mem::take(&mut builder.recovered);
    let errors = recovered.iter().map(|recovery| &recovery.error);
    let reports = unexpected::Reports::new(&settled.tokens, text, source.start);
    let swallowed = swallowed(&settled);
    let told = reports.all(errors.chain(items.as_ref().err()), swallowed);
    let is_covered = |diagnostic: &Diagnostic| {
        let start = diagnostic.labels.first().map(|(span, _)| span.start);
        let inside = |(from, to): &(u32, u32)| {
            start.is_some_and(|start| (source.start + from..source.start + to).contains(&start))
        };
        told.covered.iter().any(inside)
    };
    diagnostics.retain(|mistake| !is_covered(mistake));
    diagnostics.extend(told.reports);
    let file = builder.file(items.unwrap_or_default(), whole);
    diagnostics.append(&mut builder.diagnostics);
    let commas = settled.missing_commas.iter();
    diagnostics.extend(commas.map(|start| error::tolerated_comma(at(*start, *start))));
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.0));
    Parsed {
        file,
        comments,
        diagnostics: first_of(diagnostics),
    }
}

fn refused(span: Span, diagnostic: Diagnostic) -> Parsed {
    Parsed {
        file: File {
            span,
            ..File::default()
        },
        comments: Vec::new(),
        diagnostics: vec![diagnostic],
    }
}

/// What the lexer could not read.
fn mistakes(settled: &Settled, text: &str, at: &impl Fn(u32, u32) -> Span) -> Vec<Diagnostic> {
    let report = |mistake: &super::lexer::Mistake| {
        let slice = text.get(mistake.start as usize..mistake.end as usize);
        let earlier = match mistake.kind {
            MistakeKind::UnterminatedString => multiline(settled, mistake.start),
            _ => None,
        };
        let earlier = earlier.map(|start| at(start, start + 1));
        let span = at(mistake.start, mistake.end);
        error::mistake(mistake, span, slice.unwrap_or(""), earlier)
    };
    settled.mistakes.iter().map(report).collect()
}

/// Where the string begins that is open to the end of the text, or the one before it whose end was
/// probably forgotten: behind it, code and text have changed places.
fn swallowed(settled: &Settled) -> Option<u32> {
    let unterminated =
        |mistake: &&super::lexer::Mistake| mistake.kind == MistakeKind::UnterminatedString;
    let open = settled.mistakes.iter().find(unterminated)?;
    Some(multiline(settled, open.start).unwrap_or(open.start))
}

/// Where the last string before `start` begins that goes on beyond its line.
fn multiline(settled: &Settled, start: u32) -> Option<u32> {
    let before = settled.tokens.iter().rev().filter(|token| token.0 < start);
    let mut strings = before.filter_map(|token| match token.1 {
        Token::String(text) if text.contains('\n') => Some(token.0),
        _ => None,
    });
    strings.next()
}
