// What a bucket holds, asked of made data.
package influxdata_influxdb_schema_test


import "array"
import "influxdata/influxdb/schema"
import "testing"

data =
    array.from(
        rows: [
            {
                _measurement: "m",
                _field: "f",
                host: "a",
                _time: 2024-01-01T00:00:00Z,
                _value: 1.0,
            },
            {
                _measurement: "m",
                _field: "g",
                host: "a",
                _time: 2024-01-01T00:00:00Z,
                _value: 2.0,
            },
            {
                _measurement: "m",
                _field: "f",
                host: "b",
                _time: 2024-01-01T00:00:00Z,
                _value: 3.0,
            },
            {
                _measurement: "n",
                _field: "h",
                host: "c",
                _time: 2024-01-01T00:00:00Z,
                _value: 4.0,
            },
        ],
    )
        |> group(columns: ["_measurement", "_field", "host"])

// The bucket that is read.
option schema._from = (bucket) => data

// One column of texts, whatever their order.
same = (got, want) =>
    testing.diff(
        got: got |> group() |> sort(),
        want: array.from(rows: want |> array.map(fn: (x) => ({_value: x}))) |> sort(),
    )

testcase fieldsAsCols {
    got =
        data
            |> filter(fn: (r) => r.host == "a")
            |> group(columns: ["_measurement", "host"])
            |> schema.fieldsAsCols()
            |> group()
            |> keep(columns: ["host", "f", "g"])

    testing.diff(got: got, want: array.from(rows: [{host: "a", f: 1.0, g: 2.0}]))
}

testcase tagValues {
    same(got: schema.tagValues(bucket: "b", tag: "host", start: 0), want: ["a", "b", "c"])
}

testcase tagKeys {
    same(
        got: schema.tagKeys(bucket: "b", start: 0),
        want: [
            "_field",
            "_measurement",
            "_start",
            "_stop",
            "host",
        ],
    )
}

testcase fieldKeys {
    same(
        got: schema.fieldKeys(bucket: "b", start: 0, predicate: (r) => r.host == "a"),
        want: ["f", "g"],
    )
}

testcase measurements {
    same(got: schema.measurements(bucket: "b", start: 0), want: ["m", "n"])
}

testcase measurementTagValues {
    same(
        got: schema.measurementTagValues(bucket: "b", measurement: "m", tag: "host", start: 0),
        want: ["a", "b"],
    )
}

testcase measurementTagKeys {
    same(
        got: schema.measurementTagKeys(bucket: "b", measurement: "n", start: 0),
        want: [
            "_field",
            "_measurement",
            "_start",
            "_stop",
            "host",
        ],
    )
}

testcase measurementFieldKeys {
    same(
        got: schema.measurementFieldKeys(bucket: "b", measurement: "m", start: 0),
        want: ["f", "g"],
    )
}
