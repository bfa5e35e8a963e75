//! Expressions. Parentheses are written where the tree needs them, or a comment stands in them.

use super::Formatter;
use super::layout::{Around, Doc, Hung, INDENT, MOST_IN_LINE, commas, line, line_or_nothing};
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, LogicalOp, Property, StringPart, UnaryOp};
use pretty::DocAllocator;

impl<'a> Formatter<'a> {
    pub(super) fn expression(&self, expr: &'a Expr) -> Doc<'a> {
        match &expr.kind {
            ExprKind::Array(_)
            | ExprKind::Record { .. }
            | ExprKind::Interpolation(_)
            | ExprKind::Function(_)
            | ExprKind::String(_)
            | ExprKind::Index { .. } => self.hang(expr).doc(self.arena),
            ExprKind::Dict(entries) => self.dict(expr, entries),
            ExprKind::Paren(inner) => match self.is_kept(expr) {
                true => {
                    let close = self.marks.last(expr.span.end);
                    self.comments_or_nothing(self.first_token(expr))
                        .append("(")
                        .append(self.expression(inner))
                        .append(self.comments_below(close))
                        .append(")")
                }
                false => self.expression(inner),
            },
            ExprKind::Call { callee, arguments } => self.call(expr, callee, arguments),
            ExprKind::Member { object, property } => self.member(expr, object, property.span),
            ExprKind::Pipe { .. } => self.pipe(expr),
            ExprKind::Binary { op, left, right } => self.binary(expr, op.symbol(), left, right),
            ExprKind::Logical { op, left, right } => {
                let symbol = match op {
                    LogicalOp::And => "and",
                    LogicalOp::Or => "or",
                };
                self.binary(expr, symbol, left, right)
            }
            ExprKind::Unary { op, operand } => {
                let comments = self.comments_or_nothing(self.first_token(expr));
                let symbol = match op {
                    UnaryOp::Not => "not ",
                    UnaryOp::Exists => "exists ",
                    UnaryOp::Plus => "+",
                    UnaryOp::Minus => "-",
                };
                let operand = self.left(precedence(expr), operand);
                comments.append(symbol).append(operand)
            }
            ExprKind::If { .. } => self.conditional(expr),
            ExprKind::Ident(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Time(_)
            | ExprKind::Duration(_)
            | ExprKind::Regex(_)
            | ExprKind::PipeLiteral
            | ExprKind::Label(_)
            | ExprKind::Bad => self.literal(expr),
        }
        .group()
    }

    /// An expression in parts, so that what stands before it can share its first line.
    pub(super) fn hang(&self, expr: &'a Expr) -> Hung<'a> {
        match &expr.kind {
            ExprKind::Array(elements) => self.array(expr, elements),
            ExprKind::Record { with, properties } => {
                let open = self.first_token(expr);
                let head = self.comments_or_nothing(open).append("{");
                let end = self.marks.last(expr.span.end);
                self.properties(Some((head, end)), with.as_deref(), properties)
            }
            ExprKind::Interpolation(parts) => self.interpolation(expr, parts),
            ExprKind::Function(function) => self.function(expr, function),
            ExprKind::String(_) => Hung::alone(self.string(expr)),
            ExprKind::Index { array, index } => {
                let open = self.marks.last(self.first_token(index));
                let close = self.marks.last(expr.span.end);
                let before = self
                    .left(precedence(expr), array)
                    .append(self.comments_or_nothing(open))
                    .append("[");
                let body = self.expression(index);
                let behind = self.comments_or_nothing(close).append("]");
                around(before, body, behind)
            }
            _ => Hung::alone(self.expression(expr)),
        }
    }

    /// The place of an expression that is one token.
    pub(super) fn token(&self, expr: &Expr) -> Span {
        Span::new(self.first_token(expr), expr.span.end)
    }

    /// Whether parentheses stay as they are written, for their comments if for nothing else.
    fn is_kept(&self, expr: &Expr) -> bool {
        matches!(expr.kind, ExprKind::Paren(_))
            && (self.all_parentheses
                || self.marks.has_before(self.first_token(expr))
                || self.marks.has_before(self.marks.last(expr.span.end)))
    }

    /// Without parentheses around it that nobody needs.
    pub(super) fn bare(&self, expr: &'a Expr) -> &'a Expr {
        match &expr.kind {
            ExprKind::Paren(inner) if !self.is_kept(expr) => self.bare(inner),
            _ => expr,
        }
    }

    /// An operand before its operator, in parentheses where it binds less tightly.
    fn left(&self, parent: u32, child: &'a Expr) -> Doc<'a> {
        let binds = precedence(child);
        self.parenthesized(child, parent != 0 && binds > parent)
    }

    /// An operand behind its operator: what binds as tightly needs parentheses, too.
    fn right(&self, parent: u32, child: &'a Expr) -> Doc<'a> {
        let binds = precedence(child);
        self.parenthesized(child, parent != 0 && binds != 0 && binds >= parent)
    }

    fn parenthesized(&self, expr: &'a Expr, needed: bool) -> Doc<'a> {
        let doc = self.expression(expr);
        match needed && !self.is_kept(expr) {
            true => self.text("(").append(doc).append(")"),
            false => doc,
        }
    }

    fn array(&self, expr: &'a Expr, elements: &'a [Expr]) -> Hung<'a> {
        let opening = self.comments(self.first_token(expr));
        let items = elements
            .iter()
            .map(|element| {
                self.expression(element)
                    .append(self.comma_comments(element.span.end, expr.span.end))
            })
            .collect();
        let closing = self.comments(self.marks.last(expr.span.end));
        let broken = elements.len() > MOST_IN_LINE;
        let (before, body, behind) = self.list("[", "]", items, closing, broken);
        let mut hung = Hung::alone(body);
        hung.around.push(Around {
            before: Some(before),
            behind: Some(behind),
            nested: false,
        });
        hung.surround(opening, true);
        hung
    }

    /// The comments before the comma behind an item, if there is one before `end`.
    pub(super) fn comma_comments(&self, item: u32, end: u32) -> Doc<'a> {
        let comma = self.marks.next(item);
        match comma < end && self.marks.find(comma, comma + 1, ",").is_some() {
            true => self.comments_or_nothing(comma),
            false => self.nil(),
        }
    }

    fn dict(&self, expr: &'a Expr, entries: &'a [(Expr, Expr)]) -> Doc<'a> {
        let broken = self.marks.is_multiline(expr.span);
        let opening = self.comments_or_nothing(self.first_token(expr));
        let items: Vec<Doc<'a>> = entries
            .iter()
            .map(|(key, value)| {
                self.expression(key)
                    .append(": ")
                    .append(self.expression(value))
                    .append(self.comma_comments(value.span.end, expr.span.end))
            })
            .collect();
        let items = match items.is_empty() {
            true => self.text(":"),
            false => commas(self.arena, items, line(self.arena, broken)),
        };
        let closing = self.comments_or_nothing(self.marks.last(expr.span.end));
        let body = self.arena.line_().append(items).append(closing);
        opening
            .append("[")
            .append(body.nest(INDENT))
            .append(self.arena.line_())
            .append("]")
    }

    /// Properties of a record, between braces that begin with `braces` and end at an offset, or
    /// of an argument list, without.
    fn properties(
        &self,
        braces: Option<(Doc<'a>, u32)>,
        with: Option<&'a Expr>,
        properties: &'a [Property],
    ) -> Hung<'a> {
        let broken = properties.len() > MOST_IN_LINE;
        let between = line(self.arena, broken);
        let edge = line_or_nothing(self.arena, broken);
        let end = braces.as_ref().map(|(_, end)| *end);
        let mut body = match with {
            Some(base) => {
                let keyword = self.marks.next(base.span.end);
                let comments = self.comments(keyword);
                self.expression(base)
                    .append(comments.unwrap_or_else(|| self.text(" ")))
                    .append("with")
                    .append(between.clone())
                    .group()
            }
            None => edge.clone(),
        };
        let items = properties
            .iter()
            .map(|property| {
                let comma = self.marks.next(property.span.end);
                let comments = match self.marks.find(comma, comma + 1, ",") {
                    Some(comma) => self.comments_below(comma),
                    None => self.nil(),
                };
                self.property(property).append(comments)
            })
            .collect();
        body = body.append(commas(self.arena, items, between));
        if let Some(end) = end {
            body = body.append(self.comments_below(end));
        }
        let (before, behind) = match braces {
            Some((head, _)) => (Some(head), edge.append("}")),
            None => (None, edge),
        };
        let mut hung = Hung::alone(body);
        hung.around.push(Around {
            before,
            behind: Some(behind),
            nested: true,
        });
        hung
    }

    fn property(&self, property: &'a Property) -> Doc<'a> {
        let key = self.verbatim(property.key.span);
        if property.shorthand {
            return key;
        }
        let colon = self.marks.last(self.first_token(&property.value));
        let head = key.append(self.comments_below(colon)).append(":");
        let mut hung = self.hang(&property.value);
        hung.precede(self.arena.line());
        hung.surround(Some(head), true);
        hung.doc(self.arena)
    }

    fn interpolation(&self, expr: &'a Expr, parts: &'a [StringPart]) -> Hung<'a> {
        let before = self
            .comments_or_nothing(self.first_token(expr))
            .append("\"");
        let parts = parts.iter().map(|part| match part {
            StringPart::Text(text) => self.string_part(text),
            StringPart::Expr(expr) => self.text("${").append(self.expression(expr)).append("}"),
        });
        let body = self.arena.concat(parts);
        around(before, body, self.text("\""))
    }

    fn member(&self, expr: &'a Expr, object: &'a Expr, property: Span) -> Doc<'a> {
        let of = object;
        let object = self.left(precedence(expr), of);
        let opening = self.marks.last(property.start);
        if self.marks.slice(Span::new(opening, opening + 1)) == "." {
            // Digits and a dot would be a float.
            let object = match &self.bare(of).kind {
                ExprKind::Int(_) => object.append(" "),
                _ => object,
            };
            return object
                .append(self.comments_below(opening))
                .append(".")
                .append(self.verbatim(property));
        }
        let close = self.marks.last(expr.span.end);
        object
            .append(self.comments_or_nothing(opening))
            .append("[")
            .append(self.verbatim(property))
            .append(self.comments_below(close))
            .append("]")
    }

    fn call(&self, expr: &'a Expr, callee: &'a Expr, arguments: &'a [Property]) -> Doc<'a> {
        let open = self.marks.next(callee.span.end);
        let close = self.marks.last(expr.span.end);
        let callee = self
            .left(precedence(expr), callee)
            .append(self.comments_below(open));
        let body = match arguments.is_empty() {
            true => {
                let closing = self.comments(close);
                let (before, body, behind) = self.list("(", ")", Vec::new(), closing, false);
                around(before, body, behind).doc(self.arena)
            }
            false => {
                let arguments = self.properties(None, None, arguments).doc(self.arena);
                self.text("(")
                    .append(arguments)
                    .append(self.comments_or_nothing(close))
                    .append(")")
            }
        };
        callee.append(body).group()
    }

    /// `a |> b() |> c()`: on one line if it was, and fits; else a line for each call.
    fn pipe(&self, expr: &'a Expr) -> Doc<'a> {
        let broken = self.marks.is_multiline(expr.span);
        let between = line(self.arena, broken);
        let mut calls = Vec::new();
        let mut source = expr;
        while let ExprKind::Pipe { argument, call } = &source.kind {
            let binds = precedence(source);
            calls.push((binds, &**call));
            source = argument;
        }
        let mut doc = self.left(2, source).group();
        let mut rest = between.clone();
        let count = calls.len();
        for (number, (binds, call)) in calls.into_iter().rev().enumerate() {
            let forward = self.marks.last(self.first_token(call));
            let step = self
                .comments_or_nothing(forward)
                .append("|> ")
                .append(self.right(binds, call).group());
            rest = rest.append(step.group());
            if number + 1 < count {
                rest = rest.append(between.clone());
            }
        }
        doc = doc.append(rest.nest(INDENT));
        doc.group()
    }

    /// `left op right`; a chain on the right stands on one level.
    fn binary(
        &self,
        expr: &'a Expr,
        symbol: &'static str,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Doc<'a> {
        let first = self.left(precedence(expr), left);
        let mut doc = self.nil();
        let (mut parent, mut symbol, mut left, mut right) = (expr, symbol, left, right);
        loop {
            // Behind the left operand come at most its closing parentheses.
            let operator = self.operator(left, symbol, right);
            let step = self
                .arena
                .line()
                .append(self.comments_or_nothing(operator))
                .append(symbol)
                .append(self.arena.line())
                .group();
            doc = doc.append(step);
            match &right.kind {
                ExprKind::Binary {
                    op,
                    left: inner_left,
                    right: inner_right,
                } => {
                    doc = doc.append(self.left(precedence(right), inner_left));
                    parent = right;
                    symbol = op.symbol();
                    left = inner_left;
                    right = inner_right;
                }
                _ => {
                    doc = doc.append(self.right(precedence(parent), right));
                    return first.append(doc.nest(INDENT)).group();
                }
            }
        }
    }

    /// Where the operator between two operands begins.
    fn operator(&self, left: &Expr, symbol: &str, right: &Expr) -> u32 {
        let found = self.marks.find(left.span.end, right.span.start, symbol);
        found.unwrap_or(right.span.start)
    }

    fn conditional(&self, expr: &'a Expr) -> Doc<'a> {
        let broken = self.marks.is_multiline(expr.span);
        let between = || line(self.arena, broken);
        let before_if = self.comments_or_nothing(self.first_token(expr));
        let mut doc = self.nil();
        let mut next = expr;
        let mut is_first = true;
        while let ExprKind::If {
            test,
            consequent,
            alternate,
        } = &next.kind
        {
            let then = self.marks.last(self.first_token(consequent));
            let or_else = self.marks.last(self.first_token(alternate));
            let head = match is_first {
                true => {
                    let test = self.expression(test).nest(INDENT);
                    let then = self.comments(then);
                    self.text("if ")
                        .append(test)
                        .append(then.unwrap_or_else(|| self.arena.line()))
                        .append("then")
                        .group()
                }
                false => {
                    let comments = self.comments_or_nothing(self.first_token(next));
                    comments
                        .append("else if ")
                        .append(self.expression(test).nest(INDENT))
                        .append(self.comments_or_nothing(then))
                        .append(" then")
                }
            };
            is_first = false;
            doc = doc
                .append(head)
                .append(between().append(self.expression(consequent)).nest(INDENT))
                .append(between())
                .append(self.comments_or_nothing(or_else));
            next = alternate;
        }
        doc = doc
            .append("else")
            .append(between().append(self.expression(next)).nest(INDENT));
        before_if.append(doc.group())
    }
}

/// A body between two documents.
fn around<'a>(before: Doc<'a>, body: Doc<'a>, behind: Doc<'a>) -> Hung<'a> {
    Hung {
        around: vec![Around {
            before: Some(before),
            behind: Some(behind),
            nested: true,
        }],
        body,
    }
}

/// How tightly an expression binds: less is tighter, 0 is what needs no parentheses at all.
fn precedence(expr: &Expr) -> u32 {
    match &expr.kind {
        ExprKind::Paren(inner) => precedence(inner),
        ExprKind::Call { .. } | ExprKind::Member { .. } | ExprKind::Index { .. } => 1,
        ExprKind::Pipe { .. } => 2,
        ExprKind::Function(_) => 3,
        ExprKind::Binary { op, .. } => match op {
            BinaryOp::Power => 4,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => 5,
            BinaryOp::Add | BinaryOp::Subtract => 6,
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual
            | BinaryOp::Match
            | BinaryOp::NotMatch => 7,
        },
        ExprKind::Unary { op, .. } => match op {
            UnaryOp::Plus | UnaryOp::Minus => 6,
            UnaryOp::Not | UnaryOp::Exists => 8,
        },
        ExprKind::Logical { op, .. } => match op {
            LogicalOp::And => 9,
            LogicalOp::Or => 10,
        },
        ExprKind::If { .. } => 11,
        _ => 0,
    }
}
