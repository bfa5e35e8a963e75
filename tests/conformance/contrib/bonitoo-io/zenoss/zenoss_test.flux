// Events for Zenoss. Requests go to a server that sends back what it is sent.
package contrib_bonitoo_io_zenoss_test


import "array"
import "contrib/bonitoo-io/zenoss"
import "testing"

testcase event {
    got =
        zenoss.event(url: "http://zenoss.test", username: "u", password: "p", severity: "Critical")

    testing.assertEqualValues(got: got, want: 200)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> zenoss.endpoint(url: "http://zenoss.test", apiKey: "k")(
                mapFn: (r) =>
                    ({
                        summary: "s",
                        device: "d",
                        component: "c",
                        severity: "Critical",
                        eventClass: "e",
                        eventClassKey: "k",
                        collector: "l",
                        message: "m",
                    }),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
