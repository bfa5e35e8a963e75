//! `group`: new keys from the values of columns.

use super::merge::Merge;
use super::seen::missing_column;
use super::split::split;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, GroupKey, Name, Operator, Output, Promise, Scalar, Schema, Table,
    TableId,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Regroups rows by columns, or by all columns except some. Rows of a table keep their order; the
/// tables that a chunk is split into come in the order of their keys, as upstream has them.
pub struct Group {
    columns: Arc<[Name]>,
    except: bool,
    /// Whether the old key stays, and all columns must be there.
    extends: bool,
    /// Whether a table whose key stays can end when its input ends.
    keys_come_once: bool,
    merge: Merge,
    tables: FxHashMap<TableId, Regrouped>,
}

struct Regrouped {
    key: GroupKey,
    schema: Schema,
    /// What the key is, if that is the same for all rows.
    fixed: Option<GroupKey>,
}

impl Group {
    /// Groups by these columns, or by all except these.
    pub fn new(columns: Arc<[Name]>, except: bool, input: Promise) -> Self {
        Self {
            columns,
            except,
            extends: false,
            keys_come_once: input.distinct_keys && input.uniform_keys,
            merge: Merge::default(),
            tables: FxHashMap::default(),
        }
    }

    /// Groups by these columns besides those of the old key.
    pub fn extending(columns: Arc<[Name]>, input: Promise) -> Self {
        Self {
            extends: true,
            ..Self::new(columns, false, input)
        }
    }

    fn wants(&self, key: &GroupKey, name: &Name) -> bool {
        self.columns.contains(name) != self.except || (self.extends && key.contains(name))
    }

    /// The key of all rows, if the old key tells it. Its columns then come by label, as upstream
    /// has it.
    fn fixed(&self, key: &GroupKey, schema: &Schema) -> Option<GroupKey> {
        let mut wanted: Vec<_> = schema
            .0
            .iter()
            .filter(|(name, _)| self.wants(key, name))
            .collect();
        if !self.except {
            wanted.sort_unstable();
        }
        let columns: Option<Vec<_>> = wanted
            .into_iter()
            .map(|(name, ty)| Some((name.clone(), *ty, key.get(name)?.1.clone())))
            .collect();
        columns.map(GroupKey::new)
    }

    fn split(
        &mut self,
        key: &GroupKey,
        chunk: &Chunk,
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let wanted: Vec<usize> = (0..chunk.columns.len())
            .filter(|&column| self.wants(key, &chunk.columns[column].0))
            .collect();
        let columns: Vec<&Column> = wanted.iter().map(|&at| &chunk.columns[at].1).collect();
        let mut parts = split(&columns, chunk.rows);
        parts.sort_by_cached_key(|part| {
            let columns = wanted.iter().zip(&part.values).map(|(&at, value)| {
                let (name, column) = &chunk.columns[at];
                (name.clone(), column.ty(), value.clone())
            });
            GroupKey::new(columns.collect())
        });
        for part in parts {
            let mut rows = match &part.rows {
                Some(rows) => chunk.take(rows),
                None => chunk.clone(),
            };
            let key = constant_columns(&mut rows, &wanted, part.values);
            rows.id = self.merge.table(&key, &rows.schema(), out)?;
            out.push(rows)?;
        }
        Ok(())
    }
}

/// Makes columns constant whose value is known, and gives the key of these columns.
pub fn constant_columns(chunk: &mut Chunk, columns: &[usize], values: Vec<Scalar>) -> GroupKey {
    let rows = chunk.rows;
    let key = columns.iter().zip(values).map(|(&at, value)| {
        let (name, column) = &mut chunk.columns[at];
        let ty = column.ty();
        *column = Column::Constant(ty, value.clone(), rows);
        (name.clone(), ty, value)
    });
    GroupKey::new(key.collect())
}

