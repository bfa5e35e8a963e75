// TICKscripts in Flux; statuses are kept in the stream, not in a bucket.
package contrib_bonitoo_io_tickscript_test


import "array"
import "contrib/bonitoo-io/tickscript"
import "influxdata/influxdb/monitor"
import "testing"

option now = () => 2024-01-02T00:00:00Z
option monitor.write = (tables=<-) => tables

check = tickscript.defineCheck(id: "1", name: "usage")
data =
    array.from(
        rows: [
            {_measurement: "cpu", host: "a", _time: 2024-01-01T00:00:00Z, _value: 10.0},
            {_measurement: "cpu", host: "a", _time: 2024-01-01T00:01:00Z, _value: 95.0},
        ],
    )
        |> group(columns: ["_measurement", "host"])

testcase defineCheck {
    testing.assertEqualValues(got: check._check_name + " " + check._type, want: "usage custom")
}

testcase alert {
    got =
        data
            |> tickscript.alert(check: check, crit: (r) => r._value > 90.0, topic: "t")
            |> group()
            |> sort(columns: ["_source_timestamp"])
            |> keep(columns: ["_level", "_topic", "id"])
    want =
        array.from(
            rows: [{_level: "ok", _topic: "t", id: "1"}, {_level: "crit", _topic: "t", id: "1"}],
        )

    testing.diff(got, want)
}

testcase deadman {
    got =
        data
            |> tickscript.deadman(check: check, measurement: "cpu", threshold: 5)
            |> group()
            |> keep(columns: ["_level", "dead"])

    testing.diff(got: got, want: array.from(rows: [{_level: "crit", dead: true}]))
}

testcase select {
    got = data |> tickscript.select(fn: max, as: "top") |> group() |> keep(columns: ["top"])

    testing.diff(got: got, want: array.from(rows: [{top: 95.0}]))
}

testcase compute {
    got = data |> tickscript.compute(fn: mean, as: "middle") |> group() |> keep(columns: ["middle"])

    testing.diff(got: got, want: array.from(rows: [{middle: 52.5}]))
}

testcase selectWindow {
    got =
        data
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:03:00Z)
            |> tickscript.selectWindow(fn: sum, as: "total", every: 1m, defaultValue: 0.0)
            |> group()
            |> keep(columns: ["total"])

    testing.diff(got: got, want: array.from(rows: [{total: 10.0}, {total: 95.0}, {total: 0.0}]))
}

testcase groupBy {
    got = data |> tickscript.groupBy(columns: ["host"]) |> count()
    want =
        array.from(rows: [{_measurement: "cpu", host: "a", _value: 2}])
            |> group(columns: ["host", "_measurement"])

    testing.diff(got, want)
}

testcase join {
    other =
        array.from(rows: [{_measurement: "mem", _time: 2024-01-01T00:00:00Z, used: 5}])
            |> group(columns: ["_measurement"])
    got =
        tickscript.join(tables: {cpu: data, mem: other}, measurement: "both")
            |> group()
            |> keep(columns: ["_measurement", "_value", "used"])

    testing.diff(got: got, want: array.from(rows: [{_measurement: "both", _value: 10.0, used: 5}]))
}
