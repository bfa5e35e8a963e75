// Functions of rows in time.
package universe_times_test


import "array"
import "internal/debug"
import "testing"

option now = () => 2024-01-01T12:00:00Z

data =
    array.from(
        rows: [
            {_time: 2024-01-01T00:00:00Z, _value: 1.0},
            {_time: 2024-01-01T00:00:20Z, _value: 3.0},
            {_time: 2024-01-01T00:01:00Z, _value: 2.0},
            {_time: 2024-01-01T00:02:30Z, _value: 8.0},
        ],
    )

testcase range {
    got = data |> range(start: 2024-01-01T00:00:20Z, stop: 2024-01-01T00:02:30Z)
    bounds = {_start: 2024-01-01T00:00:20Z, _stop: 2024-01-01T00:02:30Z}
    want =
        array.from(
            rows: [
                {bounds with _time: 2024-01-01T00:00:20Z, _value: 3.0},
                {bounds with _time: 2024-01-01T00:01:00Z, _value: 2.0},
            ],
        )
            |> group(columns: ["_start", "_stop"])

    testing.diff(got, want)
}

testcase range_relative_to_now {
    got = data |> range(start: -12h, stop: -11h59m) |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 1.0}, {_value: 3.0}]))
}

testcase now_is_an_option {
    testing.assertEqualValues(got: now(), want: 2024-01-01T12:00:00Z)
}

testcase today {
    testing.assertEqualValues(got: today(), want: 2024-01-01T00:00:00Z)
}

testcase window {
    got =
        data
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:03:00Z)
            |> window(every: 1m)
            |> sum()
    want =
        array.from(
            rows: [
                {_start: 2024-01-01T00:00:00Z, _stop: 2024-01-01T00:01:00Z, _value: 4.0},
                {_start: 2024-01-01T00:01:00Z, _stop: 2024-01-01T00:02:00Z, _value: 2.0},
                {_start: 2024-01-01T00:02:00Z, _stop: 2024-01-01T00:03:00Z, _value: 8.0},
            ],
        )
            |> group(columns: ["_start", "_stop"])

    testing.diff(got, want)
}

testcase aggregate_window {
    got =
        data
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:04:00Z)
            |> aggregateWindow(every: 1m, fn: mean)
            |> keep(columns: ["_time", "_value"])
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:01:00Z, _value: 2.0},
                {_time: 2024-01-01T00:02:00Z, _value: 2.0},
                {_time: 2024-01-01T00:03:00Z, _value: 8.0},
                {_time: 2024-01-01T00:04:00Z, _value: debug.null(type: "float")},
            ],
        )

    testing.diff(got, want)
}

testcase aggregate_window_without_empty_ones {
    got =
        data
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:04:00Z)
            |> aggregateWindow(every: 1m, fn: last, createEmpty: false, timeSrc: "_start")
            |> keep(columns: ["_time", "_value"])
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 3.0},
                {_time: 2024-01-01T00:01:00Z, _value: 2.0},
                {_time: 2024-01-01T00:02:00Z, _value: 8.0},
            ],
        )

    testing.diff(got, want)
}

testcase timed_moving_average {
    got =
        data
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:03:00Z)
            |> timedMovingAverage(every: 1m, period: 2m)
            |> keep(columns: ["_time", "_value"])
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:01:00Z, _value: 2.0},
                {_time: 2024-01-01T00:02:00Z, _value: 2.0},
                {_time: 2024-01-01T00:03:00Z, _value: 5.0},
                {_time: 2024-01-01T00:03:00Z, _value: 8.0},
            ],
        )

    testing.diff(got, want)
}

