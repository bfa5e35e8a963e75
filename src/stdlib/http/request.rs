//! What the packages that send requests share: header lines, URLs and answers.

use crate::diagnostic::Failure;
use crate::table::Scalar;
use crate::value::{Dict, Value};
use std::sync::Arc;

/// Names and values: header lines, or a query.
pub type Pairs = Vec<(Arc<str>, Arc<str>)>;

fn wrong(message: String) -> Failure {
    Failure::new("flux::http::argument", message)
}

/// Header lines of a record, of which there may be none.
///
/// # Errors
/// If a property is no string.
pub fn headers_of_record(headers: Option<Value>) -> Result<Pairs, Failure> {
    match headers {
        None | Some(Value::Null(_)) => Ok(Vec::new()),
        Some(Value::Record(record)) => record
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) => Ok((name.clone(), text.clone())),
                _ => Err(wrong(format!("header value \"{name}\" must be a string"))),
            })
            .collect(),
        Some(other) => Err(wrong(format!(
            "headers must be a record, not a {}",
            other.type_name()
        ))),
    }
}

/// Header lines of a dictionary, of which there may be none.
///
/// # Errors
/// If a key or a value is no string.
pub fn headers_of_dict(headers: Option<Value>) -> Result<Pairs, Failure> {
    let entries = entries("headers", headers)?;
    let entries = entries.into_iter().map(|(name, value)| match value {
        Value::String(text) => Ok((name, text)),
        _ => Err(wrong(format!("header value \"{name}\" must be a string"))),
    });
    entries.collect()
}

/// The entries of a dictionary whose keys are strings, of which there may be none.
///
/// # Errors
/// If it is something else.
pub fn entries(argument: &str, dict: Option<Value>) -> Result<Vec<(Arc<str>, Value)>, Failure> {
    let dict = match dict {
        None | Some(Value::Null(_)) => return Ok(Vec::new()),
        Some(Value::Dict(dict)) => dict,
        Some(other) => {
            let found = other.type_name();
            return Err(wrong(format!(
                "{argument} must be a dictionary, not a {found}"
            )));
        }
    };
    let entries = dict.0.iter().map(|(key, value)| match key {
        Scalar::String(key) => Ok((key.clone(), value.clone())),
        _ => Err(wrong(format!("the keys of {argument} must be strings"))),
    });
    entries.collect()
}

/// Header lines of an answer as Go names them (`Content-Type`); of equal names the last counts.
pub fn named_as_in_go(headers: &[(String, String)]) -> impl Iterator<Item = (Arc<str>, Value)> {
    headers.iter().map(|(name, value)| {
        let mut starts = true;
        let name: String = name
            .chars()
            .map(|c| {
                let c = match starts {
                    true => c.to_ascii_uppercase(),
                    false => c.to_ascii_lowercase(),
                };
                starts = c == '-';
                c
            })
            .collect();
        (name.into(), Value::string(value.as_str()))
    })
}

/// The same as a dictionary.
pub fn dict_of_headers(headers: &[(String, String)]) -> Value {
    let entries = named_as_in_go(headers);
    Value::Dict(Arc::new(Dict(
        entries
            .map(|(name, value)| (Scalar::String(name), value))
            .collect(),
    )))
}

/// A URL with this query instead of its own, if there is one: pairs by their keys.
pub fn with_query(url: &str, mut pairs: Pairs) -> String {
    if pairs.is_empty() {
        return url.into();
    }
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    let escaped = |text: &str| percent_encoded(text, b" ").replace(' ', "+");
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{}={}", escaped(key), escaped(value)))
        .collect();
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let path = before.split('?').next().unwrap_or_default();
    format!("{path}?{}{fragment}", pairs.join("&"))
}

/// A text in which all bytes but letters, digits, `-_.~` and these are written as `%XX`.
pub fn percent_encoded(text: &str, keep: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ if keep.contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped() {
        let cases = [
            ("a b/c", "a%20b%2Fc"),
            ("$&+=:@-_.~", "$&+=:@-_.~"),
            ("ü?;,!*'()", "%C3%BC%3F%3B%2C%21%2A%27%28%29"),
        ];
        for (text, expected) in cases {
            assert_eq!(percent_encoded(text, b"$&+=:@"), expected);
        }
    }

    #[test]
    fn queries_replace_those_of_the_url() {
        let pairs = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter();
            pairs.map(|(k, v)| ((*k).into(), (*v).into())).collect()
        };
        assert_eq!(with_query("http://a?x=1", pairs(&[])), "http://a?x=1");
        assert_eq!(
            with_query("http://a/?x=1#f", pairs(&[("q", "a b&"), ("a+", "1")])),
            "http://a/?a%2B=1&q=a+b%26#f"
        );
    }

    #[test]
    fn headers_are_strings() {
        let record = Value::record([("A", Value::Int(1))]);
        let failure = headers_of_record(Some(record)).unwrap_err();
        assert_eq!(failure.message, "header value \"A\" must be a string");
        assert!(
            headers_of_record(Some(Value::Null(None)))
                .unwrap()
                .is_empty()
        );
        headers_of_dict(Some(Value::Int(1))).unwrap_err();
        let names: Vec<_> = named_as_in_go(&[("x-rate-LIMIT".into(), "1".into())])
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["X-Rate-Limit".into()]);
    }
}
