// Series that leave their kind.
package contrib_anaisdg_anomalydetection_test


import "array"
import "contrib/anaisdg/anomalydetection"
import "testing"

testcase mad {
    row = (host, _value) =>
        ({
            _start: 2024-01-01T00:00:00Z,
            _stop: 2024-01-02T00:00:00Z,
            _time: 2024-01-01T00:00:00Z,
            host: host,
            _value: _value,
        })
    got =
        array.from(
            rows: [
                row(host: "a", _value: 1.0),
                row(host: "b", _value: 2.0),
                row(host: "c", _value: 3.0),
                row(host: "d", _value: 50.0),
            ],
        )
            |> group(columns: ["host"])
            |> anomalydetection.mad()
            |> group()
            |> filter(fn: (r) => r.level == "anomaly")
            |> keep(columns: ["host"])

    testing.diff(got: got, want: array.from(rows: [{host: "d"}]))
}
