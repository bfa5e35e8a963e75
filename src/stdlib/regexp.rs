//! Package `regexp`: regular expressions made of strings, and what they find.

use crate::diagnostic::Failure;
use crate::value::{Package, Regex};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "regexp",
    docs: "Makes regular expressions of strings, finds and replaces what they match.",
    #[rustfmt::skip]
    builtins: &[
        &COMPILE,
        &FIND_STRING,
        &FIND_STRING_INDEX,
        &GET_STRING,
        &MATCH_REGEXP_STRING,
        &QUOTE_META,
        &REPLACE_ALL_STRING,
        &SPLIT_REGEXP,
    ],
    constants: &[],
    flux: None,
};

/// Makes a regular expression of a string.
#[builtin(since = "0.33.0", pure)]
pub fn compile(
    /// The pattern.
    v: Arc<str>,
) -> Result<Regex, Failure> {
    Regex::new(&v)
}

/// The first match in a string; the empty string if there is none.
#[builtin(since = "0.33.0", pure)]
pub fn find_string(
    /// The regular expression.
    r: Regex,
    /// The string to search.
    v: Arc<str>,
) -> String {
    let found = r.compiled().find(&v);
    found.map_or_else(String::new, |found| found.as_str().into())
}

/// Where the first match begins and ends, in bytes; an empty array if there is none.
#[builtin(since = "0.33.0", pure)]
pub fn find_string_index(
    /// The regular expression.
    r: Regex,
    /// The string to search.
    v: Arc<str>,
) -> Vec<i64> {
    let found = r.compiled().find(&v);
    found.map_or_else(Vec::new, |found| {
        vec![found.start() as i64, found.end() as i64]
    })
}

/// The pattern of a regular expression.
#[builtin(since = "0.33.0", pure)]
pub fn get_string(
    /// The regular expression.
    r: Regex,
) -> Arc<str> {
    r.pattern().clone()
}

/// Tells whether a string contains a match.
#[builtin(since = "0.33.0", pure)]
pub fn match_regexp_string(
    /// The regular expression.
    r: Regex,
    /// The string to search.
    v: Arc<str>,
) -> bool {
    r.is_match(&v)
}

/// Escapes what has a meaning in patterns, so that the result matches the string itself.
#[builtin(since = "0.33.0", pure)]
pub fn quote_meta(
    /// The string to escape.
    v: Arc<str>,
) -> String {
    let mut quoted = String::with_capacity(v.len() + 8);
    for c in v.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

/// Replaces all matches in a string. In the replacement `$1` and `${name}` stand for what groups
/// matched, `$$` for a dollar sign.
#[builtin(since = "0.33.0", pure)]
pub fn replace_all_string(
    /// The regular expression.
    r: Regex,
    /// The string to change.
    v: Arc<str>,
    /// The replacement.
    t: Arc<str>,
) -> String {
    r.compiled().replace_all(&v, &*t).into_owned()
}

/// Splits a string at matches into so many parts, the last of which is the unsplit rest.
#[builtin(since = "0.33.0", pure)]
pub fn split_regexp(
    /// The regular expression.
    r: Regex,
    /// The string to split.
    v: Arc<str>,
    /// How many parts at most; any number if negative.
    i: i64,
) -> Vec<Arc<str>> {
    let most = usize::try_from(i).unwrap_or(usize::MAX);
    if most == 0 {
        return Vec::new();
    }
    if v.is_empty() && !r.pattern().is_empty() {
        return vec![v];
    }
    let (mut parts, mut begin, mut end) = (Vec::new(), 0, 0);
    for found in r.compiled().find_iter(&v) {
        if parts.len() + 1 == most {
            break;
        }
        end = found.start();
        // A match of nothing at the very beginning parts nothing.
        if found.end() != 0 {
            parts.push(v[begin..end].into());
        }
        begin = found.end();
    }
    if end != v.len() {
        parts.push(v[begin..].into());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regex(pattern: &str) -> Regex {
        Regex::new(pattern).unwrap()
    }

    #[test]
    fn splitting() {
        let check = |pattern, text: &str, count, expected: &[&str]| {
            let found = split_regexp(regex(pattern), text.into(), count);
            let found: Vec<_> = found.iter().map(|part| &**part).collect();
            assert_eq!(found, expected, "/{pattern}/ {text} {count}");
        };
        check("a", "banana", -1, &["b", "n", "n", ""]);
        check("a", "banana", 0, &[]);
        check("a", "banana", 1, &["banana"]);
        check("a", "banana", 2, &["b", "nana"]);
        check("z+", "pizza", -1, &["pi", "a"]);
        check("z*", "zoozebrazzz", 4, &["", "o", "o", "ebrazzz"]);
        check("[、。]", "一、二。三", -1, &["一", "二", "三"]);
        check("x", "", -1, &[""]);
        check("", "", -1, &[]);
        check("", "ab", -1, &["a", "b"]);
    }

    #[test]
    fn replacing() {
        let check = |pattern, text: &str, template: &str, expected| {
            let found = replace_all_string(regex(pattern), text.into(), template.into());
            assert_eq!(found, expected, "/{pattern}/ {text} {template}");
        };
        check("p(q*)r", "pr pqqr pq", "<${1}s>", "<s> <qqs> pq");
        check("p(q*)r", "pr pqqr pq", "<$1s>", "<> <> pq");
        check(r"(\w+)@(\w+)\.com", "ann@x.com", "$2 has $1", "x has ann");
        check("", "abc", "-", "-a-b-c-");
        check("b", "abc", "$$", "a$c");
        check(r"\b", "aé b", "|", "|a|é |b|");
        check(r"\w", "aébß1", "_", "_é_ß_");
    }

    #[test]
    fn finding() {
        assert_eq!(find_string(regex("a|ab"), "ab".into()), "a");
        assert_eq!(find_string(regex("z"), "ab".into()), "");
        assert_eq!(find_string_index(regex("b+"), "éabbc".into()), [3, 5]);
        assert_eq!(find_string_index(regex("z"), "abc".into()), [0; 0]);
        assert_eq!(find_string_index(regex("$"), "é".into()), [2, 2]);
        assert_eq!(quote_meta("a.b[1]-é".into()), r"a\.b\[1\]-é");
    }
}
