//! Strings taken apart, put together and trimmed.

use crate::diagnostic::Failure;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Joins the strings of an array.
#[builtin(since = "0.18.0", pure)]
pub fn join_str(
    /// The strings.
    arr: Vec<Arc<str>>,
    /// What to put between them.
    v: Arc<str>,
) -> String {
    arr.join(&*v)
}

/// Repeats a string.
#[builtin(since = "0.18.0", pure)]
pub fn repeat(
    /// The string to repeat.
    v: Arc<str>,
    /// How often; not negative.
    i: i64,
) -> Result<String, Failure> {
    let count = usize::try_from(i).map_err(|_| {
        let message = format!("a string cannot be repeated {i} times");
        Failure::new("flux::stdlib::repeat", message).help("give a count of 0 or more")
    })?;
    match v.len().checked_mul(count) {
        Some(length) if length <= LONGEST => Ok(v.repeat(count)),
        _ => Err(Failure::new(
            "flux::stdlib::repeat",
            format!(
                "a string of {} bytes repeated {i} times is too long",
                v.len()
            ),
        )),
    }
}

/// More than this is a mistake, and would end the process.
const LONGEST: usize = 1 << 30;

/// Replaces the first occurrences of a string within another.
#[builtin(since = "0.18.0", pure)]
pub fn replace(
    /// The string to change.
    v: Arc<str>,
    /// What to replace.
    t: Arc<str>,
    /// What to put there.
    u: Arc<str>,
    /// How many occurrences to replace; all if negative.
    i: i64,
) -> String {
    match usize::try_from(i) {
        Ok(count) => v.replacen(&*t, &u, count),
        Err(_) => v.replace(&*t, &u),
    }
}

/// Replaces all occurrences of a string within another.
#[builtin(since = "0.18.0", pure)]
pub fn replace_all(
    /// The string to change.
    v: Arc<str>,
    /// What to replace.
    t: Arc<str>,
    /// What to put there.
    u: Arc<str>,
) -> String {
    v.replace(&*t, &u)
}

/// Splits a string at each separator; at each character if the separator is empty.
#[builtin(since = "0.18.0", pure)]
pub fn split(
    /// The string to split.
    v: Arc<str>,
    /// The separator.
    t: Arc<str>,
) -> Vec<Arc<str>> {
    cut(&v, &t, -1, false)
}

/// Splits a string after each separator, which stays at the end of its part.
#[builtin(since = "0.18.0", pure)]
pub fn split_after(
    /// The string to split.
    v: Arc<str>,
    /// The separator.
    t: Arc<str>,
) -> Vec<Arc<str>> {
    cut(&v, &t, -1, true)
}

/// Splits a string after separators into so many parts, the last of which is the unsplit rest.
#[builtin(since = "0.18.0", pure)]
pub fn split_after_n(
    /// The string to split.
    v: Arc<str>,
    /// The separator.
    t: Arc<str>,
    /// How many parts at most; any number if negative.
    i: i64,
) -> Vec<Arc<str>> {
    cut(&v, &t, i, true)
}

/// Splits a string at separators into so many parts, the last of which is the unsplit rest.
#[builtin(since = "0.18.0", pure)]
pub fn split_n(
    /// The string to split.
    v: Arc<str>,
    /// The separator.
    t: Arc<str>,
    /// How many parts at most; any number if negative.
    i: i64,
) -> Vec<Arc<str>> {
    cut(&v, &t, i, false)
}

/// A part of a string, counted in characters from 0. Positions beyond the ends mean the ends.
#[builtin(since = "0.18.0", pure)]
pub fn substring(
    /// The string to cut from.
    v: Arc<str>,
    /// The first character of the part.
    start: i64,
    /// The character before which the part ends.
    end: i64,
) -> String {
    let start = usize::try_from(start).unwrap_or(0);
    let count = usize::try_from(end).unwrap_or(0).saturating_sub(start);
    v.chars().skip(start).take(count).collect()
}

/// Cuts the characters of a set off both ends of a string.
#[builtin(since = "0.18.0", pure)]
pub fn trim(
    /// The string to trim.
    v: Arc<str>,
    /// The characters to cut off.
    cutset: Arc<str>,
) -> String {
    v.trim_matches(|c| cutset.contains(c)).into()
}

/// Cuts the characters of a set off the beginning of a string.
#[builtin(since = "0.18.0", pure)]
pub fn trim_left(
    /// The string to trim.
    v: Arc<str>,
    /// The characters to cut off.
    cutset: Arc<str>,
) -> String {
    v.trim_start_matches(|c| cutset.contains(c)).into()
}

