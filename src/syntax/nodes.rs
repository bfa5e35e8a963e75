//! Builds the tree for the grammar: gives every expression its id and global span, decodes
//! literals, bounds the depth, and checks what the grammar cannot say.

use super::ast::*;
use super::error;
use super::literal;
use super::token::Token;
use super::visit;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use lalrpop_util::ErrorRecovery;
use std::sync::Arc;

/// How many levels a tree of expressions may have. Everything that walks trees may recurse: at
/// this depth that fits a stack of 2 MiB even without optimisation.
pub const DEEPEST: u32 = 1000;

/// What the grammar's actions build with.
pub struct Builder<'s> {
    /// The offset of the text in the session's source map.
    base: u32,
    /// The levels below each expression, by id.
    depths: Vec<u32>,
    /// Whether an expression was refused for its depth; reported once.
    too_deep: bool,
    /// What the checks found.
    pub diagnostics: Vec<Diagnostic>,
    /// What the parser could not read and skipped.
    pub recovered: Vec<ErrorRecovery<u32, Token<'s>, ()>>,
}

/// A statement, or what only stands before all statements.
pub struct Item {
    /// Attributes before it.
    pub attributes: Vec<Attribute>,
    /// What it is.
    pub kind: ItemKind,
    /// Attributes included.
    pub span: Span,
}

/// What an item is.
pub enum ItemKind {
    /// `package name`.
    Package(Ident),
    /// `import alias "path"`, and where the path stands.
    Import(Option<Ident>, Arc<str>, Span),
    /// Everything else.
    Statement(StatementKind),
}

/// A property of which it is not known yet whether its shorthand may stand there.
pub struct RawProperty {
    key: Ident,
    quoted: bool,
    value: Option<Expr>,
    span: Span,
}

impl<'s> Builder<'s> {
    /// A builder for a text at an offset, whose first expression has this id.
    pub fn new(base: u32, first: u32) -> Self {
        Self {
            base,
            depths: vec![0; first as usize],
            too_deep: false,
            diagnostics: Vec::new(),
            recovered: Vec::new(),
        }
    }

    /// How many ids are in use: those before the first one, too.
    pub fn expressions(&self) -> u32 {
        self.depths.len() as u32
    }

    /// The global span of local offsets.
    pub fn span(&self, l: u32, r: u32) -> Span {
        Span::new(self.base.saturating_add(l), self.base.saturating_add(r))
    }

    fn spanned(&mut self, kind: ExprKind, span: Span) -> Expr {
        let mut deepest = 0;
        visit::each_child(&kind, &mut |child| {
            let depth = self.depths.get(child.id.0 as usize);
            deepest = deepest.max(depth.copied().unwrap_or(0));
        });
        let id = ExprId(self.depths.len() as u32);
        if deepest < DEEPEST {
            self.depths.push(deepest + 1);
            return Expr { id, span, kind };
        }
        self.depths.push(1);
        if !std::mem::replace(&mut self.too_deep, true) {
            self.diagnostics.push(error::too_deep(span, DEEPEST));
        }
        let kind = ExprKind::Bad;
        Expr { id, span, kind }
    }

    /// An expression.
    pub fn expr(&mut self, kind: ExprKind, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        self.spanned(kind, span)
    }

    /// A literal that decodes, or the report why not.
    fn literal(&mut self, decoded: Result<ExprKind, Diagnostic>, span: Span) -> Expr {
        let kind = decoded.unwrap_or_else(|diagnostic| {
            self.diagnostics.push(diagnostic);
            ExprKind::Bad
        });
        self.spanned(kind, span)
    }

    /// An integer.
    pub fn int(&mut self, digits: &str, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        self.literal(literal::int(digits, span).map(ExprKind::Int), span)
    }

    /// A float.
    pub fn float(&mut self, digits: &str, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        self.literal(literal::float(digits, span).map(ExprKind::Float), span)
    }

    /// A date or date-time.
    pub fn time(&mut self, text: &str, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        self.literal(literal::time(text, span).map(ExprKind::Time), span)
    }

    /// A duration.
    pub fn duration(&mut self, text: &str, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        self.literal(literal::duration(text, span).map(ExprKind::Duration), span)
    }

    /// A regular expression.
    pub fn regex(&mut self, text: &str, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        self.literal(literal::regex(text, span).map(ExprKind::Regex), span)
    }

    /// A string without interpolation.
    pub fn string(&mut self, text: &str, l: u32, r: u32) -> Expr {
        let decoded = self.text(text, l);
        self.expr(ExprKind::String(decoded), l, r)
    }

    /// What a string in quotes says.
    pub fn text(&mut self, quoted: &str, l: u32) -> Arc<str> {
        let inner = quoted.strip_prefix('"').unwrap_or(quoted);
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        self.unescape(inner, l + 1)
    }

    /// Text between interpolated expressions.
    pub fn string_text(&mut self, text: &str, l: u32) -> StringPart {
        StringPart::Text(self.unescape(text, l))
    }

