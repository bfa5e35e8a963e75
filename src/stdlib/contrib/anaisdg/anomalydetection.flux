package anomalydetection


import "math"

// Says which values of one time stand out: those further from the median than so many times the
// median of all distances (the median absolute deviation).
mad = (table=<-, threshold=3.0) => {
    data = table |> group(columns: ["_time"])
    med = data |> median()
    diff =
        join(tables: {data: data, med: med}, on: ["_time"])
            |> map(fn: (r) => ({r with _value: math.abs(x: r._value_data - r._value_med)}))
            |> drop(columns: ["_start", "_stop", "_value_data", "_value_med"])

    // The factor makes of it the standard deviation, where values are normally distributed.
    diff_med =
        diff
            |> median()
            |> map(fn: (r) => ({r with MAD: 1.4826 * r._value}))
            |> filter(fn: (r) => r.MAD > 0.0)

    return
        join(tables: {diff: diff, diff_med: diff_med}, on: ["_time"])
            |> map(fn: (r) => ({r with _value: r._value_diff / r._value_diff_med}))
            |> map(
                fn: (r) => ({r with level: if r._value >= threshold then "anomaly" else "normal"}),
            )
}
