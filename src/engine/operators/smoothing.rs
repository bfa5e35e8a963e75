//! Averages and momenta over the last rows: what they share. Each chosen column has a running
//! state; the first rows, for which there is no full window yet, are left out.

use super::narrow::{PerTable, TableState, as_floats, replace, retype, unsupported, without_first};
use super::seen::missing_column;
use super::{averages, momentum};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Name, Schema, Table, Type};
use arrow_array::Float64Array;
use rustc_hash::FxHashMap;

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `movingAverage`
    Moving,
    /// `exponentialMovingAverage`
    Exponential,
    /// `tripleExponentialDerivative`
    TripleExponentialDerivative,
    /// `relativeStrengthIndex`
    RelativeStrength,
    /// `chandeMomentumOscillator`
    Chande,
    /// `kaufmansAMA`
    Kaufman,
}

impl Kind {
    /// Its name in Flux.
    pub fn name(self) -> &'static str {
        match self {
            Self::Moving => "movingAverage",
            Self::Exponential => "exponentialMovingAverage",
            Self::TripleExponentialDerivative => "tripleExponentialDerivative",
            Self::RelativeStrength => "relativeStrengthIndex",
            Self::Chande => "chandeMomentumOscillator",
            Self::Kaufman => "kaufmansAMA",
        }
    }

    /// How many rows are left out at the beginning.
    fn skip(self, n: usize) -> usize {
        match self {
            Self::Moving | Self::Exponential => n - 1,
            Self::TripleExponentialDerivative => (n - 1).saturating_mul(3).saturating_add(1),
            Self::RelativeStrength | Self::Chande | Self::Kaufman => n,
        }
    }

    fn start(self, n: usize) -> Box<dyn Smooth> {
        match self {
            Self::Moving => Box::new(averages::Moving::new(n)),
            Self::Exponential => Box::new(averages::Exponential::new(n)),
            Self::TripleExponentialDerivative => Box::new(averages::Triple::new(n)),
            Self::RelativeStrength => Box::new(momentum::RelativeStrength::new(n)),
            Self::Chande => Box::new(momentum::Chande::new(n)),
            Self::Kaufman => Box::new(momentum::Kaufman::new(n)),
        }
    }

    /// Whether a table must have the columns.
    fn needs_columns(self) -> bool {
        matches!(
            self,
            Self::Moving | Self::Exponential | Self::TripleExponentialDerivative
        )
    }
}

/// The running state of one column.
pub trait Smooth: Send {
    /// The result for the next row.
    fn next(&mut self, value: Option<f64>) -> Option<f64>;

    /// The cell of the only row of a table that ends after so many rows, too few for a result; the
    /// other cells are those of the last row. None where there is no such row.
    fn short(&self, _rows: usize) -> Option<Option<f64>> {
        None
    }

    /// The results for the next rows.
    fn all(&mut self, values: &Float64Array) -> Float64Array {
        values.iter().map(|value| self.next(value)).collect()
    }
}

/// The arguments.
#[derive(Clone, Debug)]
pub struct Smoothing {
    /// What is computed.
    pub kind: Kind,
    /// Over how many rows, at least one.
    pub n: usize,
    /// Which columns.
    pub columns: Vec<Name>,
}

/// The states of the columns, and the last row as long as there are too few.
pub struct State {
    function: Smoothing,
    columns: FxHashMap<Name, Box<dyn Smooth>>,
    rows: usize,
    last: Option<Chunk>,
}

impl PerTable for Smoothing {
    type State = State;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        retype(table, &self.columns, |label, ty| self.result(label, ty))?;
        Ok(State {
            function: self.clone(),
            columns: FxHashMap::default(),
            rows: 0,
            last: None,
        })
    }

    fn gives_in_key_order(&self) -> bool {
        !matches!(self.kind, Kind::Moving)
    }
}

impl Smoothing {
    fn result(&self, label: &str, ty: Type) -> Result<Type, Failure> {
        match ty {
            Type::Int | Type::UInt | Type::Float => Ok(Type::Float),
            _ => Err(unsupported(self.kind.name(), label, ty)),
        }
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let Self {
            function, columns, ..
        } = self;
        let Smoothing { kind, n, .. } = *function;
        let before = self.rows;
        self.rows += chunk.rows;
        let chunk = replace(chunk, &function.columns, |name, column| {
            let values =
                as_floats(column).ok_or_else(|| unsupported(kind.name(), name, column.ty()))?;
            let start = || {
                let mut state = kind.start(n);
                // Rows that came before the column did have no value.
                for _ in 0..before {
                    state.next(None);
                }
                state
            };
            let state = columns.entry(name.clone()).or_insert_with(start);
            Ok(Column::Float(state.all(&values)))
        })?;
        let skip = kind.skip(n);
        self.last = match chunk.rows {
            _ if self.rows > skip => None,
            0 => self.last.take(),
            rows => Some(chunk.slice(rows - 1, 1)),
        };
        Ok(Some(without_first(chunk, skip.saturating_sub(before))))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        let function = &self.function;
        if function.kind.needs_columns() {
            for label in &function.columns {
                if !schema.contains(label) {
                    return Err(missing_column(label, schema));
                }
            }
        }
        let Some(mut last) = self.last.take() else {
            return Ok(None);
        };
        for (name, state) in &self.columns {
            let Some(value) = state.short(self.rows) else {
                return Ok(None);
            };
            let columns = last.columns.iter_mut();
            for (_, column) in columns.filter(|(label, _)| label == name) {
                *column = Column::Float(Float64Array::from(vec![value]));
            }
        }
        Ok((!self.columns.is_empty()).then_some(last))
    }
}
