//! Records as shapes: `{lat, lon}` is a point, `{minLat, minLon, maxLat, maxLon}` a box,
//! `{lat, lon, radius}` a circle, `{points}` a polygon and `{linestring}` a track.

use super::polygon::Polygon;
use super::{failure, float};
use crate::diagnostic::Failure;
use crate::value::{Record, Value};
use s2::cap::Cap;
use s2::cell::Cell;
use s2::latlng::LatLng;
use s2::point::Point;
use s2::r1::interval::Interval as Latitudes;
use s2::rect::Rect;
use s2::region::Region as _;
use s2::s1::{Angle, Interval as Longitudes, Rad};

/// The mean radius of the earth, as upstream has it.
const EARTH_RADIUS_KILOMETRES: f64 = 6371.01;

/// What lengths are measured in.
#[derive(Debug)]
pub struct Units {
    earth_radius: f64,
}

impl Units {
    /// Of the record `{distance: …}`.
    ///
    /// # Errors
    /// If it has other properties, or there is no such unit.
    pub fn new(record: &Record) -> Result<Self, Failure> {
        let wrong = |message: String| failure(format!("invalid units parameter: {message}"));
        let help = "write `{distance: \"km\"}`, `{distance: \"m\"}` or `{distance: \"mile\"}`";
        let unit = match (record.get("distance"), record.len()) {
            (Some(Value::String(unit)), 1) => unit,
            (Some(Value::Null(_)), 1) => {
                return Err(wrong("distance field is null".into()).help(help));
            }
            _ => return Err(wrong("missing field: distance".into()).help(help)),
        };
        let earth_radius = match unit.as_ref() {
            "m" => EARTH_RADIUS_KILOMETRES * 1000.0,
            "km" => EARTH_RADIUS_KILOMETRES,
            "mile" => EARTH_RADIUS_KILOMETRES / 1.609_344,
            other => return Err(wrong(format!("unsupported distance unit '{other}'")).help(help)),
        };
        Ok(Self { earth_radius })
    }

    /// An angle at the centre of the earth as a length on the ground.
    pub fn of_radians(&self, radians: f64) -> f64 {
        radians * self.earth_radius
    }
}

/// A shape on the earth.
#[derive(Debug)]
pub enum Geometry {
    /// A place.
    Point(LatLng),
    /// What lies between two latitudes and two longitudes.
    Box(Rect),
    /// What lies around a place, up to a radius, which is an angle at the centre of the earth.
    Circle(LatLng, f64),
    /// What lies within corners.
    Polygon(Polygon),
    /// One place after another.
    Track(Vec<LatLng>),
}

impl Geometry {
    /// The shape of a record.
    ///
    /// # Errors
    /// If it has the properties of no shape, or wrong ones.
    pub fn new(argument: &str, record: &Record, units: &Units) -> Result<Self, Failure> {
        let has =
            |label: &str, properties| record.get(label).is_some() && record.len() == properties;
        if has("radius", 3) {
            let centre = place(record, "circle")?;
            let radius =
                float(record, "radius").ok_or_else(|| wrong("circle", "lat, lon, radius"))?;
            return Ok(Self::Circle(centre, radius / units.earth_radius));
        }
        if has("minLat", 4) {
            return rectangle(record).map(Self::Box);
        }
        match (record.get("points"), record.get("linestring")) {
            (Some(Value::Array(points)), None) if record.len() == 1 => {
                return polygon(points).map(Self::Polygon);
            }
            (None, Some(track)) if record.len() == 1 => return linestring(track).map(Self::Track),
            _ => {}
        }
        if has("lat", 2) {
            return place(record, "point").map(Self::Point);
        }
        let message = format!("unsupported geometry specified for '{argument}'");
        Err(failure(message).help(
            "a point is {lat, lon}, a box {minLat, minLon, maxLat, maxLon}, a circle {lat, lon, radius}, a polygon {points: [{lat, lon}, …]}, a track {linestring: \"lon lat, …\"}",
        ))
    }

