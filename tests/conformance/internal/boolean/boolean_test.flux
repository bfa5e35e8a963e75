// The two truth values under their names.
package internal_boolean_test


import "array"
import "internal/boolean"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase true_and_false {
    same(got: {a: boolean.true, b: boolean.false}, want: {a: true, b: false})
}
