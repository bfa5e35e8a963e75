package aggregate


import "experimental"

// How fast counters grow in each window of time: the mean rate of each series, summed by groups.
rate = (tables=<-, every, groupColumns=[], unit=1s) => {
    windowRate = (tables=<-, column) =>
        tables
            |> mean(column: column)
            |> group(columns: groupColumns)
            |> experimental.group(columns: ["_start", "_stop"], mode: "extend")
            |> sum()

    return
        tables
            |> derivative(nonNegative: true, unit: unit)
            |> aggregateWindow(every: every, fn: windowRate)
}