testcase location_moves_windows {
    option location = {zone: "Europe/Berlin", offset: 0h}

    got =
        array.from(
            rows: [
                {_time: 2024-06-30T23:00:00Z, _value: 1},
                {_time: 2024-07-01T22:30:00Z, _value: 2},
            ],
        )
            |> range(start: 2024-06-30T22:00:00Z, stop: 2024-07-02T22:00:00Z)
            |> window(every: 1d)
            |> keep(columns: ["_start", "_value"])
    want =
        array.from(
            rows: [
                {_start: 2024-06-30T22:00:00Z, _value: 1},
                {_start: 2024-07-01T22:00:00Z, _value: 2},
            ],
        )
            |> group(columns: ["_start"])

    testing.diff(got, want)
}

testcase window_without_end {
    got =
        data
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:03:00Z)
            |> window(every: 1m)
            |> window(every: inf)
            |> count()
            |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 4}]))
}

testcase derivative {
    got = data |> derivative(unit: 10s)
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:20Z, _value: 1.0},
                {_time: 2024-01-01T00:01:00Z, _value: -0.25},
                {_time: 2024-01-01T00:02:30Z, _value: 0.6666666666666666},
            ],
        )

    testing.diff(got, want)
}

testcase difference {
    got = data |> difference(nonNegative: true) |> keep(columns: ["_value"])
    want = array.from(rows: [{_value: 2.0}, {_value: debug.null(type: "float")}, {_value: 6.0}])

    testing.diff(got, want)
}

testcase elapsed {
    got = data |> elapsed(unit: 1s) |> keep(columns: ["elapsed"])

    testing.diff(got: got, want: array.from(rows: [{elapsed: 20}, {elapsed: 40}, {elapsed: 90}]))
}

testcase cumulative_sum {
    got = data |> cumulativeSum() |> keep(columns: ["_value"])

    testing.diff(
        got: got,
        want: array.from(rows: [{_value: 1.0}, {_value: 4.0}, {_value: 6.0}, {_value: 14.0}]),
    )
}

testcase time_shift {
    got = data |> timeShift(duration: 1h) |> first()

    testing.diff(got: got, want: array.from(rows: [{_time: 2024-01-01T01:00:00Z, _value: 1.0}]))
}

testcase truncate_time_column {
    got = data |> truncateTimeColumn(unit: 1m) |> keep(columns: ["_time"])
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z},
                {_time: 2024-01-01T00:00:00Z},
                {_time: 2024-01-01T00:01:00Z},
                {_time: 2024-01-01T00:02:00Z},
            ],
        )

    testing.diff(got, want)
}

testcase hour_selection {
    hours =
        array.from(
            rows: [
                {_time: 2024-01-01T07:59:00Z, _value: 1},
                {_time: 2024-01-01T08:00:00Z, _value: 2},
                {_time: 2024-01-01T17:59:00Z, _value: 3},
                {_time: 2024-01-01T18:00:00Z, _value: 4},
            ],
        )
    got = hours |> hourSelection(start: 8, stop: 17) |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 2}, {_value: 3}]))
}

testcase state_count {
    got = data |> stateCount(fn: (r) => r._value > 1.5) |> keep(columns: ["stateCount"])

    testing.diff(
        got: got,
        want:
            array.from(rows: [{stateCount: -1}, {stateCount: 1}, {stateCount: 2}, {stateCount: 3}]),
    )
}

testcase state_duration {
    got = data |> stateDuration(fn: (r) => r._value > 1.5) |> keep(columns: ["stateDuration"])
    want =
        array.from(
            rows: [
                {stateDuration: -1},
                {stateDuration: 0},
                {stateDuration: 40},
                {stateDuration: 130},
            ],
        )

    testing.diff(got, want)
}

testcase state_tracking {
    got =
        data
            |> stateTracking(
                fn: (r) => r._value > 1.5,
                countColumn: "n",
                durationColumn: "d",
                durationUnit: 10s,
            )
            |> keep(columns: ["n", "d"])

    testing.diff(
        got: got,
        want: array.from(rows: [{n: -1, d: -1}, {n: 1, d: 0}, {n: 2, d: 4}, {n: 3, d: 13}]),
    )
}
