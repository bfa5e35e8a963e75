//! `pagerduty.dedupKey`: a digest of the group key, in a column of its own.

use super::elapsed::new_column;
use super::narrow::{PerTable, TableState};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, GroupKey, Memory, Name, Scalar, Table, Type};
use crate::value::float_text;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct DedupKey {
    /// Columns of the key that make no difference.
    pub exclude: Vec<Name>,
}

const COLUMN: &str = "_pagerdutyDedupKey";

/// The digest of an open table.
pub struct State(Arc<str>);

impl PerTable for DedupKey {
    type State = State;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        new_column(&table.schema, COLUMN)?;
        table.schema.0.push((COLUMN.into(), Type::String));
        Ok(State(self.digest(&table.key)))
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

impl DedupKey {
    /// SHA-256, in hexadecimal, of labels and values by label, each with a newline behind it.
    fn digest(&self, key: &GroupKey) -> Arc<str> {
        let mut digest = Sha256::new();
        let columns = key.sorted();
        for (label, _, cell) in columns.filter(|(label, ..)| !self.exclude.contains(label)) {
            digest.update(format!("{label}\n{}\n", text(cell)));
        }
        let bytes = digest.finalize();
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        digits.collect::<String>().into()
    }
}

fn text(cell: &Scalar) -> String {
    match cell {
        Scalar::Null => String::new(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::UInt(value) => value.to_string(),
        Scalar::Float(value) => float_text(*value),
        Scalar::String(value) => value.to_string(),
        Scalar::Time(value) => {
            let mut text = Vec::new();
            value.write_fixed(&mut text);
            text.into_iter().map(char::from).collect()
        }
    }
}

impl TableState for State {
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        new_column(&chunk.schema(), COLUMN)?;
        let digest = Scalar::String(self.0.clone());
        let digest = Column::constant(digest, chunk.rows);
        chunk.columns.push((COLUMN.into(), digest));
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::DedupKey;
    use crate::engine::operators::narrow;

    /// The digests are those of `sha256sum`.
    #[test]
    fn digests() {
        let function = DedupKey {
            exclude: vec!["x".into()],
        };
        let b = "1fadc65d0fdf623ba781e80fefdad2dc079158d8ecdce17c6153ed95eda3a013";
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        narrow::check(
            function,
            "[b:int=2 a=t x=no] v:int\n1\n[x=no] v:int\n2",
            &format!(
                "[b:int=2 a=t x=no] b a x v:int _pagerdutyDedupKey:string\n1 {b}\n[x=no] x v:int _pagerdutyDedupKey:string\n2 {nothing}"
            ),
        );
    }
}
