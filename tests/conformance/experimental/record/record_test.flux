// Records without a known type.
package experimental_record_test


import "array"
import "experimental/record"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase any {
    same(got: {a: record.get(r: record.any, key: "x", default: 7)}, want: {a: 7})
}

testcase get {
    same(
        got: {
            a: record.get(r: {x: 1, y: 2}, key: "x", default: 0),
            b: record.get(r: {x: 1}, key: "z", default: 9),
        },
        want: {a: 1, b: 9},
    )
}
