//! Questions about a string: comparison, and what is where.

use fluxlite_macros::builtin;
use std::sync::Arc;

/// Compares two strings byte by byte: -1 if the first comes first, 1 if it comes last, 0 if they
/// are equal.
#[builtin(since = "0.18.0", pure)]
pub fn compare(
    /// The first string.
    v: Arc<str>,
    /// The second string.
    t: Arc<str>,
) -> i64 {
    v.as_bytes().cmp(t.as_bytes()) as i64
}

/// Tells whether any character of a set is in a string.
#[builtin(since = "0.18.0", pure)]
pub fn contains_any(
    /// The string to search.
    v: Arc<str>,
    /// The characters to look for.
    chars: Arc<str>,
) -> bool {
    v.contains(|c| chars.contains(c))
}

/// Tells whether a string contains another.
#[builtin(since = "0.18.0", pure)]
pub fn contains_str(
    /// The string to search.
    v: Arc<str>,
    /// What to look for.
    substr: Arc<str>,
) -> bool {
    v.contains(&*substr)
}

/// Counts how often a string contains another, without overlaps. The empty string is found before
/// and after each character.
#[builtin(since = "0.18.0", pure)]
pub fn count_str(
    /// The string to search.
    v: Arc<str>,
    /// What to look for.
    substr: Arc<str>,
) -> i64 {
    v.matches(&*substr).count() as i64
}

/// Tells whether two strings are equal apart from upper and lower case.
#[builtin(since = "0.18.0", pure)]
pub fn equal_fold(
    /// The first string.
    v: Arc<str>,
    /// The second string.
    t: Arc<str>,
) -> bool {
    let mut left = v.chars();
    let mut right = t.chars();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if same_fold(a, b) => {}
            _ => return false,
        }
    }
}

/// Tells whether a string begins with another.
#[builtin(since = "0.18.0", pure)]
pub fn has_prefix(
    /// The string to look at.
    v: Arc<str>,
    /// What it may begin with.
    prefix: Arc<str>,
) -> bool {
    v.starts_with(&*prefix)
}

/// Tells whether a string ends with another.
#[builtin(since = "0.18.0", pure)]
pub fn has_suffix(
    /// The string to look at.
    v: Arc<str>,
    /// What it may end with.
    suffix: Arc<str>,
) -> bool {
    v.ends_with(&*suffix)
}

/// The position, in bytes, at which a string first contains another; -1 if it does not.
#[builtin(since = "0.18.0", pure)]
pub fn index(
    /// The string to search.
    v: Arc<str>,
    /// What to look for.
    substr: Arc<str>,
) -> i64 {
    position(v.find(&*substr))
}

/// The position, in bytes, of the first character of a string that is in a set; -1 if none is.
#[builtin(since = "0.18.0", pure)]
pub fn index_any(
    /// The string to search.
    v: Arc<str>,
    /// The characters to look for.
    chars: Arc<str>,
) -> i64 {
    position(v.find(|c| chars.contains(c)))
}

/// The position, in bytes, at which a string last contains another; -1 if it does not.
#[builtin(since = "0.18.0", pure)]
pub fn last_index(
    /// The string to search.
    v: Arc<str>,
    /// What to look for.
    substr: Arc<str>,
) -> i64 {
    position(v.rfind(&*substr))
}

/// The position, in bytes, of the last character of a string that is in a set; -1 if none is.
#[builtin(since = "0.18.0", pure)]
pub fn last_index_any(
    /// The string to search.
    v: Arc<str>,
    /// The characters to look for.
    chars: Arc<str>,
) -> i64 {
    position(v.rfind(|c| chars.contains(c)))
}

/// Counts the characters of a string.
#[builtin(since = "0.18.0", pure)]
pub fn strlen(
    /// The string to measure.
    v: Arc<str>,
) -> i64 {
    v.chars().count() as i64
}

fn position(found: Option<usize>) -> i64 {
    found.map_or(-1, |at| at as i64)
}

/// Whether two characters are one under Unicode's simple case folding. Both directions are tried,
/// since some letters share only one of their forms (`ſ`, `S` and `s`).
fn same_fold(a: char, b: char) -> bool {
    let upper = |c: char| one(c, c.to_uppercase());
    let lower = |c: char| one(c, c.to_lowercase());
    a == b || lower(upper(a)) == lower(upper(b)) || lower(a) == lower(b)
}

/// The one character that a case mapping gives, or the letter itself if it gives several.
pub(super) fn one(letter: char, mut mapped: impl ExactSizeIterator<Item = char>) -> char {
    match mapped.len() {
        1 => mapped.next().unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_bytes() {
        assert_eq!(index("aé日b".into(), "b".into()), 6);
        assert_eq!(index("aé日b".into(), "zz".into()), -1);
        assert_eq!(index("aé日b".into(), "".into()), 0);
        assert_eq!(index_any("paper lantern".into(), "zrn".into()), 4);
        assert_eq!(last_index_any("paper lantern".into(), "pl".into()), 6);
        assert_eq!(last_index("日本日".into(), "日".into()), 6);
        assert_eq!(last_index("abc".into(), "".into()), 3);
        assert_eq!(count_str("日本日".into(), "日".into()), 2);
        assert_eq!(count_str("日本日".into(), "".into()), 4);
        assert_eq!(strlen("aé日b".into()), 4);
    }

    #[test]
    fn case_is_folded() {
        let check = |a: &str, b: &str, expected| {
            assert_eq!(equal_fold(a.into(), b.into()), expected, "{a} {b}");
        };
        check("Go", "gO", true);
        check("É", "é", true);
        check("straße", "STRASSE", false);
        check("ς", "Σ", true);
        check("K", "\u{212a}", true);
        check("ab", "abc", false);
    }
}
