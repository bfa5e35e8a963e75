package promql


import "experimental"
import "math"
import "universe"

// A quantile; beyond 0 and 1 it is infinite, as in Prometheus.
quantile = (q, tables=<-, method="exact_mean") =>
    if q >= 0.0 and q <= 1.0 then
        tables |> universe.quantile(q: q, method: method)
    else
        tables
            |> reduce(
                identity: {_value: math.mInf(sign: if q < 0.0 then -1 else 1)},
                fn: (r, accumulator) => accumulator,
            )

// Joins rows of equal keys and times.
join = experimental.join
