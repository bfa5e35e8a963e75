// Values of one type as values of another.
package universe_conversions_test


import "array"
import "testing"

linear = linearBins(start: 0.0, width: 5.0, count: 3)
logarithmic = logarithmicBins(start: 1.0, factor: 2.0, count: 3, infinity: false)

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase bool {
    same(
        got: {a: bool(v: "true"), b: bool(v: 0), c: bool(v: 1.0)},
        want: {a: true, b: false, c: true},
    )
}

testcase bytes {
    same(
        got: {a: string(v: bytes(v: "abc")), b: display(v: bytes(v: "abc"))},
        want: {a: "abc", b: "0x616263"},
    )
}

testcase duration {
    same(
        got: {a: string(v: duration(v: "1h30m")), b: int(v: duration(v: 1000))},
        want: {a: "1h30m", b: 1000},
    )
}

testcase float {
    same(
        got: {a: float(v: "1.5"), b: float(v: 2), c: float(v: true)},
        want: {a: 1.5, b: 2.0, c: 1.0},
    )
}

testcase int {
    same(
        got: {
            a: int(v: "-7"),
            b: int(v: 1.9),
            c: int(v: 2m),
            d: int(v: 1970-01-01T00:00:00.000000005Z),
        },
        want: {a: -7, b: 1, c: 120000000000, d: 5},
    )
}

testcase uint {
    same(got: {a: uint(v: "7"), b: uint(v: 1.9)}, want: {a: uint(v: 7), b: uint(v: 1)})
}

testcase string {
    same(
        got: {
            a: string(v: 1.0),
            b: string(v: true),
            c: string(v: 2024-01-02T00:00:00Z),
            d: string(v: 90m),
        },
        want: {a: "1", b: "true", c: "2024-01-02T00:00:00.000000000Z", d: "1h30m"},
    )
}

testcase time {
    same(
        got: {a: time(v: "2024-01-02T00:00:00Z"), b: time(v: 5)},
        want: {a: 2024-01-02T00:00:00Z, b: 1970-01-01T00:00:00.000000005Z},
    )
}

testcase display {
    same(
        got: {a: display(v: {n: 1, l: [true], t: "x"}), b: display(v: 1.5), c: display(v: [:])},
        want: {a: "{l: [true], n: 1, t: x}", b: "1.5", c: "[:]"},
    )
}

testcase contains {
    same(
        got: {a: contains(value: 2, set: [1, 2]), b: contains(value: "x", set: ["y"])},
        want: {a: true, b: false},
    )
}

testcase length {
    same(got: {a: length(arr: [1, 2, 3]), b: length(arr: [])}, want: {a: 3, b: 0})
}

testcase linear_bins {
    same(
        got: {
            a: linear[0],
            b: linear[1],
            c: linear[2],
            d: linear[3] > float(v: "1e300"),
            n: length(arr: linear),
        },
        want: {
            a: 0.0,
            b: 5.0,
            c: 10.0,
            d: true,
            n: 4,
        },
    )
}

testcase logarithmic_bins {
    same(
        got: {a: logarithmic[0], b: logarithmic[1], c: logarithmic[2], n: length(arr: logarithmic)},
        want: {a: 1.0, b: 2.0, c: 4.0, n: 3},
    )
}

testcase true_and_false {
    same(got: {a: true, b: false, c: true and false}, want: {a: 1 == 1, b: 1 == 2, c: false})
}
