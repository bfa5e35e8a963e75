// Rows between rows.
package interpolate_test


import "array"
import "interpolate"
import "testing"

testcase linear {
    got =
        array.from(
            rows: [
                {k: "a", _time: 2024-01-01T00:00:05Z, _value: 0.0},
                {k: "a", _time: 2024-01-01T00:00:25Z, _value: 20.0},
                {k: "b", _time: 2024-01-01T00:00:07Z, _value: 3.0},
            ],
        )
            |> group(columns: ["k"])
            |> interpolate.linear(every: 10s)
    want =
        array.from(
            rows: [
                {k: "a", _time: 2024-01-01T00:00:05Z, _value: 0.0},
                {k: "a", _time: 2024-01-01T00:00:10Z, _value: 5.0},
                {k: "a", _time: 2024-01-01T00:00:20Z, _value: 15.0},
                {k: "a", _time: 2024-01-01T00:00:25Z, _value: 20.0},
                {k: "b", _time: 2024-01-01T00:00:07Z, _value: 3.0},
            ],
        )
            |> group(columns: ["k"])

    testing.diff(got: got, want: want)
}
