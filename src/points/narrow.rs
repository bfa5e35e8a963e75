//! The points of `to()`: a field a row, or what `fieldFn` makes of the row.

use super::cell;
use super::name::{self, Role};
use super::rows::{self, Encoded};
use super::series::Series;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Name, Scalar, Schema, Type};
use crate::world::Lines;

/// Fields that a function made of a row, in order.
pub type FieldRow = Vec<(Name, Scalar)>;

/// What `to()` is told about columns.
#[derive(Clone, Debug)]
pub struct Narrow {
    /// The column of times.
    pub time: Name,
    /// The column of measurements.
    pub measurement: Name,
    /// Which columns are tags.
    pub tags: Tags,
    /// Whether fields are `_field` and `_value`, and not made by a function.
    pub pairs: bool,
}

/// Which columns are tags.
#[derive(Clone, Debug)]
pub enum Tags {
    /// These, as far as they exist.
    Named(Vec<Name>),
    /// Every column of texts besides `_value`, `_field`, `_measurement`, the column of measurements,
    /// and these.
    Texts {
        /// What is no tag.
        except: Vec<Name>,
    },
}

impl Default for Narrow {
    fn default() -> Self {
        Self {
            time: "_time".into(),
            measurement: "_measurement".into(),
            tags: Tags::Texts { except: Vec::new() },
            pairs: true,
        }
    }
}

impl Narrow {
    /// Checks what even an empty table must have.
    ///
    /// # Errors
    /// If the time or the measurement is missing or of the wrong type.
    pub fn check(&self, schema: &Schema) -> Result<(), Failure> {
        let (time, measurement) = (&self.time, &self.measurement);
        match schema.type_of(measurement) {
            None => return Err(Failure::new(
                "flux::points::no_measurement",
                format!("no column with label {measurement} exists"),
            )
            .help("`to()` takes the measurement from there: set it before, for example with `set(key: \"_measurement\", value: …)`, or name another column with `measurementColumn`")),
            Some(Type::String) => {}
            Some(found) => return Err(wrong_type(measurement, found, Type::String)),
        }
        match schema.type_of(time) {
            None => Err(Failure::new(
                "flux::points::no_time",
                format!("no time column detected: there is no column {time}"),
            )
            .help("`to()` takes each point's time from there: after an aggregate, make it with `duplicate(column: \"_stop\", as: \"_time\")`, or name another column with `timeColumn`")),
            Some(Type::Time) => Ok(()),
            Some(found) => Err(wrong_type(time, found, Type::Time)),
        }
    }

    /// Appends the points of a chunk. `made` has the fields of each row, unless they come in pairs.
    ///
    /// # Errors
    /// If a row cannot be written. The rows before it are in `lines`.
    pub fn encode(
        &self,
        chunk: &Chunk,
        made: &[FieldRow],
        lines: &mut Lines,
    ) -> Result<Encoded, Failure> {
        self.check(&chunk.schema())?;
        if chunk.rows == 0 {
            // Only rows need fields.
            return Ok(Encoded::default());
        }
        let column = |name: &str| chunk.column(name).expect("the schema has it");
        let times = column(&self.time);
        let tags = self.tag_columns(chunk, times)?;
        let series = Series::new(column(&self.measurement), tags);
        if !self.pairs {
            return rows::encode(chunk.rows, times, series, lines, |row, out| {
                put_row(made.get(row).map_or(&[], Vec::as_slice), out)
            });
        }
        let (keys, values) = pairs(chunk)?;
        let mut keys = Keys::new(keys);
        rows::encode(chunk.rows, times, series, lines, |row, out| {
            if keys.is_null(row) {
                return Err(no_key());
            }
            let start = out.len();
            let known = keys.put(row, out);
            out.push(b'=');
            if !cell::put(values, row, out) {
                out.truncate(start);
                return Ok(());
            }
            known
        })
    }

