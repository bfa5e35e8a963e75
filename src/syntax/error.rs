//! The reports of what the lexer could not read and of what the grammar cannot refuse.

use super::ast::Ident;
use super::lexer::{Mistake, MistakeKind};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What could not be read; `span` is the mistake's, `text` what stands there. `multiline` is an
/// earlier string that goes on beyond its line: perhaps the one whose quote is missing.
pub fn mistake(mistake: &Mistake, span: Span, text: &str, multiline: Option<Span>) -> Diagnostic {
    match mistake.kind {
        MistakeKind::Character => character(span, text),
        MistakeKind::Escape => escape(span, text),
        MistakeKind::KeywordMember => {
            keyword(span, text).help(format!("write `[\"{text}\"]` instead of `.{text}`"))
        }
        MistakeKind::KeywordKey if text == "return" => keyword(span, text).help(
            "this brace opens a record; a value, as of `if … then … else …`, stands without braces and `return`",
        ),
        MistakeKind::KeywordKey => keyword(span, text).help(format!(
            "in a record write it in quotes: `\"{text}\": …`; parameters have other names"
        )),
        MistakeKind::UnterminatedString => {
            let quote = Span::new(span.start, span.start.saturating_add(1));
            let error = Diagnostic::error(
                "flux::syntax::unterminated_string",
                "this string has no end",
            )
            .label(quote, "the string begins here")
            .help("close it with `\"`; a quote within a string is written `\\\"`");
            match multiline {
                Some(earlier) => error.label(
                    earlier,
                    "or this one, which goes on beyond its line, was meant to end there",
                ),
                None => error,
            }
        }
    }
}

/// A keyword where a name stands.
pub fn keyword(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::keyword_as_name",
        format!("the keyword `{word}` cannot be a name"),
    )
    .label(span, "a keyword")
}

fn character(span: Span, text: &str) -> Diagnostic {
    const TYPOGRAPHIC: [char; 5] = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];
    if let Some(inner) = text.strip_prefix('\'') {
        let inner = inner.trim_end_matches('\'');
        return quotes(span, inner, "single ones");
    }
    if text.starts_with(TYPOGRAPHIC) {
        return quotes(span, text.trim_matches(TYPOGRAPHIC), "typographic ones");
    }
    let error = Diagnostic::error(
        "flux::syntax::unexpected_character",
        format!("`{text}` means nothing in Flux"),
    )
    .label(span, "not part of the language");
    let help = match text {
        "&&" | "&" => "write `and`",
        "||" => "write `or`",
        "|" => "the pipe is written `|>`",
        "!" => "write `not`; unequal is written `!=`",
        ";" => "leave it out: statements need nothing between them",
        "#" => "comments begin with `//`",
        "`" => "strings stand in double quotes: `\"text\"`",
        "$" => "`${…}` stands only within a string: `\"${name}\"`",
        "\\" => "a line needs nothing at its end to go on in the next",
        "\u{a0}" => "this is a non-breaking space; write a plain one",
        _ => return error,
    };
    error.help(help)
}

/// A string in other quotes than Flux's.
fn quotes(span: Span, inner: &str, which: &str) -> Diagnostic {
    let inner = if inner.is_empty() { "text" } else { inner };
    Diagnostic::error(
        "flux::syntax::unexpected_character",
        format!("a string stands in plain double quotes, not in {which}"),
    )
    .label(span, "other quotes")
    .help(format!("write `\"{inner}\"`"))
}

fn escape(span: Span, text: &str) -> Diagnostic {
    let error = Diagnostic::error(
        "flux::syntax::invalid_escape",
        format!("`{text}` is no escape"),
    )
    .label(span, "not an escape");
    let help = match text {
        "\\x" => "write two hexadecimal digits after it: `\\x41`".to_owned(),
        "\\u" => "write the character itself, or its UTF-8 as `\\xHH`".to_owned(),
        "\\$" => "a dollar sign alone needs none; before `{` write `\\${`".to_owned(),
        "\\'" => "a single quote needs none".to_owned(),
        _ => format!(
            "a backslash itself is written `\\\\`, so `\\{text}`; the escapes are \\n \\r \\t \\\\ \\\" \\${{ \\xHH"
        ),
    };
    error.help(help)
}

/// An expression that goes deeper than the tree may.
pub fn too_deep(span: Span, deepest: u32) -> Diagnostic {
    let start = Span::new(span.start, span.start.saturating_add(1));
    Diagnostic::error(
        "flux::syntax::too_deep",
        format!("this expression is nested more than {deepest} levels deep"),
    )
    .label(start, "what begins here is too deep; each operator, call and bracket is one level")
    .help("give parts of it names: `part = …`; instead of many `or`, use `contains(value: …, set: […])`")
}

/// A type that goes deeper than its tree may.
pub fn type_too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("flux::syntax::too_deep", "this type is nested too deeply")
        .label(span, "one level too many")
}

/// A text whose offsets do not fit.
pub fn too_long(span: Span) -> Diagnostic {
    Diagnostic::error("flux::syntax::too_long", "this text is longer than 4 GiB")
        .label(span, "begins here")
}

/// `{a, b: c}`.
pub fn mixed_properties(implicit: &Ident, explicit: Span) -> Diagnostic {
    let name = &implicit.name;
    Diagnostic::error(
        "flux::syntax::mixed_properties",
        "some properties are named and others are not",
    )
    .label(implicit.span, "only a name")
    .label(explicit, "a name and a value")
    .help(format!(
        "write `{name}: {name}`; a record `{name}` is extended by `{{{name} with …}}`"
    ))
}

/// What only a file may hold, in a block.
pub fn misplaced(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::misplaced_statement",
        format!("{what} cannot stand in a block"),
    )
    .label(span, "inside a block")
    .help("move it out of all braces")
}

/// A package clause that is not the first statement.
pub fn late_package(span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::late_package",
        "the package clause does not come first",
    )
    .label(span, "after other statements")
    .help("one `package` clause may stand at the start of the file, before imports")
}

/// An import after other statements.
pub fn late_import(span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::late_import",
        "imports come before all other statements",
    )
    .label(span, "after another statement")
    .help("move it to the start of the file")
}

/// `.name` alone.
pub fn bare_label(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::bare_label",
        "a statement does not begin with a dot",
    )
    .label(span, "a dot, and nothing before it")
    .help(format!(
        "for a property, write the record before the dot: `r.{name}`"
    ))
}

/// A comma that is missing where Flux lets that pass.
pub fn tolerated_comma(span: Span) -> Diagnostic {
    Diagnostic::warning("flux::syntax::tolerated_comma", "a comma is missing here")
        .label(span, "another element begins")
        .help("write `,` between the elements")
}
