//! Cells become columns here: one value as long as all cells are the same bytes, a dictionary
//! while texts are few, plain buffers otherwise.

use super::block::BlockColumn;
use super::cell::{self, Datatype};
use crate::formats::number::Digits;
use crate::table::{Column, Dictionary, Scalar, Type};
use arrow_array::builder::{BooleanBuilder, StringViewBuilder};
use arrow_array::{Float64Array, Int64Array, UInt32Array, UInt64Array};
use arrow_buffer::NullBufferBuilder;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// More texts than this make a dictionary pointless.
const FEW: usize = 4096;

/// Collects the cells of one column.
#[derive(Debug)]
pub(super) struct Cells {
    datatype: Datatype,
    default: Scalar,
    /// The bytes of the last cell that was not a number.
    previous: Vec<u8>,
    /// Whether those bytes hold a comma, so that they cannot stand in a line without quotes.
    has_comma: bool,
    /// Whether cells are expected to repeat: then the bytes are compared before they are read.
    repeats: bool,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The same cell so many times.
    Constant(Scalar, usize),
    Bool(BooleanBuilder),
    /// Integers, and times in nanoseconds.
    Int(Vec<i64>, Nulls),
    UInt(Vec<u64>, Nulls),
    Float(Vec<f64>, Nulls),
    Few(Few),
    Many(StringViewBuilder),
}

#[derive(Debug)]
struct Few {
    keys: Vec<u32>,
    nulls: Nulls,
    values: StringViewBuilder,
    numbers: HashMap<Box<[u8]>, u32, FxBuildHasher>,
    /// The number of the last text; none after a null.
    last: Option<u32>,
}

/// A bitmap that costs nothing as long as nothing is null.
#[derive(Debug, Default)]
struct Nulls(Option<NullBufferBuilder>);

impl Nulls {
    #[inline]
    fn valid(&mut self) {
        if let Some(bits) = &mut self.0 {
            bits.append_non_null();
        }
    }

    fn null(&mut self, before: usize) {
        let bits = self.0.get_or_insert_with(|| {
            let mut bits = NullBufferBuilder::new(before + 1);
            bits.append_n_non_nulls(before);
            bits
        });
        bits.append_null();
    }

    fn finish(&mut self) -> Option<arrow_buffer::NullBuffer> {
        self.0.take().and_then(|mut bits| bits.finish())
    }
}

impl Cells {
    pub(super) fn new(column: &BlockColumn) -> Self {
        let ty = column.datatype.ty;
        Self {
            datatype: column.datatype.clone(),
            default: column.default.clone(),
            previous: Vec::new(),
            has_comma: false,
            repeats: column.group || matches!(ty, Type::String | Type::Time),
            state: State::Constant(Scalar::Null, 0),
        }
    }

    /// Reads the cell that begins here and ends before a comma or with the line. Where it ends;
    /// none if it is no value of the column's type.
    #[inline]
    pub(super) fn read(&mut self, line: &[u8], at: usize) -> Option<usize> {
        let rest = &line[at..];
        if self.repeats && !self.has_comma {
            let length = self.previous.len();
            let same = matches!(rest.get(length), None | Some(b','))
                && rest.len() >= length
                && rest[..length] == self.previous[..];
            if same && self.repeat() {
                return Some(at + length);
            }
        }
        match &mut self.state {
            State::Float(values, nulls) if rest.first() != Some(&b',') => {
                let digits = Digits::read(line, at);
                if matches!(line.get(digits.end), None | Some(b','))
                    && let Some(value) = digits.float()
                {
                    values.push(value);
                    nulls.valid();
                    return Some(digits.end);
                }
            }
            State::Int(values, nulls) if self.datatype.ty == Type::Int => {
                let digits = Digits::read(line, at);
                if matches!(line.get(digits.end), None | Some(b','))
                    && let Some(value) = digits.int()
                {
                    values.push(value);
                    nulls.valid();
                    return Some(digits.end);
                }
            }
            _ => {}
        }
        let length = memchr::memchr(b',', rest).unwrap_or(rest.len());
        self.push(&rest[..length])?;
        Some(at + length)
    }