impl Operator for Group {
    fn open(&mut self, input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        let fixed = self.fixed(&table.key, &table.schema);
        if let Some(key) = &fixed {
            self.merge.open(input, table.id, key, &table.schema, out)?;
        }
        let regrouped = Regrouped {
            key: table.key.clone(),
            schema: table.schema.clone(),
            fixed,
        };
        self.tables.insert(table.id, regrouped);
        Ok(())
    }

    fn push(
        &mut self,
        input: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let mut table = self
            .tables
            .remove(&chunk.id)
            .expect("a chunk belongs to an open table");
        let id = chunk.id;
        let known = table.schema.0.len();
        table.schema.admit(&mut chunk)?;
        if table.schema.0.len() > known {
            table.fixed = self.fixed(&table.key, &table.schema);
            if let Some(key) = &table.fixed {
                self.merge.open(input, id, key, &table.schema, out)?;
            }
        }
        let answer = match table.fixed {
            Some(_) => out.push(chunk.with_id(self.merge.of_input(input, id))),
            None => self.split(&table.key, &chunk, out).map(|()| Answer::More),
        };
        self.tables.insert(id, table);
        answer
    }

    fn end(&mut self, input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let table = self.tables.remove(&id).expect("a table that ends is open");
        if self.extends
            && let Some(missing) = self
                .columns
                .iter()
                .find(|name| !table.schema.contains(name))
        {
            return Err(missing_column(missing, &table.schema));
        }
        match table.fixed {
            Some(key) if self.keys_come_once && key == table.key => {
                self.merge.end_now(input, id, &key, out)
            }
            _ => {
                self.merge.end(input, id);
                Ok(())
            }
        }
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.merge.end_all(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Group;
    use crate::engine::operators::testing;
    use crate::table::{Name, Promise};

    #[track_caller]
    fn check(columns: &[&str], except: bool, input: &str, expected: &str) {
        let columns: Vec<Name> = columns.iter().map(|&name| name.into()).collect();
        let group = Group::new(columns.into(), except, Promise::default());
        testing::check(group, input, expected);
    }

    const TWO: &str = "[k=a] h:string v:int\nx 1\ny 2\nx 3\n[k=b] h:string v:int\nx 4";

    #[test]
    fn by_columns_of_the_key_and_others() {
        check(
            &["h", "nope"],
            false,
            TWO,
            "[h=x] k:string h v:int\na 1\na 3\nb 4\n[h=y] k:string h v:int\na 2",
        );
        check(
            &["v"],
            true,
            TWO,
            "[k=a h=x] k h v:int\n1\n3\n[k=a h=y] k h v:int\n2\n[k=b h=x] k h v:int\n4",
        );
        check(
            &[],
            false,
            TWO,
            "[] k:string h:string v:int\na x 1\na y 2\na x 3\nb x 4",
        );
    }

    #[test]
    fn an_empty_table_stays_if_its_new_key_is_known() {
        let empty = "[k=a] h:string";
        check(&["k"], false, empty, "[k=a] k h:string");
        check(&["h"], false, empty, "");
        check(&[], false, empty, "[] k:string h:string");
    }

    #[test]
    fn an_extended_key_keeps_the_old_columns() {
        let extend = |columns: &[&str], input: &str, expected: &str| {
            let columns: Vec<Name> = columns.iter().map(|&name| name.into()).collect();
            let group = Group::extending(columns.into(), Promise::default());
            testing::check(group, input, expected);
        };
        let input = "[k=a] h:string v:int\nx 1\ny 2\nx 3";
        let expected = "[k=a h=x] k h v:int\n1\n3\n[k=a h=y] k h v:int\n2";
        extend(&["h"], input, expected);
        extend(&["k"], input, "[k=a] k h:string v:int\nx 1\ny 2\nx 3");
        extend(
            &["w"],
            "[] v:int",
            "[] v:int\n(open)\nerror: column \"w\" does not exist",
        );
    }
}
