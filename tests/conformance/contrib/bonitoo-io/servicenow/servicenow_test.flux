// Events for ServiceNow. Requests go to a server that sends back what it is sent.
package contrib_bonitoo_io_servicenow_test


import "array"
import "contrib/bonitoo-io/servicenow"
import "testing"

testcase event {
    got =
        servicenow.event(
            url: "http://now.test",
            username: "u",
            password: "p",
            description: "d",
            severity: "major",
            additionalInfo: {a: 1},
        )

    testing.assertEqualValues(got: got, want: 200)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> servicenow.endpoint(url: "http://now.test", username: "u", password: "p")(
                mapFn: (r) =>
                    ({
                        node: "n",
                        metricType: "t",
                        resource: "r",
                        metricName: "m",
                        messageKey: "k",
                        description: "d",
                        severity: "major",
                        additionalInfo: {a: 1},
                    }),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
