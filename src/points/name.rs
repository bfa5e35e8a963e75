//! Measurements, tag keys, tag values and field keys: escaped, and refused where InfluxDB would
//! read something else.

use crate::diagnostic::Failure;

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Measurement,
    TagKey,
    /// The value of a tag.
    TagValue,
    FieldKey,
}

/// Appends a name with its escapes.
///
/// # Errors
/// If there is no way to write it: a control character, a backslash at the end, nothing at all,
/// or a measurement that makes its line a comment.
pub(super) fn put(role: Role, text: &str, out: &mut Vec<u8>) -> Result<(), Refused> {
    let bytes = text.as_bytes();
    let mut plain = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        match CLASS[usize::from(byte)] {
            PLAIN => continue,
            CONTROL => return Err(Refused::Control),
            // Equals signs need no escape in measurements.
            EQUALS if role == Role::Measurement => continue,
            _ => {}
        }
        out.extend_from_slice(&bytes[plain..at]);
        out.push(b'\\');
        plain = at;
    }
    out.extend_from_slice(&bytes[plain..]);
    match (bytes.first(), bytes.last()) {
        (None, _) => Err(Refused::Empty),
        (_, Some(b'\\')) => Err(Refused::Backslash),
        (Some(b'#'), _) if role == Role::Measurement => Err(Refused::Comment),
        _ => Ok(()),
    }
}

const PLAIN: u8 = 0;
const CONTROL: u8 = 1;
const EQUALS: u8 = 2;
const SEPARATOR: u8 = 3;

/// What each byte of a name needs. Beyond ASCII everything is plain.
const CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    let mut byte = 0;
    while byte < 0x20 {
        class[byte] = CONTROL;
        byte += 1;
    }
    class[0x7f] = CONTROL;
    class[b' ' as usize] = SEPARATOR;
    class[b',' as usize] = SEPARATOR;
    class[b'=' as usize] = EQUALS;
    class
};

/// Why a name cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Empty,
    Control,
    Backslash,
    /// A measurement that begins with `#`.
    Comment,
}

impl Refused {
    /// The failure of a measurement.
    pub(super) fn measurement(self, text: &str) -> Failure {
        self.failure(
            "flux::points::measurement",
            format!("invalid measurement {text:?}"),
        )
    }

    /// The failure of a tag's key.
    pub(super) fn tag_key(self, text: &str) -> Failure {
        self.failure("flux::points::tag_key", format!("invalid tag key {text:?}"))
    }

    /// The failure of a tag's value.
    pub(super) fn tag_value(self, key: &str, text: &str) -> Failure {
        self.failure(
            "flux::points::tag_value",
            format!("invalid tag value {key}={text:?}"),
        )
    }

    /// The failure of a field's key.
    pub(super) fn field_key(self, text: &str) -> Failure {
        self.failure(
            "flux::points::field_key",
            format!("invalid field key {text:?}"),
        )
    }

    fn failure(self, code: &'static str, message: String) -> Failure {
        Failure::new(code, message).help(match self {
            Self::Empty => "it is empty; set it before writing, for example with `set()` or `map()`, or `filter()` such rows out",
            Self::Control => "names and tags in line protocol cannot hold line breaks, tabs or other control characters: replace them before writing, for example with `strings.replaceAll()`",
            Self::Backslash => "names and tags in line protocol cannot end in a backslash, which would escape what follows: trim it before writing, for example with `strings.trimSuffix()`",
            Self::Comment => "a line that begins with `#` is a comment, and InfluxDB would ignore it: rename the measurement",
        })
    }
}
