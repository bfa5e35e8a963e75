//! Files and statements.

use super::Formatter;
use super::layout::{Doc, Hung, INDENT, MOST_IN_LINE, commas};
use crate::source::Span;
use crate::syntax::ast::{Attribute, Expr, File, Ident, Import, Statement, StatementKind};
use pretty::DocAllocator;
use std::mem::discriminant;

impl<'a> Formatter<'a> {
    /// A whole file.
    pub(super) fn file(&self, file: &'a File) -> Doc<'a> {
        let two_lines = || self.arena.hardline().append(self.arena.hardline());
        let mut doc = self.attributes(&file.attributes);
        if let Some(name) = &file.package {
            let keyword = self.marks.last(name.span.start);
            doc = doc
                .append(self.comments_or_nothing(keyword))
                .append("package ")
                .append(self.ident(name))
                .append(self.arena.hardline());
            if !file.imports.is_empty() || !file.body.is_empty() {
                doc = doc.append(two_lines());
            }
        }
        let imports = file.imports.iter().map(|import| self.import(import));
        doc = doc.append(self.arena.intersperse(imports, self.arena.hardline()));
        if !file.imports.is_empty() && !file.body.is_empty() {
            doc = doc.append(two_lines());
        }
        doc = doc.append(self.statements(&file.body));
        if let Some(comments) = self.lines(self.marks.at_end()) {
            doc = doc.append(comments);
        }
        doc.append(self.arena.hardline())
    }

    fn import(&self, import: &'a Import) -> Doc<'a> {
        let keyword = self.marks.next(import.span.start);
        let mut doc = self
            .attributes(&import.attributes)
            .append(self.comments_or_nothing(keyword))
            .append("import ");
        if let Some(alias) = &import.alias {
            doc = doc.append(self.ident(alias)).append(" ");
        }
        doc.append(self.verbatim(import.path_span))
    }

    /// A token as it is written, with its comments.
    pub(super) fn verbatim(&self, span: Span) -> Doc<'a> {
        self.comments_or_nothing(span.start)
            .append(self.text(self.marks.slice(span)))
    }

    pub(super) fn ident(&self, ident: &Ident) -> Doc<'a> {
        self.verbatim(ident.span)
    }

    fn attributes(&self, attributes: &'a [Attribute]) -> Doc<'a> {
        let mut doc = self.nil();
        for attribute in attributes {
            let name = self
                .comments_or_nothing(attribute.span.start)
                .append("@")
                .append(attribute.name.to_string());
            let attribute = match attribute.parameters.is_empty() {
                true => name,
                false => {
                    let broken = attribute.parameters.len() > MOST_IN_LINE;
                    let items = attribute.parameters.iter();
                    let items = items.map(|item| self.expression(item)).collect();
                    name.append(self.item_list("(", ")", items, None, broken))
                }
            };
            doc = doc.append(attribute.group()).append(self.arena.hardline());
        }
        doc
    }

    /// `open item, item close`, without anything that surrounds it.
    fn item_list(
        &self,
        open: &'static str,
        close: &'static str,
        items: Vec<Doc<'a>>,
        closing: Option<Doc<'a>>,
        broken: bool,
    ) -> Doc<'a> {
        let (before, body, behind) = self.list(open, close, items, closing, broken);
        let mut hung = Hung::alone(body);
        hung.around.push(super::layout::Around {
            before: Some(before),
            behind: Some(behind),
            nested: false,
        });
        hung.doc(self.arena)
    }

    /// The three parts of `open item, item close`; `closing` are the comments before the end.
    pub(super) fn list(
        &self,
        open: &'static str,
        close: &'static str,
        items: Vec<Doc<'a>>,
        closing: Option<Doc<'a>>,
        broken: bool,
    ) -> (Doc<'a>, Doc<'a>, Doc<'a>) {
        let line = super::layout::line(self.arena, broken);
        let edge = || super::layout::line_or_nothing(self.arena, broken);
        let body = edge().append(commas(self.arena, items, line));
        let end = closing.unwrap_or_else(edge);
        (self.text(open), body, end.append(close))
    }

