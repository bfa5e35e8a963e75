//! What columns a function from rows to records makes.

use super::columnar::vectorisable;
use super::predicate::Speculation;
use super::rows::{RecordColumns, RowFunction};
use crate::diagnostic::Failure;
use crate::syntax::ast::{Body, Expr, ExprKind, Property, Statement, StatementKind};
use crate::table::{Chunk, Column, GroupKey, Name};
use crate::value::{Context, Function, NullLogic};

/// A function from a row to a record, ready to be given chunks.
pub struct Projection {
    rows: RowFunction,
    columns: Option<Speculation>,
    keeps: Keeps,
}

/// Which columns a function surely gives as they were.
enum Keeps {
    /// Those that it names itself with their own values.
    Only(Vec<Name>),
    /// All but those that it sets otherwise.
    AllBut(Vec<Name>),
}

impl Projection {
    /// The projection that a function is.
    pub fn new(cx: &Context, function: &Function) -> Self {
        let logic = match vectorisable(function) {
            true => NullLogic::Vectorised,
            false => NullLogic::Row,
        };
        Self {
            rows: RowFunction::new(cx, function, logic),
            columns: Speculation::new(cx, function, logic),
            keeps: keeps(function),
        }
    }

    /// Whether the columns of a key surely come out as they were.
    pub fn keeps_key(&self, key: &GroupKey) -> bool {
        key.columns().iter().all(|(name, ..)| match &self.keeps {
            Keeps::Only(names) => names.contains(name),
            Keeps::AllBut(names) => !names.contains(name),
        })
    }

    /// The columns of the records of all rows of a chunk.
    ///
    /// # Errors
    /// What the function fails with, or a value that no column can hold.
    pub fn columns(&mut self, chunk: &Chunk) -> Result<Vec<(Name, Column)>, Failure> {
        if let Some(columns) = &mut self.columns
            && let Some(columns) = columns.attempt(chunk, |evaluation| evaluation.columns())
        {
            return Ok(columns);
        }
        let mut columns = RecordColumns::new("map");
        for row in 0..chunk.rows {
            columns.push(&*self.rows.record("map", chunk, row, &[])?)?;
        }
        Ok(columns.finish())
    }
}

fn keeps(function: &Function) -> Keeps {
    let nothing = Keeps::Only(Vec::new());
    let Function::Closure(closure) = function else {
        return nothing;
    };
    let body = match &closure.literal.body {
        Body::Expr(body) => body,
        Body::Block(statements) => match statements.last().map(|last| &last.kind) {
            Some(StatementKind::Return(body)) if !renames_row(statements) => body,
            _ => return nothing,
        },
    };
    match &inside(body).kind {
        _ if is_row(body) => Keeps::AllBut(Vec::new()),
        ExprKind::Record {
            with: None,
            properties,
        } => Keeps::Only(
            properties
                .iter()
                .filter(|property| is_own(property))
                .map(|property| property.key.name.clone())
                .collect(),
        ),
        ExprKind::Record {
            with: Some(base),
            properties,
        } if is_row(base) => Keeps::AllBut(
            properties
                .iter()
                .filter(|property| !is_own(property))
                .map(|property| property.key.name.clone())
                .collect(),
        ),
        _ => nothing,
    }
}

/// Whether a block gives the name of the row another meaning.
fn renames_row(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| match &statement.kind {
        StatementKind::Variable(name, _) => *name.name == *"r",
        _ => false,
    })
}

fn inside(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(expr) => inside(expr),
        _ => expr,
    }
}

fn is_row(expr: &Expr) -> bool {
    matches!(&inside(expr).kind, ExprKind::Ident(name) if **name == *"r")
}

/// `k: r.k`
fn is_own(property: &Property) -> bool {
    match &inside(&property.value).kind {
        ExprKind::Member {
            object,
            property: of_row,
        } => is_row(object) && of_row.name == property.key.name,
        _ => false,
    }
}
