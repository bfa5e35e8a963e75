//! How far shapes are apart, as angles at the centre of the earth.

use super::geometry::{Geometry, unsupported};
use super::polygon::Polygon;
use crate::diagnostic::Failure;
use s2::edge_crossings::{Crossing, crossing_sign, robust_cross_prod};
use s2::latlng::LatLng;
use s2::point::Point;

/// From a shape to a point.
///
/// # Errors
/// If the shape is a track.
pub fn to_point(from: &Geometry, to: &LatLng) -> Result<f64, Failure> {
    let point = Point::from(to);
    Ok(match from {
        Geometry::Point(from) => Point::from(from).distance(&point).rad(),
        Geometry::Box(rectangle) => rectangle.distance_to_latlng(&LatLng::from(point)).rad(),
        Geometry::Circle(centre, radius) => {
            outside(Point::from(centre).distance(&point).rad(), *radius)
        }
        Geometry::Polygon(polygon) if polygon.contains(&point) => 0.0,
        Geometry::Polygon(polygon) => {
            angle(least(polygon.sides().map(|(a, b)| to_edge(&point, a, b))))
        }
        track @ Geometry::Track(_) => return Err(unsupported("region", track)),
    })
}

/// From a shape to the nearest point of a track.
///
/// # Errors
/// If the shape is a track, too.
pub fn to_track(from: &Geometry, track: &[LatLng]) -> Result<f64, Failure> {
    let points: Vec<Point> = track.iter().map(Point::from).collect();
    let to_centre = |centre: &LatLng| {
        let centre = Point::from(centre);
        angle(least(edges(&points).map(|(a, b)| to_edge(&centre, a, b))))
    };
    Ok(match from {
        Geometry::Point(point) => to_centre(point),
        Geometry::Circle(centre, radius) => outside(to_centre(centre), *radius),
        // Its sides are arcs of great circles here, those in the north and the south, too.
        Geometry::Box(rectangle) => {
            let corners = (0..4).map(|corner| Point::from(rectangle.vertex(corner)));
            between(&Polygon::new(corners.collect()), &points)
        }
        Geometry::Polygon(polygon) => between(polygon, &points),
        track @ Geometry::Track(_) => return Err(unsupported("region", track)),
    })
}

/// From a polygon to a track.
fn between(polygon: &Polygon, track: &[Point]) -> f64 {
    if track.iter().any(|point| polygon.contains(point)) {
        return 0.0;
    }
    let pairs = edges(track).flat_map(|(a, b)| {
        let sides = polygon.sides();
        sides.map(move |(c, d)| match crossing_sign(a, b, c, d) {
            Crossing::Cross => 0.0,
            _ => {
                let ends = [to_edge(a, c, d), to_edge(b, c, d)];
                least(ends.into_iter().chain([to_edge(c, a, b), to_edge(d, a, b)]))
            }
        })
    });
    angle(least(pairs))
}

/// The edges of a track; one of no length, if it is a point.
fn edges(points: &[Point]) -> impl Iterator<Item = (&Point, &Point)> {
    let alone = points.first().filter(|_| points.len() == 1);
    let edges = points.iter().zip(points.iter().skip(1));
    edges.chain(alone.map(|point| (point, point)))
}

fn least(lengths: impl Iterator<Item = f64>) -> f64 {
    lengths.fold(f64::INFINITY, f64::min)
}

/// What is left of a distance outside of a circle.
fn outside(distance: f64, radius: f64) -> f64 {
    (distance - radius).max(0.0)
}

/// The angle of a squared chord.
fn angle(chord: f64) -> f64 {
    2.0 * (0.5 * chord.sqrt()).min(1.0).asin()
}

/// The squared chord from a point to the nearest point of an edge, by the method of
/// `UpdateMinDistance` in golang/geo: to the great circle if the foot of the perpendicular lies on
/// the edge, else to one of its ends.
fn to_edge(point: &Point, start: &Point, end: &Point) -> f64 {
    let (from_start, from_end) = (start.0 - point.0, end.0 - point.0);
    let ends = from_start.norm2().min(from_end.norm2());
    let length = (start.0 - end.0).norm2();
    if start == end || (from_start.norm2() - from_end.norm2()).abs() >= length * (1.0 + 1e-14) {
        return ends;
    }
    let normal = robust_cross_prod(start, end).0;
    let across = normal.cross(&point.0);
    if from_start.dot(&across) >= 0.0 || from_end.dot(&across) <= 0.0 {
        return ends;
    }
    let height = point.0.dot(&normal);
    let foot = 1.0 - (across.norm2() / normal.norm2()).sqrt();
    height * height / normal.norm2() + foot * foot
}
