//! `polyline.rdp`: leaves points out where a line through the others comes near enough to them, by
//! the algorithm of Ramer, Douglas and Peucker. Times are nanoseconds beside values in their own
//! unit, as upstream has it.

use super::aggregate::{key_columns, key_schema};
use super::elapsed::new_column;
use super::narrow::{PerTable, TableState, as_floats, needs_time, times};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Reservation, Schema, Table, TableId, Type,
};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Polyline {
    /// Which column.
    pub column: Name,
    /// Where the times are.
    pub time_column: Name,
    /// Which points are kept.
    pub keep: Keep,
}

/// Which points are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keep {
    /// Those that are at least so far from the line.
    Beyond(f64),
    /// This many of a hundred: those that are farthest from the line.
    Percent(f64),
    /// Those that are farther from the line than digitizing it would put them.
    Digitized,
}

/// The points so far.
pub struct State {
    function: Polyline,
    id: TableId,
    key: GroupKey,
    points: Vec<Point>,
    reservation: Reservation,
}

#[derive(Clone, Copy)]
struct Point {
    time: i64,
    value: f64,
}

impl PerTable for Polyline {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![self.column.clone(), self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<State, Failure> {
        if let Some(ty) = table.schema.type_of(&self.column) {
            supports(ty)?;
        }
        table.schema = key_schema(&table.key);
        for (label, ty) in [("_time", Type::Time), ("_value", Type::Float)] {
            new_column(&table.schema, label)?;
            table.schema.0.push((label.into(), ty));
        }
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            points: Vec::new(),
            reservation: memory.reservation(),
        })
    }
}

fn supports(ty: Type) -> Result<(), Failure> {
    match ty {
        Type::Int | Type::UInt | Type::Float => Ok(()),
        _ => Err(Failure::new(
            "flux::engine::column_type",
            format!("rdp can work only on numerical types, got {ty}"),
        )
        .help("convert the values first, for example with `toFloat()`")),
    }
}

impl TableState for State {
    /// Rows without a time or a value are no points.
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let times = times(&chunk, &self.function.time_column)?;
        let label = &self.function.column;
        let Some(column) = chunk.column(label) else {
            return Err(missing_column(label, &chunk.schema()));
        };
        supports(column.ty())?;
        let values = as_floats(column).expect("the column holds numbers");
        self.reservation.grow(chunk.rows * size_of::<Point>())?;
        let rows = times.iter().zip(values.iter());
        self.points.extend(rows.filter_map(|(time, value)| {
            Some(Point {
                time: time?,
                value: value?,
            })
        }));
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        needs_time(schema, &self.function.time_column)?;
        if !schema.contains(&self.function.column) {
            return Err(missing_column(&self.function.column, schema));
        }
        let kept = match self.function.keep {
            Keep::Beyond(distance) => split(&self.points, |_, farthest| farthest >= distance),
            Keep::Digitized => split(&self.points, |ends, farthest| farthest >= digitized(ends)),
            Keep::Percent(percent) => farthest(&self.points, percent)?,
        };
        let points = || self.points.iter().zip(&kept).filter(|(_, kept)| **kept);
        let times: Vec<i64> = points().map(|(point, _)| point.time).collect();
        let values: Vec<f64> = points().map(|(point, _)| point.value).collect();
        let rows = times.len();
        let mut columns = key_columns(&self.key, rows);
        columns.push(("_time".into(), Column::Time(times.into())));
        columns.push(("_value".into(), Column::Float(values.into())));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows,
        }))
    }
}

/// The point between two others that is farthest from the line through them, and how far it is.
fn farthest_between(points: &[Point], start: usize, end: usize) -> (usize, f64) {
    let (from, to) = (points[start], points[end]);
    let (x0, x1) = (from.time as f64, to.time as f64);
    let (a, b) = (from.value - to.value, x1 - x0);
    let c = x0 * to.value - x1 * from.value;
    let length = (a * a + b * b).sqrt();
    let mut found = (start, 0.0);
    for (index, point) in points.iter().enumerate().take(end).skip(start + 1) {
        let distance = (a * point.time as f64 + b * point.value + c).abs() / length;
        if distance > found.1 {
            found = (index, distance);
        }
    }
    found
}

