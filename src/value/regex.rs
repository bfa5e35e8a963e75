//! Regular expressions of Flux's dialect (Go's RE2) on the regex crate.

use crate::diagnostic::Failure;
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
        let compiled = regex::Regex::new(pattern).map_err(|error| {
            Failure::new(
                "flux::value::regex",
                format!("error parsing regexp: {error}"),
            )
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
