//! Joins of package `join`, and `experimental.join`: tables of equal group keys are joined on
//! equal columns, and a function makes a row of each pair.

mod combine;

pub use combine::{Call, Combine, Members};

use super::gather::{Gather, Gathered, Joining, Whole};
use super::join_keys::{KeyColumns, KeyNumbers, NO_KEY, sorted_rows};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, GroupKey, Memory, Name, Output, Schema, Table, TableId};
use combine::Side;
use rustc_hash::FxHashSet;

/// Which rows stay that have no partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// None.
    Inner,
    /// Those of the left side.
    Left,
    /// Those of the right side.
    Right,
    /// All.
    Full,
}

impl Method {
    /// Whether rows of a side stay without a partner.
    fn keeps(self, side: usize) -> bool {
        match self {
            Self::Inner => false,
            Self::Left => side == 0,
            Self::Right => side == 1,
            Self::Full => true,
        }
    }
}

/// Joins two inputs.
pub struct EquiJoin {
    on: Vec<[Name; 2]>,
    method: Method,
    /// As package `join` has it: a side without any rows is an error, and tables that meet in vain
    /// leave nothing. `experimental.join` leaves a table without columns.
    strict: bool,
    combine: Combine,
}

/// The row of the side that has none.
const NO_ROW: u32 = u32::MAX;

impl EquiJoin {
    /// Joins where the columns of each pair are equal.
    pub fn new(
        on: Vec<[Name; 2]>,
        method: Method,
        strict: bool,
        combine: Combine,
        memory: &Memory,
    ) -> Gathered<Self> {
        let join = Self {
            on,
            method,
            strict,
            combine,
        };
        Gathered::new(join, memory)
    }

    fn check(&self, sides: &[Vec<Whole>; 2]) -> Result<(), Failure> {
        for (side, name) in ["left", "right"].into_iter().enumerate() {
            if self.strict && sides[side].is_empty() && !sides[1 - side].is_empty() {
                return Err(Failure::new(
                    "flux::engine::join_empty",
                    format!("error preparing {name} side of join: cannot join on an empty table"),
                )
                .help("nothing is known of the columns of a side without rows; look at its filters and its range"));
            }
            for table in &sides[side] {
                for pair in &self.on {
                    if !table.schema.contains(&pair[side]) {
                        let mut failure = missing_column(&pair[side], &table.schema);
                        failure.message = format!(
                            "cannot set join columns in {name} table stream: table is missing column '{}'",
                            pair[side]
                        );
                        return Err(failure);
                    }
                }
            }
        }
        Ok(())
    }

