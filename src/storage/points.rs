//! The points of one field of one series, in blocks that are never copied again: what is loaded
//! is what is read.

use crate::table::{Chunk, Column, Scalar, Type};
use crate::time::Bounds;
use arrow_array::{
    BooleanArray, Float64Array, Int64Array, StringViewArray, UInt32Array, UInt64Array,
};
use arrow_buffer::{BooleanBuffer, ScalarBuffer};
use std::ops::Range;

/// Points of one field and type on their way in.
#[derive(Debug)]
pub(super) struct Points {
    ty: Type,
    /// The last few points side by side, their values as bits: where many series take turns, one
    /// place in memory is written to for each of them, and not two that lie far away.
    staged: Vec<(i64, u64)>,
    full: Vec<Block>,
    times: Vec<i64>,
    values: Values,
    /// Whether each time is later than the one before.
    ordered: bool,
    last: i64,
}

/// Points of one type. Times may be shared with other fields.
#[derive(Clone, Debug)]
pub(super) struct Block {
    times: ScalarBuffer<i64>,
    cells: Cells,
}

/// Values as they come in. Numbers of 64 bits are one kind, whatever they mean.
#[derive(Debug)]
enum Values {
    Wide(Vec<u64>),
    Bool(Vec<bool>),
    /// Numbers of texts that the loader keeps.
    Text(Vec<u32>),
}

/// The same, shared.
#[derive(Clone, Debug)]
enum Cells {
    Wide(ScalarBuffer<u64>),
    Bool(BooleanBuffer),
    Text(ScalarBuffer<u32>),
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
    /// What it is in memory.
    #[inline]
    fn bits(self) -> u64 {
        match self {
            Self::Bool(value) => u64::from(value),
            Self::Int(value) => value as u64,
            Self::UInt(value) => value,
            Self::Float(value) => value.to_bits(),
            Self::Text(value) => u64::from(value),
        }
    }

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
    /// Points in a full block.
    pub(super) const BLOCK: usize = Chunk::ROWS;

    /// Points that are staged at most; a full block is a multiple of them.
    const STAGED: usize = 32;

    pub(super) fn new(ty: Type) -> Self {
        Self {
            ty,
            staged: Vec::new(),
            full: Vec::new(),
            times: Vec::new(),
            values: Values::new(ty),
            ordered: true,
            last: i64::MIN,
        }
    }

    pub(super) fn ty(&self) -> Type {
        self.ty
    }

    /// Adds a point, whose value has the type; true if that filled a block.
    #[inline]
    pub(super) fn push(&mut self, time: i64, value: Value) -> bool {
        self.staged.push((time, value.bits()));
        self.staged.len() == Self::STAGED && self.unstage()
    }

    /// Puts what is staged where it belongs; true if that filled a block.
    fn unstage(&mut self) -> bool {
        for &(time, _) in &self.staged {
            self.ordered &= self.last < time;
            self.last = time;
        }
        self.times.extend(self.staged.iter().map(|(time, _)| *time));
        let values = self.staged.iter().map(|(_, value)| *value);
        match &mut self.values {
            Values::Wide(wide) => wide.extend(values),
            Values::Bool(bools) => bools.extend(values.map(|value| value != 0)),
            Values::Text(texts) => texts.extend(values.map(|value| value as u32)),
        }
        self.staged.clear();
        let full = self.times.len() == Self::BLOCK;
        if full {
            self.seal();
        }
        full
    }

    /// Lets the last full block have the times of another field's block, if they are the same, as
    /// they are where a line has several fields.
    pub(super) fn share(&mut self, other: &Self) -> bool {
        let index = self.full.len().wrapping_sub(1);
        match (self.full.get_mut(index), other.full.get(index)) {
            (Some(own), Some(other)) => own.share(other),
            _ => false,
        }
    }

    /// All points, by time; of several values at one time the last to come stays.
    pub(super) fn settle(mut self) -> Box<[Block]> {
        self.unstage();
        self.seal();
        if self.ordered {
            return self.full.into();
        }
        match self.values {
            Values::Wide(_) => sorted(self.full, |cells, row| match cells {
                Cells::Wide(values) => values[row],
                _ => 0,
            }),
            Values::Bool(_) => sorted(self.full, |cells, row| match cells {
                Cells::Bool(values) => values.value(row),
                _ => false,
            }),
            Values::Text(_) => sorted(self.full, |cells, row| match cells {
                Cells::Text(values) => values[row],
                _ => 0,
            }),
        }
    }

