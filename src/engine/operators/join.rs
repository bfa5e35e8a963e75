//! `join` of the universe: pairs the rows of two inputs that have equal values in some columns.
//! Each table of one side meets each of the other; those that share rows give a table. Partners
//! are found by the keys of the rows, so that what is done is linear in what comes in and goes out.

use super::gather::{Gather, Gathered, Joining, Whole};
use super::join_keys::{KeyColumns, KeyNumbers, NO_KEY, sorted_rows};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, GroupKey, Memory, Name, Output, Scalar, Schema, Table, TableId, Type,
};
use arrow_array::UInt32Array;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Joins two inputs.
pub struct Join {
    on: Vec<Name>,
    /// What is added to the labels of columns that both sides have.
    names: [Name; 2],
}

/// The rows, of a table of each side, that belong together.
struct Pairs {
    tables: [usize; 2],
    rows: [Vec<u32>; 2],
}

impl Join {
    /// Joins on these columns. Rows come by them in the order of their labels.
    pub fn new(mut on: Vec<Name>, names: [Name; 2], memory: &Memory) -> Gathered<Self> {
        on.sort_unstable();
        Gathered::new(Self { on, names }, memory)
    }

    /// The tables that can have partners: a column that is missing, and a null, match nothing.
    fn tables(&self, side: &mut Gather) -> Vec<Whole> {
        let on = &self.on;
        let mut tables = side.take();
        tables.retain(|table| {
            let null = |label| matches!(table.key.get(label), Some((_, Scalar::Null)));
            on.iter()
                .all(|label| table.schema.contains(label) && !null(label))
        });
        tables
    }
}

impl Joining for Join {
    fn join(&mut self, sides: &mut [Gather; 2], out: &mut dyn Output) -> Result<(), Failure> {
        let tables = [self.tables(&mut sides[0]), self.tables(&mut sides[1])];
        let chunks = [&tables[0], &tables[1]]
            .map(|tables| tables.iter().map(Whole::chunk).collect::<Vec<Chunk>>());
        let mut numbers = KeyNumbers::default();
        let [left, right] = [&chunks[0], &chunks[1]].map(|chunks| {
            let of_chunk = |chunk: &Chunk| {
                let columns = self.on.iter().filter_map(|label| chunk.column(label));
                numbers.of(&KeyColumns::new(columns), chunk.rows)
            };
            chunks.iter().map(of_chunk).collect::<Vec<Vec<u32>>>()
        });
        sides[0].reserve(numbers.bytes())?;
        let pairs = pairs(&left, &right, &numbers, &mut sides[0])?;
        let mut results: Vec<(Layout, Pairs)> = Vec::with_capacity(pairs.len());
        for pairs in pairs {
            let [left, right] = [0, 1].map(|side| &tables[side][pairs.tables[side]]);
            results.push((Layout::new(&self.on, &self.names, left, right), pairs));
        }
        results.sort_by(|a, b| a.0.key.cmp(&b.0.key));
        for (id, (layout, pairs)) in results.into_iter().enumerate() {
            let tables = [0, 1].map(|side| &chunks[side][pairs.tables[side]]);
            layout.emit(TableId(id), tables, &pairs.rows, out)?;
        }
        Ok(())
    }
}

/// For each two tables that share keys, the rows that belong together, by the order of keys.
fn pairs(
    left: &[Vec<u32>],
    right: &[Vec<u32>],
    numbers: &KeyNumbers,
    memory: &mut Gather,
) -> Result<Vec<Pairs>, Failure> {
    let ranks = numbers.ranks();
    let partners = Partners::new(right, numbers.count());
    let mut all = Vec::new();
    for (table, keys) in left.iter().enumerate() {
        let mut of_table: BTreeMap<u32, Pairs> = BTreeMap::new();
        for row in sorted_rows(keys, &ranks) {
            let found = partners.of(keys[row as usize]);
            memory.reserve(std::mem::size_of_val(found))?;
            for &(other, other_row) in found {
                let pairs = of_table.entry(other).or_insert_with(|| Pairs {
                    tables: [table, other as usize],
                    rows: [Vec::new(), Vec::new()],
                });
                pairs.rows[0].push(row);
                pairs.rows[1].push(other_row);
            }
        }
        all.extend(of_table.into_values());
    }
    Ok(all)
}

/// Tables and rows of one side by the numbers of their keys.
struct Partners {
    /// Where the rows of a number begin, and, at the end, how many there are.
    starts: Vec<usize>,
    rows: Vec<(u32, u32)>,
}

impl Partners {
    fn new(tables: &[Vec<u32>], numbers: usize) -> Self {
        let mut starts = vec![0; numbers + 1];
        let keys = || tables.iter().flatten().filter(|&&number| number != NO_KEY);
        for &number in keys() {
            starts[number as usize + 1] += 1;
        }
        for number in 0..numbers {
            starts[number + 1] += starts[number];
        }
        let mut next = starts.clone();
        let mut rows = vec![(0, 0); keys().count()];
        for (table, keys) in tables.iter().enumerate() {
            for (row, &number) in keys.iter().enumerate() {
                if number != NO_KEY {
                    let place = &mut next[number as usize];
                    rows[*place] = (table as u32, row as u32);
                    *place += 1;
                }
            }
        }
        Self { starts, rows }
    }

    fn of(&self, number: u32) -> &[(u32, u32)] {
        match number {
            NO_KEY => &[],
            number => {
                let number = number as usize;
                &self.rows[self.starts[number]..self.starts[number + 1]]
            }
        }
    }
}

