// What tests look into the engine with.
package internal_debug_test


import "array"
import "internal/debug"
import "testing"

data = array.from(rows: [{_value: 1}, {_value: 2}])

testcase pass {
    testing.diff(got: data |> debug.pass(), want: data)
}

testcase opaque {
    testing.diff(got: data |> debug.opaque(), want: data)
}

testcase slurp {
    testing.diff(got: data |> debug.slurp(), want: data)
}

testcase sink {
    testing.diff(got: data |> debug.sink(), want: data |> filter(fn: (r) => false))
}

testcase null {
    got = array.from(rows: [{there: exists debug.null(type: "int")}])

    testing.diff(got: got, want: array.from(rows: [{there: false}]))
}

testcase vectorize {
    option debug.vectorize = true

    testing.assertEqualValues(
        got: debug.getOption(pkg: "internal/debug", name: "vectorize"),
        want: true,
    )
}

testcase feature {
    got = array.from(rows: [{known: exists debug.feature(key: "none")}])

    testing.diff(got: got, want: array.from(rows: [{known: false}]))
}
