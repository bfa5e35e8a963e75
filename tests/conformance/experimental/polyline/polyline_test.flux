// Lines of fewer points.
package polyline_test


import "array"
import "experimental/polyline"
import "testing"

points =
    array.from(
        rows: [
            {_time: time(v: 0), _value: 0.0},
            {_time: time(v: 10), _value: 1.0},
            {_time: time(v: 20), _value: 50.0},
            {_time: time(v: 30), _value: 0.0},
        ],
    )

testcase rdp {
    testing.diff(
        got: points |> polyline.rdp(epsilon: 30.0),
        want:
            array.from(
                rows: [
                    {_time: time(v: 0), _value: 0.0},
                    {_time: time(v: 20), _value: 50.0},
                    {_time: time(v: 30), _value: 0.0},
                ],
            ),
    )
}

testcase rdp_retention {
    testing.diff(
        got: points |> polyline.rdp(retention: 50.0),
        want:
            array.from(rows: [{_time: time(v: 0), _value: 0.0}, {_time: time(v: 30), _value: 0.0}]),
    )
}
