//! `pivot`: values of rows that share a row key stand side by side, in columns that other cells
//! name. All of it is held until the last table has come.

mod group;
mod label;
mod rows;

use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, GroupKey, Memory, Name, Operator, Output, Reservation, Schema, Table, TableId,
    Type,
};
use group::Group;
use rustc_hash::FxHashMap;

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct Pivoting {
    /// The columns that tell rows apart.
    pub row_key: Vec<Name>,
    /// The columns that name new columns.
    pub column_key: Vec<Name>,
    /// The column that the cells come from.
    pub value: Name,
}

impl Pivoting {
    fn is_column_key(&self, label: &str) -> bool {
        self.column_key.iter().any(|name| **name == *label)
    }

    fn is_row_key(&self, label: &str) -> bool {
        self.row_key.iter().any(|name| **name == *label)
    }

    /// Whether a column stays what it is.
    fn stays(&self, label: &str, key: &GroupKey) -> bool {
        !self.is_column_key(label)
            && *self.value != *label
            && (key.contains(label) || self.is_row_key(label))
    }

    fn needs(&self) -> Vec<Name> {
        let keys = self.row_key.iter().chain(&self.column_key);
        keys.chain([&self.value]).cloned().collect()
    }

    /// # Errors
    /// If a table lacks one of the columns.
    fn admit(&self, schema: &Schema) -> Result<(), Failure> {
        let missing = |what: &str, label: &str| {
            let known = super::seen::missing_column(label, schema);
            Failure {
                message: format!("specified {what} does not exist in table: {label}"),
                ..known
            }
        };
        let lacks = |label: &&Name| !schema.contains(label);
        if let Some(label) = self.row_key.iter().find(lacks) {
            return Err(missing("row key column", label));
        }
        if !schema.contains(&self.value) {
            return Err(missing("value column", &self.value));
        }
        match self.column_key.iter().find(lacks) {
            Some(label) => Err(missing("column", label)),
            None => Ok(()),
        }
    }
}

/// The operator.
pub struct Pivot {
    what: Pivoting,
    groups: Vec<Group>,
    by_key: FxHashMap<GroupKey, usize>,
    tables: FxHashMap<TableId, Input>,
    reservation: Reservation,
}

struct Input {
    key: GroupKey,
    schema: Schema,
    /// Known as soon as all columns are.
    group: Option<usize>,
}

impl Pivot {
    /// The operator for one pass.
    pub fn new(what: Pivoting, memory: &Memory) -> Self {
        Self {
            what,
            groups: Vec::new(),
            by_key: FxHashMap::default(),
            tables: FxHashMap::default(),
            reservation: memory.reservation(),
        }
    }

    fn group(&mut self, key: &GroupKey, schema: &Schema) -> usize {
        let what = &self.what;
        let columns = schema.0.iter();
        let staying: Vec<(Name, Type)> = columns
            .filter(|(name, _)| what.stays(name, key))
            .cloned()
            .collect();
        let of_key = staying.iter().filter_map(|(name, _)| {
            let (ty, value) = key.get(name)?;
            Some((name.clone(), ty, value.clone()))
        });
        let key = GroupKey::new(of_key.collect());
        if let Some(&number) = self.by_key.get(&key) {
            return number;
        }
        let number = self.groups.len();
        self.by_key.insert(key.clone(), number);
        self.groups.push(Group::new(key, staying));
        number
    }
}

impl Operator for Pivot {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        // Columns may still come: that one is missing is known at the end.
        let complete = self.what.admit(&table.schema).is_ok();
        let input = Input {
            key: table.key.clone(),
            schema: table.schema.clone(),
            group: complete.then(|| self.group(&table.key, &table.schema)),
        };
        self.tables.insert(table.id, input);
        Ok(())
    }

    fn push(&mut self, _: usize, mut chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        let input = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        input.schema.admit(&mut chunk)?;
        if chunk.rows == 0 {
            return Ok(Answer::More);
        }
        let number = match input.group {
            Some(number) => number,
            None => {
                self.what.admit(&input.schema)?;
                let (key, schema) = (input.key.clone(), input.schema.clone());
                let number = self.group(&key, &schema);
                if let Some(input) = self.tables.get_mut(&chunk.id) {
                    input.group = Some(number);
                }
                number
            }
        };
        let bytes = self.groups[number].add(&chunk, &self.what)?;
        self.reservation.grow(bytes)?;
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        match self.tables.remove(&id) {
            Some(input) if input.group.is_none() => self.what.admit(&input.schema),
            _ => Ok(()),
        }
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        let mut groups = std::mem::take(&mut self.groups);
        self.by_key.clear();
        groups.sort_by(|a, b| a.key.cmp(&b.key));
        for (number, group) in groups.into_iter().enumerate() {
            group.put_out(TableId(number), out)?;
        }
        self.reservation.shrink(usize::MAX);
        Ok(())
    }

    fn needs(&self) -> Vec<Name> {
        self.what.needs()
    }
}

#[cfg(test)]
mod tests;
