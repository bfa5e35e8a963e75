// When a task last ran well.
package influxdata_influxdb_tasks_test


import "array"
import "influxdata/influxdb/tasks"
import "testing"

option now = () => 2024-01-02T00:00:00Z

testcase lastSuccess_without_a_run {
    testing.assertEqualValues(
        got: tasks.lastSuccess(orTime: 2020-01-01T00:00:00Z),
        want: 2020-01-01T00:00:00Z,
    )
}

testcase lastSuccess_relative {
    testing.assertEqualValues(got: tasks.lastSuccess(orTime: -1d), want: 2024-01-01T00:00:00Z)
}

testcase lastSuccess_after_a_run {
    option tasks.lastSuccessTime = 2023-12-31T00:00:00Z

    testing.assertEqualValues(got: tasks.lastSuccess(orTime: -1d), want: 2023-12-31T00:00:00Z)
}
