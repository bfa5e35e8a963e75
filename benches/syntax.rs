//! How fast Flux is read, comments and literals included: `cargo bench --bench syntax`.

#![expect(clippy::disallowed_methods, reason = "the scripts are files")]

use divan::Bencher;
use divan::counter::BytesCount;
use fluxlite::source::SourceMap;
use fluxlite::syntax::parse;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    divan::main();
}

/// All Flux files below a folder.
fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder is part of the repository");
    for entry in entries {
        let path = entry.expect("the folder can be listed").path();
        match path.is_dir() {
            true => scripts(&path, found),
            false if path.extension().is_some_and(|end| end == "flux") => found.push(path),
            false => {}
        }
    }
}

/// The conformance tests and the parts of the standard library that are written in Flux.
#[divan::bench]
fn own_scripts(bencher: Bencher<'_, '_>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    scripts(&root.join("tests/conformance"), &mut paths);
    scripts(&root.join("src/stdlib"), &mut paths);
    paths.sort();
    let sources = SourceMap::default();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("scripts are text");
        sources.add(path.display().to_string(), text)
    };
    let texts: Vec<_> = paths.iter().map(read).collect();
    let bytes: usize = texts.iter().map(|source| source.text.len()).sum();
    let parse_all = || {
        let trees = texts.iter().map(|source| parse(source).file.body.len());
        trees.sum::<usize>()
    };
    bencher.counter(BytesCount::new(bytes)).bench(parse_all);
}
