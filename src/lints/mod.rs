//! Findings about scripts that are right but probably not meant: each has a code, a level and a
//! way to switch it off. They read the tree alone; nothing runs.

mod deprecated;
mod names;
mod pipelines;
mod script;
mod statements;
mod suppressed;
mod tasks;
mod texts;

#[cfg(test)]
pub(crate) use deprecated::REPLACED;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Source, Span};
use crate::syntax::Parsed;
use script::Script;

/// What is looked for.
#[derive(Debug)]
pub struct Lint {
    /// Stable, never renumbered.
    pub code: &'static str,
    /// Whether it is looked for unless somebody says otherwise.
    pub level: Level,
    /// What is found, in a sentence.
    pub summary: &'static str,
    /// Why it matters, and what to do about it.
    pub reason: &'static str,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Allow,
    /// It is told.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// As options and comments write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// All lints, by code.
pub static LINTS: &[&Lint] = &[
    &deprecated::DEPRECATED,
    &pipelines::FIELD_IN_KEY,
    &texts::LITERAL_SECRET,
    &statements::NEVER_TRUE,
    &texts::PLAIN_INTERPOLATION,
    &pipelines::RANGE_BOUND,
    &tasks::RANGE_IS_FIXED,
    &tasks::RANGE_TOO_SHORT,
    &statements::RUN_ON,
    &names::SECRETS_ALIAS,
    &names::SHADOWED_PRELUDE,
    &pipelines::TO_WITHOUT_TOKEN,
    &pipelines::TWO_RESULTS,
    &pipelines::UNBOUNDED_READ,
    &pipelines::UNPIVOTED,
    &names::UNUSED_IMPORT,
    &names::UNUSED_PARAMETER,
    &names::UNUSED_VARIABLE,
];

/// Which lints are looked for; what is not named here keeps its own level.
#[derive(Clone, Debug, Default)]
pub struct Levels(Vec<(&'static str, Level)>);

impl Levels {
    /// Sets the level of a lint by its code, with or without `flux::lint::`; false if there is no
    /// such lint. `all` is every one of them.
    pub fn set(&mut self, code: &str, level: Level) -> bool {
        let short = code.strip_prefix("flux::lint::").unwrap_or(code);
        let matching: Vec<_> = LINTS
            .iter()
            .filter(|lint| short == "all" || lint.code.strip_prefix("flux::lint::") == Some(short))
            .collect();
        let found = !matching.is_empty();
        self.0
            .extend(matching.into_iter().map(|lint| (lint.code, level)));
        found
    }

    fn of(&self, lint: &Lint) -> Level {
        let set = self.0.iter().rev().find(|(code, _)| *code == lint.code);
        set.map_or(lint.level, |(_, level)| *level)
    }
}

/// What the prelude holds, for the lint on shadowing it.
pub trait Prelude {
    /// Whether every script may use this name without import.
    fn holds(&self, name: &str) -> bool;
}

/// What is found in a script that has parsed, in the order of its text.
pub fn lint(
    source: &Source,
    parsed: &Parsed,
    prelude: &dyn Prelude,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let script = Script::new(source, &parsed.file);
    let mut found = Vec::new();
    names::find(&script, prelude, &mut found);
    pipelines::find(&script, &mut found);
    statements::find(&script, &mut found);
    tasks::find(&script, &mut found);
    texts::find(&script, &mut found);
    deprecated::find(&script, &mut found);
    let suppressed = suppressed::suppressed(source, parsed);
    let mut diagnostics: Vec<Diagnostic> = found
        .into_iter()
        .filter_map(|finding| {
            let severity = match levels.of(finding.lint) {
                Level::Allow => return None,
                Level::Warn => Severity::Warning,
                Level::Deny => Severity::Error,
            };
            let is_suppressed = suppressed
                .iter()
                .any(|comment| comment.silences(finding.lint.code, finding.span));
            if is_suppressed {
                return None;
            }
            Some(Diagnostic {
                severity,
                code: finding.lint.code,
                message: finding.message,
                labels: vec![(finding.span, finding.label)],
                help: finding.help,
            })
        })
        .collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|(span, _)| *span));
    diagnostics
}

/// Something found.
struct Finding {
    lint: &'static Lint,
    span: Span,
    message: String,
    label: String,
    help: Option<String>,
}

#[cfg(test)]
mod tests;
