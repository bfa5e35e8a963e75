// Requests to InfluxDB, which an echo answers with what they send.
package influxdb_test


import "experimental/influxdb"
import "testing"

testcase api {
    response =
        influxdb.api(
            method: "post",
            path: "/api/v2/buckets",
            host: "http://influxdb.test",
            token: "t",
            body: bytes(v: "{}"),
            query: ["a": "b"],
            headers: ["X": "y"],
            timeout: 1s,
        )

    testing.assertEqualValues(got: response.statusCode, want: 200)
}

testcase api_without_a_host {
    testing.shouldError(
        fn: () => influxdb.api(method: "get", path: "/"),
        want: /`influxdb.api` needs a host/,
    )
}
