// The language itself: operators, literals and functions.
package universe_language_test


import "array"
import "testing"

half = (n) => n / 2
pair = (a, b=10) => a * b
piped = (x=<-) => x + 1
null = {x: 1}.x == 2
base = {x: 1, y: 2}

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase arithmetic {
    same(
        got: {
            a: 7 / 2,
            b: (-7) / 2,
            c: 7 % 4,
            d: 2.0 ^ 3.0,
            e: "a" + "b",
            f: 7.0 / 2.0,
        },
        want: {
            a: 3,
            b: -3,
            c: 3,
            d: 8.0,
            e: "ab",
            f: 3.5,
        },
    )
}

testcase comparison {
    same(
        got: {
            a: 1 < 2,
            b: 2.5 >= 2.5,
            c: "a" < "b",
            d: 2024-01-01T00:00:00Z < 2024-01-02T00:00:00Z,
            e: 1 == 1.0,
        },
        want: {
            a: true,
            b: true,
            c: true,
            d: true,
            e: true,
        },
    )
}

testcase precedence {
    same(
        got: {a: 1 + 2 * 3, b: not 1 == 2, c: -(2.0 ^ 2.0), d: 1 < 2 and 3 < 2 or true},
        want: {a: 7, b: true, c: -4.0, d: true},
    )
}

testcase regexes {
    same(
        got: {a: "abc" =~ /b/, b: "abc" !~ /b/, c: "a/b" =~ /a\/b/},
        want: {a: true, b: false, c: true},
    )
}

testcase defaults {
    same(got: {a: pair(a: 2), b: pair(a: 2, b: 3), c: half(n: 9)}, want: {a: 20, b: 6, c: 4})
}

testcase pipes {
    same(got: {a: 1 |> piped() |> piped()}, want: {a: 3})
}

testcase interpolation {
    same(
        got: {a: "${1 + 1} is ${"t" + "wo"}", b: "\x41\t\"\\"},
        want: {a: "2 is two", b: "A\t\"\\"},
    )
}

testcase conditionals {
    same(
        got: {a: if 1 > 2 then "yes" else "no", b: if true then if false then 1 else 2 else 3},
        want: {a: "no", b: 2},
    )
}

testcase records {
    same(
        got: {a: {base with y: 3}.y, b: {x: 1}["x"], c: exists {x: 1}.x},
        want: {a: 3, b: 1, c: true},
    )
}

testcase arrays {
    same(got: {a: [1, 2, 3][1], b: display(v: [[1], [2]])}, want: {a: 2, b: "[[1], [2]]"})
}

testcase closures {
    same(got: {a: ((f) => f(n: 3))(f: (n) => n * n)}, want: {a: 9})
}

testcase durations {
    same(
        got: {
            a: string(v: 1h30m),
            b: 2024-01-31T00:00:00Z < 2024-02-01T00:00:00Z,
            c: string(v: 1mo2w),
        },
        want: {a: "1h30m", b: true, c: "1mo2w"},
    )
}