    /// Statements in lines of their own; an empty line stays where one or more are, and stands
    /// between statements of different kinds.
    pub(super) fn statements(&self, statements: &'a [Statement]) -> Doc<'a> {
        let mut docs = Vec::with_capacity(statements.len());
        let mut previous: Option<&Statement> = None;
        for statement in statements {
            let mut doc = self.nil();
            if let Some(previous) = previous {
                let gap = self.marks.has_gap(previous.span.end, statement.span.start);
                if gap
                    || is_option(previous) != is_option(statement)
                    || discriminant(&previous.kind) != discriminant(&statement.kind)
                        && !(is_option(previous) && is_option(statement))
                    || self.marks.has_before(statement.span.start)
                    || !statement.attributes.is_empty()
                {
                    doc = self.arena.hardline();
                }
            }
            previous = Some(statement);
            docs.push(doc.append(self.statement(statement)));
        }
        self.arena.intersperse(docs, self.arena.hardline())
    }

    fn statement(&self, statement: &'a Statement) -> Doc<'a> {
        let attributes = self.attributes(&statement.attributes);
        let start = self.marks.next(statement.span.start);
        let doc = match &statement.kind {
            StatementKind::Expr(expr) => self.expression(expr),
            StatementKind::Variable(name, value) => self
                .comments_or_nothing(name.span.start)
                .append(self.assignment(self.text(self.marks.slice(name.span)), value)),
            StatementKind::Option(name, value) => self
                .comments_or_nothing(start)
                .append("option ")
                .append(self.comments_or_nothing(name.span.start))
                .append(self.assignment(self.text(self.marks.slice(name.span)), value)),
            StatementKind::OptionMember(package, name, value) => {
                let comments = self.comments_or_nothing(start);
                let dot = self.marks.last(name.span.start);
                let target = self
                    .ident(package)
                    .append(self.comments_below(dot))
                    .append(".")
                    .append(self.ident(name));
                comments
                    .append("option ")
                    .append(self.assignment(target, value))
            }
            StatementKind::Return(value) => {
                let keyword = self.comments_or_nothing(start).append("return");
                let mut hung = self.hang(value);
                hung.precede(self.arena.line());
                hung.surround(Some(keyword), true);
                hung.doc(self.arena)
            }
            StatementKind::Builtin(name, scheme) => {
                let comments = self.comments_or_nothing(start);
                let head = self
                    .text("builtin")
                    .append(self.arena.line())
                    .append(self.ident(name))
                    .group();
                let colon = self.comments(self.marks.next(name.span.end));
                let colon = match colon {
                    Some(colon) => self.arena.line().append(colon),
                    None => self.text(" "),
                };
                let ty = self.scheme(scheme);
                comments.append(
                    head.append(colon)
                        .append(": ")
                        .append(ty)
                        .nest(INDENT)
                        .group(),
                )
            }
            StatementKind::TestCase {
                name,
                extends,
                body,
            } => {
                let comments = self.comments_or_nothing(start);
                let mut head = self
                    .text("testcase")
                    .append(self.arena.line())
                    .append(self.ident(name));
                let mut behind = name.span.end;
                if let Some((_, span)) = extends {
                    behind = span.end;
                    head = head
                        .append(self.arena.line())
                        .append("extends")
                        .append(self.arena.line())
                        .append(self.verbatim(*span));
                }
                let open = self.marks.next(behind);
                let mut hung = self.block(open, body, statement.span.end);
                hung.surround(Some(head.append(self.arena.line())), true);
                comments.append(hung.doc(self.arena))
            }
            StatementKind::Bad => self.text(self.marks.slice(statement.span)),
        };
        attributes.append(doc.group())
    }

    /// `target = value`
    fn assignment(&self, target: Doc<'a>, value: &'a Expr) -> Doc<'a> {
        let equals = self.marks.last(self.first_token(value));
        let head = target.append(self.comments_below(equals)).append(" =");
        let mut hung = self.hang(value);
        hung.precede(self.arena.line());
        hung.surround(Some(head), true);
        hung.doc(self.arena)
    }

    /// Where an expression's first token begins.
    pub(super) fn first_token(&self, expr: &Expr) -> u32 {
        self.marks.next(expr.span.start)
    }

    /// `{ statements }`, where `open` is the brace and `end` where the closing one has ended.
    pub(super) fn block(&self, open: u32, statements: &'a [Statement], end: u32) -> Hung<'a> {
        let close = self.marks.last(end);
        let before = self.comments_or_nothing(open).append("{");
        let body = self
            .arena
            .hardline()
            .append(self.statements(statements))
            .append(self.comments_or_nothing(close));
        let mut hung = Hung::alone(body);
        hung.around.push(super::layout::Around {
            before: Some(before),
            behind: Some(self.arena.hardline().append("}")),
            nested: false,
        });
        hung
    }
}

fn is_option(statement: &Statement) -> bool {
    matches!(
        statement.kind,
        StatementKind::Option(..) | StatementKind::OptionMember(..)
    )
}
