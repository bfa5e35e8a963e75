//! A length of time with calendar months kept apart.

/// Months and nanoseconds, both with the sign of `negative`. Days and weeks are 24 h and 168 h;
/// months and years have the length that the calendar gives them where they are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Calendar months, 12 a year; never negative.
    pub months: i64,
    /// Nanoseconds; never negative.
    pub nanoseconds: i64,
    /// Whether both count backwards.
    pub negative: bool,
}
