//! The cells of the S2 library: their tokens, and the cells that cover a region.

use super::geometry::{Geometry, Region, Units};
use super::{failure, float};
use crate::diagnostic::Failure;
use crate::value::{Record, Value};
use fluxlite_macros::builtin;
use s2::cell::Cell;
use s2::cellid::CellID;
use s2::latlng::LatLng;
use std::sync::Arc;

/// The level of the smallest cells.
const MAX_LEVEL: i64 = 30;
/// How many cells a grid has at most, if the script does not say.
const MAX_SIZE: i64 = 100;
/// How many cells a grid of a given level may have.
const LIMIT: usize = 100_000;

/// Gives the cells that cover a region: those of a level, or of the first level on which there are
/// enough of them.
#[builtin(
    name = "getGrid",
    since = "0.63.0",
    returns = "{level: int, set: [string]}",
    constraints = "T: Record",
    pure
)]
pub fn get_grid(
    /// The region: a box, a circle or a polygon.
    #[ty("T")]
    region: Arc<Record>,
    /// How many cells there must be at least. Default is no limit, `-1`.
    #[default(-1)]
    min_size: i64,
    /// How many cells there may be. Default is 100 (`-1`).
    #[default(-1)]
    max_size: i64,
    /// The level of the cells, from 0 to 30. Default is the first one with enough cells, `-1`.
    #[default(-1)]
    level: i64,
    /// The last level to try. Default is the last one there is, `-1`.
    #[default(-1)]
    max_level: i64,
    /// What distances are measured in.
    #[ty("{distance: string}")]
    units: Arc<Record>,
) -> Result<Value, Failure> {
    if max_level > MAX_LEVEL {
        let message = format!("invalid maxLevel ({max_level}, must be < {MAX_LEVEL})");
        return Err(failure(message)
            .help("the level of the data's cells is read from `s2_cell_id`, which must be in the group key; or say `s2cellIDLevel`"));
    }
    if min_size > 0 && max_size > 0 && min_size > max_size {
        return Err(failure(format!(
            "minSize > maxSize ({min_size} > {max_size})"
        )));
    }
    let units = Units::new(&units)?;
    let region = Geometry::new("region", &region, &units)?;
    let region = region.region()?;
    let grid = if level > -1 {
        of_level(&region, level)?.map(|cells| (level, cells))
    } else if min_size > 0 || max_size > 0 {
        of_size(&region, min_size, max_size, max_level)
    } else {
        return Err(failure("either minSize or maxSize must be specified"));
    };
    let (level, cells) = grid.unwrap_or((-1, Vec::new()));
    let tokens = cells.iter().map(|cell| Value::string(cell.id.to_token()));
    Ok(Value::record([
        ("level", Value::Int(level)),
        ("set", Value::array(tokens.collect())),
    ]))
}

/// The level of a cell, from 0, a sixth of the earth, to 30, a square centimetre.
#[builtin(name = "getLevel", since = "0.63.0", pure)]
pub fn get_level(
    /// The cell.
    token: Arc<str>,
) -> Result<i64, Failure> {
    Ok(cell(&token)?.level() as i64)
}

