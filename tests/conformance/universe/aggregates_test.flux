// Functions that make one row of a table.
package universe_aggregates_test


import "array"
import "testing"

// Two tables: of four rows, one of them null, and of one.
data =
    array.from(
        rows: [
            {k: "a", _value: 1.0, w: 2.0},
            {k: "a", _value: 3.0, w: 6.0},
            {k: "a", _value: 8.0, w: 16.0},
            {k: "b", _value: 5.0, w: 1.0},
        ],
    )
        |> group(columns: ["k"])

// The expected values of both tables.
both = (a, b) =>
    array.from(rows: [{k: "a", _value: a}, {k: "b", _value: b}]) |> group(columns: ["k"])

// Of no known columns, so that streams of unlike columns may be compared.
free = (tables=<-) => tables |> drop(columns: [])

testcase count {
    testing.diff(got: data |> count(), want: both(a: 3, b: 1))
}

testcase count_another_column {
    got = data |> count(column: "w")
    want = array.from(rows: [{k: "a", w: 3}, {k: "b", w: 1}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase sum {
    testing.diff(got: data |> sum(), want: both(a: 12.0, b: 5.0))
}

testcase mean {
    testing.diff(got: data |> mean(), want: both(a: 4.0, b: 5.0))
}

testcase median {
    testing.diff(
        got: data |> free() |> median(method: "exact_mean") |> free(),
        want: both(a: 3.0, b: 5.0),
    )
}

testcase median_as_selector {
    got = data |> median(method: "exact_selector") |> keep(columns: ["k", "_value"])

    testing.diff(got: got, want: both(a: 3.0, b: 5.0))
}

testcase quantile {
    testing.diff(
        got: data |> free() |> quantile(q: 0.75, method: "exact_mean"),
        want: both(a: 5.5, b: 5.0),
    )
}

testcase quantile_estimated {
    testing.diff(got: data |> free() |> quantile(q: 0.5), want: both(a: 3.0, b: 5.0))
}

testcase spread {
    testing.diff(got: data |> spread(), want: both(a: 7.0, b: 0.0))
}

testcase stddev {
    got = data |> filter(fn: (r) => r.k == "a") |> stddev()
    want = array.from(rows: [{k: "a", _value: 3.605551275463989}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase stddev_of_population {
    got = data |> filter(fn: (r) => r.k == "a") |> stddev(mode: "population")
    want = array.from(rows: [{k: "a", _value: 2.943920288775949}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase skew {
    got = data |> filter(fn: (r) => r.k == "a") |> skew()
    want = array.from(rows: [{k: "a", _value: 0.47033046033698594}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase mode {
    got =
        array.from(rows: [{_value: 2}, {_value: 5}, {_value: 5}, {_value: 1}])
            |> mode()

    testing.diff(got: got, want: array.from(rows: [{_value: 5}]))
}

testcase integral {
    got =
        array.from(
            rows: [
                {
                    _start: 2024-01-01T00:00:00Z,
                    _stop: 2024-01-01T00:01:00Z,
                    _time: 2024-01-01T00:00:00Z,
                    _value: 1.0,
                },
                {
                    _start: 2024-01-01T00:00:00Z,
                    _stop: 2024-01-01T00:01:00Z,
                    _time: 2024-01-01T00:00:10Z,
                    _value: 3.0,
                },
                {
                    _start: 2024-01-01T00:00:00Z,
                    _stop: 2024-01-01T00:01:00Z,
                    _time: 2024-01-01T00:00:20Z,
                    _value: 3.0,
                },
            ],
        )
            |> group(columns: ["_start", "_stop"])
            |> integral(unit: 10s)
    want =
        array.from(rows: [{_start: 2024-01-01T00:00:00Z, _stop: 2024-01-01T00:01:00Z, _value: 5.0}])
            |> group(columns: ["_start", "_stop"])

    testing.diff(got, want)
}

testcase time_weighted_avg {
    got =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 1.0},
                {_time: 2024-01-01T00:00:30Z, _value: 3.0},
            ],
        )
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:01:00Z)
            |> timeWeightedAvg(unit: 1s)
            |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 3.0}]))
}

testcase covariance {
    got = data |> filter(fn: (r) => r.k == "a") |> covariance(columns: ["_value", "w"])
    want = array.from(rows: [{k: "a", _value: 26.0}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase covariance_normalised {
    got =
        data
            |> filter(fn: (r) => r.k == "a")
            |> covariance(columns: ["_value", "w"], pearsonr: true)
    want = array.from(rows: [{k: "a", _value: 1.0}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase cov {
    x = array.from(rows: [{t: 1, _value: 1.0}, {t: 2, _value: 2.0}, {t: 3, _value: 3.0}])
    y = array.from(rows: [{t: 1, _value: 2.0}, {t: 2, _value: 4.0}, {t: 3, _value: 6.0}])

    testing.diff(got: cov(x: x, y: y, on: ["t"]), want: array.from(rows: [{_value: 2.0}]))
}

testcase pearsonr {
    x = array.from(rows: [{t: 1, _value: 1.0}, {t: 2, _value: 2.0}, {t: 3, _value: 3.0}])
    y = array.from(rows: [{t: 1, _value: -2.0}, {t: 2, _value: -4.0}, {t: 3, _value: -6.0}])

    testing.diff(got: pearsonr(x: x, y: y, on: ["t"]), want: array.from(rows: [{_value: -1.0}]))
}

testcase reduce {
    got =
        data
            |> reduce(
                identity: {n: 0, product: 1.0},
                fn: (r, accumulator) =>
                    ({n: accumulator.n + 1, product: accumulator.product * r._value}),
            )
    want =
        array.from(rows: [{k: "a", n: 3, product: 24.0}, {k: "b", n: 1, product: 5.0}])
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase increase {
    got =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 1},
                {_time: 2024-01-01T00:00:01Z, _value: 5},
                {_time: 2024-01-01T00:00:02Z, _value: 2},
            ],
        )
            |> increase()
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 0},
                {_time: 2024-01-01T00:00:01Z, _value: 4},
                {_time: 2024-01-01T00:00:02Z, _value: 6},
            ],
        )

    testing.diff(got, want)
}
