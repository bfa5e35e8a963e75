//! Rows by the values of some columns.

use crate::table::{Column, Scalar};
use arrow_array::UInt32Array;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// The rows that have these values in common.
#[derive(Debug)]
pub struct Part {
    /// One value for each column.
    pub values: Vec<Scalar>,
    /// Their numbers, ascending; none if these are all rows.
    pub rows: Option<UInt32Array>,
}

/// Splits rows by the values of columns; parts come in the order of their first rows.
pub fn split(columns: &[&Column], rows: usize) -> Vec<Part> {
    let mut codes: Option<(Vec<u32>, u32)> = None;
    for column in columns {
        let Some(of_column) = column_codes(column) else {
            continue;
        };
        codes = Some(match codes {
            None => of_column,
            Some((before, _)) => combine(before, &of_column.0),
        });
    }
    let values = |row: usize| columns.iter().map(|column| column.get(row)).collect();
    if rows == 0 {
        return Vec::new();
    }
    let Some((codes, count)) = codes.filter(|(_, count)| *count > 1) else {
        return vec![Part {
            values: values(0),
            rows: None,
        }];
    };
    let mut parts: Vec<Vec<u32>> = vec![Vec::new(); count as usize];
    for (row, code) in (0..).zip(codes) {
        parts[code as usize].push(row);
    }
    parts
        .into_iter()
        .map(|rows| Part {
            values: values(rows.first().map_or(0, |&row| row as usize)),
            rows: Some(UInt32Array::from(rows)),
        })
        .collect()
}

/// A number for each row, equal for equal cells, counted up in the order of first rows; none for
/// a constant.
fn column_codes(column: &Column) -> Option<(Vec<u32>, u32)> {
    Some(match column {
        Column::Constant(..) => return None,
        Column::Bool(array) => number(array.iter()),
        Column::Int(array) | Column::Time(array) => number(array.iter()),
        Column::UInt(array) => number(array.iter()),
        // Adding zero turns -0 into 0, which it equals; all NaNs are one.
        Column::Float(array) => number(array.iter().map(|cell| {
            cell.map(|value| match value.is_nan() {
                true => u64::MAX,
                false => (value + 0.0).to_bits(),
            })
        })),
        Column::String(array) => number(array.iter()),
        Column::Dictionary(dictionary) => {
            let values = &dictionary.values;
            let distinct = number(values.iter()).0;
            let keys = dictionary.keys.iter();
            number(keys.map(|key| key.map(|key| distinct[key as usize])))
        }
    })
}

fn number<T: Copy + Eq + Hash>(cells: impl Iterator<Item = T>) -> (Vec<u32>, u32) {
    let mut known: FxHashMap<T, u32> = FxHashMap::default();
    let mut last: Option<(T, u32)> = None;
    let codes = cells
        .map(|cell| match last {
            Some((value, code)) if value == cell => code,
            _ => {
                let next = u32::try_from(known.len()).expect("a chunk has fewer than 2^32 rows");
                let code = *known.entry(cell).or_insert(next);
                last = Some((cell, code));
                code
            }
        })
        .collect();
    let count = u32::try_from(known.len()).expect("a chunk has fewer than 2^32 rows");
    (codes, count)
}

fn combine(a: Vec<u32>, b: &[u32]) -> (Vec<u32>, u32) {
    number(a.into_iter().zip(b.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::table::{Column, Scalar, Type};

    #[test]
    fn parts_come_in_the_order_of_their_first_rows() {
        let ints = [2, 1, 2, 1, 2].map(Scalar::Int);
        let texts = ["a", "a", "b", "a", "a"].map(Scalar::from);
        let ints = Column::from_scalars(Type::Int, ints);
        let texts = Column::from_scalars(Type::String, texts);
        let constant = Column::constant(Scalar::Bool(true), 5);
        let parts: Vec<_> = split(&[&ints, &constant, &texts], 5)
            .iter()
            .map(|part| {
                let rows = part.rows.as_ref().expect("more than one part");
                format!("{} {:?}", part.values.len(), rows.values().to_vec())
            })
            .collect();
        assert_eq!(parts, ["3 [0, 4]", "3 [1, 3]", "3 [2]"]);
        assert!(split(&[&constant], 5)[0].rows.is_none());
    }

    #[test]
    fn equal_floats_share_a_part() {
        let floats = [0.0, -0.0, f64::NAN, f64::NAN, 1.0].map(Scalar::Float);
        let floats = Column::from_scalars(Type::Float, floats);
        assert_eq!(split(&[&floats], 5).len(), 3);
    }
}
