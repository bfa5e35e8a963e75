// Durations for SQL; the rest is refused.
package iox_test


import "experimental/iox"
import "testing"

testcase sqlInterval {
    testing.assertEqualValues(
        got:
            display(
                v: [
                    iox.sqlInterval(d: 1h30m),
                    iox.sqlInterval(d: 2mo4d),
                    iox.sqlInterval(d: 8ms9us10ns),
                ],
            ),
        want:
            display(
                v: [
                    "1 hours 30 minutes",
                    "2 months 4 days",
                    "8 milliseconds 9 microseconds 10 nanoseconds",
                ],
            ),
    )
}

testcase from {
    testing.shouldError(
        fn: () => iox.from(bucket: "b", measurement: "m"),
        want: /`iox.from` needs the query service of InfluxDB IOx/,
    )
}

testcase sql {
    testing.shouldError(
        fn: () => iox.sql(bucket: "b", query: "select 1"),
        want: /`iox.sql` needs the query service of InfluxDB IOx/,
    )
}
