// The planner's options are there to be set, and change no result.
package planner_test


import "array"
import "planner"
import "testing"

option planner.disableLogicalRules = ["removeCountRule"]
option planner.disablePhysicalRules = ["PushDownRangeRule"]

testcase options {
    got = array.from(rows: [{_value: 1}, {_value: 2}]) |> sum()

    testing.diff(got: got, want: array.from(rows: [{_value: 3}]))
}
