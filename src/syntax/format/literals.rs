//! Names and literals.

use super::Formatter;
use super::layout::Doc;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};
use pretty::{DocAllocator, Pretty};
use std::borrow::Cow;

impl<'a> Formatter<'a> {
    pub(super) fn literal(&self, expr: &'a Expr) -> Doc<'a> {
        let token = self.token(expr);
        let text = self.marks.slice(token);
        let comments = self.comments_or_nothing(token.start);
        comments.append(match &expr.kind {
            ExprKind::Int(value) => self.text(value.to_string()),
            ExprKind::Duration(_) => self.text(duration(text)),
            ExprKind::Time(_) => self.text(time(text)),
            // A blank at the end of a line would be lost.
            ExprKind::Regex(_) => self.text(text.replace(" \n", " \\x0a")),
            ExprKind::Label(_) => {
                let name = self.marks.last(token.end);
                self.text(".")
                    .append(self.verbatim(Span::new(name, token.end)))
            }
            _ => self.text(text),
        })
    }

    /// A string without interpolations, as it is written.
    pub(super) fn string(&self, expr: &'a Expr) -> Doc<'a> {
        let token = self.token(expr);
        let lines = self.marks.slice(token).split('\n');
        let lines: Vec<_> = lines.map(visible_end).collect();
        let text = lines.join("\n");
        self.comments_or_nothing(token.start)
            .append(self.text(text))
    }

    /// Text of a string with interpolations. Its line breaks are its own: what follows them is
    /// not indented.
    pub(super) fn string_part(&self, text: &str) -> Doc<'a> {
        let count = text.matches('\n').count();
        let lines = text.split('\n').enumerate().map(|(number, line)| {
            let line = escaped(line);
            self.text(match number < count {
                true => visible_end(&line).into_owned(),
                false => line,
            })
        });
        let arena = self.arena;
        let flush = arena.nesting(move |indent| {
            let back = isize::try_from(indent).unwrap_or(0);
            arena.hardline().nest(-back).pretty(arena).into_doc()
        });
        arena.intersperse(lines, flush)
    }
}

/// A line of a string without a blank at its end, which would be lost.
fn visible_end(line: &str) -> Cow<'_, str> {
    match line.strip_suffix(' ') {
        Some(rest) => Cow::Owned(format!("{rest}\\x20")),
        None => Cow::Borrowed(line),
    }
}

/// Text as it stands between quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '$' if characters.peek() == Some(&'{') => out.push_str("\\$"),
            // A dollar sign may meet an interpolation behind it.
            '$' if matches!(characters.peek(), None | Some('$')) => out.push_str("\\x24"),
            _ => out.push(c),
        }
    }
    out
}

/// A duration without leading zeros, its microseconds in letters that every keyboard has.
fn duration(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.replace('µ', "u").chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            let significant = digits.trim_start_matches('0');
            out.push_str(if significant.is_empty() {
                "0"
            } else {
                significant
            });
            digits.clear();
        }
        out.push(c);
    }
    out
}

/// A time with its date, time and zone, and no more digits than it needs.
fn time(text: &str) -> String {
    let Some((date, clock)) = text.split_once('T') else {
        return format!("{text}T00:00:00Z");
    };
    let zone = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(zone);
    let clock = match clock.contains('.') {
        true => clock.trim_end_matches('0').trim_end_matches('.'),
        false => clock,
    };
    let zone = match zone {
        "+00:00" | "-00:00" => "Z",
        zone => zone,
    };
    format!("{date}T{clock}{zone}")
}
