//! Regular expressions of Flux's dialect (Go's RE2) on the regex crate.

use crate::diagnostic::Failure;
use crate::syntax::pattern;
use std::sync::Arc;

/// A compiled regular expression and its text.
#[derive(Clone, Debug)]
pub struct Regex {
    pattern: Arc<str>,
    compiled: regex::Regex,
}

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// If it is malformed.
    pub fn new(pattern: &str) -> Result<Self, Failure> {
        let compiled = pattern::compile(pattern).map_err(|reason| {
            let message = format!("error parsing regexp: {reason}");
            Failure::new("flux::value::regex", message)
                .help("a character with a meaning of its own is written with `\\` before it")
        })?;
        Ok(Self {
            pattern: pattern.into(),
            compiled,
        })
    }

    /// The text it was made from.
    pub fn pattern(&self) -> &Arc<str> {
        &self.pattern
    }

    /// The compiled form.
    pub fn compiled(&self) -> &regex::Regex {
        &self.compiled
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }
}