/// Keeps the ends, and the farthest point between them as long as it is far enough, which parts
/// the line.
fn split(points: &[Point], far_enough: impl Fn([Point; 2], f64) -> bool) -> Vec<bool> {
    let mut kept = vec![points.len() <= 2; points.len()];
    let Some(last) = points.len().checked_sub(1).filter(|last| *last > 1) else {
        return kept;
    };
    let mut open = vec![(0, last)];
    while let Some((start, end)) = open.pop() {
        kept[start] = true;
        kept[end] = true;
        if end - start < 2 {
            continue;
        }
        let (index, distance) = farthest_between(points, start, end);
        if index > start && far_enough([points[start], points[end]], distance) {
            open.extend([(start, index), (index, end)]);
        }
    }
    kept
}

/// How far digitizing may put a point from its line: the bound of Prasad and others, "A novel
/// framework for making dominant point detection methods non-parametric" (2012).
fn digitized([from, to]: [Point; 2]) -> f64 {
    let run = to.time as f64 - from.time as f64;
    let rise = to.value - from.value;
    let length = (run * run + rise * rise).sqrt();
    let slope = if run == 0.0 { 0.0 } else { rise / run };
    let (sin, cos) = slope.atan().sin_cos();
    let most = (sin.abs() + cos.abs()) / length;
    let turned = |sum: f64| (sum.abs() / length * (1.0 - most + most * most)).atan();
    length * turned(sin + cos).max(turned(sin - cos))
}

/// Keeps a share of all points: first the ends, then those that part the line farthest from it.
fn farthest(points: &[Point], percent: f64) -> Result<Vec<bool>, Failure> {
    let wanted = (percent / 100.0 * points.len() as f64).floor();
    if wanted < 1.0 {
        return Err(Failure::new(
            "flux::engine::retention",
            "The number of points to retain is less than 1. Please consider increasing the retention rate",
        ));
    }
    let last = points.len() - 1;
    let mut weights = vec![0.0; points.len()];
    let mut open = vec![(0, last)];
    while let Some((start, end)) = open.pop() {
        let (index, distance) = farthest_between(points, start, end);
        if distance > 0.0 {
            weights[index] = distance;
            open.extend([(start, index), (index, end)]);
        }
    }
    weights[0] = f64::INFINITY;
    weights[last] = f64::INFINITY;
    let mut sorted = weights.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let least = sorted[wanted as usize - 1];
    Ok(weights.iter().map(|weight| *weight >= least).collect())
}

#[cfg(test)]
mod tests {
    use super::{Keep, Polyline};
    use crate::engine::operators::narrow;

    const ZIGZAG: &str =
        "[k=a] _time:time k _value:int\n0 0\n...\n10 1\n20 50\n- 7\n30 -\n40 51\n50 0";

    #[track_caller]
    fn check(keep: Keep, input: &str, expected: &str) {
        let function = Polyline {
            column: "_value".into(),
            time_column: "_time".into(),
            keep,
        };
        narrow::check(function, input, expected);
    }

    #[test]
    fn points_near_the_line_go() {
        check(
            Keep::Beyond(8.0),
            ZIGZAG,
            "[k=a] k _time:time _value:float\n0 0\n10 1\n20 50\n40 51\n50 0",
        );
        check(
            Keep::Beyond(30.0),
            ZIGZAG,
            "[k=a] k _time:time _value:float\n0 0\n40 51\n50 0",
        );
        check(
            Keep::Beyond(60.0),
            ZIGZAG,
            "[k=a] k _time:time _value:float\n0 0\n50 0",
        );
    }

    #[test]
    fn a_share_stays() {
        check(
            Keep::Percent(60.0),
            ZIGZAG,
            "[k=a] k _time:time _value:float\n0 0\n40 51\n50 0",
        );
        check(
            Keep::Percent(10.0),
            ZIGZAG,
            "[k=a] k _time:time _value:float\n(open)\nerror: The number of points to retain is less than 1. Please consider increasing the retention rate",
        );
    }

    #[test]
    fn few_points_stay() {
        let keeps = [Keep::Digitized, Keep::Beyond(1e9)];
        for keep in keeps {
            check(
                keep,
                "[] _time:time _value:float\n1 1\n2 5",
                "[] _time:time _value:float\n1 1\n2 5",
            );
            check(
                keep,
                "[] _time:time _value:float",
                "[] _time:time _value:float",
            );
        }
        check(
            Keep::Digitized,
            "[] _time:time _value:float\n0 0\n10 0\n20 100\n30 0\n40 0",
            "[] _time:time _value:float\n0 0\n10 0\n20 100\n30 0\n40 0",
        );
        check(
            Keep::Digitized,
            "[] _time:time _value:string",
            "error: rdp can work only on numerical types, got string",
        );
    }
}