/// The cell of a level in which a point or another cell lies.
#[builtin(name = "s2CellIDToken", since = "0.64.0", pure)]
pub fn s2_cell_id_token(
    /// A cell. Mutually exclusive with `point`.
    token: Option<Arc<str>>,
    /// A point. Mutually exclusive with `token`.
    #[ty("{lat: float, lon: float}")]
    point: Option<Arc<Record>>,
    /// The level, from 1 to 30.
    level: i64,
) -> Result<String, Failure> {
    let token = token.filter(|token| !token.is_empty());
    let point = point.filter(|point| !point.is_empty());
    let checked = (1..=MAX_LEVEL).contains(&level);
    let level = match u64::try_from(level) {
        Ok(level) if checked => level,
        _ => return Err(failure("level value must be [1, 30]")),
    };
    let inner = match (token, point) {
        (Some(token), None) => cell(&token)
            .ok()
            .filter(|cell| level <= cell.level())
            .ok_or_else(|| {
                failure("invalid token specified or requested level greater then current level")
            })?,
        (None, Some(point)) => {
            let missing = |label: &str| match point.get(label) {
                Some(Value::Null(_)) => {
                    failure("invalid point specification - lat, lon must not be null")
                }
                Some(Value::Float(_)) => failure("invalid coordinates"),
                _ => failure("invalid point specification - must have lat, lon fields"),
            };
            let coordinate = |label| float(&point, label).ok_or_else(|| missing(label));
            CellID::from(LatLng::from_degrees(coordinate("lat")?, coordinate("lon")?))
        }
        _ => {
            return Err(failure("either token or point parameter must be specified")
                .help("write `s2CellIDToken(token: …, level: …)` or `s2CellIDToken(point: {lat: …, lon: …}, level: …)`"));
        }
    };
    Ok(inner.parent(level).to_token())
}

/// The centre of a cell.
#[builtin(
    name = "s2CellLatLon",
    since = "0.78.0",
    returns = "{lat: float, lon: float}",
    pure
)]
pub fn s2_cell_lat_lon(
    /// The cell.
    token: Arc<str>,
) -> Result<Value, Failure> {
    let centre = LatLng::from(cell(&token)?);
    Ok(Value::record([
        ("lat", Value::Float(centre.lat.deg())),
        ("lon", Value::Float(centre.lng.deg())),
    ]))
}

/// The cell of a token.
fn cell(token: &str) -> Result<CellID, Failure> {
    let hexadecimal = token.len() <= 16 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    let cell = CellID::from_token(token);
    match hexadecimal && !token.is_empty() && cell.is_valid() {
        true => Ok(cell),
        false => Err(failure("invalid token specified")
            .help("a token is the number of an S2 cell in hexadecimal, without the zeros at its end: `166b59`")),
    }
}

/// The six cells of level 0 as far as they meet a region.
fn faces(region: &Region) -> Vec<Cell> {
    let faces = (0..6).map(|face| Cell::from(CellID::from_face(face)));
    faces.filter(|cell| region.intersects(cell)).collect()
}

/// The cells of the next level that meet a region; they are in order.
fn next_level(cells: &[Cell], region: &Region) -> Vec<Cell> {
    let children = cells.iter().filter_map(Cell::children).flatten();
    children.filter(|cell| region.intersects(cell)).collect()
}

/// The cells of a level that meet a region, if any does.
fn of_level(region: &Region, level: i64) -> Result<Option<Vec<Cell>>, Failure> {
    if level > MAX_LEVEL {
        return Err(failure(format!(
            "invalid level ({level}, must be at most {MAX_LEVEL})"
        )));
    }
    let mut cells = faces(region);
    for _ in 0..level {
        cells = next_level(&cells, region);
        if cells.len() > LIMIT {
            let message = format!("more than {LIMIT} cells of level {level} cover the region");
            return Err(failure(message).help("choose a lower level"));
        }
    }
    Ok(Some(cells).filter(|cells| !cells.is_empty()))
}

/// The cells of the first level that has at least a number of them, or of the last level that has
/// not too many; none if that cannot be, unless a last level is given.
fn of_size(
    region: &Region,
    min_size: i64,
    max_size: i64,
    max_level: i64,
) -> Option<(i64, Vec<Cell>)> {
    let most = if max_size > 0 { max_size } else { MAX_SIZE };
    let last = if max_level > 0 { max_level } else { MAX_LEVEL };
    let mut cells = faces(region);
    let mut found = None;
    for level in 1..=last {
        cells = next_level(&cells, region);
        let size = cells.len() as i64;
        if size > most {
            break;
        }
        found = Some((level, cells.clone()));
        if min_size > 0 && size >= min_size {
            break;
        }
    }
    found.filter(|(_, cells)| {
        let enough = cells.len() as i64 >= min_size || max_level > 0;
        enough && !cells.is_empty()
    })
}
