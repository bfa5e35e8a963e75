//! A server's reason in its own words, whatever form they come in.

use serde::Deserialize;

/// InfluxDB's errors.
#[derive(Debug, Deserialize)]
struct Body {
    message: Option<String>,
    error: Option<String>,
}

/// The message of InfluxDB's JSON, the words of a proxy's web page, or the text as it is.
pub(super) fn reason(body: &str) -> String {
    let told = serde_json::from_str::<Body>(body).ok();
    let told = told.and_then(|body| body.message.or(body.error));
    let text = told.unwrap_or_else(|| match body.trim_start().starts_with('<') {
        true => page_text(body),
        false => body.trim().to_owned(),
    });
    shortened(text)
}

/// The words of a web page, without its tags.
fn page_text(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        text += before;
        text.push(' ');
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    text += rest;
    let words: Vec<&str> = text.split_whitespace().collect();
    // Proxies tend to say their title again as a heading.
    let (first, second) = words.split_at(words.len() / 2);
    match first == second {
        true => first.join(" "),
        false => words.join(" "),
    }
}

/// A message of many bad lines is told by the first ones.
fn shortened(text: String) -> String {
    const LONGEST: usize = 1_000;
    if text.len() <= LONGEST {
        return text;
    }
    let end = text.floor_char_boundary(LONGEST);
    let more = text.len() - end;
    format!("{}… ({more} bytes more)", &text[..end])
}

/// A status with its name.
pub(super) fn named(status: u16) -> String {
    let known = reqwest::StatusCode::from_u16(status).ok();
    match known.and_then(|status| status.canonical_reason()) {
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_found_in_every_form() {
        let page = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n</body></html>";
        let cases = [
            (r#"{"code":"invalid","message":"bad \"x\""}"#, r#"bad "x""#),
            (r#"{"error":"partial write"}"#, "partial write"),
            (r#"{"other":1}"#, r#"{"other":1}"#),
            (page, "413 Request Entity Too Large"),
            (" plain\n", "plain"),
            ("", ""),
        ];
        for (body, expected) in cases {
            assert_eq!(reason(body), expected);
        }
    }

    #[test]
    fn long_reasons_are_cut() {
        let found = reason(&"unable to parse 'ü': bad\n".repeat(1000));
        assert!(
            found.len() < 1_100 && found.ends_with("bytes more)"),
            "{found}"
        );
    }
}
