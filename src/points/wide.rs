//! The points of `wideTo()`: a column a field, tags in the group key.

use super::cell;
use super::narrow::put_key;
use super::rows::{self, Encoded};
use super::series::Series;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, GroupKey, Name, Scalar, Schema, Type};
use crate::world::Lines;

/// What a table's group key says about its points.
#[derive(Clone, Debug)]
pub struct Wide {
    key: GroupKey,
    measurement: Column,
    tags: Vec<(Name, Column)>,
}

impl Wide {
    /// Looks into a group key.
    ///
    /// # Errors
    /// If it has no measurement, or columns that cannot be tags.
    pub fn new(key: &GroupKey) -> Result<Self, Failure> {
        let mut measurement = None;
        let mut tags = Vec::new();
        for (name, ty, value) in key.sorted() {
            match &**name {
                "_start" | "_stop" => {}
                "_field" => return Err(Failure::new(
                    "flux::points::not_pivoted",
                    "found column \"_field\" in the group key; wideTo() expects pivoted data",
                )
                .help("put `pivot(rowKey: [\"_time\"], columnKey: [\"_field\"], valueColumn: \"_value\")` before it, or write with `to()`")),
                _ if *ty != Type::String => return Err(Failure::new(
                    "flux::points::tag_type",
                    format!("group key column \"{name}\" has type {ty}; type string is required"),
                )
                .help("columns of the group key become tags, which are texts: convert it, or leave it out of the key with `group(columns: …)`")),
                "_measurement" => measurement = Some(constant(value)),
                _ => tags.push((name.clone(), constant(value))),
            }
        }
        let measurement = measurement.ok_or_else(|| {
            Failure::new(
                "flux::points::no_measurement",
                "required column \"_measurement\" not in group key",
            )
            .help("group by it and by the tags, for example `group(columns: [\"_measurement\", \"host\"])`")
        })?;
        Ok(Self {
            key: key.clone(),
            measurement,
            tags,
        })
    }

    /// Checks what even an empty table must have.
    ///
    /// # Errors
    /// If the time is missing or of the wrong type.
    pub fn check(&self, schema: &Schema) -> Result<(), Failure> {
        match schema.type_of("_time") {
            Some(Type::Time) => Ok(()),
            Some(found) => Err(Failure::new(
                "flux::points::column_type",
                format!("column \"_time\" has type {found}; type time is required"),
            )
            .help("convert it before, for example with `toTime()` or `map(fn: (r) => ({r with _time: time(v: r._time)}))`")),
            None => Err(Failure::new(
                "flux::points::no_time",
                "input table is missing required column \"_time\"",
            )
            .help("after an aggregate, make it with `duplicate(column: \"_stop\", as: \"_time\")`")),
        }
    }

    /// Appends the points of a chunk.
    ///
    /// # Errors
    /// If a row cannot be written. The rows before it are in `lines`.
    pub fn encode(&self, chunk: &Chunk, lines: &mut Lines) -> Result<Encoded, Failure> {
        self.check(&chunk.schema())?;
        let times = chunk.column("_time").expect("the schema has it");
        let series = Series::new(
            &self.measurement,
            self.tags.iter().map(|(name, column)| (name, column)),
        );
        let fields = chunk.columns.iter().filter(|(name, _)| {
            !matches!(&**name, "_time" | "_start" | "_stop") && !self.key.contains(name)
        });
        let fields: Vec<_> = fields
            .map(|(name, column)| {
                let mut key = Vec::new();
                let put = put_key(name, &mut key);
                key.push(b'=');
                (key, put, column)
            })
            .collect();
        rows::encode(chunk.rows, times, series, lines, |row, out| {
            let first = out.len();
            for (key, put, column) in &fields {
                let start = out.len();
                if start > first {
                    out.push(b',');
                }
                out.extend_from_slice(key);
                if cell::put(column, row, out) {
                    put.clone()?;
                } else {
                    out.truncate(start);
                }
            }
            Ok(())
        })
    }
}

/// One cell for all rows, however many.
fn constant(value: &Scalar) -> Column {
    Column::Constant(Type::String, value.clone(), usize::MAX)
}
