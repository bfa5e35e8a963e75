//! What the language means where its specification is wrong, vague or silent: the cases of
//! `tests/language/semantics.txt`.

use crate::columnar::Nowhere;
use fluxlite::diagnostic::{Diagnostic, Failure, Severity};
use fluxlite::engine::ResultConsumer;
use fluxlite::session::{Checker, Session, Settings};
use fluxlite::source::SourceMap;
use fluxlite::table::{Chunk, GroupKey, Schema};
use std::fmt::Write;
use std::sync::Arc;

const CASES: &str = include_str!("../language/semantics.txt");

/// A case as it stands in the file.
struct Case<'t> {
    name: &'t str,
    program: String,
    /// `gives`, `results`, `refused` or `fails`, and what.
    expected: &'t str,
}

#[test]
fn programs_mean_what_is_recorded() {
    let checker = Checker::new(SourceMap::default(), std::iter::empty());
    let mut wrong = String::new();
    let cases = cases();
    assert!(cases.len() > 120, "only {} cases", cases.len());
    for case in cases {
        let found = outcome(&case.program, &checker);
        if found != case.expected {
            let (name, expected) = (case.name, case.expected);
            writeln!(wrong, "## {name}\n    {found}\n    not {expected}").unwrap();
        }
    }
    assert_eq!(wrong, "");
}

/// What comes of a program, as the file writes it.
fn outcome(program: &str, checker: &Checker) -> String {
    let found = checker.check("program", program);
    if let Some(code) = first_error(&found) {
        return format!("refused {code}");
    }
    let session = Session::new(Arc::new(Nowhere), Settings::default());
    let has_value = program.lines().any(|line| line.starts_with("got = "));
    let shown = match has_value {
        true => format!("{program}display(v: got)\n"),
        false => program.to_owned(),
    };
    if !has_value {
        let mut names = Names::default();
        return match session.run("program", &shown, &mut names) {
            Ok(()) => format!("results {}", names.0.join(", ")),
            Err(found) => format!("fails {}", first_error(&found).unwrap_or("nothing")),
        };
    }
    match session.evaluate("program", &shown) {
        Ok(evaluated) => format!("gives {}", evaluated.last.unwrap()),
        Err(found) => format!("fails {}", first_error(&found).unwrap_or("nothing")),
    }
}

fn first_error(found: &[Diagnostic]) -> Option<&'static str> {
    let error = |one: &&Diagnostic| one.severity == Severity::Error;
    found.iter().find(error).map(|one| one.code)
}

/// The names of results, in order.
#[derive(Default)]
struct Names(Vec<String>);

impl ResultConsumer for Names {
    fn table(
        &mut self,
        result: &str,
        _: &GroupKey,
        _: &Schema,
        _: &[Chunk],
    ) -> Result<(), Failure> {
        self.0.push(result.to_owned());
        Ok(())
    }
}

/// The cases of the file: heading, reason, program, outcome.
fn cases() -> Vec<Case<'static>> {
    let blocks = CASES.split("\n## ").skip(1);
    let case = |block: &'static str| {
        let mut lines = block.lines().filter(|line| !line.starts_with("# "));
        let name = lines.next().unwrap();
        let reason = lines.next().unwrap();
        assert!(reason.ends_with('.'), "{name} has no reason");
        let (mut program, mut expected) = (String::new(), "");
        for line in lines {
            match line.strip_prefix("    ") {
                Some(line) => program += &format!("{line}\n"),
                None if !line.is_empty() => expected = line,
                None => {}
            }
        }
        Case {
            name,
            program,
            expected,
        }
    };
    blocks.map(case).collect()
}
