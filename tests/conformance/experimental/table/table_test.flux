// Tables without rows.
package experimental_table_test


import "array"
import "experimental/table"
import "internal/debug"
import "testing"

testcase fill {
    got =
        array.from(rows: [{k: "a", _value: 1}])
            |> group(columns: ["k"])
            |> filter(fn: (r) => false, onEmpty: "keep")
            |> table.fill()
    want = array.from(rows: [{k: "a", _value: debug.null(type: "int")}]) |> group(columns: ["k"])

    testing.diff(got, want)
}
