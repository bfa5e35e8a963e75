// What InfluxQL takes for the first and the last moment.
package internal_influxql_test


import "array"
import "internal/influxql"
import "testing"

testcase epoch_and_limits {
    got = array.from(rows: [{epoch: influxql.epoch, min: influxql.minTime, max: influxql.maxTime}])
    want =
        array.from(
            rows: [
                {
                    epoch: 1970-01-01T00:00:00Z,
                    min: 1677-09-21T00:12:43.145224194Z,
                    max: 2262-04-11T23:47:16.854775806Z,
                },
            ],
        )

    testing.diff(got, want)
}
