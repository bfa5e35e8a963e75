//! What aggregates and selectors remember of points.

use super::part::Piece;
use crate::diagnostic::Failure;
use crate::table::{Aggregate, Column, Scalar, Type};
use std::ops::Range;

/// A running aggregate or selector over points of one type.
#[derive(Debug)]
pub(super) struct Fold {
    function: Aggregate,
    ty: Type,
    count: i64,
    /// Of integers, which wrap around.
    whole: u64,
    floats: f64,
    best: Option<(i64, Scalar)>,
}

impl Fold {
    /// # Errors
    /// If the function takes no values of the type.
    pub(super) fn new(function: Aggregate, ty: Type) -> Result<Self, Failure> {
        let number = matches!(ty, Type::Int | Type::UInt | Type::Float);
        let any = matches!(
            function,
            Aggregate::Count | Aggregate::First | Aggregate::Last
        );
        if !number && !any {
            let message = format!(
                "unsupported input type for {} aggregate: {ty}",
                function.name()
            );
            return Err(Failure::new("flux::storage::aggregate_type", message).help(
                "leave such fields out with a `filter` before it, for example by `r._field`",
            ));
        }
        Ok(Self {
            function,
            ty,
            count: 0,
            whole: 0,
            floats: 0.0,
            best: None,
        })
    }

    /// Which one it is.
    pub(super) fn function(&self) -> Aggregate {
        self.function
    }

    /// Takes in points that need only be counted.
    pub(super) fn add_count(&mut self, points: usize) {
        self.count += points as i64;
    }

    /// The type of what comes out.
    pub(super) fn result_type(function: Aggregate, ty: Type) -> Type {
        match function {
            Aggregate::Count => Type::Int,
            Aggregate::Mean => Type::Float,
            _ => ty,
        }
    }

    /// Takes in some points of a piece. Pieces of one series come by time; of several series, the
    /// first one wins among equal values, and for `last` the last one among equal times. Says
    /// whether one of these is now the chosen one.
    pub(super) fn add(&mut self, piece: &Piece, rows: Range<usize>) -> bool {
        let times = &piece.times.values()[rows.clone()];
        let (Some(first), Some(last)) = (times.first(), times.last()) else {
            return false;
        };
        let best = self.best.as_ref().map(|(time, _)| *time);
        match self.function {
            Aggregate::Count => {
                self.add_count(times.len());
                false
            }
            Aggregate::Sum | Aggregate::Mean => {
                self.count += times.len() as i64;
                self.sum(&piece.values, rows);
                false
            }
            Aggregate::First if best.is_none_or(|best| *first < best) => {
                self.best = Some((*first, piece.values.get(rows.start)));
                true
            }
            Aggregate::Last if best.is_none_or(|best| best <= *last) => {
                self.best = Some((*last, piece.values.get(rows.end - 1)));
                true
            }
            Aggregate::First | Aggregate::Last => false,
            Aggregate::Min => self.extreme(piece, rows, |value, best| value < best),
            Aggregate::Max => self.extreme(piece, rows, |value, best| value > best),
        }
    }

    fn sum(&mut self, values: &Column, rows: Range<usize>) {
        match values {
            Column::Float(array) => {
                for value in &array.values()[rows] {
                    self.floats += value;
                }
            }
            Column::Int(array) => {
                for value in &array.values()[rows] {
                    self.whole = self.whole.wrapping_add(*value as u64);
                }
            }
            Column::UInt(array) => {
                for value in &array.values()[rows] {
                    self.whole = self.whole.wrapping_add(*value);
                }
            }
            _ => {}
        }
    }

    /// Takes the first value that beats all before it. NaN beats nothing and is beaten by
    /// nothing.
    fn extreme(
        &mut self,
        piece: &Piece,
        rows: Range<usize>,
        beats: fn(&Number, &Number) -> bool,
    ) -> bool {
        let number: &dyn Fn(usize) -> Number = match &piece.values {
            Column::Float(array) => &|row| Number::Float(array.value(row)),
            Column::Int(array) => &|row| Number::Int(array.value(row)),
            Column::UInt(array) => &|row| Number::UInt(array.value(row)),
            _ => return false,
        };
        let mut best = self.best.as_ref().and_then(|(_, value)| Number::of(value));
        let mut found = None;
        for row in rows {
            let value = number(row);
            if best.as_ref().is_none_or(|best| beats(&value, best)) {
                best = Some(value);
                found = Some(row);
            }
        }
        if let Some(row) = found {
            self.best = Some((piece.times.value(row), piece.values.get(row)));
        }
        found.is_some()
    }

    /// Time and value of what came out; without points a null, or a count of none. An aggregate
    /// has no time.
    pub(super) fn result(&self) -> (Option<i64>, Scalar) {
        let value = match (self.function, self.ty) {
            (Aggregate::Count, _) => Scalar::Int(self.count),
            (Aggregate::Sum | Aggregate::Mean, _) if self.count == 0 => Scalar::Null,
            (Aggregate::Sum, Type::Int) => Scalar::Int(self.whole as i64),
            (Aggregate::Sum, Type::UInt) => Scalar::UInt(self.whole),
            (Aggregate::Sum, _) => Scalar::Float(self.floats),
            (Aggregate::Mean, Type::Int) => {
                Scalar::Float(self.whole as i64 as f64 / self.count as f64)
            }
            (Aggregate::Mean, Type::UInt) => Scalar::Float(self.whole as f64 / self.count as f64),
            (Aggregate::Mean, _) => Scalar::Float(self.floats / self.count as f64),
            _ => match &self.best {
                Some((time, value)) => return (Some(*time), value.clone()),
                None => Scalar::Null,
            },
        };
        (None, value)
    }
}

/// A number of a column; those that are compared are of one type.
#[derive(PartialEq, PartialOrd)]
enum Number {
    Int(i64),
    UInt(u64),
    Float(f64),
}

impl Number {
    fn of(value: &Scalar) -> Option<Self> {
        Some(match value {
            Scalar::Int(value) => Self::Int(*value),
            Scalar::UInt(value) => Self::UInt(*value),
            Scalar::Float(value) => Self::Float(*value),
            _ => return None,
        })
    }
}
