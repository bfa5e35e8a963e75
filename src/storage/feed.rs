//! Line protocol on its way from a file to whoever takes its points: what is malformed, and what
//! has no time, is dealt with here alone.

use super::loader::{BadLines, Options, Report};
use super::selection::Selection;
use crate::diagnostic::Failure;
use crate::formats::line_protocol::{Asked, Next, Point, Points, ReadError};
use std::io::{self, Read};

/// Takes points in the order of the lines.
pub(super) trait Take {
    /// Takes a point; numbers of series and slots are those of the file at hand.
    ///
    /// # Errors
    /// Ends the reading.
    fn take(&mut self, point: &Point<'_>, time: i64) -> Result<Wish, Failure>;

    /// Numbers of series mean others from here on.
    fn renumbered(&mut self);
}

/// What is to come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The next point.
    More,
    /// Nothing.
    Enough,
}

/// How many skipped lines are told of one by one.
const TOLD: usize = 10;

/// Feeds the points of a file that are selected, and perhaps others; false if there was enough.
/// Of more series than so many, numbers begin anew.
///
/// # Errors
/// If the file cannot be read, if a line is malformed and may not be skipped, or what the taker
/// fails with.
pub(super) fn feed(
    name: &str,
    stream: impl Read + Send + 'static,
    (selection, series): (&Selection, usize),
    options: &Options,
    report: &mut Report,
    taker: &mut impl Take,
) -> Result<bool, Failure> {
    let bounds = selection.bounds();
    let selection = selection.clone();
    let asked = Asked {
        bounds,
        excludes: Box::new(move |series| selection.excludes(series.into())),
        series,
    };
    let mut points = Points::new(stream, options.precision, asked);
    loop {
        match points.next() {
            Ok(Some(Next::Point(point))) => {
                let time = point.time.unwrap_or_else(|| {
                    report.untimed += 1;
                    options.now.0
                });
                if taker.take(&point, time)? == Wish::Enough {
                    return Ok(false);
                }
            }
            Ok(Some(Next::Renumbered)) => taker.renumbered(),
            Ok(None) => return Ok(true),
            Err(ReadError::Stream(error)) => return Err(unreadable(name, &error)),
            Err(ReadError::Line(error)) => match options.bad_lines {
                BadLines::Fail => return Err(error.failure(name)),
                BadLines::Skip => {
                    report.skipped += 1;
                    if report.first_skipped.len() < TOLD {
                        report.first_skipped.push((name.to_string(), error));
                    }
                }
            },
        }
    }
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::new(
        "flux::storage::unreadable",
        format!("{name} cannot be read: {error}"),
    )
}
