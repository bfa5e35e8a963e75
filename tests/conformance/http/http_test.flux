// Requests, which a test's server echoes.
package http_test


import "array"
import "http"
import "testing"

testcase path_escape {
    testing.assertEqualValues(got: http.pathEscape(inputString: "a b/c"), want: "a%20b%2Fc")
}

testcase basic_auth {
    testing.assertEqualValues(got: http.basicAuth(u: "a", p: "b"), want: "Basic YTpi")
}

testcase post {
    testing.assertEqualValues(got: http.post(url: "http://a.test", data: bytes(v: "x")), want: 200)
}

testcase endpoint {
    send = http.endpoint(url: "http://a.test")
    got =
        array.from(rows: [{v: "x"}])
            |> send(mapFn: (r) => ({headers: {a: "b"}, data: bytes(v: r.v)}))()
    want = array.from(rows: [{v: "x", _status: "200", _sent: "true"}]) |> group(columns: ["_sent"])

    testing.diff(got: got, want: want)
}

testcase headers_are_strings {
    testing.shouldError(
        fn: () => http.post(url: "http://a.test", headers: {a: 1}),
        want: /header value "a" must be a string$/,
    )
}