    fn unescape(&mut self, text: &str, l: u32) -> Arc<str> {
        let start = self.base.saturating_add(l);
        literal::unescape(text, start).unwrap_or_else(|diagnostic| {
            self.diagnostics.push(diagnostic);
            "".into()
        })
    }

    /// A string with interpolated expressions; neighbouring texts become one.
    pub fn interpolation(&mut self, parts: Vec<StringPart>, l: u32, r: u32) -> Expr {
        let mut merged: Vec<StringPart> = Vec::with_capacity(parts.len());
        for part in parts {
            match (merged.last_mut(), part) {
                (_, StringPart::Text(text)) if text.is_empty() => {}
                (Some(StringPart::Text(before)), StringPart::Text(text)) => {
                    *before = format!("{before}{text}").into();
                }
                (_, part) => merged.push(part),
            }
        }
        self.expr(ExprKind::Interpolation(merged), l, r)
    }

    /// `if test then consequent else alternate`.
    pub fn conditional(
        &mut self,
        test: Expr,
        consequent: Expr,
        alternate: Expr,
        l: u32,
        r: u32,
    ) -> Expr {
        let kind = ExprKind::If {
            test: Box::new(test),
            consequent: Box::new(consequent),
            alternate: Box::new(alternate),
        };
        self.expr(kind, l, r)
    }

    /// `left op right`, for `and` and `or`.
    pub fn logical(&mut self, left: Expr, op: LogicalOp, right: Expr) -> Expr {
        let span = left.span.to(right.span);
        let (left, right) = (Box::new(left), Box::new(right));
        self.spanned(ExprKind::Logical { op, left, right }, span)
    }

    /// `left op right`.
    pub fn binary(&mut self, left: Expr, op: BinaryOp, right: Expr) -> Expr {
        let span = left.span.to(right.span);
        let (left, right) = (Box::new(left), Box::new(right));
        self.spanned(ExprKind::Binary { op, left, right }, span)
    }

    /// `op operand`, the operator at `l`.
    pub fn unary(&mut self, op: UnaryOp, operand: Expr, l: u32) -> Expr {
        let span = self.span(l, l).to(operand.span);
        let operand = Box::new(operand);
        self.spanned(ExprKind::Unary { op, operand }, span)
    }

    /// `argument |> call`.
    pub fn pipe(&mut self, argument: Expr, call: Expr) -> Expr {
        let span = argument.span.to(call.span);
        let (argument, call) = (Box::new(argument), Box::new(call));
        self.spanned(ExprKind::Pipe { argument, call }, span)
    }

    /// `object.property`.
    pub fn member(&mut self, object: Expr, property: Ident, r: u32) -> Expr {
        let span = object.span.to(self.span(r, r));
        let object = Box::new(object);
        self.spanned(ExprKind::Member { object, property }, span)
    }

    /// `object[index]`: a property if the index is a string literal, else an array's element.
    pub fn index(&mut self, object: Expr, index: Expr, r: u32) -> Expr {
        let span = object.span.to(self.span(r, r));
        let object = Box::new(object);
        let kind = match index.kind {
            ExprKind::String(name) => {
                let property = Ident {
                    name,
                    span: index.span,
                };
                ExprKind::Member { object, property }
            }
            _ => ExprKind::Index {
                array: object,
                index: Box::new(index),
            },
        };
        self.spanned(kind, span)
    }

    /// `callee(arguments)`.
    pub fn call(&mut self, callee: Expr, arguments: Vec<RawProperty>, r: u32) -> Expr {
        let span = callee.span.to(self.span(r, r));
        let arguments = self.properties(arguments);
        let callee = Box::new(callee);
        self.spanned(ExprKind::Call { callee, arguments }, span)
    }

    /// `{base with properties}`.
    pub fn record(
        &mut self,
        base: Option<Expr>,
        properties: Vec<RawProperty>,
        l: u32,
        r: u32,
    ) -> Expr {
        let with = base.map(Box::new);
        let properties = self.properties(properties);
        self.expr(ExprKind::Record { with, properties }, l, r)
    }

    /// A function literal.
    pub fn function(&mut self, parameters: Vec<Parameter>, body: Body, l: u32, r: u32) -> Expr {
        let span = self.span(l, r);
        let function = Function {
            parameters,
            body,
            span,
        };
        self.spanned(ExprKind::Function(Arc::new(function)), span)
    }

    /// `name`, `name=default`, `name=<-`.
    pub fn parameter(name: Ident, default: Option<Expr>) -> Parameter {
        let pipe = matches!(&default, Some(default) if default.kind == ExprKind::PipeLiteral);
        let default = default.filter(|_| !pipe);
        Parameter {
            name,
            default,
            pipe,
        }
    }

    /// `key: value`, or `key` alone.
    pub fn property(&mut self, key: Ident, value: Option<Expr>, r: u32) -> RawProperty {
        let span = key.span.to(self.span(r, r));
        RawProperty {
            key,
            quoted: false,
            value,
            span,
        }
    }

    /// `"key": value`; the key ends at `e`.
    pub fn quoted_property(
        &mut self,
        key: &str,
        value: Expr,
        l: u32,
        e: u32,
        r: u32,
    ) -> RawProperty {
        let key = Ident {
            name: self.text(key, l),
            span: self.span(l, e),
        };
        let span = self.span(l, r);
        RawProperty {
            key,
            quoted: true,
            value: Some(value),
            span,
        }
    }

