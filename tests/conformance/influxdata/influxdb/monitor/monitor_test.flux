// Levels, what becomes of them, and what is told of them.
package influxdata_influxdb_monitor_test


import "internal/debug"
import "array"
import "influxdata/influxdb/monitor"
import "testing"

option now = () => 2024-01-01T01:00:00Z
option monitor.write = (tables=<-) => tables
option monitor.log = (tables=<-) => tables

status = (level, second) =>
    ({_level: level, _source_timestamp: second, _time: time(v: second * 1000000000)})
statuses =
    array.from(
        rows: [
            status(level: monitor.levelOK, second: 1),
            status(level: monitor.levelWarn, second: 2),
            status(level: monitor.levelCrit, second: 3),
            status(level: monitor.levelCrit, second: 4),
            status(level: monitor.levelInfo, second: 5),
            status(level: monitor.levelCrit, second: 6),
        ],
    )
        |> group(columns: ["_level"])

// Whether the statuses are those of these seconds.
seconds = (tables=<-, want) =>
    tables
        |> group()
        |> sort(columns: ["_source_timestamp"])
        |> keep(columns: ["_source_timestamp"])
        |> testing.diff(
            want: array.from(rows: want |> array.map(fn: (x) => ({_source_timestamp: x}))),
        )

testcase state_changes {
    statuses |> monitor.stateChanges() |> seconds(want: [2, 3, 5, 6])
}

testcase state_changes_only {
    statuses |> monitor.stateChangesOnly() |> seconds(want: [2, 3, 5, 6])
}

testcase state_changes_from_a_level {
    statuses |> monitor.stateChanges(fromLevel: "warn") |> seconds(want: [3])
}

testcase state_changes_to_a_level {
    statuses |> monitor._stateChanges(toLevel: "crit") |> seconds(want: [3, 6])
}

testcase check {
    got =
        array.from(rows: [{_measurement: "m", _time: 2024-01-01T00:00:00Z, v: 9.0}])
            |> group(columns: ["_measurement"])
            |> monitor.check(
                data: {_check_id: "1", _check_name: "n", _type: "t", tags: {k: "x"}},
                warn: (r) => r.v > 5.0,
                messageFn: (r) => "${r._check_name} of ${r.k}: ${r._level}",
            )
            |> group()
    want =
        array.from(
            rows: [
                {
                    _check_id: "1",
                    _check_name: "n",
                    _level: "warn",
                    _measurement: "statuses",
                    _message: "n of x: warn",
                    _source_measurement: "m",
                    _source_timestamp: 1704067200000000000,
                    _time: 2024-01-01T01:00:00Z,
                    _type: "t",
                    k: "x",
                    v: 9.0,
                },
            ],
        )

    // Messages and times have two types in the rows; only one is looked at.
    testing.diff(got: got |> debug.opaque(), want: want)
}

testcase no_level_holds {
    array.from(rows: [{_measurement: "m", _time: 2024-01-01T00:00:00Z}])
        |> group(columns: ["_measurement"])
        |> monitor.check(
            data: {_check_id: "1", _check_name: "n", _type: "t", tags: {}},
            ok: (r) => false,
            messageFn: (r) => "",
        )
        |> group()
        |> keep(columns: ["_level"])
        |> testing.diff(want: array.from(rows: [{_level: monitor.levelUnknown}]))
}

testcase notify {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _level: "crit"}])
            |> group(columns: ["_level"])
            |> monitor.notify(
                data: {rule: "r"},
                endpoint: (tables=<-) => tables |> map(fn: (r) => ({r with _sent: "true"})),
            )
    want =
        array.from(
            rows: [
                {
                    _level: "crit",
                    _measurement: "notifications",
                    _sent: "true",
                    _status_timestamp: 1704067200000000000,
                    _time: 2024-01-01T01:00:00Z,
                    rule: "r",
                },
            ],
        )
            |> group(columns: ["_level", "rule", "_sent"])

    // Messages and times have two types in the rows; only one is looked at.
    testing.diff(got: got |> debug.opaque(), want: want)
}

testcase deadman {
    statuses
        |> group()
        |> monitor.deadman(t: 1970-01-01T00:00:07Z)
        |> keep(columns: ["dead"])
        |> testing.diff(want: array.from(rows: [{dead: true}]))
}

testcase names {
    testing.assertEqualValues(got: monitor.bucket + monitor.levelInfo, want: "_monitoringinfo")
}
