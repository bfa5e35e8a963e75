package prometheus


import "experimental"
import "universe"

// The quantile of a histogram in each group, and which quantile it is, in the group key.
_quantile = (tables=<-, quantile, onNonmonotonic) =>
    tables
        |> universe.histogramQuantile(quantile: quantile, onNonmonotonic: onNonmonotonic)
        |> group(mode: "except", columns: ["le", "_value", "_time"])
        |> set(key: "quantile", value: string(v: quantile))
        |> experimental.group(mode: "extend", columns: ["quantile"])

// The quantile of Prometheus histograms, as Telegraf or scrape() stores them: in format 2 the
// bounds of buckets are in a tag le, in format 1 they are the names of fields.
histogramQuantile = (tables=<-, quantile, metricVersion=2, onNonmonotonic="error") =>
    if metricVersion == 2 then
        tables
            |> group(mode: "except", columns: ["le", "_value"])
            |> map(fn: (r) => ({r with le: float(v: r.le)}))
            |> _quantile(quantile: quantile, onNonmonotonic: onNonmonotonic)
    else if metricVersion == 1 then
        tables
            |> filter(fn: (r) => r._field != "sum" and r._field != "count")
            |> map(fn: (r) => ({r with le: float(v: r._field)}))
            |> group(mode: "except", columns: ["_field", "le", "_value"])
            |> _quantile(quantile: quantile, onNonmonotonic: onNonmonotonic)
    else
        universe.die(msg: "Invalid metricVersion. Available versions are 1 and 2.")
