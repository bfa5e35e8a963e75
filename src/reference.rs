//! The reference of the standard library as text: what `:help NAME` and `fluxlite doc NAME` show.
//! All of it is derived from the functions' own declarations.

mod entry;
mod flux;
mod text;

pub use entry::{Entry, Parameter, entries};

use crate::diagnostic::Failure;
use crate::session;
use crate::stdlib;
use crate::syntax::closest;
use crate::types::Signatures;
use crate::value::Package;
use std::sync::LazyLock;

/// The types of the library, each found when it is first wanted.
static TYPES: LazyLock<Box<dyn Signatures + Send + Sync>> =
    LazyLock::new(|| Box::new(session::signatures()));

/// Describes what a name stands for, in Markdown: a function or value that is in scope everywhere,
/// a package by its path or name, or `package.member`; else every member of this name.
///
/// # Errors
/// If there is no such thing; the help names what is close.
pub fn describe(name: &str) -> Result<String, Failure> {
    let mut found = Vec::new();
    for package in stdlib::PRELUDE.iter().filter_map(|path| package(path)) {
        found.extend(member(package, name));
    }
    for package in stdlib::PACKAGES {
        if package.path == name || package.name() == name {
            found.push(text::package(package));
        }
    }
    if let Some((of, label)) = name.rsplit_once('.') {
        let packages = stdlib::PACKAGES.iter();
        let meant = packages.filter(|package| package.path == of || package.name() == of);
        found.extend(meant.filter_map(|package| member(package, label)));
    }
    if found.is_empty() {
        let packages = stdlib::PACKAGES.iter();
        found.extend(packages.filter_map(|package| member(package, name)));
    }
    match found.is_empty() {
        true => Err(unknown(name)),
        false => Ok(found.join("\n---\n\n")),
    }
}

/// All packages, each with the first sentence about it.
pub fn packages() -> String {
    let packages = stdlib::PACKAGES.iter();
    let lines = packages.map(|package| text::line(package.path, package.docs));
    lines.collect()
}

fn package(path: &str) -> Option<&'static Package> {
    let mut packages = stdlib::PACKAGES.iter();
    packages.find(|package| package.path == path).copied()
}

fn member(package: &'static Package, name: &str) -> Option<String> {
    let mut entries = entries(package).into_iter();
    let mut entry = entries.find(|entry| entry.name == name)?;
    let declared = package.builtins.iter().any(|builtin| builtin.name == name);
    // What is written in Flux has the type that is inferred for it.
    if !declared && let Some(scheme) = TYPES.export(package.path, name) {
        entry.signature = match entry.parameters.is_empty() {
            true => format!(": {scheme}"),
            false => scheme.to_string(),
        };
    }
    Some(text::entry(package, &entry))
}

/// Whether scripts find the members of a package without an import.
fn in_prelude(package: &Package) -> bool {
    stdlib::PRELUDE.contains(&package.path)
}

fn unknown(name: &str) -> Failure {
    let message = format!("there is no package, function or value `{name}`");
    let failure = Failure::new("flux::reference::unknown", message);
    let mut names: Vec<String> = Vec::new();
    for package in stdlib::PACKAGES {
        names.extend([package.path.to_owned(), package.name().to_owned()]);
        let qualified = name.contains('.');
        names.extend(entries(package).into_iter().map(|entry| match qualified {
            true => format!("{}.{}", package.name(), entry.name),
            false => entry.name,
        }));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match closest(name, &names) {
        Some(close) => failure.help(format!("did you mean `{close}`?")),
        None => failure.help(
            "name a package by its import path, or a function: `math`, `aggregateWindow`, `date.truncate`",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[test]
    fn everything_public_is_documented() {
        let mut silent = Vec::new();
        for package in stdlib::PACKAGES {
            if package.docs.trim().is_empty() {
                silent.push(package.path.to_owned());
            }
            let entries = entries(package);
            let bare = entries.iter().filter(|entry| entry.docs.trim().is_empty());
            silent.extend(bare.map(|entry| format!("{}.{}", package.path, entry.name)));
        }
        assert!(silent.is_empty(), "without documentation: {silent:#?}");
    }

    #[test]
    fn every_entry_can_be_described() {
        for package in stdlib::PACKAGES {
            assert!(describe(package.path).is_ok(), "{}", package.path);
            for entry in entries(package) {
                let name = format!("{}.{}", package.path, entry.name);
                let described = describe(&name).unwrap_or_default();
                assert!(described.contains(entry.docs.trim()), "{name}");
            }
        }
    }

    fn check(name: &str, expected: Expect) {
        let text = match describe(name) {
            Ok(text) => text,
            Err(failure) => format!(
                "{}\n{}\n",
                failure.message,
                failure.help.unwrap_or_default()
            ),
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn a_function_in_rust() {
        check(
            "math.abs",
            expect![[r##"
            # math.abs

                import "math"

                math.abs(x: float) => float

            The absolute value of a number.

            Since Flux 0.22.0.

            - `x` (float, required): The number.
        "##]],
        );
    }

    #[test]
    fn a_function_in_flux() {
        check(
            "aggregateWindow",
            expect![[r##"
                # aggregateWindow

                    aggregateWindow(<-tables: stream[D], every: duration, fn: (<-: stream[B], column: A) => stream[C], ?column: A, ?createEmpty: bool, ?location: {offset: duration, zone: string}, ?offset: duration, ?period: duration, ?timeDst: string, ?timeSrc: string) => stream[E] where B: Record, C: Record, D: Record, E: Record

                Downsamples: applies an aggregate or a selector to each window of time, and gives each row the
                start or the stop of its window as its time.

                - `tables` (piped)
                - `every` (required)
                - `period` (default 0s)
                - `fn` (required)
                - `offset` (default 0s)
                - `location` (default location)
                - `column` (default "_value")
                - `timeSrc` (default "_stop")
                - `timeDst` (default "_time")
                - `createEmpty` (default true)
            "##]],
        );
    }

    #[test]
    fn a_package() {
        check(
            "planner",
            expect![[r##"
            # package planner

            Names rules of upstream's planner that are not to be used.

                import "planner"

            - `disableLogicalRules`: Logical rules that are not to be used.
            - `disablePhysicalRules`: Physical rules that are not to be used.
        "##]],
        );
    }

    #[test]
    fn what_does_not_exist() {
        check(
            "agregateWindow",
            expect![[r#"
            there is no package, function or value `agregateWindow`
            did you mean `aggregateWindow`?
        "#]],
        );
        check(
            "math.abbs",
            expect![[r#"
            there is no package, function or value `math.abbs`
            did you mean `math.abs`?
        "#]],
        );
        check(
            "what is this",
            expect![[r#"
            there is no package, function or value `what is this`
            name a package by its import path, or a function: `math`, `aggregateWindow`, `date.truncate`
        "#]],
        );
    }
}
