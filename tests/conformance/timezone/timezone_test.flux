// Places and what their clocks say; the file's option shifts windows, not times.
package timezone_test


import "array"
import "date"
import "testing"
import "timezone"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase location {
    same(
        got: {
            a:
                date.hour(
                    t: 2024-07-01T00:00:00Z,
                    location: timezone.location(name: "Europe/Berlin"),
                ),
            b: timezone.location(name: "Asia/Kolkata").zone,
        },
        want: {a: 2, b: "Asia/Kolkata"},
    )
}

testcase fixed {
    same(
        got: {
            a: timezone.fixed(offset: -8h).zone,
            b: display(v: timezone.fixed(offset: -8h).offset),
        },
        want: {a: "UTC", b: "-8h"},
    )
}

testcase utc {
    same(got: {a: timezone.utc.zone}, want: {a: "UTC"})
}
