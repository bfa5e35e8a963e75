//! What influxd answers from a bucket's index: the names and values of tags.
//!
//! Which points count depends on the question (influxdb, v1/services/storage/store.go). The index
//! knows measurements of the whole bucket, and tags and fields of whole shards; where a predicate
//! speaks of fields, points within the range are looked for.

use super::labels::Labels;
use super::part::parts;
use super::shards::covering;
use crate::diagnostic::Failure;
use crate::storage::bucket::{Bucket, Series};
use crate::table::{
    Answer, Chunk, Column, GroupKey, Index, Output, Predicate, Scalar, Scan, Schema, Table,
    TableId, Type,
};
use crate::time::Bounds;
use std::collections::BTreeSet;

pub(super) fn answer(
    bucket: &Bucket,
    scan: &Scan,
    index: &Index,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    let predicate = scan.predicate.as_ref();
    if predicate.is_some_and(|predicate| asks(predicate, &|column| column == "_value")) {
        let failure = Failure::new(
            "flux::storage::index_values",
            "field values unsupported: a predicate here cannot ask for `_value`",
        );
        return Err(failure.help("ask for tags, `_measurement` and `_field` only"));
    }
    let of_fields =
        predicate.is_some_and(|predicate| asks(predicate, &|column| column == "_field"));
    let texts = match index {
        Index::TagKeys => tag_keys(bucket, scan, of_fields),
        Index::TagValues(tag) => tag_values(bucket, scan, tag, of_fields),
        Index::Cardinality => return count(bucket, scan, out),
    };
    give(texts, out)
}

/// How many series have points within the range, in a table of one row.
fn count(bucket: &Bucket, scan: &Scan, out: &mut dyn Output) -> Result<(), Failure> {
    let mut found: Vec<*const Series> = parts(bucket, scan.predicate.as_ref())
        .filter(|part| part.is_within(scan.bounds))
        .map(|part| std::ptr::from_ref(part.series))
        .collect();
    // The fields of one series stand side by side.
    found.dedup();
    let id = TableId(0);
    let label = Labels::default().value;
    out.open(&Table {
        id,
        key: GroupKey::default(),
        schema: Schema(vec![(label.clone(), Type::Int)]),
    })?;
    let cell = Scalar::Int(i64::try_from(found.len()).unwrap_or(i64::MAX));
    out.push(Chunk {
        id,
        columns: vec![(label, Column::constant(cell, 1))],
        rows: 1,
    })?;
    out.end(id)
}

/// `_start` and `_stop`, then the labels in order.
fn tag_keys(bucket: &Bucket, scan: &Scan, of_fields: bool) -> Vec<String> {
    let labels = Labels::default();
    let shards = covering(scan.bounds);
    let mut found = BTreeSet::new();
    let within = match of_fields {
        true => scan.bounds,
        false => shards,
    };
    for part in parts(bucket, scan.predicate.as_ref()) {
        if part.is_within(within) {
            found.extend(part.texts(&labels).into_iter().map(|(label, _)| label));
        }
    }
    // The index adds these of its own accord, as soon as there is a shard.
    if !of_fields && has_shard(bucket, shards) {
        found.extend([labels.field, labels.measurement]);
    }
    let edges = ["_start", "_stop"].map(str::to_owned);
    let found = found.iter().map(|label| label.to_string());
    edges.into_iter().chain(found).collect()
}

fn tag_values(bucket: &Bucket, scan: &Scan, tag: &str, of_fields: bool) -> Vec<String> {
    let labels = Labels::default();
    let predicate = scan.predicate.as_ref();
    let of_tags = predicate.is_some_and(|predicate| {
        asks(predicate, &|column| {
            !matches!(column, "_measurement" | "_field" | "_value")
        })
    });
    // Which predicates make storage look for points.
    let looks = of_fields || tag == "_field" && of_tags;
    let within = match (looks, tag) {
        (true, _) => scan.bounds,
        (false, "_measurement") => Bounds::ALL,
        (false, _) => covering(scan.bounds),
    };
    let mut found = BTreeSet::new();
    for part in parts(bucket, predicate) {
        if !part.is_within(within) {
            continue;
        }
        let mut texts = part.texts(&labels).into_iter();
        match texts.find(|(label, _)| **label == *tag) {
            Some((_, text)) => found.insert(text.to_string()),
            // A series without the tag shows only where points are looked for.
            None => looks && found.insert(String::new()),
        };
    }
    found.into_iter().collect()
}

fn has_shard(bucket: &Bucket, shards: Bounds) -> bool {
    parts(bucket, None).any(|part| part.is_within(shards))
}

/// Whether a predicate asks about a column like that.
fn asks(predicate: &Predicate, like: &dyn Fn(&str) -> bool) -> bool {
    match predicate {
        Predicate::Compare { column, .. } | Predicate::Match { column, .. } => like(column),
        Predicate::Exists(column) | Predicate::Missing(column) => like(column),
        Predicate::And(parts) | Predicate::Or(parts) => parts.iter().any(|part| asks(part, like)),
    }
}

/// One table without a key.
fn give(texts: Vec<String>, out: &mut dyn Output) -> Result<(), Failure> {
    let id = TableId(0);
    let label = Labels::default().value;
    out.open(&Table {
        id,
        key: GroupKey::default(),
        schema: Schema(vec![(label.clone(), Type::String)]),
    })?;
    for texts in texts.chunks(Chunk::ROWS) {
        let cells = texts.iter().map(|text| Scalar::from(text.as_str()));
        let values = Column::from_scalars(Type::String, cells);
        let answer = out.push(Chunk {
            id,
            columns: vec![(label.clone(), values)],
            rows: texts.len(),
        })?;
        match answer {
            Answer::More => {}
            Answer::TableDone => break,
            Answer::Done => return Ok(()),
        }
    }
    out.end(id)
}
