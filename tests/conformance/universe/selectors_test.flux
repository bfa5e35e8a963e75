// Functions that pick rows.
package universe_selectors_test


import "array"
import "testing"

data =
    array.from(
        rows: [
            {k: "a", n: 1, _value: 4},
            {k: "a", n: 2, _value: 9},
            {k: "a", n: 3, _value: 2},
            {k: "a", n: 4, _value: 9},
            {k: "b", n: 5, _value: 7},
        ],
    )
        |> group(columns: ["k"])

// The rows of data with these numbers, in the order of data.
rows = (numbers) => data |> filter(fn: (r) => contains(value: r.n, set: numbers))

testcase first {
    testing.diff(got: data |> first(), want: rows(numbers: [1, 5]))
}

testcase last {
    testing.diff(got: data |> last(), want: rows(numbers: [4, 5]))
}

testcase min {
    testing.diff(got: data |> min(), want: rows(numbers: [3, 5]))
}

testcase max {
    testing.diff(got: data |> max(), want: rows(numbers: [2, 5]))
}

testcase top {
    got = data |> top(n: 2)
    want = rows(numbers: [2, 4, 5])

    testing.diff(got, want)
}

testcase bottom {
    got = data |> bottom(n: 2)
    want = rows(numbers: [1, 3, 5]) |> sort()

    testing.diff(got, want)
}

testcase unique {
    testing.diff(got: data |> unique(), want: rows(numbers: [1, 2, 3, 5]))
}

testcase distinct {
    got = data |> distinct()
    want =
        array.from(
            rows: [
                {k: "a", _value: 4},
                {k: "a", _value: 9},
                {k: "a", _value: 2},
                {k: "b", _value: 7},
            ],
        )
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase limit {
    testing.diff(got: data |> limit(n: 2, offset: 1), want: rows(numbers: [2, 3]))
}

testcase tail {
    testing.diff(got: data |> tail(n: 2, offset: 1), want: rows(numbers: [2, 3]))
}

testcase sample {
    testing.diff(got: data |> sample(n: 2, pos: 0), want: rows(numbers: [1, 3, 5]))
}

testcase filter {
    testing.diff(
        got: data |> filter(fn: (r) => r._value > 4 and r.k == "a"),
        want: rows(numbers: [2, 4]),
    )
}

testcase filter_keeps_empty_tables {
    got = data |> filter(fn: (r) => r._value > 8, onEmpty: "keep") |> count()
    want = array.from(rows: [{k: "a", _value: 2}, {k: "b", _value: 0}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase highest_max {
    testing.diff(
        got: data |> highestMax(n: 1, groupColumns: ["k"]),
        want: rows(numbers: [2]) |> group(),
    )
}

testcase highest_average {
    got = data |> highestAverage(n: 1, groupColumns: ["k"])

    testing.diff(got: got, want: array.from(rows: [{k: "b", _value: 7.0}]))
}

testcase highest_current {
    testing.diff(
        got: data |> highestCurrent(n: 1, groupColumns: ["k"]),
        want: rows(numbers: [4]) |> group(),
    )
}

testcase lowest_min {
    testing.diff(
        got: data |> lowestMin(n: 1, groupColumns: ["k"]),
        want: rows(numbers: [3]) |> group(),
    )
}

testcase lowest_average {
    got = data |> lowestAverage(n: 1, groupColumns: ["k"])

    testing.diff(got: got, want: array.from(rows: [{k: "a", _value: 6.0}]))
}

testcase lowest_current {
    testing.diff(
        got: data |> lowestCurrent(n: 1, groupColumns: ["k"]),
        want: rows(numbers: [5]) |> group(),
    )
}
