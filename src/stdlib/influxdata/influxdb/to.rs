//! `to`: writes tables with a field a row to a bucket, and passes them on.

use super::field_function::FieldFunction;
use super::writer::{Bucket, Writer, named};
use crate::diagnostic::Failure;
use crate::points::{Narrow, Tags};
use crate::table::{
    Answer, Chunk, Column, Name, Operator, Output, Promise, Schema, Table, TableId,
};
use crate::value::{Context, Function, Root, Stream, Transform};
use arrow_array::{Array, BooleanArray};
use fluxlite_macros::builtin;
use std::collections::HashMap;
use std::sync::Arc;

/// Writes data to a bucket.
///
/// Each row becomes a point: its time from `timeColumn`, its measurement from
/// `measurementColumn`, tags from `tagColumns`, and the field that `_field` names with the value
/// of `_value`, or what `fieldFn` gives. Points of one series and time become one line. Null, NaN
/// and infinite values are left out, and so are rows without time, which are not passed on either.
/// For pivoted data use `influxdb.wideTo()`.
#[builtin(since = "0.7.0", constraints = "A: Record, B: Record")]
pub fn to(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
    /// Name of the bucket to write to.
    bucket: Option<Arc<str>>,
    /// ID of the bucket to write to.
    #[name("bucketID")]
    bucket_id: Option<Arc<str>>,
    /// Name of the organization.
    org: Option<Arc<str>>,
    /// ID of the organization.
    #[name("orgID")]
    org_id: Option<Arc<str>>,
    /// URL of the InfluxDB server; `token` is then required. Default is the configured one.
    host: Option<Arc<str>>,
    /// InfluxDB API token.
    token: Option<Arc<str>>,
    /// Column of times.
    #[default("_time")]
    time_column: Arc<str>,
    /// Column of measurements.
    #[default("_measurement")]
    measurement_column: Arc<str>,
    /// Columns that become tags. Default is all columns of texts besides `_value`, `_field`, the
    /// measurement, and those that `fieldFn` reads.
    tag_columns: Option<Vec<Arc<str>>>,
    /// Function that makes a record of fields of a row. Default is
    /// `(r) => ({[r._field]: r._value})`.
    #[ty("(r: A) => B")]
    field_fn: Option<Function>,
) -> Result<Stream, Failure> {
    let both = |name: &str| {
        Failure::new(
            "flux::influxdb::both_given",
            format!("cannot provide both `{name}` and `{name}ID` parameters to the `to` function"),
        )
        .help("leave one of them out")
    };
    let bucket = named(bucket, bucket_id).map_err(|()| both("bucket"))?;
    let bucket = bucket.ok_or_else(|| {
        Failure::new(
            "flux::influxdb::no_bucket",
            "missing required keyword argument \"bucket\" or \"bucketID\"",
        )
        .help("say where to write: `to(bucket: \"example-bucket\")`")
    })?;
    let org = named(org, org_id).map_err(|()| both("org"))?;
    if host.is_some() && token.is_none() {
        return Err(Failure::new(
            "flux::influxdb::no_token",
            "missing required keyword argument \"token\"",
        )
        .help("with `host`, `to()` needs `token`, too: best from `secrets.get()`, so that it does not stand in the script"));
    }
    let bucket = Bucket::new(cx, bucket, org, host, token)?;
    let fields = field_fn.map(|function| FieldFunction::new(cx, function));
    let tags = match tag_columns {
        Some(columns) => Tags::Named(columns),
        None => Tags::Texts {
            except: fields.as_ref().map_or_else(Vec::new, FieldFunction::reads),
        },
    };
    let narrow = Narrow {
        time: time_column,
        measurement: measurement_column,
        tags,
        pairs: fields.is_none(),
    };
    let written = To {
        bucket,
        narrow,
        fields,
    };
    let stream = Stream::other(cx, written, vec![tables]);
    cx.register(Root::Effect(stream.clone()))?;
    Ok(stream)
}

#[derive(Debug)]
struct To {
    bucket: Bucket,
    narrow: Narrow,
    fields: Option<FieldFunction>,
}

impl Transform for To {
    fn name(&self) -> &str {
        "to"
    }

    fn is_effect(&self) -> bool {
        true
    }

    fn operator(&self, cx: &Context, _inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(ToOperator {
            narrow: self.narrow.clone(),
            fields: self.fields.clone(),
            writer: Writer::new(cx, self.bucket.endpoint())?,
            empty: HashMap::new(),
        }))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        inputs.first().copied().unwrap_or_default()
    }

    fn explain(&self) -> String {
        self.bucket.to_string()
    }
}

struct ToOperator {
    narrow: Narrow,
    fields: Option<FieldFunction>,
    writer: Writer,
    /// Open tables without rows so far, and their columns.
    empty: HashMap<TableId, Schema>,
}

impl Operator for ToOperator {
    fn open(&mut self, _input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.empty.insert(table.id, table.schema.clone());
        out.open(table)
    }

    fn push(
        &mut self,
        _input: usize,
        chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        if chunk.rows == 0 {
            self.empty
                .entry(chunk.id)
                .and_modify(|known| *known = chunk.schema());
            out.push(chunk)?;
            return Ok(Answer::More);
        }
        self.empty.remove(&chunk.id);
        self.narrow.check(&chunk.schema())?;
        let Self {
            narrow,
            fields,
            writer,
            ..
        } = self;
        writer.each_piece(&chunk, |piece, lines| {
            let made = match fields {
                Some(function) => function.rows(piece, &narrow.time)?,
                None => Vec::new(),
            };
            narrow.encode(piece, &made, lines)
        })?;
        if let Some(rest) = with_time(chunk, &self.narrow.time) {
            out.push(rest)?;
        }
        // Who comes after may have enough; what is written may not depend on it.
        Ok(Answer::More)
    }

    fn end(&mut self, _input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        if let Some(schema) = self.empty.remove(&id) {
            self.narrow.check(&schema)?;
        }
        out.end(id)
    }

    fn finish(&mut self, _input: usize, _out: &mut dyn Output) -> Result<(), Failure> {
        self.writer.finish()
    }

    fn is_root(&self) -> bool {
        true
    }
}

/// The rows that have a time, if there are any.
fn with_time(chunk: Chunk, time: &Name) -> Option<Chunk> {
    let nulls = chunk.column(time).map_or(0, Column::null_count);
    match (nulls, chunk.column(time)) {
        (0, _) => Some(chunk),
        (nulls, _) if nulls == chunk.rows => None,
        (_, Some(Column::Time(times))) => {
            let valid = times.nulls().map(|nulls| nulls.inner().clone());
            let mask = valid.map(|valid| BooleanArray::new(valid, None));
            Some(mask.map_or_else(|| chunk.clone(), |mask| chunk.filter(&mask)))
        }
        _ => Some(chunk),
    }
}
