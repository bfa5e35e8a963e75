// What queries of Prometheus are made of.
package promql_test


import "array"
import "internal/promql"
import "testing"

samples =
    array.from(
        rows: [
            {_time: 2024-01-01T00:00:10Z, k: "a", _value: 10.0},
            {_time: 2024-01-01T00:00:20Z, k: "a", _value: 20.0},
            {_time: 2024-01-01T00:00:30Z, k: "a", _value: 5.0},
        ],
    )
        |> group(columns: ["k"])
        |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:00:40Z)

// The value of a series' only row.
is = (tables=<-, value) =>
    testing.diff(
        got:
            tables
                |> keep(columns: ["_value", "k"])
                |> map(fn: (r) => ({k: r.k, _value: display(v: r._value)})),
        want: array.from(rows: [{k: "a", _value: value}]) |> group(columns: ["k"]),
    )

testcase changes {
    samples |> promql.changes() |> is(value: "2")
}

testcase resets {
    samples |> promql.resets() |> is(value: "1")
}

testcase instantRate {
    samples |> promql.instantRate(isRate: true) |> is(value: "0.5")
}

testcase extrapolatedRate {
    samples |> promql.extrapolatedRate(isCounter: true, isRate: true) |> is(value: "0.75")
}

testcase linearRegression {
    samples |> promql.linearRegression() |> is(value: "-0.25")
}

testcase holtWinters {
    samples |> promql.holtWinters(smoothingFactor: 0.5, trendFactor: 0.5) |> is(value: "17.5")
}

testcase quantile_beyond {
    samples |> promql.quantile(q: 2.0) |> is(value: "+Inf")
}

testcase quantile {
    samples |> promql.quantile(q: 0.5) |> is(value: "10")
}

testcase timestamp {
    samples
        |> first()
        |> promql.timestamp()
        |> is(value: "1.70406721e+09")
}

testcase labelReplace {
    got =
        samples
            |> group(columns: ["k"])
            |> first()
            |> promql.labelReplace(source: "k", destination: "l", regex: "(.*)", replacement: "x$1")

    testing.diff(
        got: got,
        want: array.from(rows: [{k: "a", l: "xa", _value: 10.0}]) |> group(columns: ["k", "l"]),
    )
}

testcase promHistogramQuantile {
    array.from(
        rows: [
            {k: "a", le: "1", _value: 10.0},
            {k: "a", le: "2", _value: 30.0},
            {k: "a", le: "+Inf", _value: 40.0},
        ],
    )
        |> group(columns: ["k"])
        |> promql.promHistogramQuantile(quantile: 0.5)
        |> is(value: "1.5")
}

testcase join {
    got =
        promql.join(
            left: samples,
            right: samples,
            fn: (left, right) => ({left with _value: left._value + right._value}),
        )
            |> last()

    got |> is(value: "10")
}

testcase emptyTable {
    testing.assertEmpty(tables: promql.emptyTable())
}

testcase dates {
    at = 1709214330.0

    testing.assertEqualValues(
        got:
            display(
                v: [
                    promql.promqlYear(timestamp: at),
                    promql.promqlMonth(timestamp: at),
                    promql.promqlDayOfMonth(timestamp: at),
                    promql.promqlDayOfWeek(timestamp: at),
                    promql.promqlDaysInMonth(timestamp: at),
                    promql.promqlHour(timestamp: at),
                    promql.promqlMinute(timestamp: at),
                ],
            ),
        want:
            display(
                v: [
                    2024.0,
                    2.0,
                    29.0,
                    4.0,
                    29.0,
                    13.0,
                    45.0,
                ],
            ),
    )
}
