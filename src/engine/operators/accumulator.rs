//! What aggregates remember: one running state for each table or window, fed with columns.

use super::extreme::{Extreme, extreme};
use super::tdigest::TDigest;
use crate::diagnostic::Failure;
use crate::table::{Column, Scalar, Type};
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use std::ops::Range;

/// An aggregate that makes one value of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aggregation {
    /// How many rows, nulls included.
    Count,
    /// The sum; integers wrap around.
    Sum,
    /// The arithmetic mean.
    Mean,
    /// The greatest value less the least.
    Spread,
    /// The standard deviation.
    Deviation {
        /// Of a sample, not of the whole population.
        sample: bool,
    },
    /// The skewness.
    Skew,
    /// A quantile, estimated by a t-digest.
    Quantile {
        /// Which one, from 0 to 1.
        q: f64,
        /// How many centroids the digest has, about.
        compression: f64,
    },
    /// A quantile, interpolated between the two values next to it.
    ExactQuantile {
        /// Which one, from 0 to 1.
        q: f64,
    },
}

impl Aggregation {
    /// The type of the result, and a fresh state.
    ///
    /// # Errors
    /// If it cannot aggregate a column of this type.
    pub fn over(&self, ty: Type) -> Result<(Type, Box<dyn Accumulator>), Failure> {
        let number = matches!(ty, Type::Int | Type::UInt | Type::Float);
        Ok(match *self {
            Self::Count if ty != Type::Time => (Type::Int, Box::new(Count(0))),
            Self::Sum if number => (ty, Box::new(Sum::new(ty))),
            Self::Mean if number => (Type::Float, Box::<Mean>::default()),
            Self::Spread if number => (ty, Box::new(Spread::new(ty))),
            Self::Deviation { sample } if number => (
                Type::Float,
                Box::new(Deviation {
                    sample,
                    ..Deviation::default()
                }),
            ),
            Self::Skew if number => (Type::Float, Box::<Skew>::default()),
            Self::Quantile { q, compression } if number => {
                let digest = TDigest::new(compression);
                (Type::Float, Box::new(Quantile { q, digest }))
            }
            Self::ExactQuantile { q } if ty == Type::Float => {
                let values = Vec::new();
                (Type::Float, Box::new(ExactQuantile { q, values }))
            }
            _ => {
                return Err(Failure::new(
                    "flux::engine::aggregate_type",
                    format!("unsupported aggregate column type {ty}"),
                )
                .help("convert the column first, for example with `toFloat()`"));
            }
        })
    }
}

/// The running state of one aggregate.
pub trait Accumulator: Send {
    /// Takes in the cells of some rows. Constants must have been made arrays
    /// ([`materialised`]).
    fn add(&mut self, column: &Column, rows: Range<usize>);

    /// What came out of the cells so far; null if there were none.
    fn result(&mut self) -> Scalar;

    /// Forgets everything.
    fn reset(&mut self);

    /// Bytes held beyond a fixed size.
    fn bytes(&self) -> usize {
        0
    }
}

/// A column that is an array for the kernels.
pub fn materialised(column: &Column) -> Column {
    match column {
        Column::Constant(ty, ..) => Column::of_type(*ty, column.to_array()),
        _ => column.clone(),
    }
}

/// Calls with each value that is not null.
fn each<T: ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    rows: Range<usize>,
    mut visit: impl FnMut(T::Native),
) {
    let values = &array.values()[rows.clone()];
    match array.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => values.iter().for_each(|value| visit(*value)),
        Some(nulls) => {
            for (row, value) in rows.zip(values) {
                if nulls.is_valid(row) {
                    visit(*value);
                }
            }
        }
    }
}

/// Calls with each number that is not null, as a float.
fn each_number(column: &Column, rows: Range<usize>, mut visit: impl FnMut(f64)) {
    match column {
        Column::Float(array) => each(array, rows, visit),
        Column::Int(array) => each(array, rows, |value| visit(value as f64)),
        Column::UInt(array) => each(array, rows, |value| visit(value as f64)),
        _ => {}
    }
}

struct Count(i64);

impl Accumulator for Count {
    fn add(&mut self, _: &Column, rows: Range<usize>) {
        self.0 += rows.len() as i64;
    }

    fn result(&mut self) -> Scalar {
        Scalar::Int(self.0)
    }

    fn reset(&mut self) {
        self.0 = 0;
    }
}

struct Sum {
    /// Zero of the column's type at first.
    sum: Scalar,
    any: bool,
}

impl Sum {
    fn new(ty: Type) -> Self {
        let sum = match ty {
            Type::Int => Scalar::Int(0),
            Type::UInt => Scalar::UInt(0),
            _ => Scalar::Float(0.0),
        };
        Self { sum, any: false }
    }
}

impl Accumulator for Sum {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        let mut any = self.any;
        match (&mut self.sum, column) {
            (Scalar::Int(sum), Column::Int(array)) => each(array, rows, |value| {
                *sum = sum.wrapping_add(value);
                any = true;
            }),
            (Scalar::UInt(sum), Column::UInt(array)) => each(array, rows, |value| {
                *sum = sum.wrapping_add(value);
                any = true;
            }),
            (Scalar::Float(sum), Column::Float(array)) => {
                let mut running = *sum;
                each(array, rows, |value| {
                    running += value;
                    any = true;
                });
                *sum = running;
            }
            _ => {}
        }
        self.any = any;
    }

    fn result(&mut self) -> Scalar {
        match self.any {
            true => self.sum.clone(),
            false => Scalar::Null,
        }
    }

    fn reset(&mut self) {
        *self = Self::new(self.sum.ty().unwrap_or(Type::Float));
    }
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: usize,
}

