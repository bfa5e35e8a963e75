//! `labelReplace`: writes a column of the group key by what a pattern finds in another one.

use super::aggregate::{key_columns, key_schema};
use super::narrow::{PerTable, TableState};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{Chunk, GroupKey, Memory, Name, Promise, Scalar, Schema, Table, TableId, Type};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct ReplaceLabel {
    /// The column to read; one that is not there is empty.
    pub source: Name,
    /// The column to write.
    pub destination: Name,
    /// What to find.
    pub pattern: regex::Regex,
    /// What to write, with `$1` for the first group.
    pub replacement: Name,
}

/// The new key of a table.
pub struct State {
    id: TableId,
    key: GroupKey,
}

const VALUE: &str = "_value";

impl PerTable for ReplaceLabel {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![VALUE.into()]
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        table.key = self.key(&table.key);
        table.schema = key_schema(&table.key);
        table.schema.0.push((VALUE.into(), Type::Float));
        Ok(State {
            id: table.id,
            key: table.key.clone(),
        })
    }

    /// Keys that differed may be equal now.
    fn promise(&self, _: Promise) -> Promise {
        Promise::default()
    }

    fn keeps_keys(&self) -> bool {
        false
    }
}

impl ReplaceLabel {
    fn key(&self, key: &GroupKey) -> GroupKey {
        let text = match key.get(&self.source) {
            Some((_, Scalar::String(text))) => text.clone(),
            _ => Name::from(""),
        };
        let Some(found) = self.pattern.captures(&text) else {
            return key.clone();
        };
        let mut written = String::new();
        found.expand(&self.replacement, &mut written);
        let columns = key.columns().iter();
        let mut columns: Vec<_> = columns
            .filter(|(label, ..)| *label != self.destination)
            .cloned()
            .collect();
        if !written.is_empty() {
            let written = Scalar::from(written.as_str());
            columns.push((self.destination.clone(), Type::String, written));
        }
        GroupKey::new(columns)
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let value = match chunk.column(VALUE) {
            Some(column) if column.ty() == Type::Float => column.clone(),
            Some(column) => {
                let message = format!(
                    "column \"{VALUE}\" must be of type float, not {}",
                    column.ty()
                );
                return Err(Failure::new("flux::engine::column_type", message)
                    .help("convert it first, with `toFloat()`"));
            }
            None => return Err(missing_column(VALUE, &chunk.schema())),
        };
        let mut columns = key_columns(&self.key, chunk.rows);
        columns.push((VALUE.into(), value));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows: chunk.rows,
        }))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        match schema.contains(VALUE) {
            true => Ok(None),
            false => Err(missing_column(VALUE, schema)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ReplaceLabel;
    use crate::engine::operators::narrow;

    #[test]
    fn keys_are_written_anew() {
        let check = |source: &str, replacement: &str, expected: &str| {
            let function = ReplaceLabel {
                source: source.into(),
                destination: "b".into(),
                pattern: regex::Regex::new("^(?:(x?)(.*))$").unwrap(),
                replacement: replacement.into(),
            };
            narrow::check(
                function,
                "[a=xy b=z] _time:time _value:float\n1 2",
                expected,
            );
        };
        check("a", "$2-$1", "[a=xy b=y-x] a b _value:float\n2");
        check("a", "", "[a=xy] a _value:float\n2");
        check("none", "${1}n", "[a=xy b=n] a b _value:float\n2");
    }
}
