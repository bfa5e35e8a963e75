// The line through points.
package contrib_anaisdg_statsmodels_test


import "array"
import "contrib/anaisdg/statsmodels"
import "testing"

testcase linearRegression {
    got =
        array.from(rows: [{_value: 3.0}, {_value: 5.0}, {_value: 7.0}])
            |> statsmodels.linearRegression()
            |> keep(columns: ["x", "y", "slope", "y_hat"])
    want =
        array.from(
            rows: [
                {x: 1.0, y: 3.0, slope: 2.0, y_hat: 3.0},
                {x: 2.0, y: 5.0, slope: 2.0, y_hat: 5.0},
                {x: 3.0, y: 7.0, slope: 2.0, y_hat: 7.0},
            ],
        )

    testing.diff(got, want)
}
