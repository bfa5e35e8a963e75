//! Which rows of two sides have equal keys, and the order of the keys.

use crate::table::{Column, Type};
use arrow_array::{Array, BooleanArray, Float64Array, Int64Array, UInt64Array};
use rustc_hash::FxHashMap;

/// The columns of a join's keys, ready to be read row by row.
pub struct KeyColumns(Vec<KeyColumn>);

enum KeyColumn {
    Bool(BooleanArray),
    Int(Int64Array),
    Time(Int64Array),
    UInt(UInt64Array),
    Float(Float64Array),
    Text(Column),
}

impl KeyColumns {
    /// The key that these columns are, in this order.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a Column>) -> Self {
        Self(columns.into_iter().map(KeyColumn::new).collect())
    }

    /// Writes the key of a row so that bytes compare as values do. There is none where a value is
    /// null, or NaN: neither equals itself.
    fn write(&self, row: usize, bytes: &mut Vec<u8>) -> bool {
        bytes.clear();
        self.0.iter().all(|column| column.write(row, bytes))
    }
}

impl KeyColumn {
    fn new(column: &Column) -> Self {
        const TYPED: &str = "the column has the type that was asked for";
        match column.ty() {
            Type::Bool => Self::Bool(column.bools().expect(TYPED)),
            Type::Int => Self::Int(column.ints().expect(TYPED)),
            Type::Time => Self::Time(column.ints().expect(TYPED)),
            Type::UInt => Self::UInt(column.uints().expect(TYPED)),
            Type::Float => Self::Float(column.floats().expect(TYPED)),
            Type::String => Self::Text(column.clone()),
        }
    }

    fn write(&self, row: usize, bytes: &mut Vec<u8>) -> bool {
        const SIGN: u64 = 1 << 63;
        // Values of different types never compare equal.
        let (ty, number) = match self {
            Self::Bool(array) if array.is_valid(row) => (Type::Bool, u64::from(array.value(row))),
            Self::Int(array) if array.is_valid(row) => (Type::Int, array.value(row) as u64 ^ SIGN),
            Self::Time(array) if array.is_valid(row) => {
                (Type::Time, array.value(row) as u64 ^ SIGN)
            }
            Self::UInt(array) if array.is_valid(row) => (Type::UInt, array.value(row)),
            Self::Float(array) if array.is_valid(row) && !array.value(row).is_nan() => {
                // Adding zero turns -0 into 0, which it equals.
                let bits = (array.value(row) + 0.0).to_bits();
                let ordered = if bits & SIGN == 0 { bits ^ SIGN } else { !bits };
                (Type::Float, ordered)
            }
            Self::Text(column) => {
                let Some(text) = column.text(row) else {
                    return false;
                };
                bytes.push(Type::String as u8);
                for &byte in text.as_bytes() {
                    bytes.push(byte);
                    if byte == 0 {
                        bytes.push(1);
                    }
                }
                bytes.extend([0, 0]);
                return true;
            }
            _ => return false,
        };
        bytes.push(ty as u8);
        bytes.extend(number.to_be_bytes());
        true
    }
}

/// Numbers for keys: equal keys have equal numbers.
#[derive(Default)]
pub struct KeyNumbers {
    numbers: FxHashMap<Box<[u8]>, u32>,
    scratch: Vec<u8>,
}

/// The number of rows without a key.
pub const NO_KEY: u32 = u32::MAX;

impl KeyNumbers {
    /// The numbers of the keys of so many rows.
    pub fn of(&mut self, columns: &KeyColumns, rows: usize) -> Vec<u32> {
        (0..rows).map(|row| self.number(columns, row)).collect()
    }

    fn number(&mut self, columns: &KeyColumns, row: usize) -> u32 {
        if !columns.write(row, &mut self.scratch) {
            return NO_KEY;
        }
        if let Some(number) = self.numbers.get(self.scratch.as_slice()) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(self.scratch.as_slice().into(), number);
        number
    }

    /// How many keys there are.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// Bytes of memory it holds, about.
    pub fn bytes(&self) -> usize {
        let keys: usize = self.numbers.keys().map(|key| key.len()).sum();
        keys + self.numbers.len() * (size_of::<(Box<[u8]>, u32)>() + 1)
    }

    /// For each number, which place its key has in the order of all keys.
    pub fn ranks(&self) -> Vec<u32> {
        let mut keys: Vec<(&[u8], u32)> = self
            .numbers
            .iter()
            .map(|(key, &number)| (&**key, number))
            .collect();
        keys.sort_unstable();
        let mut ranks = vec![0; keys.len()];
        for (rank, (_, number)) in keys.into_iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        ranks
    }
}

/// The rows with these key numbers in the order of their keys, those without a key first; rows of
/// one key stay in their order.
pub fn sorted_rows(numbers: &[u32], ranks: &[u32]) -> Vec<u32> {
    let rank = |row: u32| {
        let number = numbers[row as usize];
        ranks.get(number as usize).map(|rank| rank + 1)
    };
    let mut rows: Vec<u32> = (0..numbers.len() as u32).collect();
    if !rows.is_sorted_by_key(|&row| rank(row)) {
        rows.sort_by_key(|&row| rank(row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{KeyColumns, KeyNumbers, NO_KEY, sorted_rows};
    use crate::table::{Column, Scalar, Type};

    #[test]
    fn keys_are_equal_and_ordered_as_their_values() {
        let values = [
            Scalar::Null,
            Scalar::Float(-1.5),
            Scalar::Float(0.0),
            Scalar::Float(f64::NAN),
            Scalar::Float(-0.0),
            Scalar::Float(-2.5),
            Scalar::Float(2.0),
        ];
        let column = Column::from_scalars(Type::Float, values);
        let mut numbers = KeyNumbers::default();
        let of = numbers.of(&KeyColumns::new([&column]), column.len());
        assert_eq!(of, [NO_KEY, 0, 1, NO_KEY, 1, 2, 3]);
        let rows = sorted_rows(&of, &numbers.ranks());
        assert_eq!(rows, [0, 3, 5, 1, 2, 4, 6]);
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let texts = |texts: [&str; 4]| Column::from_scalars(Type::String, texts.map(Scalar::from));
        let (a, b) = (texts(["a", "ab", "a\0", ""]), texts(["bc", "c", "", "a"]));
        let mut numbers = KeyNumbers::default();
        let of = numbers.of(&KeyColumns::new([&a, &b]), 4);
        assert_eq!(of, [0, 1, 2, 3]);
        assert_eq!(sorted_rows(&of, &numbers.ranks()), [3, 0, 2, 1]);
    }

    #[test]
    fn types_never_meet() {
        let int = Column::from_scalars(Type::Int, [Scalar::Int(1)]);
        let uint = Column::from_scalars(Type::UInt, [Scalar::UInt(1)]);
        let mut numbers = KeyNumbers::default();
        assert_eq!(numbers.of(&KeyColumns::new([&int]), 1), [0]);
        assert_eq!(numbers.of(&KeyColumns::new([&uint]), 1), [1]);
    }
}
