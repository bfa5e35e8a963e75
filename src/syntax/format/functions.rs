//! Function literals.

use super::Formatter;
use super::layout::{Doc, Hung, INDENT, MOST_IN_LINE, commas, line, line_or_nothing};
use crate::syntax::ast::{Body, Expr, ExprKind, Function, Parameter};
use pretty::DocAllocator;

impl<'a> Formatter<'a> {
    pub(super) fn function(&self, expr: &'a Expr, function: &'a Function) -> Hung<'a> {
        let open = self.first_token(expr);
        let opening = self.comments(open);
        let head = self.head(open, function);
        let mut hung = match &function.body {
            Body::Expr(body) => {
                let body = self.bare(body);
                let doc = match &body.kind {
                    // A record without parentheses would be a block.
                    ExprKind::Record { .. } => self
                        .text("(")
                        .append(self.expression(body))
                        .append(")")
                        .group(),
                    _ => self.expression(body),
                };
                let mut hung = Hung::alone(self.arena.line().append(doc));
                hung.surround(Some(head), false);
                hung
            }
            Body::Block(statements) => {
                let arrow = self.arrow(open, function);
                let brace = self.marks.next(arrow + 2);
                let mut hung = self.block(brace, statements, expr.span.end);
                hung.precede(self.arena.line());
                hung.surround(Some(head), true);
                hung
            }
        };
        hung.surround(opening, true);
        hung
    }

    /// `(parameters) =>`
    fn head(&self, open: u32, function: &'a Function) -> Doc<'a> {
        let broken = function.parameters.len() > MOST_IN_LINE;
        let between = line(self.arena, broken);
        let edge = line_or_nothing(self.arena, broken);
        let arrow = self.arrow(open, function);
        let close = self.marks.last(arrow);
        let items = function
            .parameters
            .iter()
            .map(|parameter| self.parameter(parameter, close))
            .collect();
        let parameters = edge.clone().append(commas(self.arena, items, between));
        let closing = self.comments_or_nothing(close);
        let before_arrow = match self.marks.has_before(arrow) {
            true => self.comments_below(arrow),
            false => self.arena.softline(),
        };
        self.text("(")
            .append(parameters.nest(INDENT))
            .append(edge)
            .append(closing)
            .append(")")
            .append(before_arrow)
            .append("=>")
            .group()
    }

    /// Where `=>` begins.
    fn arrow(&self, open: u32, function: &Function) -> u32 {
        let behind = function.parameters.last().map_or(open, |parameter| {
            let default = parameter.default.as_ref();
            default.map_or(parameter.name.span.end, |default| default.span.end)
        });
        let arrow = self.marks.find(behind, function.span.end, "=>");
        arrow.unwrap_or(function.span.end)
    }

    fn parameter(&self, parameter: &'a Parameter, close: u32) -> Doc<'a> {
        let name = self.ident(&parameter.name);
        let equals = self.marks.next(parameter.name.span.end);
        let (doc, end) = match (&parameter.default, parameter.pipe) {
            (_, true) => {
                let receive = self.marks.next(equals + 1);
                let doc = name
                    .append(self.comments_or_nothing(equals))
                    .append("=")
                    .append(self.comments_or_nothing(receive))
                    .append("<-");
                (doc, receive + 2)
            }
            (Some(default), false) => {
                let head = name.append(self.comments_or_nothing(equals)).append("=");
                let mut hung = self.hang(default);
                hung.surround(Some(head), true);
                (hung.doc(self.arena), default.span.end)
            }
            (None, false) => (name, parameter.name.span.end),
        };
        doc.append(self.comma_comments(end, close))
    }
}
