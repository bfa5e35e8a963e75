// Messages to Telegram. Requests go to a server that sends back what it is sent.
package contrib_sranka_telegram_test


import "array"
import "contrib/sranka/telegram"
import "testing"

testcase message {
    got = telegram.message(url: "http://telegram.test/bot", token: "t", channel: "c", text: "x")

    testing.assertEqualValues(got: got, want: 200)
}

testcase defaultURL {
    testing.assertEqualValues(got: telegram.defaultURL, want: "https://api.telegram.org/bot")
}

testcase defaultParseMode {
    testing.assertEqualValues(got: telegram.defaultParseMode, want: "MarkdownV2")
}

testcase defaultDisableWebPagePreview {
    testing.assertEqualValues(got: telegram.defaultDisableWebPagePreview, want: false)
}

testcase defaultSilent {
    testing.assertEqualValues(got: telegram.defaultSilent, want: true)
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> telegram.endpoint(url: "http://telegram.test/bot", token: "t")(
                mapFn: (r) => ({channel: "c", text: "x", silent: false}),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