    fn properties(&mut self, raw: Vec<RawProperty>) -> Vec<Property> {
        let explicit = raw.iter().find(|property| property.value.is_some());
        let implicit = raw.iter().find(|property| property.value.is_none());
        if let (Some(explicit), Some(implicit)) = (explicit, implicit) {
            self.diagnostics
                .push(error::mixed_properties(&implicit.key, explicit.span));
        }
        let full = |property: RawProperty| {
            let shorthand = property.value.is_none();
            let named = ExprKind::Ident(Arc::clone(&property.key.name));
            let value = match property.value {
                Some(value) => value,
                None => self.spanned(named, property.key.span),
            };
            Property {
                key: property.key,
                quoted: property.quoted,
                value,
                shorthand,
                span: property.span,
            }
        };
        raw.into_iter().map(full).collect()
    }

    /// A name.
    pub fn name(&self, name: &str, l: u32, r: u32) -> Ident {
        Ident {
            name: name.into(),
            span: self.span(l, r),
        }
    }

    /// `@name(parameters)`.
    pub fn attribute(&self, name: &str, parameters: Vec<Expr>, l: u32, r: u32) -> Attribute {
        Attribute {
            name: name.strip_prefix('@').unwrap_or(name).into(),
            parameters,
            span: self.span(l, r),
        }
    }

    /// The statements of a block. What only a file may hold is reported and left out: test cases
    /// too, so that statements nest no deeper than expressions do.
    pub fn block(&mut self, items: Vec<Item>) -> Vec<Statement> {
        let statement = |item: Item| {
            let misplaced = match &item.kind {
                ItemKind::Package(_) => Some("`package`"),
                ItemKind::Import(..) => Some("`import`"),
                ItemKind::Statement(StatementKind::TestCase { .. }) => Some("`testcase`"),
                ItemKind::Statement(StatementKind::Builtin(..)) => Some("`builtin`"),
                ItemKind::Statement(_) => None,
            };
            if let Some(what) = misplaced {
                self.diagnostics.push(error::misplaced(what, item.span));
            }
            let kind = match item.kind {
                ItemKind::Statement(kind) if misplaced.is_none() => kind,
                _ => StatementKind::Bad,
            };
            self.statement(item.attributes, kind, item.span)
        };
        items.into_iter().map(statement).collect()
    }

    /// The file: package clause, imports, statements, in that order.
    pub fn file(&mut self, items: Vec<Item>, span: Span) -> File {
        let mut file = File {
            span,
            ..File::default()
        };
        let mut late = false;
        for item in items {
            match item.kind {
                ItemKind::Package(name) => {
                    if late || !file.imports.is_empty() || file.package.is_some() {
                        self.diagnostics.push(error::late_package(item.span));
                    }
                    file.attributes = item.attributes;
                    file.package.get_or_insert(name);
                }
                ItemKind::Import(alias, path, path_span) => {
                    if late {
                        self.diagnostics.push(error::late_import(item.span));
                    }
                    file.imports.push(Import {
                        attributes: item.attributes,
                        alias,
                        path,
                        path_span,
                        span: item.span,
                    });
                }
                ItemKind::Statement(kind) => {
                    late |= kind != StatementKind::Bad;
                    let statement = self.statement(item.attributes, kind, item.span);
                    file.body.push(statement);
                }
            }
        }
        file.expressions = self.expressions();
        file
    }

    fn statement(
        &mut self,
        attributes: Vec<Attribute>,
        kind: StatementKind,
        span: Span,
    ) -> Statement {
        if let StatementKind::Expr(value) = &kind
            && let Some((name, span)) = leading_label(value)
        {
            self.diagnostics.push(error::bare_label(name, span));
        }
        let start = attributes.last().map_or(span.start, |last| {
            let first_after = self.after_attributes(&kind, last.span.end);
            first_after.min(span.end)
        });
        Statement {
            attributes,
            kind,
            span: Span::new(start, span.end),
        }
    }

    /// Where a statement itself begins; a keyword's own place is not kept, so the end of the last
    /// attribute stands for it.
    fn after_attributes(&self, kind: &StatementKind, end: u32) -> u32 {
        match kind {
            StatementKind::Expr(value) => value.span.start,
            StatementKind::Variable(name, _) => name.span.start,
            _ => end,
        }
    }
}

/// The label that an expression begins with, if it does: such a statement would continue the one
/// before it.
fn leading_label(expression: &Expr) -> Option<(&str, Span)> {
    let mut first = expression;
    loop {
        first = match &first.kind {
            ExprKind::Label(name) => return Some((name, first.span)),
            ExprKind::Call { callee: left, .. }
            | ExprKind::Member { object: left, .. }
            | ExprKind::Index { array: left, .. }
            | ExprKind::Pipe { argument: left, .. }
            | ExprKind::Binary { left, .. }
            | ExprKind::Logical { left, .. } => left,
            _ => return None,
        };
    }
}
