//! What a package's Flux text says of its members: the comment above a definition is its
//! documentation, and that of the definitions that follow it without an empty line.

use super::entry::{Entry, Parameter};
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Expr, ExprKind, Function, Ident, StatementKind};
use crate::syntax::{Comment, parse};

/// The members that a text defines, in its order.
pub fn entries(text: &'static str) -> Vec<Entry> {
    let source = SourceMap::default().add("package", text);
    let parsed = parse(&source);
    let mut entries: Vec<Entry> = Vec::new();
    let mut before: Option<(Span, String)> = None;
    for statement in &parsed.file.body {
        let own = comment_above(text, &parsed.comments, statement.span.start);
        let docs = match (own, &before) {
            (Some(own), _) => own,
            (None, Some((last, docs))) if adjoins(text, *last, statement.span) => docs.clone(),
            (None, _) => String::new(),
        };
        match &statement.kind {
            StatementKind::Variable(name, value) => {
                entries.push(entry(text, name, value, &docs, &[]))
            }
            StatementKind::Option(name, value) => {
                let note = ["An option: a script may set it.".to_owned()];
                entries.push(entry(text, name, value, &docs, &note));
            }
            _ => {}
        }
        before = Some((statement.span, docs));
    }
    entries
}

/// The lines of comments that end right above a place.
fn comment_above(text: &str, comments: &[Comment], place: u32) -> Option<String> {
    let mut place = place;
    let mut lines = Vec::new();
    for comment in comments.iter().rev() {
        let Comment { span } = *comment;
        if span.end > place {
            continue;
        }
        let between = slice(text, Span::new(span.end, place));
        if !between.trim().is_empty() || between.matches('\n').count() != 1 {
            break;
        }
        // A comment behind code belongs to that code.
        let line = text.get(..span.start as usize).unwrap_or("");
        let line = line.rsplit('\n').next().unwrap_or("");
        if !line.trim().is_empty() {
            break;
        }
        lines.push(slice(text, span).trim_start_matches('/').trim());
        place = span.start;
    }
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Whether no line lies between two statements.
fn adjoins(text: &str, first: Span, second: Span) -> bool {
    let between = slice(text, Span::new(first.end, second.start));
    between.trim().is_empty() && between.matches('\n').count() == 1
}

fn entry(text: &str, name: &Ident, value: &Expr, docs: &str, notes: &[String]) -> Entry {
    let parameters = match &value.kind {
        ExprKind::Function(function) => parameters(text, function),
        _ => Vec::new(),
    };
    let signature = match &value.kind {
        ExprKind::Function(_) => {
            let list: Vec<_> = parameters.iter().map(written).collect();
            format!("({}) => …", list.join(", "))
        }
        _ => format!(" = {}", slice(text, value.span)),
    };
    Entry {
        name: name.name.to_string(),
        docs: docs.to_owned(),
        signature,
        parameters,
        notes: notes.to_vec(),
    }
}

fn parameters(text: &str, function: &Function) -> Vec<Parameter> {
    let parameters = function.parameters.iter();
    let each = parameters.map(|parameter| {
        let default = parameter.default.as_ref();
        Parameter {
            name: parameter.name.name.to_string(),
            ty: None,
            default: default.map(|default| slice(text, default.span).to_owned()),
            required: default.is_none() && !parameter.pipe,
            pipe: parameter.pipe,
            docs: String::new(),
        }
    });
    each.collect()
}

fn written(parameter: &Parameter) -> String {
    let name = &parameter.name;
    match (&parameter.default, parameter.pipe) {
        (_, true) => format!("<-{name}"),
        (Some(default), _) => format!("{name}={default}"),
        (None, _) => name.clone(),
    }
}

/// The text's source map holds nothing else, so that spans are offsets.
fn slice(text: &str, span: Span) -> &str {
    let range = span.start as usize..span.end as usize;
    text.get(range).unwrap_or("")
}
