// Effectiveness of a machine.
package oee_test


import "array"
import "experimental/oee"
import "testing"

stopped =
    array.from(
        rows: [
            {_time: 2021-03-22T00:00:00Z, state: "running", partCount: 0, badCount: 0},
            {_time: 2021-03-22T04:00:00Z, state: "stopped", partCount: 600, badCount: 30},
            {_time: 2021-03-22T06:00:00Z, state: "running", partCount: 600, badCount: 30},
            {_time: 2021-03-22T07:59:59Z, state: "running", partCount: 1200, badCount: 60},
        ],
    )
        |> range(start: 2021-03-22T00:00:00Z, stop: 2021-03-22T08:00:00Z)

want = array.from(rows: [{availability: 0.75, performance: 1.0, quality: 0.95, oee: 0.7125}])

testcase APQ {
    got =
        stopped
            |> oee.APQ(runningState: "running", plannedTime: 8h, idealCycleTime: 18s)
            |> keep(columns: ["availability", "performance", "quality", "oee"])

    testing.diff(got: got, want: want)
}

testcase computeAPQ {
    got =
        oee.computeAPQ(
            productionEvents: stopped,
            partEvents: stopped,
            runningState: "running",
            plannedTime: 8h,
            idealCycleTime: 18s,
        )
            |> keep(columns: ["availability", "performance", "quality", "oee"])

    testing.diff(got: got, want: want)
}
