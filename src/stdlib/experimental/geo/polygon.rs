//! Polygons on the sphere, whose sides are arcs of great circles. The `s2` crate has none; what is
//! inside follows the same rules as `s2.Loop` of golang/geo, so that a point on a side belongs to
//! one of two neighbours.

use s2::cell::Cell;
use s2::edge_crossings::{Crossing, crossing_sign, edge_or_vertex_crossing};
use s2::point::{Point, ordered_ccw, point_area};
use s2::predicates::Direction;
use s2::predicates::robust_sign;
use std::f64::consts::PI;

/// Corners; what they enclose is the smaller part of the sphere.
#[derive(Debug)]
pub struct Polygon {
    corners: Vec<Point>,
    /// Whether the reference point is inside, from which crossings of sides are counted.
    origin_inside: bool,
}

impl Polygon {
    /// Of at least three corners, whichever way round.
    pub fn new(mut corners: Vec<Point>) -> Self {
        if area_to_the_left(&corners) >= 2.0 * PI {
            corners.reverse();
        }
        let mut polygon = Self {
            corners,
            origin_inside: false,
        };
        // The wedge at a corner tells whether the corner itself is inside; if counting from the
        // reference point says otherwise, then the reference point is inside.
        if let [first, corner, last, ..] = polygon.corners[..] {
            let inside = ordered_ccw(&corner.ortho(), &first, &last, &corner);
            polygon.origin_inside = inside != polygon.contains(&corner);
        }
        polygon
    }

    /// Its sides, each from one corner to the next.
    pub fn sides(&self) -> impl Iterator<Item = (&Point, &Point)> {
        self.corners.iter().zip(self.corners.iter().cycle().skip(1))
    }

    /// Whether a point is inside: the way there from a reference point crosses sides.
    pub fn contains(&self, point: &Point) -> bool {
        let origin = Point::origin();
        let crossed = self
            .sides()
            .filter(|(from, to)| edge_or_vertex_crossing(&origin, point, from, to));
        self.origin_inside ^ (crossed.count() % 2 == 1)
    }

    /// Whether a cell and it have a point in common.
    pub fn intersects(&self, cell: &Cell) -> bool {
        if self
            .corners
            .iter()
            .any(|corner| cell.contains_point(corner))
        {
            return true;
        }
        let vertices = cell.vertices();
        let crosses = |(from, to): (&Point, &Point)| {
            let next = vertices.iter().cycle().skip(1);
            let mut edges = vertices.iter().zip(next);
            edges.any(|(start, end)| crossing_sign(from, to, start, end) != Crossing::DoNotCross)
        };
        self.contains(&vertices[0]) || self.sides().any(crosses)
    }
}

/// The area that lies to the left of who walks along the corners: a fan of triangles, each with its
/// sign.
fn area_to_the_left(corners: &[Point]) -> f64 {
    let Some((first, rest)) = corners.split_first() else {
        return 0.0;
    };
    let triangles = rest.windows(2).map(|side| {
        let area = point_area(first, &side[0], &side[1]);
        match robust_sign(first, &side[0], &side[1]) {
            Direction::CounterClockwise => area,
            Direction::Clockwise => -area,
            Direction::Indeterminate => 0.0,
        }
    });
    let area: f64 = triangles.sum();
    if area < 0.0 { area + 4.0 * PI } else { area }
}
