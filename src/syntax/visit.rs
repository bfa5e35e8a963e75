//! Going through a tree one level at a time.

use super::ast::{Body, Expr, ExprKind, Property, Statement, StatementKind, StringPart};

/// Calls `visit` with each expression right below one of this kind, in source order. Those of a
/// function are its parameters' defaults and what its statements hold.
pub fn each_child<'t>(kind: &'t ExprKind, visit: &mut dyn FnMut(&'t Expr)) {
    match kind {
        ExprKind::Ident(_)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::String(_)
        | ExprKind::Time(_)
        | ExprKind::Duration(_)
        | ExprKind::Regex(_)
        | ExprKind::PipeLiteral
        | ExprKind::Label(_)
        | ExprKind::Bad => {}
        ExprKind::Interpolation(parts) => {
            for part in parts {
                if let StringPart::Expr(inner) = part {
                    visit(inner);
                }
            }
        }
        ExprKind::Array(elements) => elements.iter().for_each(visit),
        ExprKind::Dict(entries) => {
            for (key, value) in entries {
                visit(key);
                visit(value);
            }
        }
        ExprKind::Record { with, properties } => {
            with.iter().for_each(|base| visit(base));
            each_value(properties, visit);
        }
        ExprKind::Paren(inner) => visit(inner),
        ExprKind::Function(function) => {
            let defaults = function.parameters.iter();
            defaults
                .filter_map(|parameter| parameter.default.as_ref())
                .for_each(&mut *visit);
            match &function.body {
                Body::Expr(body) => visit(body),
                Body::Block(statements) => each_expression(statements, visit),
            }
        }
        ExprKind::Call { callee, arguments } => {
            visit(callee);
            each_value(arguments, visit);
        }
        ExprKind::Member { object, .. } => visit(object),
        ExprKind::Index { array, index } => {
            visit(array);
            visit(index);
        }
        ExprKind::Pipe { argument, call } => {
            visit(argument);
            visit(call);
        }
        ExprKind::Binary { left, right, .. } | ExprKind::Logical { left, right, .. } => {
            visit(left);
            visit(right);
        }
        ExprKind::Unary { operand, .. } => visit(operand),
        ExprKind::If {
            test,
            consequent,
            alternate,
        } => {
            visit(test);
            visit(consequent);
            visit(alternate);
        }
    }
}

/// Calls `visit` with each outermost expression of statements, in source order.
pub fn each_expression<'t>(statements: &'t [Statement], visit: &mut dyn FnMut(&'t Expr)) {
    for statement in statements {
        let attributes = statement.attributes.iter();
        attributes
            .flat_map(|attribute| &attribute.parameters)
            .for_each(&mut *visit);
        match &statement.kind {
            StatementKind::Expr(value)
            | StatementKind::Variable(_, value)
            | StatementKind::Option(_, value)
            | StatementKind::OptionMember(_, _, value)
            | StatementKind::Return(value) => visit(value),
            StatementKind::TestCase { body, .. } => each_expression(body, visit),
            StatementKind::Builtin(..) | StatementKind::Bad => {}
        }
    }
}

fn each_value<'t>(properties: &'t [Property], visit: &mut dyn FnMut(&'t Expr)) {
    properties
        .iter()
        .for_each(|property| visit(&property.value));
}