    /// Closes the block at hand.
    fn seal(&mut self) {
        if self.times.is_empty() {
            return;
        }
        let mut times = std::mem::take(&mut self.times);
        let values = std::mem::replace(&mut self.values, Values::new(self.ty));
        times.shrink_to_fit();
        self.full.push(Block {
            times: times.into(),
            cells: values.seal(),
        });
    }
}

impl Values {
    fn new(ty: Type) -> Self {
        match ty {
            Type::Bool => Self::Bool(Vec::new()),
            Type::String => Self::Text(Vec::new()),
            Type::Int | Type::UInt | Type::Float | Type::Time => Self::Wide(Vec::new()),
        }
    }

    fn seal(self) -> Cells {
        match self {
            Self::Wide(mut values) => {
                values.shrink_to_fit();
                Cells::Wide(values.into())
            }
            Self::Bool(values) => Cells::Bool(values.into()),
            Self::Text(mut values) => {
                values.shrink_to_fit();
                Cells::Text(values.into())
            }
        }
    }
}

/// What can be put into cells.
trait Cell: Copy {
    fn cells(values: Vec<Self>) -> Cells;
}

impl Cell for u64 {
    fn cells(values: Vec<Self>) -> Cells {
        Cells::Wide(values.into())
    }
}

impl Cell for bool {
    fn cells(values: Vec<Self>) -> Cells {
        Cells::Bool(values.into())
    }
}

impl Cell for u32 {
    fn cells(values: Vec<Self>) -> Cells {
        Cells::Text(values.into())
    }
}

/// The points of some blocks in blocks by time.
fn sorted<T: Cell>(blocks: Vec<Block>, value: impl Fn(&Cells, usize) -> T) -> Box<[Block]> {
    let mut points: Vec<(i64, T)> = Vec::with_capacity(blocks.iter().map(Block::len).sum());
    for block in blocks {
        let times = block.times.iter().enumerate();
        points.extend(times.map(|(row, &time)| (time, value(&block.cells, row))));
    }
    points.sort_by_key(|(time, _)| *time);
    // Of equal times the last stays: looked at from behind, that is the first.
    points.reverse();
    points.dedup_by_key(|(time, _)| *time);
    points.reverse();
    let blocks = points.chunks(Points::BLOCK).map(|points| Block {
        times: points.iter().map(|(time, _)| *time).collect(),
        cells: T::cells(points.iter().map(|(_, value)| *value).collect()),
    });
    blocks.collect()
}

impl Block {
    /// Has the times of another block from here on, if they are the same.
    pub(super) fn share(&mut self, other: &Self) -> bool {
        let same = self.times == other.times;
        if same {
            self.times = other.times.clone();
        }
        same
    }

    /// How many points it has.
    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    /// Which rows lie within bounds, given that times ascend.
    pub(super) fn within(&self, bounds: Bounds) -> Range<usize> {
        let start = self.times.partition_point(|time| *time < bounds.start.0);
        let end = self.times.partition_point(|time| *time < bounds.stop.0);
        start..end.max(start)
    }

    /// Times and values of some rows, given what the values are and the texts by number.
    pub(super) fn rows(
        &self,
        rows: Range<usize>,
        ty: Type,
        texts: &StringViewArray,
    ) -> (Int64Array, Column) {
        let (start, length) = (rows.start, rows.len());
        let values = match (&self.cells, ty) {
            (Cells::Bool(values), _) => {
                Column::Bool(BooleanArray::new(values.slice(start, length), None))
            }
            (Cells::Text(values), _) => {
                text(UInt32Array::new(values.slice(start, length), None), texts)
            }
            (Cells::Wide(values), ty) => {
                let buffer = values.slice(start, length).into_inner();
                match ty {
                    Type::Float => Column::Float(Float64Array::new(buffer.into(), None)),
                    Type::UInt => Column::UInt(UInt64Array::new(buffer.into(), None)),
                    _ => Column::Int(Int64Array::new(buffer.into(), None)),
                }
            }
        };
        (
            Int64Array::new(self.times.slice(start, length), None),
            values,
        )
    }
}

/// Texts by their numbers: a dictionary only if it is small beside the rows.
fn text(keys: UInt32Array, texts: &StringViewArray) -> Column {
    use crate::table::Dictionary;
    use arrow_array::Array;
    let all = Column::Dictionary(Dictionary {
        values: texts.clone(),
        keys,
    });
    match texts.len() <= all.len() {
        true => all,
        false => Column::of_type(Type::String, all.to_array()),
    }
}
