//! Running a program over a chunk.

use super::{Cells, Node, Outcome, Program, arithmetic, builtin, compare, logic, text};
use crate::syntax::ast::{BinaryOp, LogicalOp};
use crate::table::{Chunk, Column, Dictionary, Name, Scalar, Type};
use crate::value::{Context, NullLogic, Value};
use arrow_array::{Array, BooleanArray, UInt32Array};
use std::cell::RefCell;

/// Something in the chunk is for the interpreter to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GiveUp;

/// One chunk, and what has been computed of it.
pub struct Evaluation<'a> {
    cx: &'a Context,
    logic: NullLogic,
    program: &'a Program,
    chunk: &'a Chunk,
    locals: RefCell<Vec<Option<Cells>>>,
}

impl<'a> Evaluation<'a> {
    /// Begins with a chunk.
    pub fn new(cx: &'a Context, logic: NullLogic, program: &'a Program, chunk: &'a Chunk) -> Self {
        Self {
            cx,
            logic,
            program,
            chunk,
            locals: RefCell::new(vec![None; program.locals.len()]),
        }
    }

    /// For which rows the value is true; null counts as false. None if the program gives records.
    ///
    /// # Errors
    /// If the interpreter has to run the chunk.
    pub fn mask(&self) -> Result<BooleanArray, GiveUp> {
        let Outcome::Value(node) = &self.program.result else {
            return Err(GiveUp);
        };
        self.eager_locals()?;
        match self.cells(node)? {
            Cells::Untyped => Ok(logic::all(false, self.chunk.rows)),
            Cells::Column(Column::Bool(array)) => Ok(logic::without_nulls(&array)),
            Cells::Column(Column::Constant(Type::Bool, value, rows)) => {
                Ok(logic::all(value == Scalar::Bool(true), rows))
            }
            Cells::Column(_) => Err(GiveUp),
        }
    }

    /// The columns of the records.
    ///
    /// # Errors
    /// If the interpreter has to run the chunk.
    pub fn columns(&self) -> Result<Vec<(Name, Column)>, GiveUp> {
        let Outcome::Record {
            with_row,
            properties,
        } = &self.program.result
        else {
            return Err(GiveUp);
        };
        self.eager_locals()?;
        let mut columns: Vec<(Name, Cells)> = match with_row {
            true => {
                let columns = self.chunk.columns.iter();
                columns
                    .map(|(name, column)| (name.clone(), Cells::Column(column.clone())))
                    .collect()
            }
            false => Vec::with_capacity(properties.len()),
        };
        for (name, node) in properties {
            let cells = self.cells(node)?;
            match columns.iter_mut().find(|(known, _)| known == name) {
                Some((_, column)) => *column = cells,
                None => columns.push((name.clone(), cells)),
            }
        }
        let typed = columns.into_iter().filter_map(|(name, cells)| match cells {
            Cells::Untyped => None,
            Cells::Column(column) => Some((name, column)),
        });
        Ok(typed.collect())
    }

    fn eager_locals(&self) -> Result<(), GiveUp> {
        (0..self.program.eager).try_for_each(|local| self.local(local).map(|_| ()))
    }

    fn local(&self, local: usize) -> Result<Cells, GiveUp> {
        if let Some(Some(cells)) = self.locals.borrow().get(local) {
            return Ok(cells.clone());
        }
        let cells = self.cells(&self.program.locals[local])?;
        self.locals.borrow_mut()[local] = Some(cells.clone());
        Ok(cells)
    }

