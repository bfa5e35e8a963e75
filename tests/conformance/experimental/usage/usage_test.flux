// What an organization uses. An echo has no JSON, and no CSV.
package usage_test


import "experimental/usage"
import "testing"

testcase limits {
    testing.shouldError(
        fn: () => usage.limits(host: "http://influxdb.test", orgID: "1", token: "t"),
        want: /invalid JSON/,
    )
}

testcase from {
    testing.assertEmpty(
        tables: usage.from(start: -1h, stop: now(), host: "http://influxdb.test", token: "t"),
    )
}
