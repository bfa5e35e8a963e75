// Functions whose column is always `_value`, and others on trial.
package experimental_test


import "array"
import "experimental"
import "internal/debug"
import "testing"

data =
    array.from(
        rows: [
            {k: "a", _value: 4.0},
            {k: "a", _value: 1.0},
            {k: "a", _value: 4.0},
            {k: "b", _value: 7.0},
        ],
    )
        |> group(columns: ["k"])

both = (a, b) =>
    array.from(rows: [{k: "a", _value: a}, {k: "b", _value: b}]) |> group(columns: ["k"])

// Of no known columns, so that streams of unlike columns may be compared.
free = (tables=<-) => tables |> drop(columns: [])

testcase count {
    testing.diff(got: data |> experimental.count(), want: both(a: 3, b: 1))
}

testcase sum {
    testing.diff(got: data |> experimental.sum(), want: both(a: 9.0, b: 7.0))
}

testcase mean {
    testing.diff(got: data |> experimental.mean(), want: both(a: 3.0, b: 7.0))
}

testcase spread {
    testing.diff(got: data |> experimental.spread(), want: both(a: 3.0, b: 0.0))
}

testcase stddev {
    got = data |> filter(fn: (r) => r.k == "a") |> experimental.stddev()
    want = array.from(rows: [{k: "a", _value: 1.7320508075688772}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase skew {
    got = data |> filter(fn: (r) => r.k == "a") |> experimental.skew()
    want = array.from(rows: [{k: "a", _value: -0.7071067811865475}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase first {
    testing.diff(got: data |> experimental.first(), want: both(a: 4.0, b: 7.0))
}

testcase last {
    testing.diff(got: data |> experimental.last(), want: both(a: 4.0, b: 7.0))
}

testcase min {
    testing.diff(got: data |> experimental.min(), want: both(a: 1.0, b: 7.0))
}

testcase max {
    testing.diff(got: data |> experimental.max(), want: both(a: 4.0, b: 7.0))
}

testcase mode {
    got = data |> filter(fn: (r) => r.k == "a") |> experimental.mode() |> free()
    want = array.from(rows: [{k: "a", _value: 4.0}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase distinct {
    got = data |> experimental.distinct()
    want =
        array.from(rows: [{k: "a", _value: 4.0}, {k: "a", _value: 1.0}, {k: "b", _value: 7.0}])
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase unique {
    got = data |> experimental.unique()
    want =
        array.from(rows: [{k: "a", _value: 4.0}, {k: "a", _value: 1.0}, {k: "b", _value: 7.0}])
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase quantile {
    got = data |> experimental.quantile(q: 0.5, method: "exact_mean")

    testing.diff(got: got, want: both(a: 4.0, b: 7.0))
}

testcase fill {
    got =
        array.from(rows: [{_value: 1.0}, {_value: debug.null(type: "float")}])
            |> experimental.fill(value: 9.0)

    testing.diff(got: got, want: array.from(rows: [{_value: 1.0}, {_value: 9.0}]))
}

testcase histogram {
    got = data |> group() |> experimental.histogram(bins: [2.0, 10.0]) |> free()

    testing.diff(
        got: got,
        want: array.from(rows: [{le: 2.0, _value: 1.0}, {le: 10.0, _value: 4.0}]),
    )
}

testcase histogramQuantile {
    got =
        array.from(rows: [{le: 10.0, _value: 2.0}, {le: 20.0, _value: 4.0}])
            |> experimental.histogramQuantile(quantile: 0.75)
            |> free()

    testing.diff(got: got, want: array.from(rows: [{_value: 15.0}]))
}

testcase integral {
    got =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 1.0},
                {_time: 2024-01-01T00:00:10Z, _value: 3.0},
            ],
        )
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:00:20Z)
            |> experimental.integral(unit: 10s)
            |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 2.0}]))
}

testcase kaufmansAMA {
    got =
        array.from(rows: [{_value: 1.0}, {_value: 2.0}, {_value: 3.0}, {_value: 4.0}])
            |> experimental.kaufmansAMA(n: 2)

    testing.diff(
        got: got,
        want: array.from(rows: [{_value: 2.4444444444444446}, {_value: 3.135802469135802}]),
    )
}

testcase group {
    got =
        data
            |> experimental.group(columns: ["_value"], mode: "extend")
            |> map(fn: (r) => ({r with n: 1}))
    want =
        array.from(
            rows: [
                {k: "a", _value: 4.0, n: 1},
                {k: "a", _value: 4.0, n: 1},
                {k: "a", _value: 1.0, n: 1},
                {k: "b", _value: 7.0, n: 1},
            ],
        )
            |> group(columns: ["k", "_value"])

    testing.diff(got, want)
}

testcase set {
    got = data |> experimental.set(o: {k: "z", n: 1}) |> count()
    want = array.from(rows: [{k: "z", _value: 4}]) |> group(columns: ["k"])

    testing.diff(got: got |> free(), want: want)
}

testcase join {
    left =
        array.from(rows: [{k: "x", _time: 2024-01-01T00:00:00Z, _value: 1}])
            |> group(columns: ["k"])
    right =
        array.from(
            rows: [
                {k: "x", _time: 2024-01-01T00:00:00Z, _value: 10},
                {k: "y", _time: 2024-01-01T00:00:00Z, _value: 20},
            ],
        )
            |> group(columns: ["k"])
    got =
        experimental.join(
            left: left,
            right: right,
            fn: (left, right) => ({left with sum: left._value + right._value}),
        )
    want =
        array.from(rows: [{k: "x", _time: 2024-01-01T00:00:00Z, _value: 1, sum: 11}])
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase join_in_vain {
    left = array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
    right = array.from(rows: [{_time: 2024-01-01T00:00:01Z, _value: 10}])
    got = experimental.join(left: left, right: right, fn: (left, right) => left) |> columns()
    want = array.from(rows: [{_value: "none"}]) |> filter(fn: (r) => false, onEmpty: "keep")

    testing.diff(got, want)
}

testcase chain {
    got = experimental.chain(first: data |> yield(name: "first"), second: data |> count())

    testing.diff(got: got, want: both(a: 3, b: 1))
}

testcase preview {
    got = data |> experimental.preview(nrows: 1, ntables: 1)

    testing.diff(got: got, want: data |> filter(fn: (r) => r.k == "a") |> limit(n: 1))
}

testcase unpivot {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, f: 1.0, g: 2.0}])
            |> experimental.unpivot()
    want =
        array.from(
            rows: [
                {_field: "f", _time: 2024-01-01T00:00:00Z, _value: 1.0},
                {_field: "g", _time: 2024-01-01T00:00:00Z, _value: 2.0},
            ],
        )
            |> group(columns: ["_field"])

    testing.diff(got: got |> free(), want: want)
}

testcase unpivot_without_the_column {
    testing.shouldError(
        fn: () =>
            array.from(rows: [{_time: 2024-01-01T00:00:00Z, f: 1.0}])
                |> experimental.unpivot(otherColumns: ["nothing"])
                |> tableFind(fn: (key) => true),
        want: /could not find column named "nothing"/,
    )
}

testcase window {
    got =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:10Z, _value: 1},
                {_time: 2024-01-01T00:01:10Z, _value: 2},
            ],
        )
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:02:00Z)
            |> experimental.window(every: 1m)
            |> free()
            |> sum()
            |> keep(columns: ["_start", "_value"])
    want =
        array.from(
            rows: [
                {_start: 2024-01-01T00:00:00Z, _value: 1},
                {_start: 2024-01-01T00:01:00Z, _value: 2},
            ],
        )
            |> group(columns: ["_start"])

    testing.diff(got, want)
}

