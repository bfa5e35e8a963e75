//! What a line says.

use super::{Reason, Series};

/// One line's measurement, tags, fields and time; valid until the next line is read.
#[derive(Clone, Copy, Debug)]
pub struct Point<'a> {
    /// The number of its series, which stays.
    pub series: usize,
    /// Nanoseconds since 1970; none if the line has no timestamp.
    pub time: Option<i64>,
    /// The number of its line, from 1.
    pub line: u64,
    pub(super) known: &'a Series,
    pub(super) fields: &'a [(u32, Held)],
    pub(super) texts: &'a str,
}

/// One field of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field<'a> {
    /// The index of its key among its series' fields.
    pub slot: usize,
    /// Its value.
    pub value: Value<'a>,
}

/// A field's value. Floats are finite.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "the variants are the field types of line protocol"
)]
pub enum Value<'a> {
    Float(f64),
    Int(i64),
    UInt(u64),
    Bool(bool),
    String(&'a str),
}

impl<'a> Point<'a> {
    /// Measurement, tags and field keys.
    pub fn series(&self) -> &'a Series {
        self.known
    }

    /// Its fields in the order of the line. Of two with one key the later one counts.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = Field<'a>> + use<'a> {
        let texts = self.texts;
        self.fields.iter().map(move |&(slot, value)| {
            let slot = slot as usize;
            let value = match value {
                Held::Float(value) => Value::Float(value),
                Held::Int(value) => Value::Int(value),
                Held::UInt(value) => Value::UInt(value),
                Held::Bool(value) => Value::Bool(value),
                Held::String(start, end) => Value::String(&texts[start as usize..end as usize]),
            };
            Field { slot, value }
        })
    }
}

/// The fields of some lines, one after another; its buffers are used again for the next.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// With their slots, which are few, as a key's length is bounded.
    pub(super) fields: Vec<(u32, Held)>,
    pub(super) texts: String,
}

/// A value; a text by its place among the texts, which a line's greatest length keeps small.
#[derive(Clone, Copy, Debug)]
pub(super) enum Held {
    Float(f64),
    Int(i64),
    UInt(u64),
    Bool(bool),
    String(u32, u32),
}

impl Fields {
    pub(super) fn clear(&mut self) {
        self.truncate((0, 0));
    }

    /// How much is there.
    #[inline]
    pub(super) fn length(&self) -> (usize, usize) {
        (self.fields.len(), self.texts.len())
    }

    /// Takes away what came after there was so much.
    pub(super) fn truncate(&mut self, (fields, texts): (usize, usize)) {
        self.fields.truncate(fields);
        self.texts.truncate(texts);
    }

    #[inline]
    fn push(&mut self, slot: usize, value: Held) {
        self.fields.push((slot as u32, value));
    }

    #[inline]
    pub(super) fn float(&mut self, slot: usize, value: f64) {
        self.push(slot, Held::Float(value));
    }

    #[inline]
    pub(super) fn int(&mut self, slot: usize, value: i64) {
        self.push(slot, Held::Int(value));
    }

    pub(super) fn uint(&mut self, slot: usize, value: u64) {
        self.push(slot, Held::UInt(value));
    }

    pub(super) fn bool(&mut self, slot: usize, value: bool) {
        self.push(slot, Held::Bool(value));
    }

    /// A text between quotes, in which a backslash may stand before a quote or a backslash.
    pub(super) fn text(&mut self, slot: usize, quoted: &[u8]) -> Result<(), Reason> {
        let text = std::str::from_utf8(quoted).map_err(|_| Reason::NotUtf8)?;
        let start = self.texts.len();
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
            let escaped = rest.as_bytes().get(at + 1);
            if let Some(b'"' | b'\\') = escaped {
                self.texts.push_str(&rest[..at]);
                self.texts.push_str(&rest[at + 1..at + 2]);
                rest = &rest[at + 2..];
            } else {
                self.texts.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
        self.texts.push_str(rest);
        self.push(slot, Held::String(start as u32, self.texts.len() as u32));
        Ok(())
    }
}
