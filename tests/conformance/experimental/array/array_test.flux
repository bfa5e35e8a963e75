// The functions of package array under their first names.
package experimental_array_test


import "array"
import "experimental/array"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase concat {
    same(got: {a: display(v: array.concat(arr: [1, 2], v: [3]))}, want: {a: "[1, 2, 3]"})
}

testcase filter {
    same(got: {a: display(v: array.filter(arr: [1, 2, 3], fn: (x) => x > 1))}, want: {a: "[2, 3]"})
}

testcase map {
    same(got: {a: display(v: array.map(arr: [1, 2], fn: (x) => x * 10))}, want: {a: "[10, 20]"})
}

testcase from {
    same(got: array.from(rows: [{x: 3}]) |> findRecord(fn: (key) => true, idx: 0), want: {x: 3})
}

testcase toBool {
    same(got: {a: display(v: array.toBool(arr: ["true", "false"]))}, want: {a: "[true, false]"})
}

testcase toDuration {
    same(got: {a: display(v: array.toDuration(arr: ["1h", "30m"]))}, want: {a: "[1h, 30m]"})
}

testcase toFloat {
    same(got: {a: array.toFloat(arr: [1, 2])[1]}, want: {a: 2.0})
}

testcase toInt {
    same(got: {a: display(v: array.toInt(arr: ["1", "2"]))}, want: {a: "[1, 2]"})
}

testcase toString {
    same(got: {a: display(v: array.toString(arr: [1, 2]))}, want: {a: "[1, 2]"})
}

testcase toTime {
    same(
        got: {a: display(v: array.toTime(arr: [0]))},
        want: {a: "[1970-01-01T00:00:00.000000000Z]"},
    )
}

testcase toUInt {
    same(got: {a: display(v: array.toUInt(arr: [1, 2]))}, want: {a: "[1, 2]"})
}
