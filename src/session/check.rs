//! Finding what is wrong with scripts without running them.

use super::library::{Library, Within};
use super::on_large_stack;
use crate::diagnostic::{Diagnostic, Severity, first_of};
use crate::eval::explain_parameter;
use crate::lints::{Levels, Prelude, lint};
use crate::source::{Source, SourceMap};
use crate::stdlib;
use crate::syntax::ast::{Statement, StatementKind};
use crate::syntax::{self, Surroundings as _, parse};
use crate::types::infer;

/// Checks scripts. What it learns of the standard library serves all of them.
#[derive(Debug)]
pub struct Checker {
    library: Library,
    sources: SourceMap,
    /// The records that scripts are given: `params`, `v`.
    given: Vec<&'static str>,
    levels: Levels,
}

impl Prelude for Within<'_> {
    fn holds(&self, name: &str) -> bool {
        self.in_prelude(name)
    }
}

impl Checker {
    /// A checker that adds the texts it reads to these. `parameters` are the names that will be
    /// given to the scripts, as [`super::Settings`] has them.
    pub fn new<'n>(sources: SourceMap, parameters: impl Iterator<Item = &'n str>) -> Self {
        let record = |name: &str| match name.starts_with("v.") {
            true => "v",
            false => "params",
        };
        Self {
            library: Library::new(stdlib::PACKAGES, stdlib::PRELUDE, false),
            sources,
            given: parameters.map(record).collect(),
            levels: Levels::default(),
        }
    }

    /// Looks for what these levels say, besides what is wrong.
    pub fn with_levels(mut self, levels: Levels) -> Self {
        self.levels = levels;
        self
    }

    /// All that is wrong with a script's text, names and types, in the order of the text;
    /// warnings, too, and what lints find.
    pub fn check(&self, name: &str, text: &str) -> Vec<Diagnostic> {
        let source = self.sources.add(name, text);
        self.all(|| self.find(&source))
    }

    /// What is wrong with a script's text alone.
    pub fn check_syntax(&self, name: &str, text: &str) -> Vec<Diagnostic> {
        let source = self.sources.add(name, text);
        self.all(|| parse(&source).diagnostics)
    }

    fn all(&self, find: impl FnOnce() -> Vec<Diagnostic> + Send) -> Vec<Diagnostic> {
        on_large_stack(|| Ok(find())).unwrap_or_else(|failed| failed)
    }

    fn find(&self, source: &Source) -> Vec<Diagnostic> {
        let parsed = parse(source);
        if parsed.failed() {
            return parsed.diagnostics;
        }
        let testcase =
            |statement: &Statement| matches!(statement.kind, StatementKind::TestCase { .. });
        let within = Within {
            library: &self.library,
            package: None,
            parameters: &self.given,
            // As in the runs of testcases.
            labels: parsed.file.body.iter().any(testcase),
        };
        let mut resolution = syntax::resolve(&parsed.file, &within);
        let names = &mut resolution.diagnostics;
        names.iter_mut().for_each(explain_parameter);
        let mut found = parsed.diagnostics.clone();
        found.append(&mut resolution.diagnostics);
        found.append(&mut infer(&parsed.file, &resolution, &within).diagnostics);
        // What is wrong has to be mended first; some of the rest only follows from it.
        if !found.iter().any(|one| one.severity == Severity::Error) {
            found.append(&mut lint(source, &parsed, &within, &self.levels));
        }
        found.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.0));
        first_of(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the codes of all that is wrong with a script.
    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let checker = Checker::new(SourceMap::default(), std::iter::empty());
        let found = checker.check("script", script);
        let errors = found.iter().filter(|one| one.severity == Severity::Error);
        let codes: Vec<&str> = errors.map(|one| one.code).collect();
        assert_eq!(codes, expected, "{script}");
    }

    /// What the other testcase defines is known only where both are run.
    #[test]
    fn a_testcase_may_stand_around_another() {
        check(
            "testcase a extends \"m/b.c\" {\n  super()\n  x = base\n}",
            &[],
        );
        check(
            "testcase a extends \"m/b.c\" { x = 1 + \"\" }",
            &["flux::types::mismatch"],
        );
        let undefined: &[&str] = &["flux::resolve::undefined"];
        check("testcase a { super() }", undefined);
        check(
            "testcase a extends \"m/b.c\" {}\ntestcase b { super() }",
            undefined,
        );
    }

    #[test]
    fn labels_are_values_where_testcases_run() {
        check("testcase a { x = .b }", &[]);
        check("x = .b", &["flux::types::label_literal"]);
    }
}
