package statsmodels


// Fits a line to the values of the first table by least squares. Rows are numbered by x from 1 on;
// y is the value, y_hat the line's, and errors the square of their distance.
linearRegression = (tables=<-) => {
    points =
        tables
            |> rename(columns: {_value: "y"})
            |> map(fn: (r) => ({r with x: 1.0}))
            |> cumulativeSum(columns: ["x"])
    sums =
        points
            |> reduce(
                identity: {
                    N: 0.0,
                    sx: 0.0,
                    sy: 0.0,
                    sxx: 0.0,
                    sxy: 0.0,
                },
                fn: (r, accumulator) =>
                    ({
                        N: accumulator.N + 1.0,
                        sx: accumulator.sx + r.x,
                        sy: accumulator.sy + r.y,
                        sxx: accumulator.sxx + r.x * r.x,
                        sxy: accumulator.sxy + r.x * r.y,
                    }),
            )
            |> findRecord(fn: (key) => true, idx: 0)
    x_mean = sums.sx / sums.N
    y_mean = sums.sy / sums.N
    slope = (sums.sxy - sums.N * x_mean * y_mean) / (sums.sxx - sums.N * x_mean * x_mean)
    intercept = y_mean - slope * x_mean

    return
        points
            |> map(
                fn: (r) =>
                    ({r with
                        N: sums.N,
                        slope: slope,
                        sx: sums.sx,
                        sxx: sums.sxx,
                        sxy: sums.sxy,
                        sy: sums.sy,
                        y_hat: slope * r.x + intercept,
                    }),
            )
            |> map(fn: (r) => ({r with errors: (r.y - r.y_hat) ^ 2.0}))
}
