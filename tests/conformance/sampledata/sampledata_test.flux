// Six rows of each type for each of two tags.
package sampledata_test


import "array"
import "sampledata"
import "testing"

// How many rows each tag has.
counts = (tables=<-) => tables |> count()
six = array.from(rows: [{tag: "t1", _value: 6}, {tag: "t2", _value: 6}]) |> group(columns: ["tag"])

testcase int {
    testing.diff(got: sampledata.int() |> counts(), want: six)
}

testcase int_values {
    got = sampledata.int() |> sum()
    want =
        array.from(rows: [{tag: "t1", _value: 51}, {tag: "t2", _value: 53}])
            |> group(columns: ["tag"])

    testing.diff(got, want)
}

testcase uint {
    testing.diff(got: sampledata.uint() |> counts(), want: six)
}

testcase float {
    testing.diff(got: sampledata.float() |> counts(), want: six)
}

testcase string {
    testing.diff(got: sampledata.string() |> counts(), want: six)
}

testcase bool {
    testing.diff(got: sampledata.bool() |> counts(), want: six)
}

testcase numericBool {
    testing.diff(
        got: sampledata.numericBool() |> sum() |> map(fn: (r) => ({r with _value: 6})),
        want: six,
    )
}

testcase with_nulls {
    got = sampledata.int(includeNull: true) |> filter(fn: (r) => exists r._value) |> counts()
    want =
        array.from(rows: [{tag: "t1", _value: 3}, {tag: "t2", _value: 4}])
            |> group(columns: ["tag"])

    testing.diff(got, want)
}

testcase bounds {
    got = array.from(rows: [{start: sampledata.start, stop: sampledata.stop}])

    testing.diff(
        got: got,
        want: array.from(rows: [{start: 2021-01-01T00:00:00Z, stop: 2021-01-01T00:01:00Z}]),
    )
}
