// The former way to read from web services.
package experimental_http_test


import "array"
import "experimental/http"
import "testing"

testcase get {
    response = http.get(url: "http://a.test", headers: {a: "b"}, timeout: 1s)

    testing.assertEqualValues(got: response.statusCode, want: 200)
}
