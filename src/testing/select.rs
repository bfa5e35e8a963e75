//! Which testcases run.

use super::find::{Case, Found};
use crate::diagnostic::Diagnostic;
use regex::Regex;

/// What the user wants to run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only those whose `file: name` matches this regular expression, or holds this text.
    pub filter: Option<String>,
    /// Only those called so, whatever their tags: `name`, or `package.name`.
    pub only: Vec<String>,
    /// Not those called so.
    pub skip: Vec<String>,
    /// Testcases with tags run if all of their tags are among these.
    pub tags: Vec<String>,
    /// Whether those without tags do not run.
    pub skip_untagged: bool,
}

/// Names and tags that no testcase has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownNames(pub Vec<Diagnostic>);

impl Selection {
    /// For each of the testcases whether it runs.
    ///
    /// # Errors
    /// If it asks for a testcase or a tag that there is none of: then nothing would be tested
    /// where something was meant to be.
    pub fn choose(&self, found: &Found) -> Result<Vec<bool>, UnknownNames> {
        let names = self.only.iter().chain(&self.skip);
        let unknown = names.filter(|name| !found.cases.iter().any(|case| is_called(case, name)));
        let mut wrong: Vec<Diagnostic> = unknown
            .map(|name| {
                let message = format!("no testcase is called `{name}`");
                Diagnostic::error("flux::testing::no_testcase", message)
                    .help("a testcase is called by its name, or by its package's and its own: `package.name`")
            })
            .collect();
        let tags = self.tags.iter().filter(|tag| !found.tags.contains(*tag));
        wrong.extend(tags.map(|tag| {
            let valid: Vec<&str> = found.tags.iter().map(String::as_str).collect();
            let valid = match valid.is_empty() {
                true => "there are no tags here".into(),
                false => format!("valid tags are {}", valid.join(", ")),
            };
            Diagnostic::error(
                "flux::testing::tags",
                format!("no testcase can have the tag `{tag}`"),
            )
            .help(valid)
        }));
        if !wrong.is_empty() {
            return Err(UnknownNames(wrong));
        }
        let filter = self
            .filter
            .as_deref()
            .map(|filter| (filter, Regex::new(filter).ok()));
        let runs = found.cases.iter().map(|case| {
            let matched = filter.as_ref().is_none_or(|(text, pattern)| {
                let name = format!("{}: {}", case.file, case.name);
                let matches = pattern
                    .as_ref()
                    .is_some_and(|pattern| pattern.is_match(&name));
                matches || name.contains(text)
            });
            matched && self.wants(case)
        });
        Ok(runs.collect())
    }

    fn wants(&self, case: &Case) -> bool {
        let named = |names: &[String]| names.iter().any(|name| is_called(case, name));
        if !self.only.is_empty() {
            return named(&self.only);
        }
        let tagged = case.tags.iter().all(|tag| self.tags.contains(tag));
        let untagged = self.skip_untagged && case.tags.is_empty();
        tagged && !untagged && !named(&self.skip)
    }
}

/// `name`, `package.name` or `package/name`.
fn is_called(case: &Case, name: &str) -> bool {
    match name.rsplit_once(['.', '/']) {
        Some((package, name)) => case.package == package && case.name == name,
        None => case.name == name,
    }
}