    /// What a node computes.
    pub(super) fn cells(&self, node: &Node) -> Result<Cells, GiveUp> {
        let rows = self.chunk.rows;
        match node {
            Node::Constant(value) => constant(value, rows),
            Node::Column(name) => Ok(match self.chunk.column(name) {
                Some(column) => Cells::Column(column.clone()),
                None => Cells::Untyped,
            }),
            Node::Local(local) => self.local(*local),
            Node::Binary(op, left, right) => {
                let (left, right) = (self.cells(left)?, self.cells(right)?);
                by_distinct(&[&left, &right], rows, |cells, rows| match cells {
                    [left, right] => binary(*op, left, right, rows),
                    _ => Err(GiveUp),
                })
            }
            Node::Match(operand, regex, negated) => {
                let operand = self.cells(operand)?;
                by_distinct(&[&operand], rows, |cells, rows| {
                    text::matches(&cells[0], regex, *negated, rows)
                })
            }
            Node::Logical(op, left, right) => self.logical(*op, left, right),
            Node::Not(operand) => logic::not(&self.cells(operand)?),
            Node::Negate(operand) => arithmetic::negate(&self.cells(operand)?),
            Node::Exists(operand) => Ok(logic::exists(&self.cells(operand)?, rows)),
            Node::If(branches) => self.choice(branches),
            Node::Interpolation(parts) => {
                let parts: Result<Vec<Cells>, GiveUp> =
                    parts.iter().map(|part| self.cells(part)).collect();
                let parts = parts?;
                let parts: Vec<&Cells> = parts.iter().collect();
                by_distinct(&parts, rows, text::interpolated)
            }
            Node::Call(function, arguments) => builtin::call(self, function, arguments, rows),
        }
    }

    pub(super) fn context(&self) -> &Context {
        self.cx
    }

    /// The right side is computed for all rows at once, and if that fails only for those where
    /// the left one leaves it open.
    fn logical(&self, op: LogicalOp, left: &Node, right: &Node) -> Result<Cells, GiveUp> {
        let rows = self.chunk.rows;
        let left = self.cells(left)?;
        if let Some(decided) = logic::decided(op, &left, self.logic, rows) {
            return Ok(decided);
        }
        match self.cells(right) {
            Ok(right) => logic::combine(op, &left, &right, self.logic, rows),
            Err(GiveUp) => {
                let open = logic::undecided(op, &left, self.logic, rows)?;
                let right = self.for_rows(right, &open)?;
                logic::combine(op, &left, &right, self.logic, rows)
            }
        }
    }

    fn choice(&self, branches: &[Node; 3]) -> Result<Cells, GiveUp> {
        let rows = self.chunk.rows;
        let [test, consequent, alternate] = branches;
        let test = match self.cells(test)? {
            Cells::Untyped => logic::all(false, rows),
            Cells::Column(column) if column.ty() == Type::Bool => match column {
                Column::Bool(array) => logic::without_nulls(&array),
                constant => logic::all(constant.as_constant() == Some(&Scalar::Bool(true)), rows),
            },
            Cells::Column(_) => return Err(GiveUp),
        };
        match test.true_count() {
            all if all == rows => return self.cells(consequent),
            0 => return self.cells(alternate),
            _ => {}
        }
        let otherwise = arrow_boolean_not(&test);
        let branch = |node: &Node, mask: &BooleanArray| match self.cells(node) {
            Ok(cells) => Ok(cells),
            Err(GiveUp) => self.for_rows(node, mask),
        };
        let consequent = branch(consequent, &test)?;
        let alternate = branch(alternate, &otherwise)?;
        logic::select(&test, &consequent, &alternate, rows)
    }

    /// What a node computes for some of the rows; the cells of the others are arbitrary.
    fn for_rows(&self, node: &Node, mask: &BooleanArray) -> Result<Cells, GiveUp> {
        let chunk = self.chunk.filter(mask);
        if chunk.rows == 0 || chunk.rows == self.chunk.rows {
            return Err(GiveUp);
        }
        let some = Evaluation::new(self.cx, self.logic, self.program, &chunk);
        let cells = match some.cells(node)? {
            Cells::Column(column) if column.as_constant().is_none() => column,
            Cells::Column(Column::Constant(ty, value, _)) => {
                return Ok(Cells::constant(ty, value, self.chunk.rows));
            }
            other => return Ok(other),
        };
        let mut next = 0;
        let places = mask.values().iter().map(|taken| {
            let place = next;
            next += u32::from(taken);
            taken.then_some(place)
        });
        let places: UInt32Array = places.collect();
        Ok(Cells::Column(cells.take(&places)))
    }
}

