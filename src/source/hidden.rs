//! Tokens and passwords that stand in a script must not be shown in a report's excerpts.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

// Unicode's own classes of letters and blanks, and letters without regard to case, are costly to
// compile: more than checking a script. All that is not ASCII goes for letters here.

/// What follows a name: the text that it is given, up to its quote or the end of the line.
const GIVEN: &str = r#""?[ \t\r\n]*[:=][ \t\r\n]*"((?:[^"\\\n]|\\.)*)"#;

/// The rest of a name.
const LETTERS: &str = r"[0-9A-Za-z_\x{80}-\x{10FFFF}]*";

/// Names that say that what they are given is secret: what stands before the telling word does not
/// matter.
static TELLING: LazyLock<Regex> = LazyLock::new(|| {
    let names = "(?i:token|secret|password|passwd|api_?key|credential)";
    Regex::new(&format!("{names}{LETTERS}{GIVEN}")).expect("the pattern is well-formed")
});

/// Variables that are passed as tokens and passwords.
static PASSED: LazyLock<Regex> = LazyLock::new(|| {
    let passed = r"(?-u:\b)(?:token|password)[ \t\r\n]*:[ \t\r\n]*";
    Regex::new(&format!("{passed}([A-Za-z_]{LETTERS})")).expect("the pattern is well-formed")
});

/// The text with asterisks in place of what is secret, byte for byte, so that places stay; none if
/// nothing is.
pub(super) fn without_secrets(text: &str) -> Option<String> {
    let mut places: Vec<Range<usize>> = given(&TELLING, text).collect();
    for passed in PASSED.captures_iter(text) {
        let name = &passed[1];
        let variable =
            Regex::new(&format!(r"(?-u:\b){name}{GIVEN}")).expect("a name is well-formed");
        places.extend(given(&variable, text));
    }
    places.retain(|place| !place.is_empty());
    if places.is_empty() {
        return None;
    }
    let mut hidden = text.to_owned();
    for place in places {
        let asterisks = "*".repeat(place.len());
        hidden.replace_range(place, &asterisks);
    }
    Some(hidden)
}

fn given<'t>(pattern: &'t Regex, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let found = pattern.captures_iter(text);
    found.filter_map(|captures| captures.get(1).map(|given| given.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_is_hidden_in_place() {
        let cases = [
            (
                r#"to(bucket: "b", token: "abc")"#,
                r#"to(bucket: "b", token: "***")"#,
            ),
            (r#"cloudToken="a\"ü" + x"#, r#"cloudToken="*****" + x"#),
            (r#"my_tokenß2: "abc""#, r#"my_tokenß2: "***""#),
            (
                r#"{"api_key": "k", password: "p"}"#,
                r#"{"api_key": "*", password: "*"}"#,
            ),
            (
                "t = \"abc\"\nu = \"def\"\nto(token: t)",
                "t = \"***\"\nu = \"def\"\nto(token: t)",
            ),
            ("to(token: \"abc\n", "to(token: \"***\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(without_secrets(text).as_deref(), Some(expected));
        }
        for plain in [
            r#"secrets.get(key: "K")"#,
            r#"to(token: token)"#,
            "token: \"\"",
            "\"token\"",
        ] {
            assert_eq!(without_secrets(plain), None, "{plain}");
        }
    }
}
