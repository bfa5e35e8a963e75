// Dictionaries, which never change.
package dict_test


import "array"
import "dict"
import "testing"

letters = ["a": 1, "b": 2]

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase get {
    same(
        got: {
            a: dict.get(dict: letters, key: "a", default: 0),
            b: dict.get(dict: letters, key: "z", default: 0),
        },
        want: {a: 1, b: 0},
    )
}

testcase insert {
    same(
        got: {
            a: dict.get(dict: dict.insert(dict: letters, key: "a", value: 7), key: "a", default: 0),
            b: dict.get(dict: letters, key: "a", default: 0),
        },
        want: {a: 7, b: 1},
    )
}

testcase remove {
    same(
        got: {a: dict.get(dict: dict.remove(dict: letters, key: "b"), key: "b", default: -1)},
        want: {a: -1},
    )
}

testcase fromList {
    same(
        got: {
            a:
                dict.get(
                    dict: dict.fromList(pairs: [{key: 1, value: "one"}, {key: 2, value: "two"}]),
                    key: 2,
                    default: "",
                ),
        },
        want: {a: "two"},
    )
}
