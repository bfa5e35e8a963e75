// Responders as Opsgenie takes them.
package contrib_sranka_opsgenie_test


import "array"
import "contrib/sranka/opsgenie"
import "testing"

testcase responders_to_json {
    testing.assertEqualValues(
        got: opsgenie.respondersToJSON(v: ["user:a", "team:b"]),
        want: "[{\"type\":\"user\",\"username\":\"a\"},{\"type\":\"team\",\"name\":\"b\"}]",
    )
}

testcase unknown_responder {
    testing.shouldError(
        fn: () => opsgenie.respondersToJSON(v: ["group:a"]),
        want: /unsupported responder "group:a"/,
    )
}

testcase send_alert {
    testing.assertEqualValues(
        got: opsgenie.sendAlert(url: "http://opsgenie.test", apiKey: "k", message: "m"),
        want: 200,
    )
}

testcase endpoint {
    send = opsgenie.endpoint(url: "http://opsgenie.test", apiKey: "k")
    got =
        array.from(rows: [{v: "x"}])
            |> send(
                mapFn: (r) =>
                    ({
                        message: r.v,
                        alias: "",
                        description: "",
                        priority: "P1",
                        responders: ["team:a"],
                        tags: ["a"],
                        actions: ["a"],
                        visibleTo: ["team:a"],
                        details: "{}",
                    }),
            )()

    testing.diff(got: got, want: array.from(rows: [{v: "x", _status: "200", _sent: "true"}]))
}