fn arrow_boolean_not(mask: &BooleanArray) -> BooleanArray {
    BooleanArray::new(!mask.values(), None)
}

fn constant(value: &Value, rows: usize) -> Result<Cells, GiveUp> {
    match (value.to_scalar(), value.column_type()) {
        (Some(cell), Some(ty)) => Ok(Cells::constant(ty, cell, rows)),
        (Some(_), None) => Ok(Cells::Untyped),
        (None, _) => Err(GiveUp),
    }
}

fn binary(op: BinaryOp, left: &Cells, right: &Cells, rows: usize) -> Result<Cells, GiveUp> {
    match op {
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterEqual => compare::compare(op, left, right, rows),
        BinaryOp::Add if left.ty() == Some(Type::String) && right.ty() == Some(Type::String) => {
            text::concatenated(left, right, rows)
        }
        BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide
        | BinaryOp::Modulo
        | BinaryOp::Power => arithmetic::arithmetic(op, left, right, rows),
        BinaryOp::Match | BinaryOp::NotMatch => Err(GiveUp),
    }
}

/// Computes once for each text of a dictionary, if all other operands are the same in all rows;
/// and once in all if every operand is.
pub(super) fn by_distinct(
    operands: &[&Cells],
    rows: usize,
    compute: impl Fn(&[Cells], usize) -> Result<Cells, GiveUp>,
) -> Result<Cells, GiveUp> {
    let mut varying = operands.iter().enumerate().filter_map(|(at, cells)| {
        let Cells::Column(column) = cells else {
            return None;
        };
        column.as_constant().is_none().then_some((at, column))
    });
    let with_rows = |cells: &Cells, rows: usize| match cells {
        Cells::Column(Column::Constant(ty, value, _)) => Cells::constant(*ty, value.clone(), rows),
        other => other.clone(),
    };
    let owned = || {
        operands
            .iter()
            .map(|&cells| cells.clone())
            .collect::<Vec<_>>()
    };
    match (varying.next(), varying.next()) {
        (None, _) if rows > 1 => {
            let one: Vec<Cells> = operands.iter().map(|cells| with_rows(cells, 1)).collect();
            let cells = compute(&one, 1)?;
            Ok(match cells {
                Cells::Untyped => Cells::Untyped,
                Cells::Column(column) => Cells::constant(column.ty(), column.get(0), rows),
            })
        }
        (Some((at, Column::Dictionary(dictionary))), None)
            if dictionary.keys.null_count() == 0 && dictionary.values.len() < rows =>
        {
            let distinct = dictionary.values.len();
            let mut of_values: Vec<Cells> = operands
                .iter()
                .map(|cells| with_rows(cells, distinct))
                .collect();
            of_values[at] = Cells::Column(Column::String(dictionary.values.clone()));
            match compute(&of_values, distinct) {
                Ok(cells) => Ok(spread(cells, dictionary, rows)),
                // Perhaps it is a text that no row has.
                Err(GiveUp) => compute(&owned(), rows),
            }
        }
        _ => compute(&owned(), rows),
    }
}

/// Cells of a dictionary's values, as cells of its rows.
fn spread(cells: Cells, dictionary: &Dictionary, rows: usize) -> Cells {
    let Cells::Column(column) = cells else {
        return Cells::Untyped;
    };
    Cells::Column(match column {
        Column::Constant(ty, value, _) => Column::Constant(ty, value, rows),
        Column::String(values) if values.null_count() == 0 => Column::Dictionary(Dictionary {
            keys: dictionary.keys.clone(),
            values,
        }),
        Column::Bool(array) if array.null_count() == 0 => {
            let keys = dictionary.keys.values();
            let values = array.values();
            let of_row = |row: usize| values.value(keys[row] as usize);
            Column::Bool(BooleanArray::new(
                arrow_buffer::BooleanBuffer::collect_bool(rows, of_row),
                None,
            ))
        }
        other => other.take(&dictionary.keys),
    })
}
