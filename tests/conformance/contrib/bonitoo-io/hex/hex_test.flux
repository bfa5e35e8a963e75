// Numbers and bytes in hexadecimal digits.
package contrib_bonitoo_io_hex_test


import "array"
import "contrib/bonitoo-io/hex"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase int {
    same(got: {a: hex.int(v: "ff"), b: hex.int(v: "-1a")}, want: {a: 255, b: -26})
}

testcase uint {
    same(got: {a: hex.uint(v: "ff")}, want: {a: uint(v: 255)})
}

testcase string {
    same(
        got: {a: hex.string(v: 255), b: hex.string(v: bytes(v: "Hi")), c: hex.string(v: true)},
        want: {a: "ff", b: "4869", c: "true"},
    )
}

testcase bytes {
    same(got: {a: display(v: hex.bytes(v: "4869"))}, want: {a: "0x4869"})
}
