//! `and`, `or`, `not`, `exists`, `if`, in each form of null logic.

use super::{Cells, GiveUp};
use crate::syntax::ast::LogicalOp;
use crate::table::{Column, Scalar, Type};
use arrow_array::{Array, BooleanArray, Datum};
use arrow_buffer::{BooleanBuffer, NullBuffer};

use crate::value::NullLogic;

/// The same truth value in all rows.
pub fn all(value: bool, rows: usize) -> BooleanArray {
    let bits = match value {
        true => BooleanBuffer::new_set(rows),
        false => BooleanBuffer::new_unset(rows),
    };
    BooleanArray::new(bits, None)
}

/// Null becomes false.
pub fn without_nulls(array: &BooleanArray) -> BooleanArray {
    match array.nulls() {
        None => array.clone(),
        Some(valid) => BooleanArray::new(array.values() & valid.inner(), None),
    }
}

/// Truth values: which rows are surely true, and which are not null.
struct Truth {
    yes: BooleanBuffer,
    valid: BooleanBuffer,
}

fn truth(cells: &Cells, rows: usize) -> Result<Truth, GiveUp> {
    let same = |value: &Scalar| Truth {
        yes: all(*value == Scalar::Bool(true), rows).values().clone(),
        valid: all(!value.is_null(), rows).values().clone(),
    };
    Ok(match cells {
        Cells::Untyped => same(&Scalar::Null),
        Cells::Column(Column::Constant(_, value @ Scalar::Null, _)) => same(value),
        Cells::Column(Column::Constant(Type::Bool, value, _)) => same(value),
        Cells::Column(Column::Bool(array)) => match array.nulls() {
            None => Truth {
                yes: array.values().clone(),
                valid: BooleanBuffer::new_set(rows),
            },
            Some(valid) => Truth {
                yes: array.values() & valid.inner(),
                valid: valid.inner().clone(),
            },
        },
        Cells::Column(_) => return Err(GiveUp),
    })
}

fn column(yes: BooleanBuffer, valid: BooleanBuffer) -> Cells {
    let nulls = NullBuffer::new(valid);
    let nulls = (nulls.null_count() > 0).then_some(nulls);
    Cells::Column(Column::Bool(BooleanArray::new(yes, nulls)))
}

/// What the left side alone decides for all rows.
pub fn decided(op: LogicalOp, left: &Cells, logic: NullLogic, rows: usize) -> Option<Cells> {
    let value = left.one()?;
    let decisive = match op {
        LogicalOp::And => false,
        LogicalOp::Or => true,
    };
    let decided = match value {
        Scalar::Bool(value) => value == decisive,
        // Row by row a null on the left counts as false.
        Scalar::Null => op == LogicalOp::And && logic == NullLogic::Row,
        _ => false,
    };
    decided.then(|| Cells::constant(Type::Bool, Scalar::Bool(decisive), rows))
}

/// The rows for which the right side must be known.
pub fn undecided(
    op: LogicalOp,
    left: &Cells,
    logic: NullLogic,
    rows: usize,
) -> Result<BooleanArray, GiveUp> {
    let left = truth(left, rows)?;
    let open = match (op, logic) {
        (LogicalOp::Or, _) => !&left.yes,
        (LogicalOp::And, NullLogic::Vectorised) => &left.yes | &!&left.valid,
        (LogicalOp::And, _) => left.yes,
    };
    Ok(BooleanArray::new(open, None))
}

/// Both sides.
pub fn combine(
    op: LogicalOp,
    left: &Cells,
    right: &Cells,
    logic: NullLogic,
    rows: usize,
) -> Result<Cells, GiveUp> {
    if let (Some(Scalar::Bool(_)), Cells::Column(column)) = (left.one(), right)
        && column.ty() == Type::Bool
    {
        // The left side did not decide, so the right one does.
        return Ok(right.clone());
    }
    let (left, right) = (truth(left, rows)?, truth(right, rows)?);
    let no = |side: &Truth| &side.valid & &!&side.yes;
    Ok(match (op, logic) {
        (LogicalOp::And, NullLogic::Vectorised) => {
            let decided = &no(&left) | &no(&right);
            let valid = &(&left.valid & &right.valid) | &decided;
            column(&left.yes & &right.yes, valid)
        }
        (LogicalOp::Or, NullLogic::Vectorised) => {
            let yes = &left.yes | &right.yes;
            let valid = &(&left.valid & &right.valid) | &yes;
            column(yes, valid)
        }
        (LogicalOp::And, _) => {
            let valid = !&(&left.yes & &!&right.valid);
            column(&left.yes & &right.yes, valid)
        }
        (LogicalOp::Or, _) => {
            let valid = &left.yes | &right.valid;
            column(&left.yes | &right.yes, valid)
        }
    })
}

/// `not`; null stays null.
pub fn not(cells: &Cells) -> Result<Cells, GiveUp> {
    Ok(match cells {
        Cells::Column(Column::Constant(ty, Scalar::Null, rows)) => {
            Cells::constant(*ty, Scalar::Null, *rows)
        }
        Cells::Untyped => Cells::Untyped,
        Cells::Column(Column::Constant(ty, Scalar::Bool(value), rows)) => {
            Cells::constant(*ty, Scalar::Bool(!value), *rows)
        }
        Cells::Column(Column::Bool(array)) => {
            let flipped = BooleanArray::new(!array.values(), array.nulls().cloned());
            Cells::Column(Column::Bool(flipped))
        }
        Cells::Column(_) => return Err(GiveUp),
    })
}

/// `exists`
pub fn exists(cells: &Cells, rows: usize) -> Cells {
    let valid = match cells {
        Cells::Untyped => return Cells::constant(Type::Bool, Scalar::Bool(false), rows),
        Cells::Column(column) => match column {
            Column::Constant(_, value, _) => {
                return Cells::constant(Type::Bool, Scalar::Bool(!value.is_null()), rows);
            }
            Column::Bool(array) => array.nulls(),
            Column::Int(array) | Column::Time(array) => array.nulls(),
            Column::UInt(array) => array.nulls(),
            Column::Float(array) => array.nulls(),
            Column::String(array) => array.nulls(),
            Column::Dictionary(dictionary) => dictionary.keys.nulls(),
        },
    };
    match valid {
        None => Cells::constant(Type::Bool, Scalar::Bool(true), rows),
        Some(valid) => {
            let array = BooleanArray::new(valid.inner().clone(), None);
            Cells::Column(Column::Bool(array))
        }
    }
}

/// The first cells where the mask is true, the second ones elsewhere.
pub fn select(mask: &BooleanArray, yes: &Cells, no: &Cells, rows: usize) -> Result<Cells, GiveUp> {
    let typed = |cells: &Cells, ty: Type| match cells {
        Cells::Untyped => Column::nulls(ty, rows),
        Cells::Column(column) => column.clone(),
    };
    let ty = match (yes.ty(), no.ty()) {
        (None, None) => return Ok(Cells::Untyped),
        (Some(a), Some(b)) if a != b => return Err(GiveUp),
        (Some(ty), _) | (None, Some(ty)) => ty,
    };
    let (yes, no) = (typed(yes, ty), typed(no, ty));
    if yes.as_constant().is_some() && yes.as_constant() == no.as_constant() {
        return Ok(Cells::Column(yes));
    }
    let (yes, no) = (yes.to_array(), no.to_array());
    let zipped = arrow_select::zip::zip(mask, &yes as &dyn Datum, &no as &dyn Datum);
    zipped
        .map(|array| Cells::Column(Column::of_type(ty, array)))
        .map_err(|_| GiveUp)
}
