// Averages that move, indicators, histograms and forecasts.
package universe_smoothing_test


import "array"
import "testing"

// A value each second.
values = (values) => array.from(rows: values |> array.map(fn: (x) => ({_value: x})))
ramp =
    values(
        values: [
            1.0,
            2.0,
            3.0,
            4.0,
            5.0,
            6.0,
            7.0,
            8.0,
        ],
    )
zigzag =
    values(
        values: [
            1.0,
            3.0,
            2.0,
            5.0,
            4.0,
        ],
    )

// Of no known columns, so that streams of unlike columns may be compared.
free = (tables=<-) => tables |> drop(columns: [])

testcase moving_average {
    testing.diff(got: zigzag |> movingAverage(n: 2), want: values(values: [2.0, 2.5, 3.5, 4.5]))
}

testcase exponential_moving_average {
    got = zigzag |> exponentialMovingAverage(n: 3)

    testing.diff(got: got, want: values(values: [2.0, 3.5, 3.75]))
}

testcase double_ema {
    got = ramp |> doubleEMA(n: 2)

    testing.diff(
        got: got,
        want:
            values(
                values: [
                    3.0,
                    4.0,
                    5.0,
                    6.0,
                    7.0,
                    8.0,
                ],
            ),
    )
}

testcase triple_ema {
    got = ramp |> tripleEMA(n: 2)

    testing.diff(
        got: got,
        want:
            values(
                values: [
                    4.0,
                    5.0,
                    6.0,
                    7.0,
                    8.0,
                ],
            ),
    )
}

testcase triple_exponential_derivative {
    got = ramp |> tripleExponentialDerivative(n: 2)
    want = values(values: [40.0, 28.571428571428573, 22.22222222222222, 18.181818181818183])

    testing.diff(got, want)
}

testcase relative_strength_index {
    got = zigzag |> relativeStrengthIndex(n: 2)

    testing.diff(got: got, want: values(values: [60.0, 88.23529411764706, 60.0]))
}

testcase chande_momentum_oscillator {
    got = zigzag |> chandeMomentumOscillator(n: 2)

    testing.diff(got: got, want: values(values: [33.333333333333336, 50.0, 50.0]))
}

testcase kaufmans_ama {
    got = ramp |> limit(n: 4) |> kaufmansAMA(n: 2)

    testing.diff(got: got, want: values(values: [2.4444444444444446, 3.135802469135802]))
}

testcase kaufmans_er {
    testing.diff(
        got: zigzag |> kaufmansER(n: 2) |> free(),
        want: values(values: [0.3333333333333333, 0.5, 0.5]),
    )
}

testcase holt_winters {
    months =
        array.from(
            rows: [
                {_time: 2024-01-01T00:00:00Z, _value: 10.0},
                {_time: 2024-01-02T00:00:00Z, _value: 20.0},
                {_time: 2024-01-03T00:00:00Z, _value: 30.0},
                {_time: 2024-01-04T00:00:00Z, _value: 40.0},
            ],
        )
    got =
        months
            |> range(start: 2024-01-01T00:00:00Z, stop: 2024-01-05T00:00:00Z)
            |> holtWinters(n: 2, interval: 1d)
            |> map(fn: (r) => ({_time: r._time, close: r._value > 30.0 and r._value < 80.0}))
            |> keep(columns: ["_time", "close"])
    want =
        array.from(
            rows: [
                {_time: 2024-01-05T00:00:00Z, close: true},
                {_time: 2024-01-06T00:00:00Z, close: true},
            ],
        )

    testing.diff(got, want)
}

testcase histogram {
    got = zigzag |> histogram(bins: [2.0, 4.0, 10.0])

    testing.diff(
        got: got,
        want:
            array.from(
                rows: [{le: 2.0, _value: 2.0}, {le: 4.0, _value: 4.0}, {le: 10.0, _value: 5.0}],
            ),
    )
}

testcase histogram_normalised {
    got = zigzag |> histogram(bins: [2.0, 10.0], normalize: true)

    testing.diff(
        got: got,
        want: array.from(rows: [{le: 2.0, _value: 0.4}, {le: 10.0, _value: 1.0}]),
    )
}

testcase histogram_quantile {
    got =
        array.from(rows: [{le: 10.0, _value: 2.0}, {le: 20.0, _value: 4.0}])
            |> histogramQuantile(quantile: 0.75)

    testing.diff(got: got, want: array.from(rows: [{_value: 15.0}]))
}

testcase histogram_of_falling_counts {
    testing.shouldError(
        fn: () =>
            array.from(rows: [{le: 10.0, _value: 4.0}, {le: 20.0, _value: 2.0}])
                |> histogramQuantile(quantile: 0.5)
                |> tableFind(fn: (key) => true),
        want: /histogram records counts are not monotonic/,
    )
}
