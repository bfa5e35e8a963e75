//! The last steps of `aggregateWindow` with any function: empty tables become a null row, each
//! row gets the bounds of its window as its time, and the windows become one table again.

use super::seen::missing_column;
use super::windowing::Edges;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Bounds, Chunk, Column, GroupKey, Name, Operator, Output, Scalar, Schema, Table,
    TableId, Type,
};
use rustc_hash::FxHashMap;

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct Rejoin {
    /// The bounds that the table gets again.
    pub range: Bounds,
    /// The column whose cells become the time.
    pub source: Name,
    /// The column that gets them.
    pub destination: Name,
    /// Whether a table without rows gives a row of nulls.
    pub fill_empty: bool,
}

/// The operator.
pub struct Rewindow {
    what: Rejoin,
    edges: Edges,
    by_key: FxHashMap<GroupKey, TableId>,
    tables: FxHashMap<TableId, Open>,
}

struct Open {
    key: GroupKey,
    schema: Schema,
    to: Option<TableId>,
    any: bool,
}

impl Rewindow {
    /// The operator for one pass.
    pub fn new(what: Rejoin) -> Self {
        Self {
            what,
            edges: Edges::default(),
            by_key: FxHashMap::default(),
            tables: FxHashMap::default(),
        }
    }

    fn table(&mut self, from: TableId, out: &mut dyn Output) -> Result<TableId, Failure> {
        let table = self
            .tables
            .get_mut(&from)
            .expect("a chunk belongs to an open table");
        if let Some(to) = table.to {
            return Ok(to);
        }
        let shown = set(table.schema.announce(from), table, &self.what, &self.edges)?;
        let key = self.edges.key(
            &table.key.filter(|label| *label != *self.what.destination),
            &table.schema,
            self.what.range,
        );
        let schema = shown.schema();
        let to = match self.by_key.get(&key) {
            Some(&to) => {
                out.push(schema.announce(to))?;
                to
            }
            None => {
                let to = TableId(self.by_key.len());
                self.by_key.insert(key.clone(), to);
                out.open(&Table {
                    id: to,
                    key,
                    schema,
                })?;
                to
            }
        };
        table.to = Some(to);
        Ok(to)
    }

    fn pass(&mut self, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        let to = self.table(chunk.id, out)?;
        let table = &self.tables[&chunk.id];
        let chunk = set(chunk, table, &self.what, &self.edges)?;
        out.push(chunk.with_id(to))
    }
}

/// Sets the time and the bounds.
fn set(mut chunk: Chunk, table: &Open, what: &Rejoin, edges: &Edges) -> Result<Chunk, Failure> {
    let Some(source) = chunk.column(&what.source).cloned() else {
        return Err(missing_column(&what.source, &table.schema));
    };
    if source.ty() != Type::Time {
        return Err(super::windowing::admit_time(&what.source, source.ty())
            .expect_err("only times are admitted"));
    }
    match chunk
        .columns
        .iter_mut()
        .find(|(name, _)| *name == what.destination)
    {
        Some((_, column)) => *column = source,
        None => chunk.columns.push((what.destination.clone(), source)),
    }
    Ok(edges.set(chunk, what.range))
}

impl Operator for Rewindow {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        let open = Open {
            key: table.key.clone(),
            schema: table.schema.clone(),
            to: None,
            any: false,
        };
        self.tables.insert(table.id, open);
        Ok(())
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let table = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        table.schema.admit(&mut chunk)?;
        if chunk.rows == 0 {
            return Ok(Answer::More);
        }
        table.any = true;
        self.pass(chunk, out)?;
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let table = &self.tables[&id];
        if !table.any && self.what.fill_empty {
            let cells = table.schema.0.iter().map(|(name, ty)| {
                let cell = table.key.get(name).map(|(_, value)| value.clone());
                let cell = cell.unwrap_or(Scalar::Null);
                (name.clone(), Column::Constant(*ty, cell, 1))
            });
            let row = Chunk {
                id,
                columns: cells.collect(),
                rows: 1,
            };
            self.pass(row, out)?;
        }
        self.tables.remove(&id);
        Ok(())
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        (0..self.by_key.len()).try_for_each(|id| out.end(TableId(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Rejoin, Rewindow};
    use crate::engine::operators::testing;
    use crate::table::Bounds;
    use crate::time::Time;

    #[test]
    fn windows_become_one_table() {
        let what = Rejoin {
            range: Bounds::new(Time(0), Time(25)),
            source: "_stop".into(),
            destination: "_time".into(),
            fill_empty: true,
        };
        let windows = "[_start=0 _stop=10 k=a] v:int
            1
            2
            [_start=10 _stop=20 k=a] v:int
            [_start=0 _stop=10 k=b] v:int
            5
            [_start=20 _stop=25 k=a] v:int
            4";
        let expected = "[_start=0 _stop=25 k=a] _start _stop k v:int _time:time
            1 10
            2 10
            - 20
            4 25
            [_start=0 _stop=25 k=b] _start _stop k v:int _time:time
            5 10";
        testing::check(Rewindow::new(what.clone()), windows, expected);
        let what = Rejoin {
            fill_empty: false,
            source: "at".into(),
            ..what
        };
        testing::check(
            Rewindow::new(what.clone()),
            "[_start=0 _stop=10] at:time _time:time\n3 1\n[_start=10 _stop=20] at:time _time:time",
            "[_start=0 _stop=25] _start _stop at:time _time:time\n3 3",
        );
        let missing = "error: column \"at\" does not exist";
        testing::check(Rewindow::new(what), "[] v:int\n1", missing);
    }
}
