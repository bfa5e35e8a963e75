//! Regular expressions of Go's dialect (RE2), rewritten for the regex crate. The two differ in
//! what `\d` and its like know (Go: ASCII), in escapes, in what counts as a literal, and in
//! operations on character classes, which Go does not have.

use std::iter::Peekable;
use std::str::Chars;

/// Compiles a pattern; or says why not, in the words of Go's own errors where it has them.
pub fn compile(pattern: &str) -> Result<regex::Regex, String> {
    let rewritten = rewrite(pattern)?;
    regex::Regex::new(&rewritten).map_err(|error| reason(&error, pattern))
}

fn reason(error: &regex::Error, pattern: &str) -> String {
    let text = match error {
        regex::Error::CompiledTooBig(_) => return "expression too large".into(),
        error => error.to_string(),
    };
    let line = text.lines().last().unwrap_or_default();
    let line = line.trim_start_matches("error: ");
    let go = match line {
        "unclosed group" => "missing closing )",
        "unopened group" => "unexpected )",
        "unclosed character class" => "missing closing ]",
        "repetition operator missing expression" => "missing argument to repetition operator",
        "invalid character class range, the start must be <= the end" => {
            "invalid character class range"
        }
        "invalid repetition count range, the start must be <= the end" => "invalid repeat count",
        "look-around, including look-ahead and look-behind, is not supported"
        | "unrecognized flag" => "invalid or unsupported Perl syntax",
        "Unicode property not found" => "invalid character class range",
        "incomplete escape sequence, reached end of pattern prematurely" => {
            "trailing backslash at end of expression"
        }
        other => other,
    };
    format!("{go}: `{pattern}`")
}

/// The pattern as the regex crate must have it to mean the same.
fn rewrite(pattern: &str) -> Result<String, String> {
    let mut rewriter = Rewriter {
        pattern,
        rest: pattern.chars().peekable(),
        out: String::with_capacity(pattern.len() + 16),
    };
    rewriter.run()?;
    Ok(rewriter.out)
}

struct Rewriter<'a> {
    pattern: &'a str,
    rest: Peekable<Chars<'a>>,
    out: String,
}

impl Rewriter<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                // Braces that are no repetition mean themselves.
                '{' if !self.is_repetition()? => self.out.push_str("\\{"),
                _ => self.out.push(c),
            }
        }
        Ok(())
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Result<(), String> {
        let Some(c) = self.rest.next() else {
            return Err("trailing backslash at end of expression: ``".into());
        };
        match c {
            'd' => self.out.push_str("[0-9]"),
            'D' => self.out.push_str("[^0-9]"),
            'w' => self.out.push_str("[0-9A-Za-z_]"),
            'W' => self.out.push_str("[^0-9A-Za-z_]"),
            's' => self.out.push_str(r"[\t\n\f\r ]"),
            'S' => self.out.push_str(r"[^\t\n\f\r ]"),
            'b' | 'B' if !in_class => self.out.extend(["(?-u:\\", &c.to_string(), ")"]),
            'Q' if !in_class => self.quoted(),
            'p' | 'P' => self.property(c),
            '0'..='7' => self.octal(c)?,
            'x' | 'a' | 'f' | 't' | 'n' | 'r' | 'v' => self.out.extend(['\\', c]),
            'A' | 'z' if !in_class => self.out.extend(['\\', c]),
            _ if c.is_ascii_punctuation() => self.literal(c),
            _ => {
                return Err(format!("invalid escape sequence: `\\{c}`"));
            }
        }
        Ok(())
    }

    /// `\Q…\E`, or to the end: all of it means itself.
    fn quoted(&mut self) {
        while let Some(c) = self.rest.next() {
            if c == '\\' && self.rest.peek() == Some(&'E') {
                self.rest.next();
                return;
            }
            self.literal(c);
        }
    }

    /// `\pL`, `\p{Greek}` and `\p{^Greek}`, which is `\P{Greek}`.
    fn property(&mut self, kind: char) {
        let mut kind = kind;
        let braces = self.rest.next_if_eq(&'{').is_some();
        if braces && self.rest.next_if_eq(&'^').is_some() {
            kind = if kind == 'p' { 'P' } else { 'p' };
        }
        self.out.extend(['\\', kind]);
        if braces {
            self.out.push('{');
        }
    }

    /// `\0`, `\12`, `\123`: a character by its octal number. One digit but 0 would refer to a
    /// group, which neither dialect does.
    fn octal(&mut self, first: char) -> Result<(), String> {
        let next_is_octal = self.rest.peek().is_some_and(|c| ('0'..='7').contains(c));
        if first != '0' && !next_is_octal {
            return Err(format!("invalid escape sequence: `\\{first}`"));
        }
        let mut code = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(digit) = self.rest.next_if(|c| ('0'..='7').contains(c)) else {
                break;
            };
            code = code * 8 + digit.to_digit(8).unwrap_or(0);
        }
        self.out.push_str(&format!("\\x{{{code:x}}}"));
        Ok(())
    }

    /// A class up to its `]`.
    fn class(&mut self) -> Result<(), String> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut first = true;
        while let Some(c) = self.rest.next() {
            match c {
                ']' if !first => {
                    self.out.push(']');
                    return Ok(());
                }
                ']' => self.out.push_str("\\]"),
                '\\' => self.escape(true)?,
                '[' if self.rest.peek() == Some(&':') => self.named_class(),
                // A bracket, and doubled signs, would begin an operation on classes.
                '[' | '&' | '~' => self.out.extend(['\\', c]),
                '-' if first => self.out.push_str("\\-"),
                '-' if self.rest.next_if_eq(&'-').is_some() => self.out.push_str("-\\-"),
                _ => self.out.push(c),
            }
            first = false;
        }
        Err(format!("missing closing ]: `{}`", self.pattern))
    }

    /// `[:alpha:]`, whose `]` ends nothing else; anything else means itself.
    fn named_class(&mut self) {
        let mut ahead = self.rest.clone();
        ahead.next();
        let name: String = ahead.by_ref().take_while(|c| *c != ']').collect();
        let is_name = name.strip_suffix(':').is_some_and(|name| {
            let name = name.strip_prefix('^').unwrap_or(name);
            name.chars().all(|c| c.is_ascii_alphanumeric())
        });
        if is_name {
            self.out.extend(["[:", &name, "]"]);
            self.rest = ahead;
        } else {
            self.out.push_str("\\[");
        }
    }

    /// Whether what follows a `{` is a repetition: `2}`, `2,}` or `2,3}`.
    fn is_repetition(&self) -> Result<bool, String> {
        let inner: String = self.rest.clone().take_while(|c| *c != '}').collect();
        if self.rest.clone().nth(inner.chars().count()) != Some('}') {
            return Ok(false);
        }
        let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !digits(least) || !digits(most) {
            return Ok(false);
        }
        let too_many = |count: &str| {
            let count = count.trim_start_matches('0');
            !count.is_empty() && !count.parse::<u32>().is_ok_and(|count| count <= 1000)
        };
        if too_many(least) || too_many(most) {
            return Err(format!("invalid repeat count: `{{{inner}}}`"));
        }
        Ok(true)
    }

    fn literal(&mut self, c: char) {
        if regex_syntax_means(c) {
            self.out.push('\\');
        }
        self.out.push(c);
    }
}

