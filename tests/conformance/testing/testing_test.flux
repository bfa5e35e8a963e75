// What tests are made of, tested by itself.
package testing_test


import "array"
import "experimental"
import "testing"

data = array.from(rows: [{_value: 1.0}, {_value: 2.0}])

testcase diff_of_equal_streams {
    testing.diff(got: data, want: array.from(rows: [{_value: 1.0}, {_value: 2.0000001}]))
}

testcase diff_says_what_differs {
    got = experimental.diff(got: data, want: array.from(rows: [{_value: 1.0}, {_value: 3.0}]))
    want =
        array.from(
            rows: [{marks: "", _value: 1.0}, {marks: "-", _value: 3.0}, {marks: "+", _value: 2.0}],
        )

    testing.diff(got: got |> rename(columns: {_diff: "marks"}), want: want)
}

testcase assertEqualValues {
    testing.assertEqualValues(got: 1 + 1, want: 2)
}

testcase shouldError {
    testing.shouldError(fn: () => 1 / 0, want: /divide by zero/)
}

testcase shouldError_without_error {
    testing.shouldError(
        fn: () => testing.shouldError(fn: () => 1, want: /x/),
        want: /shouldError expected an error/,
    )
}

testcase load {
    got = array.from(rows: [{_value: 1.0}, {_value: 2.0}]) |> testing.load()

    testing.diff(got: got, want: data)
}

testcase load_is_an_option {
    option testing.load = (tables=<-) => tables |> limit(n: 1)

    testing.diff(got: data |> testing.load(), want: array.from(rows: [{_value: 1.0}]))
}

testcase tags {
    option testing.tags = []

    testing.assertEqualValues(got: length(arr: testing.tags), want: 0)
}

testcase assertEquals {
    data
        |> testing.assertEquals(
            name: "equal",
            want: array.from(rows: [{_value: 1.0}, {_value: 2.0}]),
        )
}

testcase assertEmpty {
    data |> filter(fn: (r) => r._value > 5.0) |> testing.assertEmpty()
}
