//! Which buckets there are, where that is known here.

use super::place::Remote;
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Name, Output, Scalar, Schema, Source, Table, TableId, Type,
};
use arrow_array::StringViewArray;

/// Where buckets are listed.
pub(super) enum Listing {
    /// These are all.
    Names(Vec<String>),
    /// A server knows.
    Remote(Remote),
}

/// Buckets by name, as influxd lists them. What is bound here has no id and keeps its points.
pub(super) struct Names(pub(super) Vec<String>);

impl Source for Names {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let id = TableId(0);
        let rows = self.0.len();
        let empty = || Column::constant(Scalar::String("".into()), rows);
        let names = StringViewArray::from_iter_values(&self.0);
        let columns: Vec<(Name, Column)> = vec![
            ("name".into(), Column::String(names)),
            ("id".into(), empty()),
            ("organizationID".into(), empty()),
            ("retentionPolicy".into(), empty()),
            (
                "retentionPeriod".into(),
                Column::Constant(Type::Int, Scalar::Int(0), rows),
            ),
        ];
        let schema = columns
            .iter()
            .map(|(name, column)| (name.clone(), column.ty()));
        out.open(&Table {
            id,
            key: GroupKey::default(),
            schema: Schema(schema.collect()),
        })?;
        if rows > 0 {
            out.push(Chunk { id, columns, rows })?;
        }
        out.end(id)
    }
}
