// Parts of times, and arithmetic with durations; Berlin is one hour ahead of UTC, two in summer.
package date_test


import "array"
import "date"
import "testing"
import "timezone"

noon = 2024-02-29T12:34:56.789123456Z
berlin = timezone.location(name: "Europe/Berlin")

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase add {
    same(
        got: {a: date.add(d: 1mo, to: 2024-01-31T00:00:00Z), b: date.add(d: -1h, to: noon)},
        want: {a: 2024-02-29T00:00:00Z, b: 2024-02-29T11:34:56.789123456Z},
    )
}

testcase sub {
    same(got: {a: date.sub(d: 1d, from: 2024-03-01T00:00:00Z)}, want: {a: 2024-02-29T00:00:00Z})
}

testcase scale {
    same(
        got: {
            a: date.add(d: date.scale(d: 1h, n: 3), to: 2024-01-01T00:00:00Z),
            b: date.add(d: date.scale(d: 1mo, n: -2), to: 2024-03-01T00:00:00Z),
        },
        want: {a: 2024-01-01T03:00:00Z, b: 2024-01-01T00:00:00Z},
    )
}

testcase truncate {
    same(
        got: {a: date.truncate(t: noon, unit: 1h), b: date.truncate(t: noon, unit: 1mo)},
        want: {a: 2024-02-29T12:00:00Z, b: 2024-02-01T00:00:00Z},
    )
}

testcase truncate_in_zone {
    same(
        got: {a: date.truncate(t: 2024-07-01T22:30:00Z, unit: 1d, location: berlin)},
        want: {a: 2024-07-01T22:00:00Z},
    )
}

testcase time {
    same(got: {a: date.time(t: noon)}, want: {a: noon})
}

testcase second {
    same(got: {a: date.second(t: noon)}, want: {a: 56})
}

testcase minute {
    same(got: {a: date.minute(t: noon)}, want: {a: 34})
}

testcase hour {
    same(
        got: {a: date.hour(t: noon), b: date.hour(t: noon, location: berlin)},
        want: {a: 12, b: 13},
    )
}

testcase weekDay {
    same(
        got: {a: date.weekDay(t: noon), b: date.weekDay(t: 2024-03-03T23:30:00Z, location: berlin)},
        want: {a: 4, b: 1},
    )
}

testcase monthDay {
    same(got: {a: date.monthDay(t: noon)}, want: {a: 29})
}

testcase yearDay {
    same(got: {a: date.yearDay(t: noon)}, want: {a: 60})
}

testcase month {
    same(got: {a: date.month(t: noon)}, want: {a: 2})
}

testcase year {
    same(
        got: {a: date.year(t: noon), b: date.year(t: 2023-12-31T23:30:00Z, location: berlin)},
        want: {a: 2024, b: 2024},
    )
}

testcase week {
    same(
        got: {a: date.week(t: 2024-01-01T00:00:00Z), b: date.week(t: 2023-01-01T00:00:00Z)},
        want: {a: 1, b: 52},
    )
}

testcase quarter {
    same(
        got: {a: date.quarter(t: noon), b: date.quarter(t: 2024-12-01T00:00:00Z)},
        want: {a: 1, b: 4},
    )
}

testcase millisecond {
    same(got: {a: date.millisecond(t: noon)}, want: {a: 789})
}

testcase microsecond {
    same(got: {a: date.microsecond(t: noon)}, want: {a: 789123})
}

testcase nanosecond {
    same(got: {a: date.nanosecond(t: noon)}, want: {a: 789123456})
}

testcase weekdays {
    same(
        got: {
            a: date.Sunday,
            b: date.Monday,
            c: date.Tuesday,
            d: date.Wednesday,
            e: date.Thursday,
            f: date.Friday,
            g: date.Saturday,
        },
        want: {
            a: 0,
            b: 1,
            c: 2,
            d: 3,
            e: 4,
            f: 5,
            g: 6,
        },
    )
}

testcase months {
    same(
        got: {
            a: date.January,
            b: date.February,
            c: date.March,
            d: date.April,
            e: date.May,
            f: date.June,
            g: date.July,
            h: date.August,
            i: date.September,
            j: date.October,
            k: date.November,
            l: date.December,
        },
        want: {
            a: 1,
            b: 2,
            c: 3,
            d: 4,
            e: 5,
            f: 6,
            g: 7,
            h: 8,
            i: 9,
            j: 10,
            k: 11,
            l: 12,
        },
    )
}
