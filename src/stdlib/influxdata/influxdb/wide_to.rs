//! `wideTo`: writes pivoted tables, a column a field, to a bucket, and passes them on.

use super::writer::{Bucket, Writer, named};
use crate::diagnostic::Failure;
use crate::points::Wide;
use crate::table::{Answer, Chunk, Operator, Output, Promise, Schema, Table, TableId};
use crate::value::{Context, Root, Stream, Transform};
use fluxlite_macros::builtin;
use std::collections::HashMap;
use std::sync::Arc;

/// Writes pivoted data to a bucket.
///
/// Each row becomes a point: its time from `_time`, its measurement and tags from the group key,
/// its fields from all other columns. `_measurement` must be in the group key, and the other
/// columns of the group key must be texts; `_start` and `_stop` are left out. Null, NaN and
/// infinite values are left out, and rows without time are not written.
#[builtin(since = "0.174.0", constraints = "A: Record")]
pub fn wide_to(
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
    /// URL of the InfluxDB server. Default is the configured one.
    host: Option<Arc<str>>,
    /// InfluxDB API token.
    token: Option<Arc<str>>,
) -> Result<Stream, Failure> {
    let both = |name: &str| {
        Failure::new(
            "flux::influxdb::both_given",
            format!("must specify only one of {name} or {name}ID"),
        )
        .help("leave one of them out")
    };
    let bucket = named(bucket, bucket_id).map_err(|()| both("bucket"))?;
    let bucket = bucket.ok_or_else(|| {
        Failure::new(
            "flux::influxdb::no_bucket",
            "must specify bucket or bucketID",
        )
        .help("say where to write: `wideTo(bucket: \"example-bucket\")`")
    })?;
    let org = named(org, org_id).map_err(|()| both("org"))?;
    let bucket = Bucket::new(cx, bucket, org, host, token)?;
    let stream = Stream::other(cx, WideTo { bucket }, vec![tables]);
    cx.register(Root::Effect(stream.clone()))?;
    Ok(stream)
}

#[derive(Debug)]
struct WideTo {
    bucket: Bucket,
}

impl Transform for WideTo {
    fn name(&self) -> &str {
        "wideTo"
    }

    fn is_effect(&self) -> bool {
        true
    }

    fn operator(&self, cx: &Context, _inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(WideToOperator {
            writer: Writer::new(cx, self.bucket.endpoint())?,
            open: HashMap::new(),
        }))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        inputs.first().copied().unwrap_or_default()
    }

    fn explain(&self) -> String {
        self.bucket.to_string()
    }
}

struct WideToOperator {
    writer: Writer,
    open: HashMap<TableId, Open>,
}

struct Open {
    wide: Wide,
    /// Its columns, as long as it has no rows.
    empty: Option<Schema>,
}

impl Operator for WideToOperator {
    fn open(&mut self, _input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        let open = Open {
            wide: Wide::new(&table.key)?,
            empty: Some(table.schema.clone()),
        };
        self.open.insert(table.id, open);
        out.open(table)
    }

    fn push(
        &mut self,
        _input: usize,
        chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        if let Some(open) = self.open.get_mut(&chunk.id) {
            if chunk.rows == 0 {
                open.empty = open.empty.take().map(|_| chunk.schema());
            } else {
                open.empty = None;
                self.writer
                    .each_piece(&chunk, |piece, lines| open.wide.encode(piece, lines))?;
            }
        }
        out.push(chunk)?;
        // Who comes after may have enough; what is written may not depend on it.
        Ok(Answer::More)
    }

    fn end(&mut self, _input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        if let Some(open) = self.open.remove(&id)
            && let Some(schema) = open.empty
        {
            open.wide.check(&schema)?;
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
