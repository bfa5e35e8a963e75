//! `sort`, and `top` and `bottom`, which keep the first rows only.

use super::aggregate::key_columns;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, Dictionary, Memory, Name, Operator, Output, Reservation, Schema, Table,
    TableId,
};
use arrow_array::{Array, StringViewArray, UInt32Array};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct SortBy {
    /// The columns, the most important first. Those of the key, and unknown ones, do not count.
    pub columns: Vec<Name>,
    /// Greatest first. Nulls come first all the same.
    pub descending: bool,
    /// How many rows are wanted of each table; a table without rows goes, then.
    pub limit: Option<usize>,
}

/// The operator. Equal rows keep their order.
pub struct Sort {
    by: SortBy,
    tables: FxHashMap<TableId, Held>,
    memory: Memory,
}

struct Held {
    table: Table,
    schema: Schema,
    chunks: Vec<Chunk>,
    rows: usize,
    reservation: Reservation,
}

impl Sort {
    /// The operator for one pass.
    pub fn new(by: SortBy, memory: &Memory) -> Self {
        Self {
            by,
            tables: FxHashMap::default(),
            memory: memory.clone(),
        }
    }
}

impl Operator for Sort {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        let held = Held {
            table: table.clone(),
            schema: table.schema.clone(),
            chunks: Vec::new(),
            rows: 0,
            reservation: self.memory.reservation(),
        };
        self.tables.insert(table.id, held);
        match self.by.limit {
            None => out.open(table),
            Some(_) => Ok(()),
        }
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let held = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        held.schema.admit(&mut chunk)?;
        if chunk.rows == 0 || self.by.limit == Some(0) {
            return Ok(Answer::More);
        }
        if held.rows == 0 && self.by.limit.is_some() {
            out.open(&held.table)?;
        }
        held.rows += chunk.rows;
        held.reservation.grow(chunk.bytes())?;
        held.chunks.push(chunk);
        if let Some(limit) = self.by.limit
            && held.chunks.len() > 1
            && held.chunks.iter().map(|chunk| chunk.rows).sum::<usize>()
                >= 2 * limit.max(Chunk::ROWS)
        {
            held.chunks = sorted(held, &self.by);
            held.reservation.shrink(usize::MAX);
            let bytes = held.chunks.iter().map(Chunk::bytes).sum();
            held.reservation.grow(bytes)?;
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let held = self.tables.remove(&id).expect("a table that ends is open");
        if held.rows == 0 && self.by.limit.is_some() {
            return Ok(());
        }
        for chunk in sorted(&held, &self.by) {
            if out.push(chunk)? != Answer::More {
                break;
            }
        }
        out.end(id)
    }
}

/// The rows in order, and no more than are wanted.
fn sorted(held: &Held, by: &SortBy) -> Vec<Chunk> {
    let wanted = by.limit.unwrap_or(usize::MAX);
    let mut all = Chunk::concat(held.table.id, &held.schema, &held.chunks);
    let columns = by
        .columns
        .iter()
        .filter(|label| !held.table.key.contains(label));
    let keys: Vec<SortKey> = columns
        .filter_map(|label| SortKey::new(all.column(label)?, by.descending))
        .collect();
    let rows = order(all.rows, &keys);
    for (name, column) in key_columns(&held.table.key, all.rows) {
        if let Some((_, known)) = all.columns.iter_mut().find(|(label, _)| *label == name) {
            *known = column;
        }
    }
    match rows {
        None => {
            let count = all.rows.min(wanted);
            let starts = (0..count).step_by(Chunk::ROWS);
            starts
                .map(|start| all.slice(start, Chunk::ROWS.min(count - start)))
                .collect()
        }
        Some(rows) => rows[..rows.len().min(wanted)]
            .chunks(Chunk::ROWS)
            .map(|rows| all.take(&UInt32Array::from(rows.to_vec())))
            .collect(),
    }
}