impl Accumulator for Mean {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        // Integers without nulls are summed as integers, which may wrap around: upstream's way.
        match column {
            Column::Int(array) if array.null_count() == 0 => {
                let values = array.values()[rows.clone()].iter();
                self.sum += values.fold(0_i64, |sum, value| sum.wrapping_add(*value)) as f64;
                self.count += rows.len();
            }
            Column::UInt(array) if array.null_count() == 0 => {
                let values = array.values()[rows.clone()].iter();
                self.sum += values.fold(0_u64, |sum, value| sum.wrapping_add(*value)) as f64;
                self.count += rows.len();
            }
            _ => {
                let (mut sum, mut count) = (self.sum, self.count);
                each_number(column, rows, |value| {
                    sum += value;
                    count += 1;
                });
                (self.sum, self.count) = (sum, count);
            }
        }
    }

    fn result(&mut self) -> Scalar {
        match self.count {
            0 => Scalar::Null,
            count => Scalar::Float(self.sum / count as f64),
        }
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}

struct Spread {
    ty: Type,
    least: Scalar,
    greatest: Scalar,
}

impl Spread {
    fn new(ty: Type) -> Self {
        Self {
            ty,
            least: Scalar::Null,
            greatest: Scalar::Null,
        }
    }
}

impl Accumulator for Spread {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        extreme(column, rows.clone(), Extreme::Least, &mut self.least);
        extreme(column, rows, Extreme::Greatest, &mut self.greatest);
    }

    fn result(&mut self) -> Scalar {
        match (&self.greatest, &self.least) {
            (Scalar::Int(greatest), Scalar::Int(least)) => {
                Scalar::Int(greatest.wrapping_sub(*least))
            }
            (Scalar::UInt(greatest), Scalar::UInt(least)) => {
                Scalar::UInt(greatest.wrapping_sub(*least))
            }
            (Scalar::Float(greatest), Scalar::Float(least)) => Scalar::Float(greatest - least),
            _ => Scalar::Null,
        }
    }

    fn reset(&mut self) {
        *self = Self::new(self.ty);
    }
}

/// Welford's running mean and sum of squared distances from it.
#[derive(Default)]
struct Deviation {
    sample: bool,
    count: f64,
    mean: f64,
    squares: f64,
}

impl Accumulator for Deviation {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        each_number(column, rows, |value| {
            self.count += 1.0;
            let before = value - self.mean;
            self.mean += before / self.count;
            self.squares += before * (value - self.mean);
        });
    }

    fn result(&mut self) -> Scalar {
        if self.count == 0.0 {
            return Scalar::Null;
        }
        let degrees = if self.sample {
            self.count - 1.0
        } else {
            self.count
        };
        Scalar::Float(match degrees < 1.0 {
            true => f64::NAN,
            false => (self.squares / degrees).sqrt(),
        })
    }

    fn reset(&mut self) {
        *self = Self {
            sample: self.sample,
            ..Self::default()
        };
    }
}

/// Running central moments up to the third, by Terriberry's formulas.
#[derive(Default)]
struct Skew {
    count: f64,
    mean: f64,
    second: f64,
    third: f64,
}

impl Accumulator for Skew {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        each_number(column, rows, |value| {
            let before = self.count;
            self.count += 1.0;
            let distance = value - self.mean;
            let step = distance / self.count;
            let term = distance * step * before;
            self.third += term * step * (self.count - 2.0) - 3.0 * step * self.second;
            self.second += term;
            self.mean += step;
        });
    }

    fn result(&mut self) -> Scalar {
        if self.count == 0.0 {
            return Scalar::Null;
        }
        Scalar::Float(match self.count < 2.0 {
            true => f64::NAN,
            false => self.count.sqrt() * self.third / self.second.powf(1.5),
        })
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}

struct Quantile {
    q: f64,
    digest: TDigest,
}

impl Accumulator for Quantile {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        each_number(column, rows, |value| self.digest.add(value));
    }

    fn result(&mut self) -> Scalar {
        match self.digest.any() {
            true => Scalar::Float(self.digest.quantile(self.q)),
            false => Scalar::Null,
        }
    }

    fn reset(&mut self) {
        self.digest.reset();
    }
}

struct ExactQuantile {
    q: f64,
    values: Vec<f64>,
}

impl Accumulator for ExactQuantile {
    fn add(&mut self, column: &Column, rows: Range<usize>) {
        each_number(column, rows, |value| self.values.push(value));
    }

    fn result(&mut self) -> Scalar {
        if self.values.is_empty() {
            return Scalar::Null;
        }
        // NaN comes before all other values, as upstream sorts.
        let rank = |value: &f64| (!value.is_nan(), *value);
        self.values.sort_unstable_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            a.0.cmp(&b.0).then_with(|| a.1.total_cmp(&b.1))
        });
        let place = self.q * (self.values.len() - 1) as f64;
        let (below, above) = (place.floor(), place.ceil());
        let value = |place: f64| self.values[place as usize];
        Scalar::Float(match below == above {
            true => value(below),
            false => value(below) * (above - place) + value(above) * (place - below),
        })
    }

    fn reset(&mut self) {
        self.values.clear();
    }

    fn bytes(&self) -> usize {
        self.values.capacity() * std::mem::size_of::<f64>()
    }
}
