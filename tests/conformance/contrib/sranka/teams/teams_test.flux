// Messages to Teams. Requests go to a server that sends back what it is sent.
package contrib_sranka_teams_test


import "array"
import "contrib/sranka/teams"
import "testing"

testcase message {
    got = teams.message(url: "http://teams.test", title: "t", text: "x")

    testing.assertEqualValues(got: got, want: 200)
}

testcase summaryCutoff {
    testing.assertEqualValues(got: teams.summaryCutoff, want: 70)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> teams.endpoint(url: "http://teams.test")(
                mapFn: (r) => ({title: "t", text: "x", summary: "s"}),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
