//! Tree to text: Flux that reads back as the same tree, for messages, plans and servers. Comments
//! and the layout of the source are not kept.

use super::ast::*;
use super::lexer::Lexer;
use super::token::Token;
use std::fmt::{self, Write};

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer::default();
        printer.expression(self, Level::Any, true);
        f.write_str(&printer.text)
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer::default();
        printer.function(self);
        f.write_str(&printer.text)
    }
}

/// How tightly an expression binds; what stands at a place must bind at least as the place asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Any,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Power,
    Pipe,
    Sign,
    Primary,
}

impl Level {
    /// What a right operand at this level must at least be.
    fn next(self) -> Self {
        match self {
            Self::Any => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Comparison,
            Self::Comparison => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Power,
            Self::Power => Self::Pipe,
            Self::Pipe => Self::Sign,
            Self::Sign | Self::Primary => Self::Primary,
        }
    }

    fn of(expression: &Expr) -> Self {
        match &expression.kind {
            ExprKind::If { .. } => Self::Any,
            ExprKind::Logical {
                op: LogicalOp::Or, ..
            } => Self::Or,
            ExprKind::Logical {
                op: LogicalOp::And, ..
            } => Self::And,
            ExprKind::Unary {
                op: UnaryOp::Not | UnaryOp::Exists,
                ..
            } => Self::Not,
            ExprKind::Binary { op, .. } => Self::of_binary(*op),
            ExprKind::Pipe { .. } => Self::Pipe,
            ExprKind::Unary {
                op: UnaryOp::Plus | UnaryOp::Minus,
                ..
            } => Self::Sign,
            ExprKind::Int(value) if *value < 0 => Self::Sign,
            ExprKind::Float(value) if value.is_sign_negative() => Self::Sign,
            ExprKind::Duration(value) if value.is_negative() => Self::Sign,
            // A function without braces goes on as far as it can.
            ExprKind::Function(function) if matches!(function.body, Body::Expr(_)) => Self::Sign,
            _ => Self::Primary,
        }
    }

    fn of_binary(op: BinaryOp) -> Self {
        match op {
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual
            | BinaryOp::Match
            | BinaryOp::NotMatch => Self::Comparison,
            BinaryOp::Add | BinaryOp::Subtract => Self::Sum,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => Self::Product,
            BinaryOp::Power => Self::Power,
        }
    }
}

/// An expression with only the parentheses that it needs, whatever the source had: texts of equal
/// trees are equal.
pub(super) fn normal(expression: &Expr) -> String {
    let mut printer = Printer {
        normal: true,
        ..Printer::default()
    };
    printer.expression(expression, Level::Any, true);
    printer.text
}

#[derive(Default)]
struct Printer {
    text: String,
    /// Whether parentheses of the source are passed over.
    normal: bool,
    /// How many blocks are open.
    indent: usize,
}

