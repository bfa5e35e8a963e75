// JSON as values.
package experimental_json_test


import "array"
import "experimental/json"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase parse {
    same(
        got: {a: json.parse(data: bytes(v: "{\"n\": 1.5, \"t\": \"x\", \"b\": true}")).n},
        want: {a: 1.5},
    )
}

testcase parse_list {
    same(got: {a: json.parse(data: bytes(v: "{\"l\": [1, 2]}")).l[1]}, want: {a: 2.0})
}
