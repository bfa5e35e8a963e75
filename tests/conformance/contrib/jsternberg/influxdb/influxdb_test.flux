// Reads of buckets; a test has none, and says so.
package contrib_jsternberg_influxdb_test


import "contrib/jsternberg/influxdb"
import "testing"

testcase from {
    testing.shouldError(
        fn: () => influxdb.from(bucket: "b", start: -1h) |> tableFind(fn: (key) => true),
        want: /./,
    )
}

testcase select {
    testing.shouldError(
        fn: () => influxdb.select(from: "b", start: -1h, m: "cpu") |> tableFind(fn: (key) => true),
        want: /./,
    )
}
