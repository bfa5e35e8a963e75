// The bounds of package date/boundaries under their first names.
package experimental_date_boundaries_test


import "array"
import "experimental/date/boundaries"
import "testing"

option now = () => 2024-02-29T12:34:56Z

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase yesterday {
    same(
        got: boundaries.yesterday(),
        want: {start: 2024-02-28T00:00:00Z, stop: 2024-02-29T00:00:00Z},
    )
}

testcase monday {
    same(got: boundaries.monday(), want: {start: 2024-02-26T00:00:00Z, stop: 2024-02-27T00:00:00Z})
}

testcase tuesday {
    same(got: boundaries.tuesday(), want: {start: 2024-02-27T00:00:00Z, stop: 2024-02-28T00:00:00Z})
}

testcase wednesday {
    same(
        got: boundaries.wednesday(),
        want: {start: 2024-02-28T00:00:00Z, stop: 2024-02-29T00:00:00Z},
    )
}

testcase thursday {
    same(
        got: boundaries.thursday(),
        want: {start: 2024-02-22T00:00:00Z, stop: 2024-02-23T00:00:00Z},
    )
}

testcase friday {
    same(got: boundaries.friday(), want: {start: 2024-02-23T00:00:00Z, stop: 2024-02-24T00:00:00Z})
}

testcase saturday {
    same(
        got: boundaries.saturday(),
        want: {start: 2024-02-24T00:00:00Z, stop: 2024-02-25T00:00:00Z},
    )
}

testcase sunday {
    same(got: boundaries.sunday(), want: {start: 2024-02-25T00:00:00Z, stop: 2024-02-26T00:00:00Z})
}

testcase month {
    same(got: boundaries.month(), want: {start: 2024-02-01T00:00:00Z, stop: 2024-03-01T00:00:00Z})
}

testcase week {
    same(got: boundaries.week(), want: {start: 2024-02-26T00:00:00Z, stop: 2024-03-04T00:00:00Z})
}
