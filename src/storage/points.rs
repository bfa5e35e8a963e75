//! The points of one field of one series, while they are collected.

use crate::table::{Scalar, Type};

/// Times and values of one type.
#[derive(Debug)]
pub(super) struct Points {
    pub(super) times: Vec<i64>,
    pub(super) values: Values,
    /// Whether each time is later than the one before.
    ordered: bool,
}

/// Values of one type.
#[derive(Debug)]
pub(super) enum Values {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    UInt(Vec<u64>),
    Float(Vec<f64>),
    /// Numbers of texts that the loader keeps.
    Text(Vec<u32>),
}

/// One value on its way in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Text(u32),
}

impl Value {
    pub(super) fn ty(self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::UInt(_) => Type::UInt,
            Self::Float(_) => Type::Float,
            Self::Text(_) => Type::String,
        }
    }

    /// A cell that is no text and no null, as a value.
    pub(super) fn of_scalar(cell: &Scalar) -> Option<Self> {
        Some(match cell {
            Scalar::Bool(value) => Self::Bool(*value),
            Scalar::Int(value) => Self::Int(*value),
            Scalar::UInt(value) => Self::UInt(*value),
            Scalar::Float(value) => Self::Float(*value),
            // A field holds no times: as `to()` does, they are kept as nanoseconds.
            Scalar::Time(value) => Self::Int(value.0),
            Scalar::String(_) | Scalar::Null => return None,
        })
    }
}

impl Points {
    pub(super) fn new(ty: Type) -> Self {
        let values = match ty {
            Type::Bool => Values::Bool(Vec::new()),
            Type::Int | Type::Time => Values::Int(Vec::new()),
            Type::UInt => Values::UInt(Vec::new()),
            Type::Float => Values::Float(Vec::new()),
            Type::String => Values::Text(Vec::new()),
        };
        Self {
            times: Vec::new(),
            values,
            ordered: true,
        }
    }

    pub(super) fn ty(&self) -> Type {
        match self.values {
            Values::Bool(_) => Type::Bool,
            Values::Int(_) => Type::Int,
            Values::UInt(_) => Type::UInt,
            Values::Float(_) => Type::Float,
            Values::Text(_) => Type::String,
        }
    }

    /// Adds a point, if its value has the type.
    #[inline]
    pub(super) fn push(&mut self, time: i64, value: Value) {
        match (&mut self.values, value) {
            (Values::Float(values), Value::Float(value)) => values.push(value),
            (Values::Int(values), Value::Int(value)) => values.push(value),
            (Values::UInt(values), Value::UInt(value)) => values.push(value),
            (Values::Bool(values), Value::Bool(value)) => values.push(value),
            (Values::Text(values), Value::Text(value)) => values.push(value),
            _ => return,
        }
        self.ordered &= self.times.last().is_none_or(|last| *last < time);
        self.times.push(time);
    }

    /// Sorts by time; of several values at one time the last to come stays.
    pub(super) fn settle(&mut self) {
        if std::mem::replace(&mut self.ordered, true) {
            return;
        }
        let mut rows: Vec<usize> = (0..self.times.len()).collect();
        rows.sort_by_key(|&row| self.times[row]);
        let mut kept: Vec<usize> = Vec::with_capacity(rows.len());
        for row in rows {
            match kept.last_mut() {
                Some(last) if self.times[*last] == self.times[row] => *last = row,
                _ => kept.push(row),
            }
        }
        self.times = pick(&self.times, &kept);
        match &mut self.values {
            Values::Bool(values) => *values = pick(values, &kept),
            Values::Int(values) => *values = pick(values, &kept),
            Values::UInt(values) => *values = pick(values, &kept),
            Values::Float(values) => *values = pick(values, &kept),
            Values::Text(values) => *values = pick(values, &kept),
        }
    }
}

fn pick<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().map(|&row| values[row]).collect()
}
