//! Test modules: folders marked by a file `fluxtest.root` that names them and the tags their
//! testcases may have.

use super::run::Faults;
use crate::connect::tree;
use crate::diagnostic::{Diagnostic, Failure};
use crate::source::{SourceMap, Span};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file that marks the folder it lies in.
pub const ROOT: &str = "fluxtest.root";

/// All modules that were found.
#[derive(Debug, Default)]
pub struct Modules(Vec<Module>);

/// A folder of tests that others may extend.
#[derive(Debug)]
pub struct Module {
    /// What `extends` calls it.
    pub name: String,
    /// The tags that its testcases may have.
    pub tags: Vec<String>,
    /// Its folder, absolute.
    folder: PathBuf,
}

/// `fluxtest.root` in its long form.
#[derive(Deserialize)]
struct Root {
    name: String,
    #[serde(default)]
    tags: Vec<String>,
}

impl Modules {
    /// Adds the module that a `fluxtest.root` makes of its folder, unless it is known.
    ///
    /// # Errors
    /// If the file is none, or another folder has the name.
    pub fn add(&mut self, root: &Path) -> Result<(), Faults> {
        let folder = tree::absolute(root.parent().unwrap_or(root));
        if self.0.iter().any(|module| module.folder == folder) {
            return Ok(());
        }
        let text = tree::read_text(root)?;
        let sources = SourceMap::default();
        let wrong = |message: String| {
            let source = sources.add(root.display().to_string(), text.as_str());
            let whole = Span::new(source.start, source.start + text.len() as u32);
            let wrong = Diagnostic::error("flux::testing::module", message)
                .label(whole, "this file names the module")
                .help("write a name of letters, or `{\"name\": \"…\", \"tags\": [\"…\"]}`");
            Faults::new(vec![wrong], sources.clone())
        };
        let trimmed = text.trim();
        let plain = trimmed.chars().all(|letter| letter.is_ascii_alphabetic());
        let found = match plain && !trimmed.is_empty() {
            true => Root {
                name: trimmed.into(),
                tags: Vec::new(),
            },
            false => serde_json::from_str(trimmed)
                .map_err(|error| wrong(format!("this is no test module: {error}")))?,
        };
        if found.name.is_empty() {
            return Err(wrong("a test module needs a name".into()));
        }
        if let Some(other) = self.0.iter().find(|module| module.name == found.name) {
            return Err(wrong(format!(
                "the test module `{}` is {} already",
                found.name,
                other.folder.display()
            )));
        }
        self.0.push(Module {
            name: found.name,
            tags: found.tags,
            folder,
        });
        Ok(())
    }

    /// The innermost module that a file lies in.
    pub fn around(&self, file: &Path) -> Option<&Module> {
        let file = tree::absolute(file);
        let holds = self
            .0
            .iter()
            .filter(|module| file.starts_with(&module.folder));
        holds.max_by_key(|module| module.folder.components().count())
    }

    /// The tags of all modules.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.0.iter().flat_map(|module| &module.tags);
        tags.map(String::as_str)
    }

    /// The file and the testcase that `module/folder/file.testcase` means.
    ///
    /// # Errors
    /// If it names no module, or no testcase.
    pub fn locate<'p>(&self, path: &'p str) -> Result<(PathBuf, &'p str), Failure> {
        let malformed = || {
            Failure::new(
                "flux::testing::extends",
                format!("\"{path}\" names no testcase"),
            )
            .help("write it as `module/folder/file.testcase`")
        };
        let (name, rest) = path.split_once('/').ok_or_else(malformed)?;
        let (file, testcase) = rest.rsplit_once('.').ok_or_else(malformed)?;
        let Some(module) = self.0.iter().find(|module| module.name == name) else {
            let message = format!("test module \"{name}\" not found");
            return Err(Failure::new("flux::testing::extends", message).help(format!(
                "a module is a folder with a file `{ROOT}` in it, among those that are tested or around them"
            )));
        };
        Ok((module.folder.join(format!("{file}.flux")), testcase))
    }
}