/// Where the columns of a result come from, and its key.
struct Layout {
    key: GroupKey,
    /// Label, type, side, and label there; by label.
    columns: Vec<(Name, Type, usize, Name)>,
}

impl Layout {
    fn new(on: &[Name], names: &[Name; 2], left: &Whole, right: &Whole) -> Self {
        let label = |side: usize, name: &Name| -> Name {
            let both = left.schema.contains(name) && right.schema.contains(name);
            match both && !on.contains(name) {
                true => format!("{name}_{}", names[side]).into(),
                false => Arc::clone(name),
            }
        };
        let mut columns: Vec<(Name, Type, usize, Name)> = Vec::new();
        let mut key: Vec<(Name, Type, Scalar)> = Vec::new();
        for (side, table) in [left, right].into_iter().enumerate() {
            for (name, ty) in &table.schema.0 {
                let label = label(side, name);
                if !columns.iter().any(|(known, ..)| *known == label) {
                    columns.push((label, *ty, side, Arc::clone(name)));
                }
            }
            for (name, ty, value) in table.key.columns() {
                let label = label(side, name);
                if !key.iter().any(|(known, ..)| *known == label) {
                    key.push((label, *ty, value.clone()));
                }
            }
        }
        columns.sort_by(|a, b| a.0.cmp(&b.0));
        key.sort_by(|a, b| a.0.cmp(&b.0));
        Self {
            key: GroupKey::new(key),
            columns,
        }
    }

    fn emit(
        &self,
        id: TableId,
        tables: [&Chunk; 2],
        rows: &[Vec<u32>; 2],
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let columns = self.columns.iter();
        let schema = Schema(
            columns
                .map(|(label, ty, ..)| (label.clone(), *ty))
                .collect(),
        );
        out.open(&Table {
            id,
            key: self.key.clone(),
            schema,
        })?;
        let [left, right] = rows;
        for (left, right) in left.chunks(Chunk::ROWS).zip(right.chunks(Chunk::ROWS)) {
            let rows = [left, right].map(|rows| UInt32Array::from(rows.to_vec()));
            let columns = self.columns.iter().map(|(label, ty, side, name)| {
                let column = match (self.key.get(label), tables[*side].column(name)) {
                    (Some((_, value)), _) => Column::Constant(*ty, value.clone(), left.len()),
                    (None, Some(column)) => column.take(&rows[*side]),
                    (None, None) => Column::nulls(*ty, left.len()),
                };
                (label.clone(), column)
            });
            let answer = out.push(Chunk {
                id,
                columns: columns.collect(),
                rows: left.len(),
            })?;
            if answer > Answer::More {
                break;
            }
        }
        out.end(id)
    }
}

#[cfg(test)]
mod tests {
    use super::Join;
    use crate::engine::operators::testing;
    use crate::table::Memory;

    #[track_caller]
    fn check(on: &str, left: &str, right: &str, expected: &str) {
        let memory = Memory::new(1_000_000);
        let on = on.split(' ').map(Into::into).collect();
        let mut join = Join::new(on, ["l".into(), "r".into()], &memory);
        testing::check_inputs(&mut join, &[left, right], expected);
        drop(join);
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn rows_by_key_with_suffixes() {
        let left = "[] id:int v:float w:string\n2 1.5 b\n...\n1 2.5 a\n- 3.5 n\n2 4.5 c";
        let right = "[] v:int id:int\n7 2\n8 3\n9 -\n...\n6 1\n5 2";
        let expected = "[] id:int v_l:float v_r:int w:string
            1 2.5 6 a
            2 1.5 7 b
            2 1.5 5 b
            2 4.5 7 c
            2 4.5 5 c";
        check("id", left, right, expected);
    }

    #[test]
    fn tables_that_share_keys_meet() {
        let left =
            "[k=x] id:int lv:int\n1 1\n2 2\n[k=y] id:int lv:int\n1 3\n[k=z] id:int lv:int\n9 9";
        let right =
            "[k=x] id:int rv:int\n1 10\n3 30\n[k=w] id:int rv:int\n1 20\n[k=v] other:int\n1";
        let expected = "[k_l=x k_r=w] id:int k_l k_r lv:int rv:int\n1 1 20
            [k_l=x k_r=x] id:int k_l k_r lv:int rv:int\n1 1 10
            [k_l=y k_r=w] id:int k_l k_r lv:int rv:int\n1 3 20
            [k_l=y k_r=x] id:int k_l k_r lv:int rv:int\n1 3 10";
        check("id", left, right, expected);
        let expected = "[k=x] id:int k lv:int rv:int\n1 1 10";
        check("k id", left, right, expected);
    }

    #[test]
    fn rows_come_by_the_columns_in_the_order_of_their_labels() {
        let left = "[] b:int a:int\n1 2\n2 1\n1 1";
        let right = "[] a:int b:int v:int\n1 1 7\n1 2 8\n2 1 9";
        let expected = "[] a:int b:int v:int\n1 1 7\n1 2 8\n2 1 9";
        check("b a", left, right, expected);
    }

    #[test]
    fn nothing_in_common() {
        check("id", "[] id:int\n1", "[] id:string\n1", "");
        check("id", "[] id:int\n1", "", "");
        check("id", "[id=-] v:int\n1", "[id=-] w:int\n1", "");
    }
}
