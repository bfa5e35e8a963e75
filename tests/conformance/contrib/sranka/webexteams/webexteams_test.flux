// Messages to Webex Teams. Requests go to a server that sends back what it is sent.
package contrib_sranka_webexteams_test


import "array"
import "contrib/sranka/webexteams"
import "testing"

testcase message {
    got =
        webexteams.message(
            url: "http://webex.test",
            token: "t",
            roomId: "r",
            text: "x",
            markdown: "m",
        )

    testing.assertEqualValues(got: got, want: 200)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> webexteams.endpoint(url: "http://webex.test", token: "t")(
                mapFn: (r) => ({roomId: "r", text: "x", markdown: "m"}),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