    /// Whether all cells so far were the same bytes, and there are some.
    pub(super) fn is_constant(&self) -> bool {
        matches!(self.state, State::Constant(_, 1..))
    }

    /// Adds the cell of a constant so many times more.
    pub(super) fn again(&mut self, times: usize) {
        if let State::Constant(_, rows) = &mut self.state {
            *rows += times;
        }
    }

    /// Adds the last cell once more. Only a constant or a dictionary can do that.
    #[inline]
    fn repeat(&mut self) -> bool {
        match &mut self.state {
            State::Constant(_, 0) => false,
            State::Constant(_, rows) => {
                *rows += 1;
                true
            }
            State::Few(few) => {
                few.again();
                true
            }
            _ => false,
        }
    }

    /// Adds a cell.
    pub(super) fn push(&mut self, cell: &[u8]) -> Option<()> {
        if let State::Constant(value, rows) = &mut self.state {
            if *rows == 0 && self.repeats {
                *value = match cell {
                    [] => self.default.clone(),
                    _ => self.datatype.value(cell)?,
                };
                *rows = 1;
                self.remember(cell);
                return Some(());
            }
            if self.repeats && cell == self.previous {
                *rows += 1;
                return Some(());
            }
            self.spread();
        }
        if cell.is_empty() {
            self.push_default();
            return Some(());
        }
        match &mut self.state {
            State::Constant(..) => return None,
            State::Bool(values) => values.append_value(cell::truth(cell)?),
            State::Int(values, nulls) => {
                values.push(match self.datatype.ty {
                    Type::Time => self.datatype.time(cell)?,
                    _ => cell::int(cell)?,
                });
                nulls.valid();
            }
            State::UInt(values, nulls) => {
                values.push(crate::formats::number::uint(cell)?);
                nulls.valid();
            }
            State::Float(values, nulls) => {
                values.push(cell::float(cell)?);
                nulls.valid();
            }
            State::Few(few) => {
                few.push(cell)?;
                if few.numbers.len() > FEW {
                    self.many();
                } else {
                    self.remember(cell);
                }
            }
            State::Many(values) => values.append_value(std::str::from_utf8(cell).ok()?),
        }
        Some(())
    }

    fn remember(&mut self, cell: &[u8]) {
        self.previous.clear();
        self.previous.extend_from_slice(cell);
        self.has_comma = cell.contains(&b',');
    }

    fn push_default(&mut self) {
        let default = self.default.clone();
        self.push_scalar(&default);
        self.remember(&[]);
    }

    /// Adds a value of the column's type, or null.
    fn push_scalar(&mut self, value: &Scalar) {
        match (&mut self.state, value) {
            (State::Bool(values), Scalar::Bool(value)) => values.append_value(*value),
            (State::Bool(values), _) => values.append_null(),
            (State::Int(values, nulls), Scalar::Int(value)) => {
                values.push(*value);
                nulls.valid();
            }
            (State::Int(values, nulls), Scalar::Time(value)) => {
                values.push(value.0);
                nulls.valid();
            }
            (State::Int(values, nulls), _) => {
                nulls.null(values.len());
                values.push(0);
            }
            (State::UInt(values, nulls), Scalar::UInt(value)) => {
                values.push(*value);
                nulls.valid();
            }
            (State::UInt(values, nulls), _) => {
                nulls.null(values.len());
                values.push(0);
            }
            (State::Float(values, nulls), Scalar::Float(value)) => {
                values.push(*value);
                nulls.valid();
            }
            (State::Float(values, nulls), _) => {
                nulls.null(values.len());
                values.push(0.0);
            }
            (State::Few(few), value) => few.push_text(value.as_str()),
            (State::Many(values), value) => values.append_option(value.as_str()),
            (State::Constant(..), _) => {}
        }
    }

