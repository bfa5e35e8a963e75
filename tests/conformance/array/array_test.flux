// Arrays as values, and as streams.
package array_test


import "array"
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
