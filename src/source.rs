//! One offset space over all texts that a session has read, so that a span's offset alone says
//! which text it points into.

mod excerpt;
mod hidden;

use miette::SourceSpan;
use std::sync::{Arc, OnceLock, RwLock};

pub use excerpt::Sources;

/// A range of bytes in the session's [`SourceMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, and without, `end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl From<Span> for SourceSpan {
    fn from(span: Span) -> Self {
        let length = span.end.saturating_sub(span.start);
        (span.start as usize, length as usize).into()
    }
}

/// Every text the session has read, laid end to end. Cheap to clone; clones share the texts.
#[derive(Clone, Debug, Default)]
pub struct SourceMap(Arc<RwLock<Vec<Arc<Source>>>>);

/// One text and where it stands in the map.
#[derive(Debug)]
pub struct Source {
    /// What reports call it: a path, `<expression>`, an import path.
    pub name: String,
    /// The text.
    pub text: String,
    /// The offset of its first byte in the map.
    pub start: u32,
    /// The text without secrets, if it has some; found when the first report asks.
    shown: OnceLock<Option<String>>,
}

impl SourceMap {
    /// Adds a text. Spans into it are offset by the returned source's `start`. Once 4 GiB of text
    /// have been read, further texts all begin at the last offset: their reports lose their place.
    pub fn add(&self, name: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        let mut sources = self.0.write().unwrap_or_else(|poison| poison.into_inner());
        let start = sources.last().map_or(0, |last| {
            let end = last.start as usize + last.text.len() + 1;
            u32::try_from(end).unwrap_or(u32::MAX)
        });
        let source = Arc::new(Source {
            name: name.into(),
            text: text.into(),
            start,
            shown: OnceLock::new(),
        });
        sources.push(Arc::clone(&source));
        source
    }

    /// A map of its own that begins with the same texts.
    pub fn fork(&self) -> Self {
        let sources = self.0.read().unwrap_or_else(|poison| poison.into_inner());
        Self(Arc::new(RwLock::new(sources.clone())))
    }

    /// The text that a span points into.
    pub fn find(&self, span: Span) -> Option<Arc<Source>> {
        let sources = self.0.read().unwrap_or_else(|poison| poison.into_inner());
        let after = sources.partition_point(|source| source.start <= span.start);
        sources.get(after.checked_sub(1)?).cloned()
    }

    /// Name, line and column of a span's start, both from 1; columns count characters.
    pub fn position(&self, span: Span) -> Option<(String, usize, usize)> {
        let (line, column) = self.position_in(span.start, span)?;
        Some((self.find(span)?.name.clone(), line, column))
    }

    /// Line and column of an offset in the text that a span points into.
    pub fn position_in(&self, offset: u32, span: Span) -> Option<(usize, usize)> {
        let source = self.find(span)?;
        let before = source
            .text
            .get(..offset.checked_sub(source.start)? as usize)?;
        let bytes = before.as_bytes();
        let line_start = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
        let line = memchr::memchr_iter(b'\n', bytes).count() + 1;
        let column = before.get(line_start..)?.chars().count() + 1;
        Some((line, column))
    }
}

impl Source {
    /// The text as reports may show it: without secrets, byte for byte as long.
    pub fn shown(&self) -> &str {
        let hidden = self
            .shown
            .get_or_init(|| hidden::without_secrets(&self.text));
        hidden.as_deref().unwrap_or(&self.text)
    }
}
