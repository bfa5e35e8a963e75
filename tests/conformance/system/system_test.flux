// The machine's clock, whatever `now` says.
package system_test


import "array"
import "system"
import "testing"

option now = () => 2020-01-01T00:00:00Z

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase time {
    same(got: {a: system.time() > 2020-01-02T00:00:00Z}, want: {a: true})
}