/// The row numbers in the order of one column; none if they are in order already.
pub fn in_order(rows: usize, column: Option<&Column>) -> Option<Vec<u32>> {
    let key = column.and_then(|column| SortKey::new(column, false));
    order(rows, key.as_slice())
}

/// A column as numbers in the same order.
struct SortKey {
    /// Whether the cell is not null, and its rank; equal ranks of texts need a look at the text.
    ranks: Vec<(bool, u64)>,
    texts: Option<StringViewArray>,
    descending: bool,
}

impl SortKey {
    /// None if all cells are the same.
    fn new(column: &Column, descending: bool) -> Option<Self> {
        let nulls = (column.null_count() > 0).then_some(column);
        let valid = |row| nulls.is_none_or(|column| !column.is_null(row));
        let turn = |rank: u64| if descending { !rank } else { rank };
        let key = |row, rank| (valid(row), if valid(row) { turn(rank) } else { 0 });
        let mut texts = None;
        let ranks = match column {
            Column::Constant(..) => return None,
            Column::Int(array) | Column::Time(array) => {
                let ranks = array.values().iter().map(|value| rank_of_int(*value));
                ranks
                    .enumerate()
                    .map(|(row, rank)| key(row, rank))
                    .collect()
            }
            Column::UInt(array) => {
                let ranks = array.values().iter().enumerate();
                ranks.map(|(row, rank)| key(row, *rank)).collect()
            }
            Column::Float(array) => {
                let ranks = array.values().iter().map(|value| rank_of_float(*value));
                ranks
                    .enumerate()
                    .map(|(row, rank)| key(row, rank))
                    .collect()
            }
            Column::Bool(array) => (0..array.len())
                .map(|row| key(row, u64::from(array.value(row))))
                .collect(),
            Column::Dictionary(Dictionary { keys, values }) => {
                let ranks = ranks_of_texts(values);
                let keys = keys.values().iter().enumerate();
                keys.map(|(row, number)| {
                    let rank = ranks.get(*number as usize).copied();
                    key(row, rank.unwrap_or_default())
                })
                .collect()
            }
            Column::String(array) => {
                texts = Some(array.clone());
                (0..array.len())
                    .map(|row| key(row, rank_of_prefix(array.value(row))))
                    .collect()
            }
        };
        Some(Self {
            ranks,
            texts,
            descending,
        })
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        let (a, b) = (a as usize, b as usize);
        let by_rank = self.ranks[a].cmp(&self.ranks[b]);
        by_rank.then_with(|| self.compare_texts(a, b))
    }

    /// Of cells with equal ranks.
    fn compare_texts(&self, a: usize, b: usize) -> Ordering {
        match &self.texts {
            Some(texts) if self.ranks[a].0 => {
                let order = texts.value(a).cmp(texts.value(b));
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            }
            _ => Ordering::Equal,
        }
    }
}

fn rank_of_int(value: i64) -> u64 {
    value as u64 ^ (1 << 63)
}

/// 0 and -0 are equal, NaN is greater than all.
fn rank_of_float(value: f64) -> u64 {
    let value = if value.is_nan() {
        f64::NAN
    } else {
        value + 0.0
    };
    let bits = value.to_bits();
    match bits >> 63 {
        0 => bits | 1 << 63,
        _ => !bits,
    }
}

