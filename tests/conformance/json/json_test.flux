// Values as JSON.
package json_test


import "array"
import "json"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase encode {
    same(
        got: {a: string(v: json.encode(v: {n: 1, t: "x", l: [1.5], b: true}))},
        want: {a: "{\"b\":true,\"l\":[1.5],\"n\":1,\"t\":\"x\"}"},
    )
}

testcase encode_time {
    same(
        got: {a: string(v: json.encode(v: 2024-01-02T03:04:05Z))},
        want: {a: "\"2024-01-02T03:04:05Z\""},
    )
}