    fn tag_columns<'a>(
        &self,
        chunk: &'a Chunk,
        times: &Column,
    ) -> Result<Vec<(&'a Name, &'a Column)>, Failure> {
        let mut tags = Vec::new();
        let mut before_time = true;
        for (name, column) in &chunk.columns {
            before_time &= *name != self.time;
            match &self.tags {
                Tags::Named(named) if !named.contains(name) => {}
                // A row without time is given up before columns to the right of the time are
                // looked at.
                Tags::Named(_) if column.ty() != Type::String => {
                    if before_time || times.null_count() < chunk.rows {
                        return Err(Failure::new(
                            "flux::points::tag_type",
                            format!("invalid type for tag column: {name} has type {}", column.ty()),
                        )
                        .help(format!("tags are texts: convert it before, for example with `map(fn: (r) => ({{r with {name}: string(v: r.{name})}}))`")));
                    }
                }
                Tags::Named(_) => tags.push((name, column)),
                Tags::Texts { except } => {
                    let special = matches!(&**name, "_value" | "_field" | "_measurement")
                        || *name == self.measurement;
                    if column.ty() == Type::String && !special && !except.contains(name) {
                        tags.push((name, column));
                    }
                }
            }
        }
        tags.sort_by(|a, b| a.0.cmp(b.0));
        Ok(tags)
    }
}

fn pairs(chunk: &Chunk) -> Result<(&Column, &Column), Failure> {
    let column = |name| {
        chunk.column(name).ok_or_else(|| {
            Failure::new("flux::points::no_field", format!("table has no {name} column"))
                .help("`to()` writes the field that `_field` names with what `_value` holds: for tables with a column for each field use `wideTo()`, or `fieldFn`")
        })
    };
    let keys = column("_field")?;
    if keys.ty() != Type::String {
        return Err(wrong_type("_field", keys.ty(), Type::String));
    }
    Ok((keys, column("_value")?))
}

/// Field keys, escaped once where they are all the same.
struct Keys<'a> {
    column: &'a Column,
    constant: Option<(Vec<u8>, Result<(), Failure>)>,
}

impl<'a> Keys<'a> {
    fn new(column: &'a Column) -> Self {
        let constant = column.as_constant().and_then(Scalar::as_str).map(|text| {
            let mut bytes = Vec::new();
            let put = put_key(text, &mut bytes);
            (bytes, put)
        });
        Self { column, constant }
    }

    fn is_null(&self, row: usize) -> bool {
        self.constant.is_none() && self.column.is_null(row)
    }

    fn put(&mut self, row: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        match &self.constant {
            Some((bytes, put)) => {
                out.extend_from_slice(bytes);
                put.clone()
            }
            None => put_key(self.column.text(row).unwrap_or_default(), out),
        }
    }
}

/// Appends fields with commas between them. A bad key of a field without value does not matter.
fn put_row(fields: &[(Name, Scalar)], out: &mut Vec<u8>) -> Result<(), Failure> {
    let first = out.len();
    for (key, value) in fields {
        let start = out.len();
        if start > first {
            out.push(b',');
        }
        let put = put_key(key, out);
        out.push(b'=');
        if cell::put_scalar(value, out) {
            put?;
        } else {
            out.truncate(start);
        }
    }
    Ok(())
}

/// Appends a field's key.
///
/// # Errors
/// If it cannot be written.
pub(super) fn put_key(key: &str, out: &mut Vec<u8>) -> Result<(), Failure> {
    name::put(Role::FieldKey, key, out).map_err(|refused| refused.field_key(key))
}

fn no_key() -> Failure {
    Failure::new("flux::points::field_key", "a row's _field is null")
        .help("`to()` takes the name of the field from there: `filter(fn: (r) => exists r._field)` leaves such rows out")
}

fn wrong_type(column: &str, found: Type, expected: Type) -> Failure {
    Failure::new(
        "flux::points::column_type",
        format!("column {column} of type {found} is not of type {expected}"),
    )
    .help(format!("convert it before, for example with `map(fn: (r) => ({{r with {column}: {expected}(v: r.{column})}}))`"))
}
