//! What the compiler does not check: file headers, and which room enters which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms each room may enter, besides `source`, `diagnostic` and `time`. What a room's
/// neighbours may enter is not inherited. `*` may enter all.
const ROOMS: &[(&str, &str)] = &[
    ("source", ""),
    ("diagnostic", ""),
    ("time", ""),
    ("syntax", ""),
    ("types", "syntax"),
    ("lints", "syntax"),
    ("table", ""),
    ("world", "table"),
    ("value", "syntax table world"),
    ("formats", "table"),
    ("plan", "value table syntax world"),
    ("engine", "plan formats value table world syntax"),
    ("storage", "formats table"),
    ("points", "table formats world"),
    ("connect", "world formats table storage deliver points"),
    ("deliver", "points world table"),
    ("eval", "value types syntax table world"),
    (
        "stdlib",
        "engine plan formats storage points value table world syntax",
    ),
    ("reference", "session stdlib types value syntax"),
    ("session", "*"),
    (
        "testing",
        "session connect engine formats syntax table world",
    ),
    (
        "cli",
        "session testing connect deliver formats table value world engine plan points stdlib syntax reference lints",
    ),
    ("lib", "*"),
    ("main", "*"),
];

fn rust_files(below: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder is part of the repository") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(below);
    if folder.is_dir() {
        walk(&folder, &mut found);
    }
    found.sort();
    found
}

#[test]
fn every_file_says_what_it_is_for() {
    let all = [
        "src",
        "macros/src",
        "tests",
        "benches",
        "fuzz/src",
        "fuzz/fuzz_targets",
    ]
    .map(rust_files)
    .concat();
    let silent: Vec<_> = all
        .iter()
        .filter(|path| {
            !fs::read_to_string(path)
                .expect("it is text")
                .starts_with("//!")
        })
        .collect();
    assert!(
        silent.is_empty(),
        "these do not open with `//!`: {silent:#?}"
    );
}

/// Edges between rooms as the `use crate::` lines and paths in the code have them, tests excluded.
fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut edges = BTreeMap::<String, BTreeSet<String>>::new();
    for path in rust_files("src") {
        let below = path.strip_prefix(&src).expect("it lies below src");
        if below.file_stem().is_some_and(|stem| {
            ["tests", "testing", "round_trip"]
                .iter()
                .any(|test| stem == *test)
        }) {
            continue;
        }
        let first = below
            .iter()
            .next()
            .expect("it has a name")
            .to_string_lossy();
        let room = first.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).expect("it is text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for (at, found) in line.match_indices("crate::") {
                let rest = &line[at + found.len()..];
                let names: Vec<&str> = match rest.strip_prefix('{') {
                    Some(list) => list.split([',', '}']).map(str::trim).collect(),
                    None => vec![rest],
                };
                for name in names {
                    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
                    let entered = &name[..end.unwrap_or(name.len())];
                    if ROOMS.iter().any(|(known, _)| *known == entered) && entered != room {
                        edges
                            .entry(room.clone())
                            .or_default()
                            .insert(entered.to_owned());
                    }
                }
            }
        }
    }
    edges
}

#[test]
fn rooms_enter_only_the_rooms_they_may() {
    let mut wrong = Vec::new();
    for (room, entered) in edges() {
        let Some((_, allowed)) = ROOMS.iter().find(|(known, _)| *known == room) else {
            wrong.push(format!("the room `{room}` is not in the list"));
            continue;
        };
        for target in entered {
            let common = ["source", "diagnostic", "time"].contains(&target.as_str());
            let allowed = *allowed == "*" || allowed.split(' ').any(|name| name == target);
            if !common && !allowed {
                wrong.push(format!("`{room}` enters `{target}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_two_rooms_enter_each_other() {
    let edges = edges();
    let mut around = Vec::new();
    for start in edges.keys() {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&String> = edges[start].iter().collect();
        while let Some(room) = next.pop() {
            if reached.insert(room) {
                next.extend(edges.get(room).into_iter().flatten());
            }
        }
        if reached.contains(start) {
            around.push(start);
        }
    }
    assert!(around.is_empty(), "rooms that reach themselves: {around:?}");
}