testcase alignTime {
    got =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 1},
                {_time: 2024-02-01T00:00:00Z, _value: 2},
            ],
        )
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-03-01T00:00:00Z)
            |> window(every: 1mo)
            |> experimental.alignTime(alignTo: 2020-01-01T00:00:00Z)
            |> group()
            |> keep(columns: ["_time", "_value"])
            |> sort()
    want =
        array.from(
            rows: [
                {_time: 2020-01-01T00:00:00Z, _value: 1},
                {_time: 2020-01-01T00:00:00Z, _value: 2},
            ],
        )

    testing.diff(got, want)
}

testcase addDuration {
    testing.assertEqualValues(
        got: experimental.addDuration(d: 1mo, to: 2024-01-15T00:00:00Z),
        want: 2024-02-15T00:00:00Z,
    )
}

testcase subDuration {
    testing.assertEqualValues(
        got: experimental.subDuration(d: 1h, from: 2024-01-15T00:00:00Z),
        want: 2024-01-14T23:00:00Z,
    )
}

testcase objectKeys {
    testing.assertEqualValues(got: length(arr: experimental.objectKeys(o: {a: 1, b: "x"})), want: 2)
}

testcase catch {
    caught = experimental.catch(fn: () => die(msg: "enough"))

    testing.assertEqualValues(got: caught.msg =~ /enough$/, want: true)
}

testcase catch_in_rows {
    got =
        array.from(rows: [{k: "enough", _value: 1}])
            |> map(fn: (r) => ({_value: experimental.catch(fn: () => die(msg: r.k)).msg}))

    testing.diff(got: got, want: array.from(rows: [{_value: "enough"}]))
}

testcase catch_nothing {
    caught = experimental.catch(fn: () => 7)
    got = array.from(rows: [{value: caught.value, failed: exists caught.msg}])

    testing.diff(got: got, want: array.from(rows: [{value: 7, failed: false}]))
}

testcase diff {
    got = experimental.diff(got: data, want: data |> limit(n: 10))

    testing.diff(got: got |> count() |> free(), want: data |> filter(fn: (r) => false) |> free())
}

testcase diff_of_rows {
    want = array.from(rows: [{v: 1}, {v: 3}])
    got = array.from(rows: [{v: 1}, {v: 2}]) |> experimental.diff(want: want)

    testing.diff(
        got: got,
        want:
            array.from(rows: [{_change: "", v: 1}, {_change: "-", v: 3}, {_change: "+", v: 2}])
                |> rename(columns: {_change: "_diff"}),
    )
}
