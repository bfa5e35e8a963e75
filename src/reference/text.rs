//! Entries and packages as Markdown that also reads well on a terminal.

use super::entry::{Entry, Parameter, entries};
use super::in_prelude;
use crate::value::Package;

/// A package: what it is for, and a line for each member.
pub fn package(package: &'static Package) -> String {
    let mut text = format!("# package {}\n\n{}\n", package.path, package.docs.trim());
    text += &match in_prelude(package) {
        true => "\nIn scope everywhere.\n".to_owned(),
        false => format!("\n    import \"{}\"\n", package.path),
    };
    let entries = entries(package);
    if !entries.is_empty() {
        text.push('\n');
    }
    for entry in &entries {
        text += &line(&entry.name, &entry.docs);
    }
    text
}

/// A member: how it is written, what it does, and what its parameters are for.
pub fn entry(package: &Package, entry: &Entry) -> String {
    let name = match in_prelude(package) {
        true => entry.name.clone(),
        false => format!("{}.{}", package.name(), entry.name),
    };
    let mut text = format!("# {name}\n\n");
    if !in_prelude(package) {
        text += &format!("    import \"{}\"\n\n", package.path);
    }
    let signature = entry.signature.replace('\n', "\n    ");
    text += &format!("    {name}{signature}\n\n{}\n", entry.docs.trim());
    for note in &entry.notes {
        text += &format!("\n{note}\n");
    }
    if !entry.parameters.is_empty() {
        text.push('\n');
    }
    for parameter in &entry.parameters {
        text += &parameter_line(parameter);
    }
    text
}

fn parameter_line(parameter: &Parameter) -> String {
    let facts = [
        parameter.ty.clone(),
        parameter.pipe.then(|| "piped".to_owned()),
        parameter.required.then(|| "required".to_owned()),
        parameter
            .default
            .as_ref()
            .map(|default| format!("default {default}")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let mut text = format!("- `{}`", parameter.name);
    if !facts.is_empty() {
        text += &format!(" ({})", facts.join(", "));
    }
    let docs = parameter.docs.trim();
    if !docs.is_empty() {
        text += &format!(": {}", docs.replace('\n', "\n  "));
    }
    text.push('\n');
    text
}

/// A name and the first sentence about it, as an item of a list.
pub fn line(name: &str, docs: &str) -> String {
    format!("- `{name}`: {}\n", first_sentence(docs))
}

/// Documentation up to its first full stop that ends a sentence, on one line.
fn first_sentence(docs: &str) -> String {
    let paragraph = docs.trim().split("\n\n").next().unwrap_or("");
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.find(". ") {
        Some(end) => line.get(..=end).unwrap_or(&line).to_owned(),
        None => line,
    }
}
