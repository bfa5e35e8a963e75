// Alerts for VictorOps. Requests go to a server that sends back what it is sent.
package contrib_bonitoo_io_victorops_test


import "array"
import "contrib/bonitoo-io/victorops"
import "testing"

testcase alert {
    got = victorops.alert(url: "http://ops.test", messageType: "CRITICAL")

    testing.assertEqualValues(got: got, want: 200)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> victorops.endpoint(url: "http://ops.test")(
                mapFn: (r) =>
                    ({
                        messageType: "INFO",
                        entityID: "i",
                        entityDisplayName: "n",
                        stateMessage: "m",
                        timestamp: r._time,
                    }),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
