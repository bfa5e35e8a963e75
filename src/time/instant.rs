//! An instant: nanoseconds since 1970.

/// Nanoseconds since 1970-01-01T00:00:00Z; from 1677 to 2262.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time(pub i64);
