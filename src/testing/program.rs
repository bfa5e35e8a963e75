//! From a file with testcases to one program for each: the file's other statements, then the
//! testcase's, which may stand around those of another file's testcase.

use super::modules::Modules;
use crate::connect::tree;
use crate::diagnostic::{Diagnostic, Failure};
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Expr, ExprKind, File, Ident, Import, Statement, StatementKind};
use crate::syntax::parse_from;

/// A testcase of a file, and what it is within.
pub struct Testcase<'f> {
    /// Its name.
    pub name: &'f Ident,
    /// The testcase it extends, and where it says so.
    extends: Option<&'f (std::sync::Arc<str>, Span)>,
    body: &'f [Statement],
    file: &'f File,
}

/// The testcases of a file.
pub fn testcases(file: &File) -> impl Iterator<Item = Testcase<'_>> {
    file.body.iter().filter_map(move |statement| {
        let StatementKind::TestCase {
            name,
            extends,
            body,
        } = &statement.kind
        else {
            return None;
        };
        Some(Testcase {
            name,
            extends: extends.as_ref(),
            body,
            file,
        })
    })
}

impl Testcase<'_> {
    /// The program that it is. The text of a testcase that it extends is added to the sources.
    ///
    /// # Errors
    /// If what it extends is not found, or is no Flux.
    pub fn program(&self, modules: &Modules, sources: &SourceMap) -> Result<File, Vec<Diagnostic>> {
        let mut program = File {
            attributes: Vec::new(),
            package: None,
            imports: self.file.imports.clone(),
            body: preamble(self.file),
            expressions: self.file.expressions,
            span: self.file.span,
        };
        let Some((path, span)) = self.extends else {
            program.body.extend_from_slice(self.body);
            return Ok(program);
        };
        let placed = |failure: Failure| vec![Diagnostic::from(failure.at(*span))];
        let (path, name) = modules.locate(path).map_err(placed)?;
        let text = tree::read_text(&path).map_err(placed)?;
        let source = sources.add(path.display().to_string(), text);
        let parsed = parse_from(&source, program.expressions);
        if parsed.failed() {
            return Err(parsed.diagnostics);
        }
        let parent = testcases(&parsed.file).find(|testcase| *testcase.name.name == *name);
        let Some(parent) = parent else {
            let message = format!("{} has no testcase `{name}`", path.display());
            return Err(placed(Failure::new("flux::testing::extends", message)));
        };
        program.expressions = parsed.file.expressions;
        merge_imports(&mut program.imports, &parsed.file.imports);
        program.body.extend(preamble(&parsed.file));
        let mut parent = Some(parent.body);
        for statement in self.body {
            match parent.filter(|_| is_super(statement)) {
                Some(body) => {
                    program.body.extend_from_slice(body);
                    parent = None;
                }
                None => program.body.push(statement.clone()),
            }
        }
        Ok(program)
    }
}

/// The tags of a program: `option testing.tags = ["…"]`, the first one.
///
/// # Errors
/// If they are not literally an array of texts.
pub fn tags(program: &File) -> Result<Vec<(String, Span)>, Diagnostic> {
    let tags = program
        .body
        .iter()
        .find_map(|statement| match &statement.kind {
            StatementKind::OptionMember(package, member, value)
                if *package.name == *"testing" && *member.name == *"tags" =>
            {
                Some(value)
            }
            _ => None,
        });
    let Some(tags) = tags else {
        return Ok(Vec::new());
    };
    let wrong = |at: &Expr| {
        let message = "the option `testing.tags` must be a list of string literals";
        Diagnostic::error("flux::testing::tags", message)
            .label(at.span, "tags are read before anything is evaluated")
            .help("write it like `option testing.tags = [\"slow\"]`")
    };
    let ExprKind::Array(items) = &tags.kind else {
        return Err(wrong(tags));
    };
    let text = |item: &Expr| match &item.kind {
        ExprKind::String(text) => Ok((text.to_string(), item.span)),
        _ => Err(wrong(item)),
    };
    items.iter().map(text).collect()
}

/// All statements that are no testcases.
fn preamble(file: &File) -> Vec<Statement> {
    let shared = |statement: &&Statement| !matches!(statement.kind, StatementKind::TestCase { .. });
    file.body.iter().filter(shared).cloned().collect()
}

/// Adds the imports whose paths are not there.
fn merge_imports(imports: &mut Vec<Import>, further: &[Import]) {
    let own = imports.len();
    for import in further {
        let known = imports.iter().take(own).any(|own| own.path == import.path);
        if !known {
            imports.push(import.clone());
        }
    }
}

/// `super()`
fn is_super(statement: &Statement) -> bool {
    let StatementKind::Expr(Expr {
        kind: ExprKind::Call { callee, arguments },
        ..
    }) = &statement.kind
    else {
        return false;
    };
    arguments.is_empty() && matches!(&callee.kind, ExprKind::Ident(name) if **name == *"super")
}
