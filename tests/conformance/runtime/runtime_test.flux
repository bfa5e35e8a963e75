// What runs the script.
package runtime_test


import "array"
import "runtime"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase version {
    same(got: {a: runtime.version() != ""}, want: {a: true})
}