/// The first eight bytes.
fn rank_of_prefix(text: &str) -> u64 {
    let mut prefix = [0; 8];
    let length = text.len().min(8);
    prefix[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(prefix)
}

/// The place of each text among all; equal texts have the same.
fn ranks_of_texts(texts: &StringViewArray) -> Vec<u64> {
    let mut numbers: Vec<usize> = (0..texts.len()).collect();
    numbers.sort_by(|&a, &b| texts.value(a).cmp(texts.value(b)));
    let mut ranks = vec![0; texts.len()];
    let mut rank = 0;
    for pair in numbers.windows(2) {
        if texts.value(pair[0]) != texts.value(pair[1]) {
            rank += 1;
        }
        ranks[pair[1]] = rank;
    }
    ranks
}

/// The row numbers in order; none if they are in order already.
fn order(rows: usize, keys: &[SortKey]) -> Option<Vec<u32>> {
    let (first, rest) = keys.split_first()?;
    let ranks = first.ranks.iter().enumerate();
    let mut order: Vec<(bool, u64, u32)> = ranks
        .map(|(row, (valid, rank))| (*valid, *rank, row as u32))
        .collect();
    debug_assert_eq!(order.len(), rows);
    if rest.is_empty() && first.texts.is_none() {
        if order.is_sorted() {
            return None;
        }
        order.sort_unstable();
    } else {
        order.sort_unstable_by(|a, b| {
            (a.0, a.1)
                .cmp(&(b.0, b.1))
                .then_with(|| first.compare_texts(a.2 as usize, b.2 as usize))
                .then_with(|| {
                    let mut orders = rest.iter().map(|key| key.compare(a.2, b.2));
                    orders
                        .find(|order| order.is_ne())
                        .unwrap_or_else(|| a.2.cmp(&b.2))
                })
        });
    }
    Some(order.into_iter().map(|(_, _, row)| row).collect())
}

#[cfg(test)]
mod tests {
    use super::{Sort, SortBy};
    use crate::engine::operators::testing;
    use crate::table::Memory;

    #[track_caller]
    fn check(columns: &str, descending: bool, limit: Option<usize>, input: &str, rows: &str) {
        let by = SortBy {
            columns: columns.split(' ').map(Into::into).collect(),
            descending,
            limit,
        };
        let memory = Memory::new(1_000_000);
        let header = input.lines().next().unwrap_or_default();
        let expected = match rows {
            "" => String::new(),
            _ => format!("{header}\n{}", rows.replace(", ", "\n")),
        };
        testing::check(Sort::new(by, &memory), input, &expected);
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn nulls_are_first_and_ties_stay() {
        let input = "[] v:int n:int\n2 1\n- 2\n...\n1 3\n-5 4\n2 5\n- 6";
        check("v", false, None, input, "- 2, - 6, -5 4, 1 3, 2 1, 2 5");
        check("v", true, None, input, "- 2, - 6, 2 1, 2 5, 1 3, -5 4");
        check("nope", true, None, input, "2 1, - 2, 1 3, -5 4, 2 5, - 6");
    }

    #[test]
    fn several_columns_and_types() {
        let input = "[] s:string f:float b:bool u:uint\n\
            longer_than_1 0 true 1\nb -1 true 2\nlonger_than_0 0 false 3\nb -2 false 4\nb -1 true 1";
        check(
            "s f u",
            false,
            None,
            input,
            "b -2 false 4, b -1 true 1, b -1 true 2, longer_than_0 0 false 3, longer_than_1 0 true 1",
        );
        check(
            "b s",
            true,
            None,
            input,
            "longer_than_1 0 true 1, b -1 true 2, b -1 true 1, longer_than_0 0 false 3, b -2 false 4",
        );
    }

    #[test]
    fn floats() {
        let input = "[] v:float n:int\n1 1\nNaN 2\n-0 3\n0 4\n-inf 5\n-1 6";
        check(
            "v",
            false,
            None,
            input,
            "-inf 5, -1 6, -0 3, 0 4, 1 1, NaN 2",
        );
    }

    #[test]
    fn the_first_rows_only() {
        let input = "[] v:int\n3\n1\n...\n2\n5";
        check("v", false, Some(2), input, "1, 2");
        check("v", true, Some(3), input, "5, 3, 2");
        check("v", true, Some(0), input, "");
        check("v", true, Some(1), "[] v:int", "");
    }

    #[test]
    fn too_much_for_the_memory() {
        let by = SortBy {
            columns: vec!["v".into()],
            descending: false,
            limit: None,
        };
        let memory = Memory::new(10);
        let text = testing::run(&mut Sort::new(by, &memory), &["[] v:int\n1\n2"]);
        assert!(text.contains("memory"), "{text}");
    }
}
