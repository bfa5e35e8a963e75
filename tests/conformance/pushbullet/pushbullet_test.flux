// Notes through Pushbullet. Requests go to a server that sends back what it is sent.
package pushbullet_test


import "array"
import "pushbullet"
import "testing"

testcase pushData {
    got = pushbullet.pushData(url: "http://push.test", token: "t", data: {type: "link", url: "x"})

    testing.assertEqualValues(got: got, want: 200)
}

testcase pushNote {
    got = pushbullet.pushNote(url: "http://push.test", token: "t", title: "a", text: "b")

    testing.assertEqualValues(got: got, want: 200)
}

testcase defaultURL {
    got = pushbullet.defaultURL

    testing.assertEqualValues(got: got, want: "https://api.pushbullet.com/v2/pushes")
}

testcase endpoint {
    got =
        array.from(rows: [{_time: 2024-01-01T00:00:00Z, _value: 1}])
            |> pushbullet.endpoint(url: "http://push.test", token: "t")(
                mapFn: (r) => ({title: "a", text: "b"}),
            )()
            |> keep(columns: ["_sent"])
            |> group()

    testing.diff(got: got, want: array.from(rows: [{_sent: "true"}]))
}
