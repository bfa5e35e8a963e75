// Histograms of Prometheus. An echo shows no metrics.
package prometheus_test


import "array"
import "experimental/prometheus"
import "testing"

testcase histogramQuantile {
    got =
        array.from(
            rows: [
                {_time: 2021-10-08T00:00:00Z, _field: "h", le: "1", _value: 10.0},
                {_time: 2021-10-08T00:00:00Z, _field: "h", le: "2", _value: 30.0},
                {_time: 2021-10-08T00:00:00Z, _field: "h", le: "+Inf", _value: 40.0},
            ],
        )
            |> prometheus.histogramQuantile(quantile: 0.5)

    testing.diff(
        got: got,
        want:
            array.from(
                rows: [{_time: 2021-10-08T00:00:00Z, _field: "h", quantile: "0.5", _value: 1.5}],
            )
                |> group(columns: ["_field", "quantile"]),
    )
}

testcase histogramQuantile_of_version_1 {
    got =
        array.from(
            rows: [
                {_time: 2021-10-08T00:00:00Z, le: "", _field: "sum", _value: 90.0},
                {_time: 2021-10-08T00:00:00Z, le: "", _field: "1", _value: 10.0},
                {_time: 2021-10-08T00:00:00Z, le: "", _field: "2", _value: 30.0},
                {_time: 2021-10-08T00:00:00Z, le: "", _field: "+Inf", _value: 40.0},
            ],
        )
            |> prometheus.histogramQuantile(quantile: 0.5, metricVersion: 1)
            |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 1.5}]))
}

testcase histogramQuantile_of_no_version {
    testing.shouldError(
        fn: () =>
            array.from(rows: [{_field: "h", le: "1", _value: 10.0}])
                |> prometheus.histogramQuantile(quantile: 0.5, metricVersion: 3),
        want: /Invalid metricVersion. Available versions are 1 and 2./,
    )
}

testcase scrape {
    testing.assertEmpty(tables: prometheus.scrape(url: "http://metrics.test/metrics"))
}
