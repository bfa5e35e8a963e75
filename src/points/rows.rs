//! The loop over a chunk's rows that `to` and `wideTo` share.

use super::series::Series;
use crate::diagnostic::Failure;
use crate::table::Column;
use crate::world::{Line, Lines};
use arrow_array::Array;

/// What became of some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoded {
    /// Rows that became a point.
    pub points: usize,
    /// Rows that were left out because their time is null.
    pub without_time: usize,
    /// Rows that were left out because no field has a value that can be written.
    pub without_fields: usize,
}

impl std::ops::AddAssign for Encoded {
    fn add_assign(&mut self, other: Self) {
        self.points += other.points;
        self.without_time += other.without_time;
        self.without_fields += other.without_fields;
    }
}

/// Encodes rows; `fields` appends the fields of a row, separated by commas.
///
/// # Errors
/// The first row that cannot be written. The rows before it are in `lines`.
pub(super) fn encode(
    rows: usize,
    times: &Column,
    mut series: Series<'_>,
    lines: &mut Lines,
    mut fields: impl FnMut(usize, &mut Vec<u8>) -> Result<(), Failure>,
) -> Result<Encoded, Failure> {
    let mut encoded = Encoded::default();
    lines.points.reserve(rows);
    for row in 0..rows {
        let Some(time) = time(times, row) else {
            encoded.without_time += 1;
            continue;
        };
        let start = lines.bytes.len();
        let written = fields(row, &mut lines.bytes);
        if written.is_ok() && lines.bytes.len() == start {
            encoded.without_fields += 1;
            continue;
        }
        if written.is_err() {
            lines.bytes.truncate(start);
        }
        let place_of_fields = place(start, lines)?;
        // Of several faults of a row the series' one is told.
        match (series.at(row, lines), written) {
            (Ok(series), Ok(())) => lines.points.push(Line {
                series,
                fields: place_of_fields,
                time,
            }),
            (Err(failure), _) | (Ok(_), Err(failure)) => {
                lines.bytes.truncate(start);
                return Err(failure);
            }
        }
        encoded.points += 1;
    }
    Ok(encoded)
}

fn time(times: &Column, row: usize) -> Option<i64> {
    match times {
        Column::Time(array) if array.is_valid(row) => Some(array.value(row)),
        Column::Constant(_, crate::table::Scalar::Time(time), _) => Some(time.0),
        _ => None,
    }
}

/// The place of what was appended since `start`.
///
/// # Errors
/// If there are 4 GB of points, so that places have no number.
pub(super) fn place(start: usize, lines: &Lines) -> Result<(u32, u32), Failure> {
    let number = |at: usize| {
        u32::try_from(at).map_err(|_| {
            Failure::new(
                "flux::points::too_large",
                "the points of one piece of a table take more than 4 GB",
            )
            .help("no server takes fields of that size: write shorter texts")
        })
    };
    Ok((number(start)?, number(lines.bytes.len())?))
}
