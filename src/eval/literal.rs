//! Flux literals given from outside, as the values of parameters.

use crate::source::SourceMap;
use crate::syntax::ast::{Expr, ExprKind, StatementKind, UnaryOp};
use crate::syntax::parse;
use crate::time::Time;
use crate::value::{Record, Regex, Value};
use std::sync::Arc;

/// The value that a text stands for: a Flux literal, else the text as a string. Arrays and
/// records of literals are literals, and `now()` stands for the moment given.
pub fn literal(text: &str, now: Time) -> Value {
    let parsed = parse(&SourceMap::default().add("parameter", text));
    let expression = match parsed.file.body.as_slice() {
        [statement] if parsed.diagnostics.is_empty() => match &statement.kind {
            StatementKind::Expr(expression) => Some(expression),
            _ => None,
        },
        _ => None,
    };
    expression
        .and_then(|expression| value(expression, now))
        .unwrap_or_else(|| Value::string(text))
}

fn value(expression: &Expr, now: Time) -> Option<Value> {
    Some(match &expression.kind {
        ExprKind::Int(value) => Value::Int(*value),
        ExprKind::Float(value) => Value::Float(*value),
        ExprKind::String(text) => Value::String(Arc::clone(text)),
        ExprKind::Time(value) => Value::Time(*value),
        ExprKind::Duration(value) => Value::Duration(*value),
        ExprKind::Regex(pattern) => Value::Regex(Regex::new(pattern).ok()?),
        ExprKind::Paren(inner) => return value(inner, now),
        ExprKind::Ident(name) => match name.as_ref() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return None,
        },
        ExprKind::Unary {
            op: UnaryOp::Minus,
            operand,
        } => match value(operand, now)? {
            Value::Int(value) => Value::Int(value.wrapping_neg()),
            Value::Float(value) => Value::Float(-value),
            Value::Duration(value) => Value::Duration(value.negate()),
            _ => return None,
        },
        ExprKind::Array(items) => {
            let items: Option<_> = items.iter().map(|item| value(item, now)).collect();
            Value::array(items?)
        }
        ExprKind::Record {
            with: None,
            properties,
        } => {
            let mut record = Record::default();
            for property in properties {
                record.set(Arc::clone(&property.key.name), value(&property.value, now)?);
            }
            Value::Record(Arc::new(record))
        }
        ExprKind::Call { callee, arguments } if arguments.is_empty() => match &callee.kind {
            ExprKind::Ident(name) if name.as_ref() == "now" => Value::Time(now),
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_literal_is_a_string() {
        let cases = [
            ("5", "int"),
            ("-5", "int"),
            ("1.5", "float"),
            ("-1h30m", "duration"),
            ("2020-01-01T00:00:00Z", "time"),
            ("\"5\"", "string"),
            ("true", "bool"),
            ("now()", "time"),
            ("/a+/", "regexp"),
            ("[1, 2]", "array"),
            ("{a: 1}", "record"),
            ("", "string"),
            ("eu-west-1", "string"),
            ("5 apples", "string"),
            ("name", "string"),
            ("die(msg: \"x\")", "string"),
        ];
        for (text, expected) in cases {
            assert_eq!(literal(text, Time(0)).type_name(), expected, "{text}");
        }
        assert_eq!(literal("eu-west-1", Time(0)).to_string(), "eu-west-1");
    }
}