    /// The same as what has an inside.
    ///
    /// # Errors
    /// If it has none.
    pub fn region(&self) -> Result<Region<'_>, Failure> {
        match self {
            Self::Box(rectangle) => Ok(Region::Box(rectangle)),
            Self::Circle(centre, radius) => Ok(Region::Circle(Cap::from_center_angle(
                &Point::from(centre),
                &Angle::from(Rad(*radius)),
            ))),
            Self::Polygon(polygon) => Ok(Region::Polygon(polygon)),
            other => Err(unsupported("region", other)),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Point(_) => "geo.point",
            Self::Box(_) => "geo.box",
            Self::Circle(..) => "geo.circle",
            Self::Polygon(_) => "geo.polygon",
            Self::Track(_) => "geo.polyline",
        }
    }
}

/// A shape that has an inside.
#[derive(Debug)]
pub enum Region<'a> {
    /// A box.
    Box(&'a Rect),
    /// A circle.
    Circle(Cap),
    /// A polygon.
    Polygon(&'a Polygon),
}

impl Region<'_> {
    /// Whether a point is in it.
    pub fn contains(&self, point: &Point) -> bool {
        match self {
            Self::Box(rectangle) => rectangle.contains_point(point),
            Self::Circle(cap) => cap.contains_point(point),
            Self::Polygon(polygon) => polygon.contains(point),
        }
    }

    /// Whether a cell and it have a point in common.
    pub fn intersects(&self, cell: &Cell) -> bool {
        match self {
            Self::Box(rectangle) => rectangle.intersects_cell(cell),
            Self::Circle(cap) => cap.intersects_cell(cell),
            Self::Polygon(polygon) => polygon.intersects(cell),
        }
    }
}

/// What to say of a shape that a function cannot use.
pub fn unsupported(argument: &str, found: &Geometry) -> Failure {
    let message = format!("unsupported {argument} type: {}", found.name());
    failure(message).help(match argument {
        "region" => "a region is a box, a circle or a polygon",
        _ => "a geometry is a point or a track",
    })
}

fn wrong(shape: &str, properties: &str) -> Failure {
    failure(format!(
        "invalid {shape} specification - must have {properties} fields"
    ))
    .help("they must be floats, and not null")
}

/// The place that `lat` and `lon` say.
fn place(record: &Record, shape: &str) -> Result<LatLng, Failure> {
    match (float(record, "lat"), float(record, "lon")) {
        (Some(lat), Some(lon)) => Ok(LatLng::from_degrees(lat, lon)),
        _ if ["lat", "lon"]
            .iter()
            .any(|label| record.get(label).is_some_and(Value::is_null)) =>
        {
            let message = format!("invalid {shape} specification - lat, lon must not be null");
            Err(failure(message))
        }
        _ => Err(wrong(shape, "lat, lon")),
    }
}

/// Bounds that are given the wrong way round are turned.
fn rectangle(record: &Record) -> Result<Rect, Failure> {
    let bound = |label| {
        let bound = float(record, label).map(f64::to_radians);
        bound.ok_or_else(|| wrong("box", "minLat, minLon, maxLat, maxLon"))
    };
    let (south, north) = (bound("minLat")?, bound("maxLat")?);
    let (west, east) = (bound("minLon")?, bound("maxLon")?);
    Ok(Rect {
        lat: Latitudes {
            lo: south.min(north),
            hi: south.max(north),
        },
        lng: Longitudes {
            lo: west.min(east),
            hi: west.max(east),
        },
    })
}

fn polygon(points: &[Value]) -> Result<Polygon, Failure> {
    if points.len() < 3 {
        return Err(failure("polygon must have at least 3 points"));
    }
    let corners = points.iter().map(|point| match point {
        Value::Record(point) => place(point, "polygon point").map(Point::from),
        _ => Err(wrong("polygon point", "lat, lon")),
    });
    Ok(Polygon::new(corners.collect::<Result<_, _>>()?))
}

/// `lon lat, lon lat, …`
fn linestring(text: &Value) -> Result<Vec<LatLng>, Failure> {
    let Value::String(text) = text else {
        return Err(failure("empty linestring"));
    };
    let help = "a linestring is `lon lat, lon lat, …`";
    let places = text.split(',').map(|part| {
        let mut numbers = part.split_whitespace();
        let (Some(lon), Some(lat)) = (numbers.next(), numbers.next()) else {
            return Err(failure("invalid linestring - empty part").help(help));
        };
        let degrees = |text: &str| {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.ok_or_else(|| {
                failure(format!("invalid linestring - `{text}` is no number")).help(help)
            })
        };
        Ok(LatLng::from_degrees(degrees(lat)?, degrees(lon)?))
    });
    places.collect()
}
