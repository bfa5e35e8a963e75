//! Shapes, distances and cells, as upstream answers; distances differ in their last digits, for
//! sines do.

use crate::session::testing::check_value;

const SHAPES: &str = r#"import "experimental/geo"
box = {minLat: 40.5, minLon: -74.5, maxLat: 41.5, maxLon: -73.5}
circle = {lat: 40.69335938, lon: -73.30078125, radius: 20.0}
corners = [{lat: 40.671659, lon: -73.936631}, {lat: 40.706543, lon: -73.749177}, {lat: 40.791333, lon: -73.880327}]
polygon = {points: corners}
turned = {points: [corners[2], corners[1], corners[0]]}
far = {linestring: "39.7515 14.01433, 38.3527 13.9228, 36.9978 15.08433"}
through = {linestring: "-73.9 40.6, -73.85 40.9"}
within = {linestring: "-73.9 40.7, -73.85 40.75"}
point = {lat: 40.7, lon: -73.8}
africa = {lat: 10.0, lon: 20.0}
miles = {distance: "mile"}
km = {distance: "km"}
"#;

#[track_caller]
fn check(expression: &str, expected: &str) {
    check_value(&format!("{SHAPES}{expression}"), expected);
}

/// To a millimetre, in kilometres or miles.
#[track_caller]
fn check_distance(expression: &str, expected: f64) {
    let close =
        format!("d = {expression}\nclose = (d - {expected:?}) ^ 2.0 < 0.000000000001\nclose");
    check(&close, "true");
}

#[test]
fn regions_contain_points_and_tracks() {
    let contains = |region: &str, geometry: &str, expected: &str| {
        check(
            &format!("geo.ST_Contains(region: {region}, geometry: {geometry})"),
            expected,
        );
    };
    contains("box", "point", "true");
    contains("circle", "point", "false");
    contains("polygon", "point", "true");
    contains("turned", "point", "true");
    contains("polygon", "africa", "false");
    for corner in 0..3 {
        contains("polygon", &format!("corners[{corner}]"), "false");
    }
    contains("polygon", "far", "false");
    contains("polygon", "through", "false");
    contains("polygon", "within", "true");
    contains("box", "within", "true");
    contains(
        "point",
        "point",
        "error: unsupported region type: geo.point",
    );
    contains(
        "box",
        "circle",
        "error: unsupported geometry type: geo.circle",
    );
}

#[test]
fn distances_are_as_upstream_has_them() {
    let distance = |region: &str, geometry: &str, expected| {
        check_distance(
            &format!("geo.ST_Distance(region: {region}, geometry: {geometry})"),
            expected,
        );
    };
    distance("point", "africa", 9601.102836077407);
    distance("box", "africa", 9561.001512841629);
    distance("box", "{lat: 41.0, lon: -75.0}", 41.95977483612933);
    distance("box", "{lat: 39.0, lon: -74.0}", 166.79265176622613);
    distance("circle", "africa", 9539.768907698355);
    distance("circle", "{lat: 40.7, lon: -73.3}", 0.0);
    distance("polygon", "africa", 9596.757393404461);
    distance("polygon", "{lat: 40.6, lon: -73.85}", 9.483820578628071);
    distance("polygon", "point", 0.0);
    distance("point", "far", 10583.095111335093);
    distance("box", "far", 10522.80757021204);
    distance("circle", "far", 10525.208449453648);
    distance("polygon", "within", 0.0);
    distance("polygon", "through", 0.0);
    check_distance(
        "geo.ST_Distance(region: polygon, geometry: far, units: miles)",
        6573.4264621606535,
    );
    check_distance(
        "geo.ST_Distance(region: {lat: 13.0, lon: 38.5}, geometry: far, units: miles)",
        64.29535080915552,
    );
    check_distance("geo.ST_Length(geometry: far)", 346.1023974652474);
    check("geo.ST_Length(geometry: point)", "0");
    check(
        "geo.ST_Distance(region: far, geometry: point)",
        "error: unsupported region type: geo.polyline",
    );
}

#[test]
fn cells_have_tokens() {
    check("geo.getLevel(token: \"166b59\")", "10");
    check("geo.s2CellIDToken(token: \"166b59\", level: 8)", "166b5");
    check(
        "geo.s2CellIDToken(point: {lat: 37.78, lon: -122.4}, level: 30)",
        "8085807fb7d56f35",
    );
    check(
        "geo.s2CellIDToken(point: {lat: 137.78, lon: -722.4}, level: 10)",
        "62b00b",
    );
    check(
        "geo.s2CellLatLon(token: \"89c284\")",
        "{lat: 40.812535546624574, lon: -73.55941282728273}",
    );
    for token in [
        "",
        "x",
        "0",
        "166b5x",
        "166b590000000000000",
        "fffffffffffffff1",
    ] {
        check(
            &format!("geo.getLevel(token: \"{token}\")"),
            "error: invalid token specified",
        );
    }
    check(
        "geo.s2CellIDToken(token: \"166b59\", level: 11)",
        "error: invalid token specified or requested level greater then current level",
    );
    check(
        "geo.s2CellIDToken(token: \"166b59\", level: 31)",
        "error: level value must be [1, 30]",
    );
    check(
        "geo.s2CellIDToken(level: 3)",
        "error: either token or point parameter must be specified",
    );
}

#[test]
fn grids_cover_regions() {
    let grid = |arguments: &str, expected: &str| {
        check(
            &format!(
                "g = geo.getGrid({arguments}, units: km)\n{{l: g.level, n: length(arr: g.set)}}"
            ),
            expected,
        );
    };
    check(
        "geo.getGrid(region: box, level: 0, units: km)",
        "{level: 0, set: [9]}",
    );
    check(
        "geo.getGrid(region: polygon, minSize: 3, units: km).set",
        "[89c25, 89c27, 89c2f]",
    );
    grid("region: turned, minSize: 24", "{l: 12, n: 36}");
    grid(
        "region: circle, minSize: 101, maxSize: 102",
        "{l: -1, n: 0}",
    );
    check(
        "geo.getGrid(region: box, level: 31, units: km)",
        "error: invalid level (31, must be at most 30)",
    );
    check(
        "geo.getGrid(region: box, level: 16, units: km)",
        "error: more than 100000 cells of level 16 cover the region",
    );
    check(
        "geo.getGrid(region: box, minSize: 3, maxLevel: 666, units: km)",
        "error: invalid maxLevel (666, must be < 30)",
    );
    check(
        "geo.getGrid(region: box, units: km)",
        "error: either minSize or maxSize must be specified",
    );
    check(
        "geo.getGrid(region: box, minSize: 3, maxSize: 2, units: km)",
        "error: minSize > maxSize (3 > 2)",
    );
}

#[test]
fn shapes_must_be_whole() {
    let refuses = |geometry: &str, expected: &str| {
        check(
            &format!("geo.ST_Length(geometry: {geometry})"),
            &format!("error: {expected}"),
        );
    };
    refuses(
        "{lat: 1.0}",
        "unsupported geometry specified for 'geometry'",
    );
    refuses(
        "{lat: 1, lon: 2}",
        "invalid point specification - must have lat, lon fields",
    );
    refuses("{points: [point]}", "polygon must have at least 3 points");
    refuses("{linestring: \"1\"}", "invalid linestring - empty part");
    refuses(
        "{linestring: \"1 x\"}",
        "invalid linestring - `x` is no number",
    );
    check(
        "geo.ST_Length(geometry: far, units: {distance: \"yard\"})",
        "error: invalid units parameter: unsupported distance unit 'yard'",
    );
}
