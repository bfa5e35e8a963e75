//! Finding testcases: in the files that are named, and in those called `*_test.flux` below folders.

use super::modules::{Modules, ROOT};
use super::program;
use super::run::Faults;
use crate::connect::tree;
use crate::diagnostic::{Diagnostic, Failure};
use crate::source::{SourceMap, Span};
use crate::syntax::ast::File;
use crate::syntax::parse;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// A test: one program.
#[derive(Debug)]
pub struct Case {
    /// The file that it stands in, as it was found.
    pub file: String,
    /// The package of that file, without `_test`.
    pub package: String,
    /// What it is called.
    pub name: String,
    /// What it is tagged with.
    pub tags: Vec<String>,
    /// What it runs, or why it cannot.
    pub(super) program: Result<File, Vec<Diagnostic>>,
    /// The texts that its spans point into.
    pub(super) sources: SourceMap,
}

/// All testcases, in the order of their files' names.
#[derive(Debug)]
pub struct Found {
    /// The testcases.
    pub cases: Vec<Case>,
    /// The tags that they may have.
    pub tags: BTreeSet<String>,
}

/// Finds all testcases in these files and below these folders.
///
/// # Errors
/// If a path is neither, or a module, a tag or a testcase's name is not as it must be.
pub fn find(paths: &[PathBuf]) -> Result<Found, Faults> {
    let mut modules = Modules::default();
    let mut files = Vec::new();
    for path in paths {
        let mut below = Vec::new();
        if let Some(root) = tree::nearest(path, ROOT) {
            modules.add(&root)?;
        }
        for file in tree::files_below(path)? {
            if file.file_name().is_some_and(|name| name == ROOT) {
                modules.add(&file)?;
            } else if is_test(&file) || (file == *path && is_flux(&file)) {
                below.push(file);
            } else if file == *path {
                return Err(no_tests(path).into());
            }
        }
        files.push(below);
    }
    let mut cases = Vec::new();
    for below in files {
        let mut seen = Seen::new();
        for file in below {
            cases.append(&mut testcases(&file, &modules, &mut seen)?);
        }
    }
    let tags = modules.tags().map(str::to_owned).collect();
    Ok(Found { cases, tags })
}

fn is_test(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().ends_with("_test.flux")
}

fn is_flux(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "flux")
}

fn no_tests(path: &Path) -> Failure {
    let message = format!("{} is no Flux file", path.display());
    Failure::new("flux::testing::no_flux", message)
        .help("name `.flux` files, or folders with files called `…_test.flux`")
}

/// Where a testcase of a package and name stands.
type Seen = HashMap<String, (String, SourceMap, Span)>;

/// The testcases of a file. A file that cannot be read is one testcase that fails.
fn testcases(path: &Path, modules: &Modules, seen: &mut Seen) -> Result<Vec<Case>, Faults> {
    let text = tree::read_text(path)?;
    let sources = SourceMap::default();
    let file = path.display().to_string();
    let source = sources.add(file.as_str(), text);
    let parsed = parse(&source);
    let package = parsed.file.package.as_ref();
    let package = package.map_or("main", |package| &package.name);
    let package = package.strip_suffix("_test").unwrap_or(package);
    if parsed.failed() {
        return Ok(vec![Case {
            file,
            package: package.into(),
            name: "(the file)".into(),
            tags: Vec::new(),
            program: Err(parsed.diagnostics),
            sources,
        }]);
    }
    let module = modules.around(path);
    let valid = module.map_or(&[][..], |module| &module.tags);
    let mut cases = Vec::new();
    for testcase in program::testcases(&parsed.file) {
        let name = &testcase.name.name;
        let place = testcase.name.span;
        let refuse = |diagnostic| Faults::new(vec![diagnostic], sources.clone());
        let here = (file.clone(), sources.clone(), place);
        if let Some((other, _, first)) = seen.insert(format!("{package}.{name}"), here) {
            let message =
                format!("duplicate testcase name \"{name}\", found in package \"{package}\"");
            let twice = Diagnostic::error("flux::testing::duplicate", message);
            let twice = match other == file {
                true => twice.label(place, "the second").label(first, "the first"),
                false => twice.label(place, format!("{other} has one, too")),
            };
            return Err(refuse(
                twice.help("each testcase of a package needs a name of its own"),
            ));
        }
        // What it extends is part of its texts alone.
        let own = sources.fork();
        let program = testcase.program(modules, &own);
        let mut tags = Vec::new();
        let tagged = program.as_ref().map_or(Ok(Vec::new()), program::tags);
        for (tag, span) in tagged.map_err(refuse)? {
            if !valid.contains(&tag) {
                let message = format!("testcase \"{name}\" has the invalid tag \"{tag}\"");
                let invalid = Diagnostic::error("flux::testing::tags", message)
                    .label(span, "not a tag of its module")
                    .help(match module {
                        Some(module) => format!(
                            "the tags of module `{}` are {}",
                            module.name,
                            list(valid)
                        ),
                        None => format!("list it in a file `{ROOT}`: `{{\"name\": \"…\", \"tags\": [\"{tag}\"]}}`"),
                    });
                return Err(Faults::new(vec![invalid], own));
            }
            tags.push(tag);
        }
        cases.push(Case {
            file: file.clone(),
            package: package.into(),
            name: name.to_string(),
            tags,
            program,
            sources: own,
        });
    }
    Ok(cases)
}

fn list(tags: &[String]) -> String {
    match tags {
        [] => "none".into(),
        tags => tags.join(", "),
    }
}