/// Whether a character means something in a pattern and must be escaped to mean itself.
fn regex_syntax_means(c: char) -> bool {
    "\\.+*?()|[]{}^$#&-~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        let regex = compile(pattern).unwrap();
        let found = regex.find(text).map(|found| found.as_str());
        assert_eq!(found, expected, "/{pattern}/ in {text:?}");
    }

    #[test]
    fn classes_know_ascii() {
        check(r"\d+", "٣4", Some("4"));
        check(r"\w+", "é_1ß", Some("_1"));
        check(r"\s+", "a\u{a0}b \tc", Some(" \t"));
        check(r"[^\d]+", "12é", Some("é"));
        check(r"[\w-]+", "é a-b", Some("a-b"));
        check(r"\bb", "éb", Some("b"));
        check(r"\Bb", "éb ab", Some("b"));
        check(r"\W", "é", Some("é"));
        check(r"(?i)É", "é", Some("é"));
        check(r"\pL+", "12日本é34", Some("日本é"));
        check(r"\p{Greek}+", "abc λόγος x", Some("λόγος"));
        check(r"\p{^Greek}+", "λabc", Some("abc"));
        check(r"[[:alpha:]]+", "12abc34", Some("abc"));
        check(r"[^[:ascii:]]+", "naïve", Some("ï"));
    }

    #[test]
    fn literals_are_literal() {
        check(r"\Qa.b+\E+", "axb a.b+++", Some("a.b+++"));
        check(r"\Q[", "a[", Some("["));
        check(r"a{,2}", "aa{,2}", Some("a{,2}"));
        check(r"a{x", "a{x", Some("a{x"));
        check(r"a{2}", "aaa", Some("aa"));
        check(r"\<b\>", "<b>", Some("<b>"));
        check(r"\_\-\/\@", "_-/@", Some("_-/@"));
        check(r"[a&&b]+", "x&&a", Some("&&a"));
        check(r"[]a]+", "xa]", Some("a]"));
        check(r"[a[b]+", "x[b", Some("[b"));
        check(r"[a-c~~]+", "x~b", Some("~b"));
        check(r"[+--]+", "x+,-.", Some("+,-"));
        check(r"\101\x42\x{43}", "ABC", Some("ABC"));
        check(r"é#", "é#", Some("é#"));
    }

    #[test]
    fn errors_are_go_s() {
        let check = |pattern: &str, expected: &str| {
            assert_eq!(compile(pattern).unwrap_err(), expected);
        };
        check("a(b", "missing closing ): `a(b`");
        check("a)", "unexpected ): `a)`");
        check("[a", "missing closing ]: `[a`");
        check("*a", "missing argument to repetition operator: `*a`");
        check("(?=a)", "invalid or unsupported Perl syntax: `(?=a)`");
        check(r"\1", r"invalid escape sequence: `\1`");
        check(r"\y", r"invalid escape sequence: `\y`");
        check("[z-a]", "invalid character class range: `[z-a]`");
        check("a{1001}", "invalid repeat count: `{1001}`");
        check("a{2,1}", "invalid repeat count: `a{2,1}`");
        check("\\", "trailing backslash at end of expression: ``");
    }
}