impl Printer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Whatever can be shown; writing to a string cannot fail.
    fn show(&mut self, value: impl fmt::Display) {
        let _ = write!(self.text, "{value}");
    }

    /// An expression at a place that asks for a level. `open` is whether nothing of the same
    /// expression follows, so that a function without braces may stand there.
    fn expression(&mut self, expression: &Expr, level: Level, open: bool) {
        if let (true, ExprKind::Paren(inner)) = (self.normal, &expression.kind) {
            return self.expression(inner, level, open);
        }
        let arrow = matches!(&expression.kind, ExprKind::Function(function) if matches!(function.body, Body::Expr(_)));
        if Level::of(expression) >= level && (open || !arrow) {
            self.kind(expression, open);
        } else {
            self.push("(");
            self.kind(expression, true);
            self.push(")");
        }
    }

    fn kind(&mut self, expression: &Expr, open: bool) {
        match &expression.kind {
            ExprKind::Ident(name) => self.push(name),
            ExprKind::Int(i64::MIN) => self.push("int(v: \"-9223372036854775808\")"),
            ExprKind::Int(value) => self.show(value),
            ExprKind::Float(value) => self.float(*value),
            ExprKind::String(text) => self.string(text),
            ExprKind::Time(time) => self.show(time),
            ExprKind::Duration(duration) => self.show(duration),
            ExprKind::Regex(pattern) => self.regex(pattern),
            ExprKind::PipeLiteral => self.push("<-"),
            ExprKind::Label(name) => {
                self.push(".");
                self.key(name, false);
            }
            ExprKind::Interpolation(parts) => self.interpolation(parts),
            ExprKind::Array(elements) => {
                self.push("[");
                self.list(elements, |printer, element| {
                    printer.expression(element, Level::Any, true)
                });
                self.push("]");
            }
            ExprKind::Dict(entries) if entries.is_empty() => self.push("[:]"),
            ExprKind::Dict(entries) => {
                self.push("[");
                self.list(entries, |printer, (key, value)| {
                    printer.expression(key, Level::Any, true);
                    printer.push(": ");
                    printer.expression(value, Level::Any, true);
                });
                self.push("]");
            }
            ExprKind::Record { with, properties } => {
                self.push("{");
                if let Some(base) = with {
                    self.expression(base, Level::Primary, false);
                    self.push(" with ");
                }
                self.list(properties, Self::property);
                self.push("}");
            }
            ExprKind::Paren(inner) => {
                self.push("(");
                self.expression(inner, Level::Any, true);
                self.push(")");
            }
            ExprKind::Function(function) => self.function(function),
            ExprKind::Call { callee, arguments } => {
                self.expression(callee, Level::Primary, false);
                self.push("(");
                self.list(arguments, Self::property);
                self.push(")");
            }
            ExprKind::Member { object, property } => self.member(object, &property.name),
            ExprKind::Index { array, index } => {
                self.expression(array, Level::Primary, false);
                self.push("[");
                self.expression(index, Level::Any, true);
                self.push("]");
            }
            ExprKind::Pipe { argument, call } => {
                self.expression(argument, Level::Pipe, false);
                self.push(" |> ");
                self.expression(call, Level::Primary, false);
            }
            ExprKind::Binary { op, left, right } => {
                self.operation(left, op.symbol(), right, Level::of_binary(*op), open);
            }
            ExprKind::Logical { op, left, right } => {
                let (word, level) = match op {
                    LogicalOp::And => ("and", Level::And),
                    LogicalOp::Or => ("or", Level::Or),
                };
                self.operation(left, word, right, level, open);
            }
            ExprKind::Unary { op, operand } => {
                let (sign, level) = match op {
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::Exists => ("exists ", Level::Not),
                    UnaryOp::Plus => ("+", Level::Sign),
                    UnaryOp::Minus => ("-", Level::Sign),
                };
                self.push(sign);
                self.expression(operand, level, open);
            }
            ExprKind::If {
                test,
                consequent,
                alternate,
            } => {
                self.push("if ");
                self.expression(test, Level::Any, true);
                self.push(" then ");
                self.expression(consequent, Level::Any, true);
                self.push(" else ");
                self.expression(alternate, Level::Any, true);
            }
            ExprKind::Bad => self.push("…"),
        }
    }

    /// `left op right`; operators of one level group to the left.
    fn operation(&mut self, left: &Expr, op: &str, right: &Expr, level: Level, open: bool) {
        self.expression(left, level, false);
        self.push(" ");
        self.push(op);
        self.push(" ");
        self.expression(right, level.next(), open);
    }

    fn member(&mut self, object: &Expr, name: &str) {
        self.expression(object, Level::Primary, false);
        if !is_name(name) {
            self.push("[");
            self.string(name);
            self.push("]");
            return;
        }
        if matches!(object.kind, ExprKind::Int(_)) {
            // Digits and a dot would be a float.
            self.push(" ");
        }
        self.push(".");
        self.push(name);
    }

    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        for (index, one) in items.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            item(self, one);
        }
    }

    /// A name, in quotes where it must or shall be.
    fn key(&mut self, name: &str, quoted: bool) {
        if quoted || !is_name(name) {
            self.string(name);
        } else {
            self.push(name);
        }
    }

    fn property(&mut self, property: &Property) {
        self.key(&property.key.name, property.quoted);
        if !property.shorthand {
            self.push(": ");
            self.expression(&property.value, Level::Any, true);
        }
    }

    fn function(&mut self, function: &Function) {
        self.push("(");
        self.list(&function.parameters, |printer, parameter| {
            printer.push(&parameter.name.name);
            if parameter.pipe {
                printer.push("=<-");
            } else if let Some(default) = &parameter.default {
                printer.push("=");
                printer.expression(default, Level::Any, true);
            }
        });
        self.push(") => ");
        match &function.body {
            Body::Expr(body) => self.body(body),
            Body::Block(statements) => self.block(statements),
        }
    }

    /// A brace after `=>` would open a block.
    fn body(&mut self, body: &Expr) {
        let start = self.text.len();
        self.expression(body, Level::Any, true);
        if self
            .text
            .get(start..)
            .is_some_and(|body| body.starts_with('{'))
        {
            self.text.insert(start, '(');
            self.push(")");
        }
    }

    fn block(&mut self, statements: &[Statement]) {
        self.push("{");
        self.indent += 1;
        for statement in statements {
            self.line();
            self.statement(statement);
        }
        self.indent -= 1;
        self.line();
        self.push("}");
    }

    fn line(&mut self) {
        self.push("\n");
        self.push(&"    ".repeat(self.indent));
    }

    fn statement(&mut self, statement: &Statement) {
        for attribute in &statement.attributes {
            self.push("@");
            self.push(&attribute.name);
            if !attribute.parameters.is_empty() {
                self.push("(");
                self.list(&attribute.parameters, |printer, value| {
                    printer.expression(value, Level::Primary, false);
                });
                self.push(")");
            }
            self.line();
        }
        let (head, value) = match &statement.kind {
            StatementKind::Expr(value) => (String::new(), value),
            StatementKind::Return(value) => ("return ".into(), value),
            StatementKind::Variable(name, value) => (format!("{} = ", name.name), value),
            StatementKind::Option(name, value) => (format!("option {} = ", name.name), value),
            StatementKind::OptionMember(package, name, value) => {
                (format!("option {}.{} = ", package.name, name.name), value)
            }
            StatementKind::Builtin(..) | StatementKind::TestCase { .. } | StatementKind::Bad => {
                // None of them can stand in a function.
                self.push("…");
                return;
            }
        };
        self.push(&head);
        self.expression(value, Level::Any, true);
    }

    fn float(&mut self, value: f64) {
        if value.is_finite() {
            let text = value.to_string();
            self.push(&text);
            if !text.contains('.') {
                self.push(".0");
            }
        } else {
            let name = match value {
                f64::INFINITY => "+Inf",
                f64::NEG_INFINITY => "-Inf",
                _ => "NaN",
            };
            let _ = write!(self.text, "float(v: \"{name}\")");
        }
    }

    fn string(&mut self, text: &str) {
        self.push("\"");
        self.escaped(text);
        self.push("\"");
    }

    fn interpolation(&mut self, parts: &[StringPart]) {
        self.push("\"");
        for part in parts {
            match part {
                StringPart::Text(text) => self.escaped(text),
                StringPart::Expr(inner) => {
                    self.push("${");
                    self.expression(inner, Level::Any, true);
                    self.push("}");
                }
            }
        }
        self.push("\"");
    }

    fn escaped(&mut self, text: &str) {
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\\' => self.push("\\\\"),
                '"' => self.push("\\\""),
                '\n' => self.push("\\n"),
                '\r' => self.push("\\r"),
                '\t' => self.push("\\t"),
                // A dollar sign may meet a brace, or an interpolation behind it.
                '$' if matches!(characters.peek(), None | Some('{' | '$')) => self.push("\\x24"),
                _ => self.text.push(c),
            }
        }
    }

    /// A pattern between slashes. `\xHH` in it would be read as the character itself, which may
    /// mean something.
    fn regex(&mut self, pattern: &str) {
        self.push("/");
        let mut characters = pattern.chars();
        while let Some(c) = characters.next() {
            match c {
                '/' => self.push("\\/"),
                '\\' => {
                    self.text.push(c);
                    let hexadecimal = |rest: &str| {
                        let digits = rest.strip_prefix('x')?.get(..2)?;
                        let legal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                        legal.then(|| digits.to_owned())
                    };
                    if let Some(digits) = hexadecimal(characters.as_str()) {
                        let _ = write!(self.text, "x{{{digits}}}");
                        characters.nth(2);
                    } else if let Some(escaped) = characters.next() {
                        self.text.push(escaped);
                    }
                }
                _ => self.text.push(c),
            }
        }
        if pattern.is_empty() {
            // Two slashes begin a comment.
            self.push("(?:)");
        }
        self.push("/");
    }
}

/// Whether a text can stand as a name without quotes: it is no keyword, nor anything else.
fn is_name(text: &str) -> bool {
    let token = Lexer::new(text).next(true);
    token.is_some_and(|(_, token, _)| token == Token::Ident(text))
}
