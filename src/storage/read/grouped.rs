//! `group` in storage, and aggregates and selectors of what it makes.
//!
//! `_start` and `_stop` stay in the key, a tag that a series lacks is the empty text, and tables
//! come by their key's values, the missing ones last.

use super::fold::Fold;
use super::labels::Labels;
use super::part::{Part, parts};
use crate::diagnostic::Failure;
use crate::storage::bucket::Bucket;
use crate::table::{
    Aggregate, Answer, Chunk, Column, GroupKey, Grouping, Name, Output, Scalar, Scan, Table,
    TableId, Type,
};
use crate::time::Time;
use std::collections::BTreeSet;

pub(super) fn answer(
    bucket: &Bucket,
    scan: &Scan,
    grouping: &Grouping,
    function: Option<Aggregate>,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    let labels = Labels::default();
    let mut groups = groups(bucket, scan, grouping, &labels);
    if scan.by_key {
        groups.sort_by_cached_key(|group| GroupKey::new(labels.key(scan.bounds, &group.key)));
    }
    for (number, group) in groups.iter().enumerate() {
        let id = TableId(number);
        let answer = match function {
            None => rows(scan, group, id, &labels, out)?,
            Some(function) => folded(scan, group, function, id, &labels, out)?,
        };
        if answer == Answer::Done {
            return Ok(());
        }
        out.end(id)?;
    }
    Ok(())
}

/// Labels and the texts under them.
type Texts = Vec<(Name, Name)>;

/// Parts that become one table.
struct Group<'a> {
    /// The columns that are grouped by.
    key: Vec<(Name, Name)>,
    /// With what stands in their columns.
    parts: Vec<(Part<'a>, Vec<(Name, Name)>)>,
}

/// All parts that have points, by the values of the columns that are grouped by.
fn groups<'a>(
    bucket: &'a Bucket,
    scan: &'a Scan,
    grouping: &Grouping,
    labels: &Labels,
) -> Vec<Group<'a>> {
    let mut columns: Vec<&Name> = Vec::new();
    for column in &*grouping.columns {
        if *column != labels.start && *column != labels.stop && !columns.contains(&column) {
            columns.push(column);
        }
    }
    let mut rows: Vec<(Vec<u8>, Texts, _)> = parts(bucket, scan.predicate.as_ref())
        .filter(|part| part.has_points(scan.bounds))
        .map(|part| {
            let texts = part.texts(labels);
            let key = columns.iter().map(|column| {
                let text = texts.iter().find(|(label, _)| label == *column);
                let text = text.map_or_else(|| "".into(), |(_, text)| text.clone());
                ((*column).clone(), text)
            });
            let key: Texts = key.collect();
            (sort_key(&key), key, (part, texts))
        })
        .collect();
    rows.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (_, key, part) in rows {
        match groups.last_mut() {
            Some(group) if group.key == key => group.parts.push(part),
            _ => groups.push(Group {
                key,
                parts: vec![part],
            }),
        }
    }
    groups
}

/// What upstream sorts groups by: missing texts come last.
fn sort_key(key: &[(Name, Name)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (_, text) in key {
        match text.is_empty() {
            true => bytes.push(0xff),
            false => bytes.extend(text.as_bytes()),
        }
        bytes.push(0);
    }
    bytes
}

/// All points of a group, in the order of its series.
fn rows(
    scan: &Scan,
    group: &Group<'_>,
    id: TableId,
    labels: &Labels,
    out: &mut dyn Output,
) -> Result<Answer, Failure> {
    let tags = group.tags();
    let ty = group.ty();
    let mut opened = false;
    for (part, texts) in &group.parts {
        same_type(ty, part.ty())?;
        let texts = filled(&tags, texts);
        for piece in part.pieces(scan.bounds) {
            let rows = piece.values.len();
            let times = Column::Time(piece.times);
            let chunk = Chunk {
                id,
                columns: labels.columns(scan.bounds, Some(times), piece.values, &texts),
                rows,
            };
            if !opened {
                opened = true;
                open(scan, group, labels, &chunk, out)?;
            }
            match out.push(chunk)? {
                Answer::More => {}
                answer => return Ok(answer),
            }
        }
    }
    Ok(Answer::More)
}

/// One row of a group.
fn folded(
    scan: &Scan,
    group: &Group<'_>,
    function: Aggregate,
    id: TableId,
    labels: &Labels,
    out: &mut dyn Output,
) -> Result<Answer, Failure> {
    let ty = group.ty();
    let mut fold = Fold::new(function, ty)?;
    let mut chosen_texts = None;
    for (part, texts) in &group.parts {
        if function != Aggregate::Count {
            Fold::new(function, part.ty())?;
            same_type(ty, part.ty())?;
        }
        if part.fold(scan.bounds, &mut fold) {
            chosen_texts = Some(texts);
        }
    }
    let (time, value) = fold.result();
    let ty = Fold::result_type(function, ty);
    let values = Column::Constant(ty, value, 1);
    let columns = match (function.is_selector(), time, chosen_texts) {
        (true, Some(time), Some(texts)) => {
            let times = Column::Constant(Type::Time, Scalar::Time(Time(time)), 1);
            let texts = filled(&group.tags(), texts);
            labels.columns(scan.bounds, Some(times), values, &texts)
        }
        _ => labels.columns(scan.bounds, None, values, &group.key),
    };
    let chunk = Chunk {
        id,
        columns,
        rows: 1,
    };
    open(scan, group, labels, &chunk, out)?;
    out.push(chunk)
}

fn open(
    scan: &Scan,
    group: &Group<'_>,
    labels: &Labels,
    chunk: &Chunk,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    out.open(&Table {
        id: chunk.id,
        key: GroupKey::new(labels.key(scan.bounds, &group.key)),
        schema: chunk.schema(),
    })
}

impl Group<'_> {
    /// The type of its first part, which all must have.
    fn ty(&self) -> Type {
        let first = self.parts.first();
        first.map_or(Type::Float, |(part, _)| part.ty())
    }

    /// The labels that one or another of its series has, in order.
    fn tags(&self) -> BTreeSet<Name> {
        let texts = self.parts.iter().flat_map(|(_, texts)| texts);
        texts.map(|(label, _)| label.clone()).collect()
    }
}

/// The texts of a series under these labels, empty where it has none.
fn filled(labels: &BTreeSet<Name>, texts: &[(Name, Name)]) -> Vec<(Name, Name)> {
    let text = |label: &Name| {
        let found = texts.iter().find(|(known, _)| known == label);
        found.map_or_else(|| "".into(), |(_, text)| text.clone())
    };
    labels
        .iter()
        .map(|label| (label.clone(), text(label)))
        .collect()
}

fn same_type(known: Type, found: Type) -> Result<(), Failure> {
    if known == found {
        return Ok(());
    }
    let message = format!("schema collision: cannot group {known} and {found} types together");
    Err(Failure::new("flux::storage::group_types", message).help(
        "group by `_field`, too, or convert values before grouping, for example with `toFloat()`",
    ))
}
