// Rates of counters.
package experimental_aggregate_test


import "array"
import "experimental/aggregate"
import "testing"

testcase rate {
    got =
        array.from(
            rows: [
                {host: "a", _time: 2024-01-01T00:00:00Z, _value: 0.0},
                {host: "a", _time: 2024-01-01T00:00:10Z, _value: 10.0},
                {host: "a", _time: 2024-01-01T00:00:20Z, _value: 40.0},
            ],
        )
            |> group(columns: ["host"])
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-01T00:01:00Z)
            |> aggregate.rate(every: 1m, groupColumns: ["host"], unit: 1s)
            |> keep(columns: ["_time", "_value"])

    testing.diff(got: got, want: array.from(rows: [{_time: 2024-01-01T00:01:00Z, _value: 2.0}]))
}
