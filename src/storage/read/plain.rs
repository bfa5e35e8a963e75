//! All points within bounds: a table for each series and field.

use super::labels::Labels;
use super::part::ordered_parts;
use crate::diagnostic::Failure;
use crate::storage::bucket::Bucket;
use crate::table::{Answer, Chunk, Column, GroupKey, Output, Scan, Table, TableId};

pub(super) fn answer(bucket: &Bucket, scan: &Scan, out: &mut dyn Output) -> Result<(), Failure> {
    let labels = Labels::default();
    let mut next = 0;
    for part in ordered_parts(bucket, scan, &labels) {
        let id = TableId(next);
        let mut texts = None;
        for piece in part.pieces(scan.bounds) {
            let is_first = texts.is_none();
            let texts = texts.get_or_insert_with(|| part.texts(&labels));
            let rows = piece.values.len();
            let times = Column::Time(piece.times);
            let chunk = Chunk {
                id,
                columns: labels.columns(scan.bounds, Some(times), piece.values, texts),
                rows,
            };
            if is_first {
                out.open(&Table {
                    id,
                    key: GroupKey::new(labels.key(scan.bounds, texts)),
                    schema: chunk.schema(),
                })?;
            }
            match out.push(chunk)? {
                Answer::More => {}
                Answer::TableDone => break,
                Answer::Done => return Ok(()),
            }
        }
        if texts.is_some() {
            out.end(id)?;
            next += 1;
        }
    }
    Ok(())
}
