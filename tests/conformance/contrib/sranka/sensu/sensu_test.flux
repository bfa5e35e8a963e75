// Names that Sensu takes.
package contrib_sranka_sensu_test


import "array"
import "contrib/sranka/sensu"
import "testing"

testcase to_sensu_name {
    testing.assertEqualValues(got: sensu.toSensuName(v: "a b/c.d"), want: "a_b_c.d")
}

testcase no_name {
    testing.assertEqualValues(got: sensu.toSensuName(v: ""), want: "_")
}

testcase event {
    testing.assertEqualValues(
        got: sensu.event(url: "http://sensu.test", apiKey: "k", checkName: "c", text: "t"),
        want: 200,
    )
}

testcase endpoint {
    send = sensu.endpoint(url: "http://sensu.test", apiKey: "k")
    got =
        array.from(rows: [{v: "x"}])
            |> send(mapFn: (r) => ({checkName: "c", text: r.v, status: 2}))()

    testing.diff(got: got, want: array.from(rows: [{v: "x", _sent: "true"}]))
}
