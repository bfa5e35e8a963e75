// Alerts for Alerta. Requests go to a server that sends back what it is sent.
package contrib_bonitoo_io_alerta_test


import "array"
import "contrib/bonitoo-io/alerta"
import "testing"

testcase alert {
    got =
        alerta.alert(
            url: "http://alerta.test",
            apiKey: "k",
            resource: "r",
            event: "e",
            severity: "ok",
            attributes: {a: 1},
        )

    testing.assertEqualValues(got: got, want: 200)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> alerta.endpoint(url: "http://alerta.test", apiKey: "k")(
                mapFn: (r) =>
                    ({
                        resource: "r",
                        event: "e",
                        severity: "ok",
                        service: ["s"],
                        group: "g",
                        value: "1",
                        text: "t",
                        tags: ["x"],
                        attributes: {a: 1},
                        type: "t",
                        timestamp: r._time,
                    }),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
