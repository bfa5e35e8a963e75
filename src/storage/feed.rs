//! Line protocol on its way from a file to whoever takes its points: what is malformed, and what
//! has no time, is dealt with here alone.

use super::loader::{BadLines, Options, Report};
use crate::diagnostic::Failure;
use crate::formats::line_protocol::{Point, ReadError, Reader};
use crate::time::Bounds;
use std::io::{self, Read};

/// Takes points in the order of the lines.
pub(super) trait Take {
    /// Takes a point; numbers of series and slots are those of the file at hand.
    ///
    /// # Errors
    /// Ends the reading.
    fn take(&mut self, point: &Point<'_>, time: i64) -> Result<Wish, Failure>;
}

/// What is to come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The next point.
    More,
    /// Better no more points of this series.
    NotThis,
    /// The next point, with numbers that begin anew.
    Forget,
    /// Nothing.
    Enough,
}

/// How many skipped lines are told of one by one.
const TOLD: usize = 10;

/// Feeds the points of a file whose times lie within bounds, and perhaps others; false if there
/// was enough.
///
/// # Errors
/// If the file cannot be read, if a line is malformed and may not be skipped, or what the taker
/// fails with.
pub(super) fn feed(
    name: &str,
    stream: impl Read,
    bounds: Bounds,
    options: &Options,
    report: &mut Report,
    taker: &mut impl Take,
) -> Result<bool, Failure> {
    let mut reader = Reader::new(stream, options.precision);
    reader.within(bounds);
    loop {
        let (series, wish) = match reader.next() {
            Ok(Some(point)) => {
                let time = point.time.unwrap_or_else(|| {
                    report.untimed += 1;
                    options.now.0
                });
                (point.series, taker.take(&point, time)?)
            }
            Ok(None) => return Ok(true),
            Err(ReadError::Stream(error)) => return Err(unreadable(name, &error)),
            Err(ReadError::Line(error)) => match options.bad_lines {
                BadLines::Fail => return Err(error.failure(name)),
                BadLines::Skip => {
                    report.skipped += 1;
                    if report.first_skipped.len() < TOLD {
                        report.first_skipped.push((name.to_string(), error));
                    }
                    continue;
                }
            },
        };
        match wish {
            Wish::More => {}
            Wish::NotThis => reader.exclude(series),
            Wish::Forget => reader.forget(),
            Wish::Enough => return Ok(false),
        }
    }
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::new(
        "flux::storage::unreadable",
        format!("{name} cannot be read: {error}"),
    )
}
