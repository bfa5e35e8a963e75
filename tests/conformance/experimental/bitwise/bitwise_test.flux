// The functions of package bitwise under their first names.
package experimental_bitwise_test


import "array"
import "experimental/bitwise"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase sand {
    same(got: {a: bitwise.sand(a: 12, b: 10)}, want: {a: 8})
}

testcase sor {
    same(got: {a: bitwise.sor(a: 12, b: 10)}, want: {a: 14})
}

testcase sxor {
    same(got: {a: bitwise.sxor(a: 12, b: 10)}, want: {a: 6})
}

testcase snot {
    same(got: {a: bitwise.snot(a: 0)}, want: {a: -1})
}

testcase sclear {
    same(got: {a: bitwise.sclear(a: 12, b: 10)}, want: {a: 4})
}

testcase slshift {
    same(got: {a: bitwise.slshift(a: 3, b: 4)}, want: {a: 48})
}

testcase srshift {
    same(got: {a: bitwise.srshift(a: -16, b: 2)}, want: {a: -4})
}

testcase uand {
    same(got: {a: bitwise.uand(a: uint(v: 12), b: uint(v: 10))}, want: {a: uint(v: 8)})
}

testcase uor {
    same(got: {a: bitwise.uor(a: uint(v: 12), b: uint(v: 10))}, want: {a: uint(v: 14)})
}

testcase uxor {
    same(got: {a: bitwise.uxor(a: uint(v: 12), b: uint(v: 10))}, want: {a: uint(v: 6)})
}

testcase unot {
    same(got: {a: bitwise.unot(a: uint(v: 0))}, want: {a: uint(v: "18446744073709551615")})
}

testcase uclear {
    same(got: {a: bitwise.uclear(a: uint(v: 12), b: uint(v: 10))}, want: {a: uint(v: 4)})
}

testcase ulshift {
    same(got: {a: bitwise.ulshift(a: uint(v: 3), b: uint(v: 4))}, want: {a: uint(v: 48)})
}

testcase urshift {
    same(got: {a: bitwise.urshift(a: uint(v: 16), b: uint(v: 2))}, want: {a: uint(v: 4)})
}
