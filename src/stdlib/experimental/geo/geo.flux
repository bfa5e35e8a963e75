package geo


import "experimental"
import "influxdata/influxdb/schema"

// What distances are measured in: "m", "km" or "mile".
option units = {distance: "km"}

// How a region and a point or a track lie to each other.
ST_Contains = (region, geometry, units=units) => stContains(region, geometry, units)
ST_Distance = (region, geometry, units=units) => stDistance(region, geometry, units)
ST_DWithin = (region, geometry, distance, units=units) =>
    stDistance(region, geometry, units) <= distance
ST_Intersects = (region, geometry, units=units) => stDistance(region, geometry, units) <= 0.0

// The length of a track; a point has none.
ST_Length = (geometry, units=units) => stLength(geometry, units)

// Makes a track of the rows of each table, in a column st_linestring.
ST_LineString = (tables=<-) =>
    tables
        |> reduce(
            identity: {st_linestring: "", __rows: 0},
            fn: (r, accumulator) => {
                before = if accumulator.__rows == 0 then "" else accumulator.st_linestring + ", "

                return {
                    st_linestring: before + string(v: r.lon) + " " + string(v: r.lat),
                    __rows: accumulator.__rows + 1,
                }
            },
        )
        |> drop(columns: ["__rows"])

// The level of the cells in the group key; one that no cell has, if there are none.
_detectLevel = (tables=<-) => {
    first = tables |> findRecord(fn: (key) => exists key.s2_cell_id, idx: 0)

    return if exists first.s2_cell_id then getLevel(token: first.s2_cell_id) else 666
}

// Makes a column of each field, so that a row has latitude and longitude.
toRows = (tables=<-) => tables |> schema.fieldsAsCols()

// Names latitude and longitude as the other functions expect it, makes rows of them, and groups
// them by cells of a level.
shapeData = (tables=<-, latField, lonField, level) =>
    tables
        |> map(
            fn: (r) =>
                ({r with _field:
                        if r._field == latField then
                            "lat"
                        else if r._field == lonField then
                            "lon"
                        else
                            r._field,
                }),
        )
        |> toRows()
        |> map(
            fn: (r) =>
                ({r with s2_cell_id: s2CellIDToken(point: {lat: r.lat, lon: r.lon}, level: level)}),
        )
        |> experimental.group(columns: ["s2_cell_id"], mode: "extend")

// Keeps the rows of the cells that cover a region: few cells, so some rows outside remain.
gridFilter = (
        tables=<-,
        region,
        minSize=24,
        maxSize=-1,
        level=-1,
        s2cellIDLevel=-1,
        units=units,
    ) =>
    {
        cells = if s2cellIDLevel == -1 then tables |> _detectLevel() else s2cellIDLevel
        grid =
            getGrid(
                region: region,
                minSize: minSize,
                maxSize: maxSize,
                level: level,
                maxLevel: cells,
                units: units,
            )

        return
            if grid.level == cells then
                tables |> filter(fn: (r) => contains(value: r.s2_cell_id, set: grid.set))
            else
                tables
                    |> filter(
                        fn: (r) =>
                            contains(
                                value: s2CellIDToken(token: r.s2_cell_id, level: grid.level),
                                set: grid.set,
                            ),
                    )
    }

// Keeps the rows that lie in a region.
strictFilter = (tables=<-, region) =>
    tables
        |> filter(fn: (r) => ST_Contains(region: region, geometry: {lat: r.lat, lon: r.lon}))

// Keeps the rows of a region: those of its cells, and of these, unless it is to be quick, those
// that lie in it. Fields become columns, if they are not yet.
filterRows = (
        tables=<-,
        region,
        minSize=24,
        maxSize=-1,
        level=-1,
        s2cellIDLevel=-1,
        strict=true,
    ) =>
    {
        names =
            tables
                |> columns(column: "columns")
                |> findColumn(fn: (key) => true, column: "columns")
        near =
            tables
                |> gridFilter(
                    region: region,
                    minSize: minSize,
                    maxSize: maxSize,
                    level: level,
                    s2cellIDLevel: s2cellIDLevel,
                )
        rows = if contains(value: "lat", set: names) then near else near |> toRows()

        return if strict then rows |> strictFilter(region: region) else rows
    }

// Groups by cells of a level, which are named in a new column.
groupByArea = (tables=<-, newColumn, level, s2cellIDLevel=-1) => {
    cells = if s2cellIDLevel == -1 then tables |> _detectLevel() else s2cellIDLevel
    named =
        if level == cells then
            tables |> duplicate(column: "s2_cell_id", as: newColumn)
        else
            tables
                |> map(
                    fn: (r) =>
                        ({r with __area:
                                s2CellIDToken(point: {lat: r.lat, lon: r.lon}, level: level),
                        }),
                )
                |> rename(columns: {__area: newColumn})

    return named |> group(columns: [newColumn])
}

// Makes a table of each track, in the order of its points.
asTracks = (tables=<-, groupBy=["id", "tid"], orderBy=["_time"]) =>
    tables
        |> group(columns: groupBy)
        |> sort(columns: orderBy)

// The way from the first point of each table to its last one.
totalDistance = (tables=<-, outputColumn="_value") =>
    tables
        |> reduce(
            identity: {__rows: 0, lat: 0.0, lon: 0.0, __way: 0.0},
            fn: (r, accumulator) => {
                here = {lat: r.lat, lon: r.lon}
                last =
                    if accumulator.__rows == 0 then
                        here
                    else
                        {lat: accumulator.lat, lon: accumulator.lon}

                return {
                    __rows: accumulator.__rows + 1,
                    lat: r.lat,
                    lon: r.lon,
                    __way: accumulator.__way + ST_Distance(region: last, geometry: here),
                }
            },
        )
        |> drop(columns: ["__rows", "lat", "lon"])
        |> rename(columns: {__way: outputColumn})
