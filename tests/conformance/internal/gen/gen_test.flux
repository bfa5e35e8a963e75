// Made-up tables.
package gen_test


import "array"
import "internal/gen"
import "testing"

testcase tables {
    got =
        gen.tables(n: 5, seed: 1, tags: [{name: "a", cardinality: 2}])
            |> count()
            |> group()
            |> keep(columns: ["_value"])

    testing.diff(got: got, want: array.from(rows: [{_value: 5}, {_value: 5}]))
}
