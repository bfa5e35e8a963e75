//! What can be wrong with a line.

use crate::diagnostic::Failure;
use std::fmt;
use std::io;

/// Why reading stopped.
#[derive(Debug)]
pub enum ReadError {
    /// One line is malformed. Reading may go on with the next.
    Line(LineError),
    /// The stream failed, or a line is longer than memory should hold. There is no going on.
    Stream(io::Error),
}

/// A malformed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Its number, from 1.
    pub line: u64,
    /// The byte of the line at which it went wrong, from 1.
    pub column: usize,
    /// What is wrong.
    pub reason: Reason,
    /// The line, or as much of it as fits into a message.
    pub excerpt: String,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It begins with a comma.
    MissingMeasurement,
    /// Nothing follows the measurement and tags.
    MissingFields,
    /// A tag without key.
    MissingTagKey,
    /// A tag without value.
    MissingTagValue,
    /// An equals sign in a tag value.
    TagFormat,
    /// One tag key twice.
    DuplicateTags,
    /// A tag `time`, `_field` or `_measurement`.
    ReservedTagKey,
    /// A field without key.
    MissingFieldKey,
    /// A field without value.
    MissingFieldValue,
    /// Fields that are not `key=value` with commas between.
    FieldFormat,
    /// Something that begins like a number and is none, NaN and infinities included.
    Number,
    /// A float beyond the range of floats.
    FloatRange,
    /// An integer beyond 64 bits.
    IntegerRange,
    /// A value that is no number, no text in quotes and no truth value.
    Boolean,
    /// A text whose quote is never closed.
    UnbalancedQuotes,
    /// A timestamp that is no integer.
    Timestamp,
    /// A timestamp outside the years 1677 to 2262.
    TimeRange,
    /// Something after the timestamp.
    Trailing,
    /// Measurement, tags and field key of more than 65,535 bytes.
    KeyLength,
    /// Text that is not UTF-8.
    NotUtf8,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingMeasurement => "missing measurement",
            Self::MissingFields => "missing fields",
            Self::MissingTagKey => "missing tag key",
            Self::MissingTagValue => "missing tag value",
            Self::TagFormat => "invalid tag: an equals sign in a value needs a backslash",
            Self::DuplicateTags => "duplicate tags",
            Self::ReservedTagKey => "`time`, `_field` and `_measurement` cannot be tag keys",
            Self::MissingFieldKey => "missing field key",
            Self::MissingFieldValue => "missing field value",
            Self::FieldFormat => "invalid fields: `key=value` with commas between is expected",
            Self::Number => "invalid number",
            Self::FloatRange => "invalid float, or one out of range",
            Self::IntegerRange => "integer out of range",
            Self::Boolean => "invalid value: neither number, nor text in quotes, nor true or false",
            Self::UnbalancedQuotes => "unbalanced quotes",
            Self::Timestamp => "bad timestamp",
            Self::TimeRange => "timestamp out of range, from 1677 to 2262: is the precision right?",
            Self::Trailing => "text after the timestamp",
            Self::KeyLength => "measurement, tags and field key are longer than 65,535 bytes",
            Self::NotUtf8 => "text that is not UTF-8",
        })
    }
}

impl LineError {
    /// The longest excerpt, in bytes.
    const EXCERPT: usize = 160;

    pub(super) fn new(line: u64, column: usize, reason: Reason, text: &[u8]) -> Self {
        let shown = &text[..text.len().min(Self::EXCERPT)];
        let mut excerpt = String::from_utf8_lossy(shown).into_owned();
        if shown.len() < text.len() {
            excerpt.push('…');
        }
        Self {
            line,
            column,
            reason,
            excerpt,
        }
    }

    /// The error that ends a run, naming the file or body that the line stands in.
    pub fn failure(&self, name: &str) -> Failure {
        Failure::new(
            "flux::formats::line_protocol",
            format!(
                "{name}, line {}, column {}: {}",
                self.line, self.column, self.reason
            ),
        )
        .label(self.excerpt.clone())
        .help(format!(
            "the line is `{}`; correct it, or skip malformed lines with `--bad-lines skip`",
            self.excerpt
        ))
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            reason,
            excerpt,
        } = self;
        write!(f, "line {line}, column {column}: {reason}: `{excerpt}`")
    }
}

impl std::error::Error for LineError {}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(error) => error.fmt(f),
            Self::Stream(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}