    /// Which rows belong together, by the order of keys; [`NO_ROW`] stands for a missing partner.
    fn rows(&self, sides: &[Side; 2]) -> [Vec<u32>; 2] {
        let mut numbers = KeyNumbers::default();
        let keys = [0, 1].map(|side| {
            let Some(chunk) = &sides[side].rows else {
                return Vec::new();
            };
            let columns = self.on.iter().filter_map(|pair| chunk.column(&pair[side]));
            numbers.of(&KeyColumns::new(columns), chunk.rows)
        });
        let ranks = numbers.ranks();
        let sorted = [0, 1].map(|side| sorted_rows(&keys[side], &ranks));
        let runs = [0, 1].map(|side| runs(&sorted[side], &keys[side]));
        let mut pairs = [Vec::new(), Vec::new()];
        let mut pair = |left: u32, right: u32| {
            pairs[0].push(left);
            pairs[1].push(right);
        };
        let rank = |number: u32| ranks.get(number as usize).copied();
        let (mut left, mut right) = (runs[0].iter().peekable(), runs[1].iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                // Rows without a key come first, those of the right side before the others.
                (_, Some((NO_KEY, _))) => std::cmp::Ordering::Greater,
                (Some((a, _)), Some((b, _))) => rank(*a).cmp(&rank(*b)),
            };
            let rows = [
                order.is_le().then(|| left.next()).flatten(),
                order.is_ge().then(|| right.next()).flatten(),
            ];
            match rows {
                [Some((_, lefts)), Some((_, rights))] => {
                    for &left in *lefts {
                        rights.iter().for_each(|&right| pair(left, right));
                    }
                }
                [Some((_, rows)), None] if self.method.keeps(0) => {
                    rows.iter().for_each(|&left| pair(left, NO_ROW));
                }
                [None, Some((_, rows))] if self.method.keeps(1) => {
                    rows.iter().for_each(|&right| pair(NO_ROW, right));
                }
                _ => {}
            }
        }
        pairs
    }

    fn emit(
        &mut self,
        id: TableId,
        key: &GroupKey,
        sides: &[Side; 2],
        rows: &[Vec<u32>; 2],
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let [left, right] = rows;
        let mut open = left.is_empty() && !self.strict;
        if open {
            out.open(&Table {
                id,
                key: key.clone(),
                schema: Schema::default(),
            })?;
        }
        for (left, right) in left.chunks(Chunk::ROWS).zip(right.chunks(Chunk::ROWS)) {
            let columns = self.combine.columns(key, sides, [left, right])?;
            let chunk = Chunk {
                id,
                columns,
                rows: left.len(),
            };
            if !open {
                open = true;
                out.open(&Table {
                    id,
                    key: key.clone(),
                    schema: chunk.schema(),
                })?;
            }
            if out.push(chunk)? > Answer::More {
                break;
            }
        }
        if open {
            out.end(id)?;
        }
        Ok(())
    }
}

impl Joining for EquiJoin {
    fn join(&mut self, gathered: &mut [Gather; 2], out: &mut dyn Output) -> Result<(), Failure> {
        let [left, right] = gathered;
        let mut sides: [Vec<Whole>; 2] = [left.take(), right.take()];
        if self.strict {
            for tables in &mut sides {
                tables.retain(|table| table.rows > 0);
            }
        }
        self.check(&sides)?;
        let schemas = [union(&sides[0])?, union(&sides[1])?];
        let mut known = FxHashSet::default();
        let keys = sides.iter().flatten().map(|table| &table.key);
        let keys: Vec<&GroupKey> = keys.filter(|key| known.insert(*key)).collect();
        let find = |side: usize| {
            let tables = sides[side].iter();
            let tables = tables.map(|table| (&table.key, table));
            tables.collect::<rustc_hash::FxHashMap<_, _>>()
        };
        let tables = [find(0), find(1)];
        for (id, key) in keys.into_iter().enumerate() {
            let of_key = [0, 1].map(|side| tables[side].get(key).copied());
            let alone = [of_key[1].is_none(), of_key[0].is_none()];
            if (0..2).any(|side| alone[side] && !self.method.keeps(side)) {
                continue;
            }
            let both = [0, 1].map(|side| Side::new(of_key[side], &schemas[side]));
            let rows = self.rows(&both);
            left.reserve(rows[0].len() * 2 * size_of::<u32>())?;
            self.emit(TableId(id), key, &both, &rows, out)?;
        }
        Ok(())
    }
}

/// All columns of some tables: what a missing partner would have.
fn union(tables: &[Whole]) -> Result<Schema, Failure> {
    let mut schema = Schema::default();
    for table in tables {
        schema.admit(&mut table.schema.announce(TableId(0)))?;
    }
    Ok(schema)
}

/// Sorted rows, cut where the key changes. Each row without a key stands alone.
fn runs<'a>(sorted: &'a [u32], keys: &[u32]) -> Vec<(u32, &'a [u32])> {
    let key = |row: &u32| keys[*row as usize];
    let runs = sorted.chunk_by(|a, b| key(a) == key(b) && key(a) != NO_KEY);
    runs.map(|run| (key(&run[0]), run)).collect()
}

#[cfg(test)]
mod tests;
