// Sample data, of which an echo has none.
package sample_test


import "array"
import "influxdata/influxdb/sample"
import "testing"

testcase list {
    got =
        sample.list()
            |> filter(fn: (r) => r.type == "static")
            |> keep(columns: ["name"])

    testing.diff(
        got: got,
        want:
            array.from(
                rows: [{name: "birdMigration"}, {name: "machineProduction"}, {name: "noaaWater"}],
            ),
    )
}

testcase data {
    testing.assertEmpty(tables: sample.data(set: "noaa"))
}

testcase data_of_no_set {
    testing.shouldError(fn: () => sample.data(set: "none"), want: /Invalid sample data set/)
}

testcase alignToNow {
    option now = () => 2024-01-01T00:00:00Z

    got =
        array.from(rows: [{_time: 2020-01-01T00:00:00Z}, {_time: 2020-01-01T00:00:10Z}])
            |> sample.alignToNow()

    testing.diff(
        got: got,
        want: array.from(rows: [{_time: 2023-12-31T23:59:50Z}, {_time: 2024-01-01T00:00:00Z}]),
    )
}
