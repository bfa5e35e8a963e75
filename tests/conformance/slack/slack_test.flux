// Messages to Slack, whose place an echo takes.
package slack_test


import "array"
import "slack"
import "testing"

option slack.defaultURL = "http://slack.test"

testcase validate_color_string {
    testing.assertEqualValues(got: slack.validateColorString(color: "#12aBcD"), want: "#12aBcD")
}

testcase unknown_color {
    testing.shouldError(
        fn: () => slack.message(channel: "c", text: "t", color: "blue"),
        want: /could not parse color string$/,
    )
}

testcase endpoint {
    send = slack.endpoint(token: "t")
    got =
        array.from(rows: [{v: "x"}])
            |> send(mapFn: (r) => ({channel: "c", text: r.v, color: "good"}))()

    testing.diff(got: got, want: array.from(rows: [{v: "x", _status: "200", _sent: "true"}]))
}
