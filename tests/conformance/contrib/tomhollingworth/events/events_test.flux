// How long events last.
package contrib_tomhollingworth_events_test


import "array"
import "contrib/tomhollingworth/events"
import "testing"

testcase duration {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z}, {_time: 2024-01-01T00:45:00Z}])
            |> events.duration(unit: 1m, columnName: "minutes", stop: 2024-01-01T01:00:00Z)
    want =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, minutes: 45},
                {_time: 2024-01-01T00:45:00Z, minutes: 15},
            ],
        )

    testing.diff(got: got, want: want)
}
