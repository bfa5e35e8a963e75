// Functions that change columns, keys and the order of rows.
package universe_tables_test


import "array"
import "csv"
import "internal/debug"
import "testing"

data =
    array.from(
        rows: [
            {k: "a", t: "x", _value: 3},
            {k: "a", t: "y", _value: 1},
            {k: "b", t: "x", _value: 2},
        ],
    )

// Of no known columns, so that streams of unlike columns may be compared.
free = (tables=<-) => tables |> drop(columns: [])

testcase map {
    got = data |> map(fn: (r) => ({r with twice: r._value * 2}))
    want =
        array.from(
            rows: [
                {k: "a", t: "x", _value: 3, twice: 6},
                {k: "a", t: "y", _value: 1, twice: 2},
                {k: "b", t: "x", _value: 2, twice: 4},
            ],
        )

    testing.diff(got, want)
}

testcase map_within_groups {
    got = data |> group(columns: ["k"]) |> map(fn: (r) => ({k: r.k, _value: r._value + 1}))
    want =
        array.from(rows: [{k: "a", _value: 4}, {k: "a", _value: 2}, {k: "b", _value: 3}])
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase group {
    got = data |> group(columns: ["k"]) |> sum()
    want = array.from(rows: [{k: "a", _value: 4}, {k: "b", _value: 2}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase group_except {
    got = data |> group(columns: ["_value", "t"], mode: "except") |> count()
    want = array.from(rows: [{k: "a", _value: 2}, {k: "b", _value: 1}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase sort {
    got = data |> sort(columns: ["t", "_value"], desc: true) |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 1}, {_value: 3}, {_value: 2}]))
}

testcase keep {
    got = data |> keep(columns: ["t"])

    testing.diff(got: got, want: array.from(rows: [{t: "x"}, {t: "y"}, {t: "x"}]))
}

testcase drop {
    got = data |> drop(fn: (column) => column =~ /^[kt]$/)

    testing.diff(got: got, want: array.from(rows: [{_value: 3}, {_value: 1}, {_value: 2}]))
}

testcase rename {
    got = data |> rename(columns: {k: "key"}) |> keep(columns: ["key"])

    testing.diff(got: got, want: array.from(rows: [{key: "a"}, {key: "a"}, {key: "b"}]))
}

testcase duplicate {
    got = data |> duplicate(column: "_value", as: "again") |> keep(columns: ["again"])

    testing.diff(got: got, want: array.from(rows: [{again: 3}, {again: 1}, {again: 2}]))
}

testcase duplicate_over_a_key_column {
    got =
        array.from(rows: [{a: "x", b: "y", v: 1}])
            |> group(columns: ["a", "b"])
            |> duplicate(column: "a", as: "b")
    want = array.from(rows: [{a: "x", b: "x", v: 1}]) |> group(columns: ["a", "b"])

    testing.diff(got, want)
}

testcase duplicate_of_no_key_over_a_key_column {
    got =
        array.from(rows: [{a: "x", b: "y", v: "z"}])
            |> group(columns: ["a", "b"])
            |> duplicate(column: "v", as: "b")
    want = array.from(rows: [{a: "x", b: "z", v: "z"}]) |> group(columns: ["a"])

    testing.diff(got, want)
}

testcase set {
    got = data |> set(key: "t", value: "z") |> keep(columns: ["t"])

    testing.diff(got: got, want: array.from(rows: [{t: "z"}, {t: "z"}, {t: "z"}]))
}

testcase columns {
    got = data |> group(columns: ["k"]) |> columns() |> filter(fn: (r) => r.k == "a")
    want =
        array.from(rows: [{k: "a", _value: "k"}, {k: "a", _value: "t"}, {k: "a", _value: "_value"}])
            |> group(columns: ["k"])
    sorted = (tables=<-) => tables |> sort()

    testing.diff(got: got |> sorted(), want: want |> sorted())
}

testcase keys {
    got = data |> group(columns: ["k"]) |> keys() |> filter(fn: (r) => r.k == "b")
    want = array.from(rows: [{k: "b", _value: "k"}]) |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase key_values {
    got =
        data
            |> group(columns: ["k"])
            |> keyValues(keyColumns: ["t"])
            |> filter(fn: (r) => r.k == "a")
    want =
        array.from(rows: [{k: "a", _key: "t", _value: "x"}, {k: "a", _key: "t", _value: "y"}])
            |> group(columns: ["k"])

    testing.diff(got, want)
}

testcase fill {
    got =
        array.from(rows: [{_value: 1}, {_value: debug.null(type: "int")}])
            |> fill(value: 7)

    testing.diff(got: got, want: array.from(rows: [{_value: 1}, {_value: 7}]))
}

testcase fill_with_the_previous {
    got =
        array.from(rows: [{_value: 1}, {_value: debug.null(type: "int")}, {_value: 3}])
            |> fill(usePrevious: true)

    testing.diff(got: got, want: array.from(rows: [{_value: 1}, {_value: 1}, {_value: 3}]))
}

testcase union {
    got = union(tables: [data |> limit(n: 1), data |> tail(n: 1)]) |> sort()

    testing.diff(
        got: got,
        want: array.from(rows: [{k: "b", t: "x", _value: 2}, {k: "a", t: "x", _value: 3}]),
    )
}

testcase pivot {
    got = data |> pivot(rowKey: ["k"], columnKey: ["t"], valueColumn: "_value")
    want = array.from(rows: [{k: "a", x: 3, y: 1}, {k: "b", x: 2, y: debug.null(type: "int")}])

    testing.diff(got, want)
}

testcase join {
    names = array.from(rows: [{k: "a", name: "Anna"}, {k: "c", name: "Carl"}])
    got = join(tables: {data: data, names: names}, on: ["k"])
    want =
        array.from(
            rows: [
                {k: "a", t: "x", _value: 3, name: "Anna"},
                {k: "a", t: "y", _value: 1, name: "Anna"},
            ],
        )

    testing.diff(got, want)
}

testcase to_bool {
    got = array.from(rows: [{_value: 1}, {_value: 0}]) |> toBool() |> free()

    testing.diff(got: got, want: array.from(rows: [{_value: true}, {_value: false}]))
}

testcase to_float {
    testing.diff(
        got: array.from(rows: [{_value: 2}]) |> toFloat() |> free(),
        want: array.from(rows: [{_value: 2.0}]),
    )
}

testcase to_int {
    testing.diff(
        got: array.from(rows: [{_value: "2"}]) |> toInt() |> free(),
        want: array.from(rows: [{_value: 2}]),
    )
}

testcase to_uint {
    testing.diff(
        got: array.from(rows: [{_value: 2.5}]) |> toUInt() |> free(),
        want: array.from(rows: [{_value: uint(v: 2)}]),
    )
}

testcase to_string {
    testing.diff(
        got: array.from(rows: [{_value: 2}]) |> toString() |> free(),
        want: array.from(rows: [{_value: "2"}]),
    )
}

testcase to_time {
    got = array.from(rows: [{_value: 5}]) |> toTime() |> free()

    testing.diff(got: got, want: array.from(rows: [{_value: 1970-01-01T00:00:00.000000005Z}]))
}

testcase yields {
    data |> yield(name: "in between")
    testing.diff(got: data |> count(), want: array.from(rows: [{_value: 3}]))
}

testcase find_record {
    found = data |> findRecord(fn: (key) => true, idx: 1)

    testing.diff(
        got: array.from(rows: [found]),
        want: array.from(rows: [{k: "a", t: "y", _value: 1}]),
    )
}

testcase find_column {
    found = data |> group(columns: ["k"]) |> findColumn(fn: (key) => key.k == "a", column: "_value")

    testing.diff(
        got: array.from(rows: [{n: length(arr: found), x: found[1]}]),
        want: array.from(rows: [{n: 2, x: 1}]),
    )
}

testcase get_record {
    found = data |> tableFind(fn: (key) => true) |> getRecord(idx: 2)

    testing.diff(
        got: array.from(rows: [found]),
        want: array.from(rows: [{k: "b", t: "x", _value: 2}]),
    )
}

testcase get_column {
    found = data |> tableFind(fn: (key) => true) |> getColumn(column: "t")

    testing.assertEqualValues(got: display(v: found), want: "[x, y, x]")
}

testcase table_find_without_a_table {
    testing.shouldError(
        fn: () => data |> group(columns: ["k"]) |> tableFind(fn: (key) => key.k == "z"),
        want: /no table found/,
    )
}

testcase die {
    testing.shouldError(fn: () => die(msg: "enough"), want: /enough$/)
}

// Tables whose keys do not rise.
unordered =
    csv.from(
        csv:
            "#datatype,string,long,string,long
#group,false,false,true,false
#default,_result,,,
,result,table,k,_value
,,0,c,1
,,1,a,2
,,2,b,3
",
    )

// The keys of a stream's tables in the order in which they become one.
merged = (tables=<-) => tables |> group() |> keep(columns: ["k"])
rising = array.from(rows: [{k: "a"}, {k: "b"}, {k: "c"}])
arriving = array.from(rows: [{k: "c"}, {k: "a"}, {k: "b"}])

testcase tables_of_aggregates_merge_by_key {
    testing.diff(got: unordered |> sum() |> merged(), want: rising)
}

testcase tables_of_selectors_merge_by_key {
    testing.diff(got: unordered |> first() |> merged(), want: rising)
}

testcase tables_of_drop_merge_by_key {
    testing.diff(got: unordered |> drop(columns: ["x"]) |> merged(), want: rising)
}

testcase tables_of_difference_merge_by_key {
    testing.diff(got: unordered |> difference(keepFirst: true) |> merged(), want: rising)
}

testcase tables_of_fill_merge_as_they_come {
    testing.diff(got: unordered |> fill(value: 0) |> merged(), want: arriving)
}

testcase the_first_table_is_that_of_the_least_key {
    first = unordered |> sum() |> sort() |> tableFind(fn: (key) => true) |> getColumn(column: "k")

    testing.assertEqualValues(got: first[0], want: "a")
}
