// What a value is.
package types_test


import "array"
import "testing"
import "types"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase isType {
    same(
        got: {
            a: types.isType(v: 1, type: "int"),
            b: types.isType(v: 1, type: "float"),
            c: types.isType(v: 2024-01-01T00:00:00Z, type: "time"),
            d: types.isType(v: 1h, type: "duration"),
        },
        want: {a: true, b: false, c: true, d: true},
    )
}

testcase isNumeric {
    same(
        got: {
            a: types.isNumeric(v: 1),
            b: types.isNumeric(v: 1.5),
            c: types.isNumeric(v: uint(v: 1)),
            d: types.isNumeric(v: "1"),
        },
        want: {a: true, b: true, c: true, d: false},
    )
}
