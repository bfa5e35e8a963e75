// Messages to Discord. Requests go to a server that sends back what it is sent.
package contrib_chobbs_discord_test


import "array"
import "contrib/chobbs/discord"
import "testing"

testcase send {
    got = discord.send(webhookToken: "t", webhookID: "i", username: "u", content: "c")

    testing.assertEqualValues(got: got, want: 200)
}

testcase discordURL {
    testing.assertEqualValues(got: discord.discordURL, want: "https://discordapp.com/api/webhooks/")
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> discord.endpoint(webhookToken: "t", webhookID: "i", username: "u")(
                mapFn: (r) => ({content: "c"}),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
