//! The rows of a pivoted table by their row keys, and columns that grow part by part.

use crate::table::{Chunk, Column, Scalar, Type};
use arrow_array::UInt32Array;
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Row numbers by row key, in order of first appearance.
#[derive(Default)]
pub struct Rows {
    /// The row keys as numbers, of equal length.
    keys: Vec<u64>,
    by_key: HashTable<u32>,
    texts: FxHashMap<Box<str>, u64>,
    count: usize,
    /// The row after the one found last: tables of one series of times come one after another.
    likely: usize,
}

impl Rows {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.count
    }

    /// For each row of some columns its row here, and the rows whose keys are new.
    pub fn find(&mut self, columns: &[&Column], rows: usize) -> (Vec<u32>, Vec<u32>) {
        let width = columns.len() + 1;
        let numbers = self.numbers(columns, rows);
        let mut found = Vec::with_capacity(rows);
        let mut new = Vec::new();
        for (row, key) in numbers.chunks_exact(width).enumerate() {
            let likely = self.likely * width;
            if self.keys.get(likely..likely + width) == Some(key) {
                found.push(self.likely as u32);
                self.likely += 1;
                continue;
            }
            let keys = &self.keys;
            let key_of = |at: u32| &keys[at as usize * width..][..width];
            let entry =
                self.by_key
                    .entry(hash(key), |at| key_of(*at) == key, |at| hash(key_of(*at)));
            let at = match entry {
                hashbrown::hash_table::Entry::Occupied(entry) => *entry.get(),
                hashbrown::hash_table::Entry::Vacant(entry) => {
                    let at = self.count as u32;
                    entry.insert(at);
                    self.keys.extend_from_slice(key);
                    self.count += 1;
                    new.push(row as u32);
                    at
                }
            };
            self.likely = at as usize + 1;
            found.push(at);
        }
        (found, new)
    }

    /// The cells of each row as numbers that are equal where the cells are, and a last one that
    /// tells which are null.
    fn numbers(&mut self, columns: &[&Column], rows: usize) -> Vec<u64> {
        let width = columns.len() + 1;
        let mut numbers = vec![0; rows * width];
        for (index, column) in columns.iter().enumerate() {
            let mut put = |row: usize, number: Option<u64>| match number {
                Some(number) => numbers[row * width + index] = number,
                None => numbers[row * width + width - 1] |= 1 << (index % 64),
            };
            match column {
                Column::Int(array) | Column::Time(array) => {
                    for (row, value) in array.iter().enumerate() {
                        put(row, value.map(|value| value as u64));
                    }
                }
                Column::String(_) | Column::Dictionary(_) => {
                    for row in 0..rows {
                        let text = column.text(row);
                        put(row, text.map(|text| text_number(&mut self.texts, text)));
                    }
                }
                _ => {
                    for row in 0..rows {
                        put(row, number(&column.get(row), &mut self.texts));
                    }
                }
            }
        }
        numbers
    }
}

fn text_number(texts: &mut FxHashMap<Box<str>, u64>, text: &str) -> u64 {
    if let Some(number) = texts.get(text) {
        return *number;
    }
    let number = texts.len() as u64;
    texts.insert(text.into(), number);
    number
}

fn number(cell: &Scalar, texts: &mut FxHashMap<Box<str>, u64>) -> Option<u64> {
    Some(match cell {
        Scalar::Null => return None,
        Scalar::Bool(value) => u64::from(*value),
        Scalar::Int(value) => *value as u64,
        Scalar::UInt(value) => *value,
        Scalar::Float(value) if value.is_nan() => f64::NAN.to_bits(),
        Scalar::Float(value) => (value + 0.0).to_bits(),
        Scalar::Time(time) => time.0 as u64,
        Scalar::String(text) => text_number(texts, text),
    })
}

fn hash(key: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    for number in key {
        hasher.write_u64(*number);
    }
    hasher.finish()
}

/// Cells of one type in several columns, one after another.
pub struct Parts {
    ty: Type,
    parts: Vec<Column>,
    rows: usize,
}

impl Parts {
    /// No cells.
    pub fn new(ty: Type) -> Self {
        Self {
            ty,
            parts: Vec::new(),
            rows: 0,
        }
    }

    /// What it holds.
    pub fn ty(&self) -> Type {
        self.ty
    }

    /// Adds cells; the number of the first.
    pub fn push(&mut self, part: Column) -> usize {
        let first = self.rows;
        self.rows += part.len();
        self.parts.push(part);
        first
    }

    /// All cells in an array.
    pub fn join(&self) -> Column {
        let parts: Vec<&Column> = self.parts.iter().collect();
        let joined = Column::concat(self.ty, &parts);
        Column::of_type(self.ty, joined.to_array())
    }
}

/// A column whose cells come from here and there.
pub struct SideColumn {
    /// The cells.
    pub cells: Parts,
    /// For each row the number of its cell, or [`SideColumn::NONE`].
    places: Vec<u32>,
}

impl SideColumn {
    const NONE: u32 = u32::MAX;

    /// A column of nulls.
    pub fn new(ty: Type) -> Self {
        Self {
            cells: Parts::new(ty),
            places: Vec::new(),
        }
    }

    /// Puts cells into rows; what was there before is forgotten.
    pub fn put(&mut self, cells: Column, rows: impl Iterator<Item = u32>) {
        let first = self.cells.push(cells);
        for (offset, row) in rows.enumerate() {
            let row = row as usize;
            if row >= self.places.len() {
                self.places.resize(row + 1, Self::NONE);
            }
            self.places[row] = (first + offset) as u32;
        }
    }

    /// The cells of so many rows, [`Chunk::ROWS`] at a time.
    pub fn columns(&self, rows: usize) -> Vec<Column> {
        let joined = self.cells.join();
        let place = |row: usize| {
            let place = self.places.get(row).copied();
            place.filter(|place| *place != Self::NONE)
        };
        (0..rows)
            .step_by(Chunk::ROWS)
            .map(|first| {
                let rows = first..rows.min(first + Chunk::ROWS);
                joined.take(&rows.map(place).collect::<UInt32Array>())
            })
            .collect()
    }
}
