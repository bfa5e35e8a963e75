// Alerts for BigPanda. Requests go to a server that sends back what it is sent.
package contrib_rhajek_bigpanda_test


import "array"
import "contrib/rhajek/bigpanda"
import "testing"

testcase sendAlert {
    got =
        bigpanda.sendAlert(
            url: "http://panda.test",
            token: "t",
            appKey: "k",
            status: "ok",
            rec: {host: "h"},
        )

    testing.assertEqualValues(got: got, want: 200)
}

testcase statusFromLevel {
    got = bigpanda.statusFromLevel(level: "CRIT") + bigpanda.statusFromLevel(level: "info")

    testing.assertEqualValues(got: got, want: "criticalok")
}

testcase defaultUrl {
    got = bigpanda.defaultUrl

    testing.assertEqualValues(got: got, want: "https://api.bigpanda.io/data/v2/alerts")
}

testcase defaultTokenPrefix {
    testing.assertEqualValues(got: bigpanda.defaultTokenPrefix, want: "Bearer")
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> bigpanda.endpoint(url: "http://panda.test", token: "t", appKey: "k")(
                mapFn: (r) => ({status: "ok", host: "h"}),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
