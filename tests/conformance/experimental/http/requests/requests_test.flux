// Requests of all methods, which a test's server echoes.
package experimental_http_requests_test


import "array"
import "experimental/http/requests"
import "testing"

shown = (response) => requests.peek(response: response) |> keep(columns: ["statusCode", "body"])
want = array.from(rows: [{statusCode: 200, body: "x"}])

testcase do {
    got = shown(response: requests.do(method: "PUT", url: "http://a.test", body: bytes(v: "x")))

    testing.diff(got: got, want: want)
}

testcase inner_do {
    response =
        requests._do(
            method: "PUT",
            url: "http://a.test",
            body: bytes(v: "x"),
            config: requests.defaultConfig,
        )

    testing.diff(got: shown(response: response), want: want)
}

testcase post {
    got = shown(response: requests.post(url: "http://a.test", body: bytes(v: "x")))

    testing.diff(got: got, want: want)
}

testcase get {
    got =
        shown(
            response:
                requests.get(
                    url: "http://a.test",
                    params: ["q": ["1", "2"]],
                    headers: ["a": "b"],
                    body: requests._emptyBody,
                ),
        )

    testing.diff(got: got, want: array.from(rows: [{statusCode: 200, body: ""}]))
}

testcase unknown_method {
    testing.shouldError(
        fn: () => requests.do(method: "GRAB", url: "http://a.test"),
        want: /invalid HTTP method "GRAB"$/,
    )
}