/// Cuts a prefix off a string, once. Without the prefix the string stays as it is.
#[builtin(since = "0.18.0", pure)]
pub fn trim_prefix(
    /// The string to trim.
    v: Arc<str>,
    /// What to cut off.
    prefix: Arc<str>,
) -> String {
    v.strip_prefix(&*prefix).unwrap_or(&v).into()
}

/// Cuts the characters of a set off the end of a string.
#[builtin(since = "0.18.0", pure)]
pub fn trim_right(
    /// The string to trim.
    v: Arc<str>,
    /// The characters to cut off.
    cutset: Arc<str>,
) -> String {
    v.trim_end_matches(|c| cutset.contains(c)).into()
}

/// Cuts white space off both ends of a string.
#[builtin(since = "0.18.0", pure)]
pub fn trim_space(
    /// The string to trim.
    v: Arc<str>,
) -> String {
    v.trim().into()
}

/// Cuts a suffix off a string, once. Without the suffix the string stays as it is.
#[builtin(since = "0.18.0", pure)]
pub fn trim_suffix(
    /// The string to trim.
    v: Arc<str>,
    /// What to cut off.
    suffix: Arc<str>,
) -> String {
    v.strip_suffix(&*suffix).unwrap_or(&v).into()
}

/// Splits a text into at most `count` parts, or any number if that is negative; `keep` leaves the
/// separators at the end of their parts.
fn cut(text: &str, separator: &str, count: i64, keep: bool) -> Vec<Arc<str>> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    if count == 0 || text.is_empty() && separator.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() + 1 < count {
        let (end, next) = if separator.is_empty() {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            if length == rest.len() {
                break;
            }
            (length, length)
        } else {
            let Some(at) = rest.find(separator) else {
                break;
            };
            let next = at + separator.len();
            (if keep { next } else { at }, next)
        };
        parts.push(rest[..end].into());
        rest = &rest[next..];
    }
    parts.push(rest.into());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitting() {
        let check = |text, separator, count, keep, expected: &[&str]| {
            let found = cut(text, separator, count, keep);
            let found: Vec<_> = found.iter().map(|part| &**part).collect();
            assert_eq!(found, expected, "{text} {separator} {count}");
        };
        check("a,b,,c,", ",", -1, false, &["a", "b", "", "c", ""]);
        check("", ",", -1, false, &[""]);
        check("", "", -1, false, &[]);
        check(",", ",", -1, false, &["", ""]);
        check("abc", "xyz", -1, false, &["abc"]);
        check("a--b---c", "--", -1, false, &["a", "b", "-c"]);
        check("a,b,", ",", -1, true, &["a,", "b,", ""]);
        check("a,b,c", ",", 0, false, &[]);
        check("a,b,c", ",", 1, false, &["a,b,c"]);
        check("a,b,c,d", ",", 2, false, &["a", "b,c,d"]);
        check("a,b,c", ",", 2, true, &["a,", "b,c"]);
        check("héy", "", -1, false, &["h", "é", "y"]);
        check("日本語", "", 2, false, &["日", "本語"]);
    }

    #[test]
    fn substrings_count_characters() {
        let check = |start, end, expected| {
            assert_eq!(substring("aé日b".into(), start, end), expected);
        };
        check(1, 3, "é日");
        check(-5, 2, "aé");
        check(2, 99, "日b");
        check(3, 1, "");
        check(9, 12, "");
        check(0, -1, "");
    }

    #[test]
    fn trimming() {
        assert_eq!(trim_right("日本日本".into(), "本".into()), "日本日");
        assert_eq!(trim(".,x,.".into(), ",.".into()), "x");
        assert_eq!(trim_space("\u{a0} x\u{3000}".into()), "x");
        assert_eq!(trim_prefix("aab".into(), "a".into()), "ab");
        assert_eq!(trim_suffix("aab".into(), "x".into()), "aab");
    }

    #[test]
    fn replacing_and_repeating() {
        let changed = |i| replace("oink oink".into(), "k".into(), "ky".into(), i);
        assert_eq!(changed(1), "oinky oink");
        assert_eq!(changed(-1), "oinky oinky");
        assert_eq!(changed(0), "oink oink");
        assert_eq!(replace_all("ab".into(), "".into(), "-".into()), "-a-b-");
        assert_eq!(repeat("é".into(), 3), Ok("ééé".into()));
        assert!(repeat("é".into(), -1).is_err());
        assert!(repeat("é".into(), i64::MAX).is_err());
        assert_eq!(join_str(vec!["a".into(), "b".into()], ", ".into()), "a, b");
    }
}
