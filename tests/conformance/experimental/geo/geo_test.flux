// Points, tracks and cells.
package geo_test


import "array"
import "experimental"
import "experimental/geo"
import "testing"

circle = {lat: 40.7, lon: -73.3, radius: 20.0}

points =
    array.from(
        rows: [
            {
                _time: 2024-01-01T00:00:00Z,
                id: "a",
                _measurement: "m",
                lat: 40.7,
                lon: -73.3,
            },
            {
                _time: 2024-01-01T00:02:00Z,
                id: "a",
                _measurement: "m",
                lat: 40.8,
                lon: -73.3,
            },
            {
                _time: 2024-01-01T00:01:00Z,
                id: "a",
                _measurement: "m",
                lat: 40.75,
                lon: -73.3,
            },
            {
                _time: 2024-01-01T00:00:00Z,
                id: "b",
                _measurement: "m",
                lat: 10.0,
                lon: 20.0,
            },
        ],
    )
cells =
    points
        |> map(
            fn: (r) =>
                ({r with s2_cell_id: geo.s2CellIDToken(point: {lat: r.lat, lon: r.lon}, level: 10),
                }),
        )
        |> group(columns: ["s2_cell_id"])

// Kept rows, in the order of their times.
kept = (tables=<-) =>
    tables
        |> group()
        |> sort(columns: ["id", "_time"])
        |> keep(columns: ["id", "lat"])
near = array.from(rows: [{id: "a", lat: 40.7}, {id: "a", lat: 40.75}, {id: "a", lat: 40.8}])

testcase predicates {
    testing.assertEqualValues(
        got:
            display(
                v: [
                    geo.ST_Contains(region: circle, geometry: {lat: 40.7, lon: -73.3}),
                    geo.ST_DWithin(
                        region: circle,
                        geometry: {lat: 41.0, lon: -73.3},
                        distance: 14.0,
                    ),
                    geo.ST_DWithin(
                        region: circle,
                        geometry: {lat: 41.0, lon: -73.3},
                        distance: 13.0,
                    ),
                    geo.ST_Intersects(
                        region: circle,
                        geometry: {linestring: "-74.0 40.7, -73.0 40.7"},
                    ),
                    geo.stContains(
                        region: circle,
                        geometry: {lat: 10.0, lon: 0.0},
                        units: geo.units,
                    ),
                    geo.stDistance(
                        region: circle,
                        geometry: {lat: 40.7, lon: -73.3},
                        units: geo.units,
                    ) > 0.0,
                    geo.stLength(geometry: {lat: 40.7, lon: -73.3}, units: geo.units) > 0.0,
                ],
            ),
        want:
            display(
                v: [
                    true,
                    true,
                    false,
                    true,
                    false,
                    false,
                    false,
                ],
            ),
    )
}

testcase lengths {
    track = {linestring: "0.0 0.0, 90.0 0.0"}

    testing.assertEqualValues(
        got:
            display(
                v: [
                    int(v: geo.ST_Length(geometry: track)),
                    int(
                        v:
                            geo.ST_Distance(
                                region: {lat: 0.0, lon: 0.0},
                                geometry: {lat: 90.0, lon: 0.0},
                            ),
                    ),
                ],
            ),
        want: display(v: [10007, 10007]),
    )
}

testcase cells_of_points {
    testing.assertEqualValues(
        got:
            display(
                v: [
                    display(v: geo.getLevel(token: "166b59")),
                    geo.s2CellIDToken(token: "166b59", level: 8),
                    display(v: geo.s2CellLatLon(token: "89c284").lat),
                    display(v: geo.getGrid(region: circle, level: 0, units: geo.units)),
                ],
            ),
        want: display(v: ["10", "166b5", "40.812535546624574", "{level: 0, set: [9]}"]),
    )
}

testcase gridFilter {
    testing.diff(got: cells |> geo.gridFilter(region: circle) |> kept(), want: near)
}

testcase gridFilter_of_a_level {
    testing.diff(got: cells |> geo.gridFilter(region: circle, level: 6) |> kept(), want: near)
}

testcase strictFilter {
    testing.diff(got: points |> geo.strictFilter(region: circle) |> kept(), want: near)
}

testcase filterRows {
    testing.diff(got: cells |> geo.filterRows(region: circle) |> kept(), want: near)
}

testcase filterRows_of_fields {
    fields =
        cells
            |> experimental.unpivot()
            |> group(columns: ["_measurement", "_field", "id", "s2_cell_id"])

    testing.diff(got: fields |> geo.filterRows(region: circle, strict: false) |> kept(), want: near)
}

testcase shapeData {
    got =
        points
            |> map(
                fn: (r) =>
                    ({
                        _time: r._time,
                        _measurement: r._measurement,
                        id: r.id,
                        y: r.lat,
                        x: r.lon,
                    }),
            )
            |> group(columns: ["_measurement", "id"])
            |> experimental.unpivot()
            |> geo.shapeData(latField: "y", lonField: "x", level: 5)
            |> filter(fn: (r) => r.id == "b")
            |> keep(columns: ["s2_cell_id", "lat", "lon"])

    testing.diff(
        got: got,
        want:
            array.from(
                rows: [
                    {
                        s2_cell_id: geo.s2CellIDToken(point: {lat: 10.0, lon: 20.0}, level: 5),
                        lat: 10.0,
                        lon: 20.0,
                    },
                ],
            )
                |> group(columns: ["s2_cell_id"]),
    )
}

testcase groupByArea {
    got =
        cells
            |> geo.groupByArea(newColumn: "area", level: 3)
            |> count(column: "lat")
            |> group()
            |> sort(columns: ["lat"])

    testing.diff(
        got: got,
        want:
            array.from(
                rows: [
                    {area: geo.s2CellIDToken(point: {lat: 10.0, lon: 20.0}, level: 3), lat: 1},
                    {area: geo.s2CellIDToken(point: {lat: 40.7, lon: -73.3}, level: 3), lat: 3},
                ],
            ),
    )
}

testcase asTracks {
    got =
        points
            |> geo.asTracks(groupBy: ["id"])
            |> geo.ST_LineString()

    testing.diff(
        got: got,
        want:
            array.from(
                rows: [
                    {id: "a", st_linestring: "-73.3 40.7, -73.3 40.75, -73.3 40.8"},
                    {id: "b", st_linestring: "20 10"},
                ],
            )
                |> group(columns: ["id"]),
    )
}

testcase totalDistance {
    got =
        points
            |> geo.asTracks(groupBy: ["id"])
            |> geo.totalDistance(outputColumn: "km")
            |> map(fn: (r) => ({id: r.id, m: int(v: r.km * 1000.0)}))

    testing.diff(
        got: got,
        want: array.from(rows: [{id: "a", m: 11119}, {id: "b", m: 0}]) |> group(columns: ["id"]),
    )
}

testcase toRows {
    got =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _field: "lat", _value: 1.0},
                {_time: 2024-01-01T00:00:00Z, _field: "lon", _value: 2.0},
            ],
        )
            |> geo.toRows()

    testing.diff(
        got: got,
        want: array.from(rows: [{_time: 2024-01-01T00:00:00Z, lat: 1.0, lon: 2.0}]),
    )
}
