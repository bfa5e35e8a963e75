//! Text to text: Flux in its canonical layout, as upstream lays it out, with every comment kept
//! where it stands. The tree stays the same.

mod expressions;
mod functions;
mod layout;
mod literals;
mod marks;
mod statements;
mod types;

use super::ast::{File, Statement, StatementKind};
use super::parse::parse;
use super::print::normal;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceMap};
use layout::Doc;
use marks::Marks;
use pretty::{Arena, DocAllocator};

/// How long a line may be before it is broken, if it can be.
const WIDTH: usize = 100;

/// How often a layout is laid out again at most.
const SETTLES: usize = 4;

/// A text in the canonical layout.
///
/// # Errors
/// What is wrong with the text; a text that is not Flux has no layout.
pub fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let mut text = once(source)?;
    // Where a break depends on how the lines were broken before, upstream's layout of a layout is
    // another one: the last of them is meant.
    for _ in 0..SETTLES {
        let source = SourceMap::default().add("", text.as_str());
        match once(&source) {
            Ok(next) if next != text => text = next,
            _ => break,
        }
    }
    Ok(text)
}

fn once(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let parsed = parse(source);
    if parsed.failed() {
        return Err(parsed.diagnostics);
    }
    let mut marks = Marks::new(source);
    let text = settled(&parsed.file, &mut marks, false);
    // Upstream's rules for parentheses overlook some; where one of those would change what the
    // text means, all parentheses stay as they are written.
    if means_the_same(&parsed.file, &text) {
        return Ok(text);
    }
    let mut marks = Marks::new(source);
    Ok(settled(&parsed.file, &mut marks, true))
}

/// The layout, once every comment has a place in it: one within something that is written without
/// a break moves before its statement.
fn settled(file: &File, marks: &mut Marks<'_>, all_parentheses: bool) -> String {
    let text = layout(file, marks, all_parentheses);
    match marks.hoist(&starts(file)) {
        true => layout(file, marks, all_parentheses),
        false => text,
    }
}

fn layout(file: &File, marks: &Marks<'_>, all_parentheses: bool) -> String {
    let arena = Arena::new();
    let formatter = Formatter {
        arena: &arena,
        marks,
        all_parentheses,
    };
    let doc = formatter.file(file).group();
    let mut text = String::new();
    // Writing to a string cannot fail, and every alternative that can fail has one that cannot.
    let _ = doc.render_fmt(WIDTH, &mut text);
    // Lines that hold but their indentation are empty. What a string has at the end of a line was
    // made visible before.
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches(' '))
        .collect();
    lines.join("\n")
}

/// Whether a text reads as this tree.
fn means_the_same(file: &File, text: &str) -> bool {
    let source = SourceMap::default().add("", text);
    let parsed = parse(&source);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    meanings(&file.body, &mut before);
    meanings(&parsed.file.body, &mut after);
    !parsed.failed() && before == after
}

/// What each statement computes, without places and needless parentheses.
fn meanings(statements: &[Statement], found: &mut Vec<String>) {
    for statement in statements {
        match &statement.kind {
            StatementKind::Expr(value)
            | StatementKind::Variable(_, value)
            | StatementKind::Option(_, value)
            | StatementKind::OptionMember(_, _, value)
            | StatementKind::Return(value) => found.push(normal(value)),
            StatementKind::TestCase { body, .. } => meanings(body, found),
            StatementKind::Builtin(..) | StatementKind::Bad => {}
        }
    }
}

/// Where statements begin that a comment may stand before, by offset.
fn starts(file: &File) -> Vec<u32> {
    fn add(statements: &[Statement], starts: &mut Vec<u32>) {
        for statement in statements {
            starts.push(statement.span.start);
            if let StatementKind::TestCase { body, .. } = &statement.kind {
                add(body, starts);
            }
        }
    }
    let mut starts: Vec<u32> = file
        .imports
        .iter()
        .map(|import| import.span.start)
        .collect();
    add(&file.body, &mut starts);
    starts
}

/// Turns the tree into documents.
struct Formatter<'a> {
    arena: &'a Arena<'a>,
    marks: &'a Marks<'a>,
    /// Whether parentheses stay that nothing needs.
    all_parentheses: bool,
}

impl<'a> Formatter<'a> {
    fn nil(&self) -> Doc<'a> {
        self.arena.nil()
    }

    fn text(&self, text: impl Into<std::borrow::Cow<'a, str>>) -> Doc<'a> {
        self.arena.text(text)
    }

    /// The comments before the token that begins at `offset`, each with the end of its line.
    fn comments(&self, offset: u32) -> Option<Doc<'a>> {
        self.lines(self.marks.before(offset))
    }

    fn lines(&self, comments: Vec<&'a str>) -> Option<Doc<'a>> {
        if comments.is_empty() {
            return None;
        }
        let line = |comment| self.text(comment).append(self.arena.hardline());
        Some(self.arena.concat(comments.into_iter().map(line)))
    }

    /// The comments before a token, or nothing.
    fn comments_or_nothing(&self, offset: u32) -> Doc<'a> {
        self.comments(offset).unwrap_or_else(|| self.nil())
    }

    /// The same on a line of their own, indented.
    fn comments_below(&self, offset: u32) -> Doc<'a> {
        match self.comments(offset) {
            Some(comments) => self.arena.line().append(comments).nest(layout::INDENT),
            None => self.nil(),
        }
    }
}

#[cfg(test)]
mod tests;
