//! Where tokens and comments stand, beside the tree: a comment belongs to the token behind it.

use crate::source::{Source, Span};
use crate::syntax::settle::settle;
use std::cell::RefCell;

/// The tokens of a text and the comments before each of them.
pub struct Marks<'s> {
    text: &'s str,
    /// Where the text begins among those of the session.
    base: u32,
    tokens: Vec<Mark>,
    comments: Vec<&'s str>,
    /// For each comment, whether it has been given out.
    given: RefCell<Vec<bool>>,
}

/// A token, and the comments that stand before it.
struct Mark {
    span: Span,
    comments: Vec<usize>,
}

impl<'s> Marks<'s> {
    /// Reads the tokens of a text that is known to be Flux.
    pub fn new(source: &'s Source) -> Self {
        let text = source.text.as_str();
        let base = source.start;
        let settled = settle(text);
        let mut tokens: Vec<Mark> = settled
            .tokens
            .iter()
            .filter(|(start, _, end)| start < end)
            .map(|(start, _, end)| Mark {
                span: Span::new(base + start, base + end),
                comments: Vec::new(),
            })
            .collect();
        // What stands behind the last token belongs to the end of the text.
        let end = base + u32::try_from(text.len()).unwrap_or(u32::MAX);
        tokens.push(Mark {
            span: Span::new(end, end),
            comments: Vec::new(),
        });
        let mut comments = Vec::new();
        for (start, end) in settled.comments {
            let behind = tokens.partition_point(|token| token.span.start < base + end);
            if let (Some(token), Some(comment)) = (
                tokens.get_mut(behind),
                text.get(start as usize..end as usize),
            ) {
                token.comments.push(comments.len());
                comments.push(comment.trim_end());
            }
        }
        Self {
            text,
            base,
            given: RefCell::new(vec![false; comments.len()]),
            tokens,
            comments,
        }
    }

    /// The comments before the token that begins at `offset`, each given out once.
    pub fn before(&self, offset: u32) -> Vec<&'s str> {
        match self.tokens.get(self.at(offset)) {
            Some(token) if token.span.start == offset => self.give(token),
            _ => Vec::new(),
        }
    }

    /// The comments behind the last token.
    pub fn at_end(&self) -> Vec<&'s str> {
        self.tokens
            .last()
            .map_or_else(Vec::new, |token| self.give(token))
    }

    /// Whether comments stand before the token that begins at `offset`.
    pub fn has_before(&self, offset: u32) -> bool {
        self.tokens
            .get(self.at(offset))
            .is_some_and(|token| token.span.start == offset && !token.comments.is_empty())
    }

    /// Where the first token begins that is not before `offset`.
    pub fn next(&self, offset: u32) -> u32 {
        let token = self.tokens.get(self.at(offset));
        token.map_or(offset, |token| token.span.start)
    }

    /// Where the token begins that is the last one to end at or before `offset`.
    pub fn last(&self, offset: u32) -> u32 {
        let behind = self
            .tokens
            .partition_point(|token| token.span.end <= offset);
        // That of the text's end is none.
        let mut before = self.tokens.iter().take(behind).rev();
        let last = before.find(|token| token.span.start < token.span.end);
        last.map_or(offset, |token| token.span.start)
    }

    /// Where the first token of this text begins at or behind `offset`, up to `end`.
    pub fn find(&self, offset: u32, end: u32, token: &str) -> Option<u32> {
        let from = self.tokens.get(self.at(offset)..)?;
        let within = from.iter().take_while(|mark| mark.span.end <= end);
        let mut found = within.filter(|mark| self.slice(mark.span) == token);
        found.next().map(|mark| mark.span.start)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &'s str {
        let start = span.start.saturating_sub(self.base) as usize;
        let end = span.end.saturating_sub(self.base) as usize;
        self.text.get(start..end).unwrap_or("")
    }

    /// Whether a span covers several lines.
    pub fn is_multiline(&self, span: Span) -> bool {
        self.slice(span).contains('\n')
    }

    /// Whether a line is empty, or holds but comments, between two offsets.
    pub fn has_gap(&self, from: u32, to: u32) -> bool {
        let between = self.slice(Span::new(from, to.max(from)));
        between.bytes().filter(|byte| *byte == b'\n').count() > 1
    }

    /// Moves comments that nobody asked for, because they stand within something that is written
    /// without a break, to the nearest of these offsets before them; says whether there were any.
    /// After that all comments can be asked for again.
    pub fn hoist(&mut self, offsets: &[u32]) -> bool {
        let given = std::mem::take(&mut *self.given.borrow_mut());
        let mut moved = false;
        for index in 0..self.tokens.len() {
            let token = &mut self.tokens[index];
            let (kept, lost): (Vec<usize>, Vec<usize>) =
                token.comments.iter().partition(|&&comment| given[comment]);
            if lost.is_empty() {
                continue;
            }
            let start = token.span.start;
            let before = offsets.iter().rev().find(|offset| **offset < start);
            let target = before.map_or(self.tokens.len() - 1, |offset| self.at(*offset));
            if target != index {
                self.tokens[index].comments = kept;
                self.tokens[target].comments.extend(lost);
                moved = true;
            }
        }
        self.given = RefCell::new(vec![false; self.comments.len()]);
        moved
    }

    fn give(&self, token: &Mark) -> Vec<&'s str> {
        let mut given = self.given.borrow_mut();
        let mut texts = Vec::new();
        for &comment in &token.comments {
            if !std::mem::replace(&mut given[comment], true) {
                texts.push(self.comments[comment]);
            }
        }
        texts
    }

    fn at(&self, offset: u32) -> usize {
        self.tokens
            .partition_point(|token| token.span.start < offset)
    }
}
