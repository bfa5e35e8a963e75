// What a test says about the planner.
package testing_expect_test


import "array"
import "testing"
import "testing/expect"

testcase planner {
    expect.planner(rules: ["PushDownRangeRule": 0])

    testing.assertEqualValues(got: 1, want: 1)
}
