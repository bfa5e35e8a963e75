//! What the parser did not expect, in words.

use super::token::{Spanned, Token};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use lalrpop_util::ParseError;

/// Reports on the tokens of one text.
pub struct Reports<'t, 's> {
    tokens: &'t [Spanned<'s>],
    text: &'s str,
    base: u32,
}

impl<'t, 's> Reports<'t, 's> {
    /// Reports on the settled tokens of a text that stands at `base`.
    pub fn new(tokens: &'t [Spanned<'s>], text: &'s str, base: u32) -> Self {
        Self { tokens, text, base }
    }

    /// The report, unless the lexer has made one already.
    pub fn report(&self, error: &ParseError<u32, Token<'s>, ()>) -> Option<Diagnostic> {
        let (l, r) = match error {
            ParseError::UnrecognizedToken { token, .. } | ParseError::ExtraToken { token } => {
                if token.1 == Token::Bad {
                    return None;
                }
                (token.0, token.2)
            }
            ParseError::UnrecognizedEof { location, .. }
            | ParseError::InvalidToken { location } => (*location, *location),
            ParseError::User { .. } => return None,
        };
        let _ = (self.tokens, self.text);
        let span = Span::new(self.base + l, self.base + r);
        Some(Diagnostic::error("flux::syntax::unexpected", "unexpected").label(span, "here"))
    }
}
