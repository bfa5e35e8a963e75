// Rows made from their numbers.
package generate_test


import "array"
import "generate"
import "testing"

testcase from {
    got =
        generate.from(
            count: 3,
            fn: (n) => n * n,
            start: 2024-01-01T00:00:00Z,
            stop: 2024-01-01T00:03:00Z,
        )
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 0},
                {_time: 2024-01-01T00:01:00Z, _value: 1},
                {_time: 2024-01-01T00:02:00Z, _value: 4},
            ],
        )

    testing.diff(got: got |> drop(columns: []), want: want)
}