    /// Makes a constant what its type is held in.
    fn spread(&mut self) {
        let State::Constant(value, rows) = &self.state else {
            return;
        };
        let (value, rows) = (value.clone(), *rows);
        self.state = match self.datatype.ty {
            Type::Bool => State::Bool(BooleanBuilder::new()),
            Type::Int | Type::Time => State::Int(Vec::new(), Nulls::default()),
            Type::UInt => State::UInt(Vec::new(), Nulls::default()),
            Type::Float => State::Float(Vec::new(), Nulls::default()),
            Type::String => State::Few(Few {
                keys: Vec::new(),
                nulls: Nulls::default(),
                values: StringViewBuilder::new(),
                numbers: HashMap::default(),
                last: None,
            }),
        };
        // Only texts are worth comparing once they have differed.
        self.repeats = matches!(self.datatype.ty, Type::String);
        for _ in 0..rows {
            self.push_scalar(&value);
        }
    }

    /// Gives up the dictionary for plain texts.
    fn many(&mut self) {
        let State::Few(few) = &mut self.state else {
            return;
        };
        let values = few.values.finish();
        let nulls = few.nulls.finish();
        let mut texts = StringViewBuilder::with_capacity(few.keys.len());
        for (row, key) in few.keys.iter().enumerate() {
            let valid = nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
            texts.append_option(valid.then(|| values.value(*key as usize)));
        }
        self.state = State::Many(texts);
        self.repeats = false;
    }

    /// The column of all cells so far; what follows is a new one.
    pub(super) fn finish(&mut self, group: bool) -> Column {
        let ty = self.datatype.ty;
        let fresh = match &self.state {
            // Texts that were many will be many.
            State::Many(_) => State::Many(StringViewBuilder::new()),
            State::Int(values, _) => State::Int(Vec::with_capacity(values.len()), Nulls::default()),
            State::UInt(values, _) => {
                State::UInt(Vec::with_capacity(values.len()), Nulls::default())
            }
            State::Float(values, _) => {
                State::Float(Vec::with_capacity(values.len()), Nulls::default())
            }
            _ => State::Constant(Scalar::Null, 0),
        };
        if matches!(fresh, State::Constant(..)) {
            self.remember(&[]);
            self.repeats = group || matches!(ty, Type::String | Type::Time);
        }
        let is_time = ty == Type::Time;
        match std::mem::replace(&mut self.state, fresh) {
            State::Constant(value, rows) => Column::Constant(ty, value, rows),
            State::Bool(mut values) => Column::Bool(values.finish()),
            State::Int(values, mut nulls) => {
                let array = Int64Array::new(values.into(), nulls.finish());
                if is_time {
                    Column::Time(array)
                } else {
                    Column::Int(array)
                }
            }
            State::UInt(values, mut nulls) => {
                Column::UInt(UInt64Array::new(values.into(), nulls.finish()))
            }
            State::Float(values, mut nulls) => {
                Column::Float(Float64Array::new(values.into(), nulls.finish()))
            }
            State::Few(mut few) => Column::Dictionary(Dictionary {
                keys: UInt32Array::new(few.keys.into(), few.nulls.finish()),
                values: few.values.finish(),
            }),
            State::Many(mut texts) => Column::String(texts.finish()),
        }
    }

    /// Forgets what it expects of further cells, for another table.
    pub(super) fn restart(&mut self, group: bool) {
        self.state = State::Constant(Scalar::Null, 0);
        self.remember(&[]);
        self.repeats = group || matches!(self.datatype.ty, Type::String | Type::Time);
    }
}

impl Few {
    #[inline]
    fn again(&mut self) {
        match self.last {
            Some(key) => {
                self.keys.push(key);
                self.nulls.valid();
            }
            None => self.push_null(),
        }
    }

    fn push(&mut self, cell: &[u8]) -> Option<()> {
        let key = match self.numbers.get(cell) {
            Some(key) => *key,
            None => {
                let text = std::str::from_utf8(cell).ok()?;
                let key = self.numbers.len() as u32;
                self.values.append_value(text);
                self.numbers.insert(cell.into(), key);
                key
            }
        };
        self.last = Some(key);
        self.again();
        Some(())
    }

    fn push_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.push(text.as_bytes());
            }
            None => {
                self.last = None;
                self.push_null();
            }
        }
    }

    fn push_null(&mut self) {
        self.nulls.null(self.keys.len());
        self.keys.push(0);
    }
}
