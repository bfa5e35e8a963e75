//! Comments that switch lints off: `// fluxlite: allow(unused_variable)` before a statement or at
//! the end of a line silences what is found in that statement or line; `allow-file` the whole
//! file.

use crate::source::{Source, Span};
use crate::syntax::Parsed;

/// One comment that silences lints.
pub struct Suppressed {
    codes: Vec<String>,
    /// Where they are silenced.
    within: Span,
}

impl Suppressed {
    /// Whether what a lint found at a place is not to be told.
    pub fn silences(&self, code: &str, span: Span) -> bool {
        let short = code.strip_prefix("flux::lint::").unwrap_or(code);
        let named = self.codes.iter().any(|one| one == short || one == code);
        named && self.within.start <= span.start && span.start < self.within.end
    }
}

/// All such comments of a text.
pub fn suppressed(source: &Source, parsed: &Parsed) -> Vec<Suppressed> {
    let mut found = Vec::new();
    for comment in &parsed.comments {
        let start = (comment.span.start - source.start) as usize;
        let end = (comment.span.end - source.start) as usize;
        let text = source.text.get(start..end).unwrap_or("");
        let Some((whole_file, codes)) = directive(text) else {
            continue;
        };
        let within = match whole_file {
            true => parsed.file.span,
            false => reach(source, parsed, comment.span),
        };
        found.push(Suppressed { codes, within });
    }
    found
}

/// What a comment silences, and whether it means the whole file.
fn directive(comment: &str) -> Option<(bool, Vec<String>)> {
    let text = comment.trim_start_matches('/').trim();
    let text = text.strip_prefix("fluxlite:")?.trim();
    let (whole_file, list) = match text.strip_prefix("allow-file(") {
        Some(list) => (true, list),
        None => (false, text.strip_prefix("allow(")?),
    };
    let codes = list.strip_suffix(')')?.split(',');
    Some((
        whole_file,
        codes.map(|code| code.trim().to_owned()).collect(),
    ))
}

/// Its own line; and where it stands on a line of its own, the statement that follows it.
fn reach(source: &Source, parsed: &Parsed, comment: Span) -> Span {
    let at = (comment.start - source.start) as usize;
    let before = source.text.get(..at).unwrap_or("");
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let is_alone = before
        .get(line..)
        .is_some_and(|text| text.trim().is_empty());
    if !is_alone {
        return Span::new(source.start + line as u32, comment.end);
    }
    let statements = parsed.file.body.iter().map(|statement| statement.span);
    let imports = parsed.file.imports.iter().map(|import| import.span);
    let all = statements.chain(imports);
    // A comment within a statement silences the rest of it.
    let inside = all
        .clone()
        .find(|span| span.start < comment.start && comment.start < span.end);
    let next = all
        .filter(|span| span.start >= comment.end)
        .min_by_key(|span| span.start);
    match inside.or(next) {
        Some(span) => Span::new(comment.start, span.end),
        None => comment,
    }
}
