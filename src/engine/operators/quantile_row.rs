//! `quantile(method: "exact_selector")`: the whole row whose value is the quantile.

use super::aggregate::row;
use super::seen::{SeenKeys, missing_column};
use super::selector::cells;
use super::sort::in_order;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Memory, Name, Operator, Output, Promise, Reservation, Scalar, Schema, Table,
    TableId,
};
use arrow_array::BooleanArray;
use rustc_hash::FxHashMap;

/// The operator.
pub struct QuantileRow {
    q: f64,
    column: Name,
    seen: SeenKeys,
    tables: FxHashMap<TableId, Held>,
    memory: Memory,
}

struct Held {
    table: Table,
    schema: Schema,
    /// Rows whose value is not null.
    chunks: Vec<Chunk>,
    reservation: Reservation,
}

impl QuantileRow {
    /// The operator for one pass.
    pub fn new(q: f64, column: Name, input: Promise, memory: &Memory) -> Self {
        Self {
            q,
            column,
            seen: SeenKeys::new(input.distinct_keys),
            tables: FxHashMap::default(),
            memory: memory.clone(),
        }
    }
}

impl Operator for QuantileRow {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        let held = Held {
            table: table.clone(),
            schema: table.schema.clone(),
            chunks: Vec::new(),
            reservation: self.memory.reservation(),
        };
        self.tables.insert(table.id, held);
        out.open(table)
    }

    fn push(&mut self, _: usize, mut chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        let held = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        held.schema.admit(&mut chunk)?;
        let Some(column) = chunk.column(&self.column) else {
            return Ok(Answer::More);
        };
        if column.null_count() > 0 {
            let filled = (0..chunk.rows).map(|row| Some(!column.is_null(row)));
            chunk = chunk.filter(&filled.collect::<BooleanArray>());
        }
        held.reservation.grow(chunk.bytes())?;
        held.chunks.push(chunk);
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let held = self.tables.remove(&id).expect("a table that ends is open");
        if !held.schema.contains(&self.column) {
            return Err(missing_column(&self.column, &held.schema));
        }
        let rows = Chunk::concat(id, &held.schema, &held.chunks);
        let cells = match rows.rows {
            // A row of the key alone.
            0 => {
                let labels = held.schema.0.iter().map(|(name, _)| name);
                let cell = |name| held.table.key.get(name).map(|(_, value)| value.clone());
                labels
                    .map(|name| cell(name).unwrap_or(Scalar::Null))
                    .collect()
            }
            count => {
                let place = (self.q * count as f64).ceil() as usize;
                let place = place.saturating_sub(1).min(count - 1);
                let order = in_order(rows.rows, rows.column(&self.column));
                cells(&rows, order.map_or(place, |order| order[place] as usize))
            }
        };
        out.push(row(id, &held.schema, &cells))?;
        out.end(id)
    }
}

#[cfg(test)]
mod tests {
    use super::QuantileRow;
    use crate::engine::operators::testing;
    use crate::table::{Memory, Promise};

    #[test]
    fn whole_rows() {
        let input = "[k=a] v:float s:string
            3 q
            ...
            -7 -
            - p
            3 r
            [k=b] v:float s:string
            - x
            [k=c] v:float s:string";
        for (q, row) in [(0.75, "3 r"), (0.0, "-7 -"), (0.5, "3 q"), (1.0, "3 r")] {
            let memory = Memory::new(1_000_000);
            let operator = QuantileRow::new(q, "v".into(), Promise::default(), &memory);
            let expected = format!(
                "[k=a] k v:float s:string\n{row}\n[k=b] k v:float s:string\n- -\n[k=c] k v:float s:string\n- -"
            );
            testing::check(operator, input, &expected);
        }
    }
}
