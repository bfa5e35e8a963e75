//! Package `experimental/geo`: points, tracks and regions on the earth, and the cells of the S2
//! library that cover them.

mod cells;
mod distance;
mod geometry;
mod polygon;
#[cfg(test)]
mod tests;

use crate::diagnostic::Failure;
use crate::value::{Package, Record, Value};
use fluxlite_macros::builtin;
use geometry::{Geometry, Units, unsupported};
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/geo",
    docs: "Works on points, tracks and regions on the earth.",
    #[rustfmt::skip]
    builtins: &[
        &cells::GET_GRID,
        &cells::GET_LEVEL,
        &cells::S2_CELL_ID_TOKEN,
        &cells::S2_CELL_LAT_LON,
        &ST_CONTAINS,
        &ST_DISTANCE,
        &ST_LENGTH,
    ],
    constants: &[],
    flux: Some(include_str!("geo.flux")),
};

/// Tells whether a region contains a point, or all points of a track.
#[builtin(
    name = "stContains",
    since = "0.78.0",
    constraints = "A: Record, B: Record",
    pure
)]
pub fn st_contains(
    /// The region: a box, a circle or a polygon.
    #[ty("A")]
    region: Arc<Record>,
    /// The point or the track.
    #[ty("B")]
    geometry: Arc<Record>,
    /// What distances are measured in.
    #[ty("{distance: string}")]
    units: Arc<Record>,
) -> Result<bool, Failure> {
    let units = Units::new(&units)?;
    let region = Geometry::new("region", &region, &units)?;
    let geometry = Geometry::new("geometry", &geometry, &units)?;
    let region = region.region()?;
    match geometry {
        Geometry::Point(point) => Ok(region.contains(&point.into())),
        Geometry::Track(points) => {
            let mut points = points.into_iter();
            Ok(points.all(|point| region.contains(&point.into())))
        }
        other => Err(unsupported("geometry", &other)),
    }
}

/// How far a point or a track is from a region; 0 within it.
#[builtin(
    name = "stDistance",
    since = "0.78.0",
    constraints = "A: Record, B: Record",
    pure
)]
pub fn st_distance(
    /// The region: a point, a box, a circle or a polygon.
    #[ty("A")]
    region: Arc<Record>,
    /// The point or the track.
    #[ty("B")]
    geometry: Arc<Record>,
    /// What distances are measured in.
    #[ty("{distance: string}")]
    units: Arc<Record>,
) -> Result<f64, Failure> {
    let units = Units::new(&units)?;
    let region = Geometry::new("region", &region, &units)?;
    let geometry = Geometry::new("geometry", &geometry, &units)?;
    let radians = match &geometry {
        Geometry::Point(point) => distance::to_point(&region, point)?,
        Geometry::Track(points) => distance::to_track(&region, points)?,
        other => return Err(unsupported("geometry", other)),
    };
    Ok(units.of_radians(radians))
}

/// How long a track is; a point has no length.
#[builtin(name = "stLength", since = "0.78.0", constraints = "A: Record", pure)]
pub fn st_length(
    /// The track.
    #[ty("A")]
    geometry: Arc<Record>,
    /// What distances are measured in.
    #[ty("{distance: string}")]
    units: Arc<Record>,
) -> Result<f64, Failure> {
    let units = Units::new(&units)?;
    match Geometry::new("geometry", &geometry, &units)? {
        Geometry::Point(_) => Ok(0.0),
        Geometry::Track(points) => {
            let steps = points.windows(2);
            let radians = steps.map(|step| step[0].distance(&step[1]).rad());
            Ok(units.of_radians(radians.sum()))
        }
        other => Err(unsupported("geometry", &other)),
    }
}

fn failure(message: impl Into<String>) -> Failure {
    Failure::new("flux::geo::argument", message.into())
}

/// A property that must be a number and there.
fn float(record: &Record, label: &str) -> Option<f64> {
    match record.get(label) {
        Some(Value::Float(value)) if value.is_finite() => Some(*value),
        _ => None,
    }
}
