package universe


import "date"
import "math"

// The zone whose clock windows and dates follow.
option location = {zone: "UTC", offset: 0h}

// Puts the rows of each table into a table for each window of time. The windows lie within the
// bounds of the last range. Their bounds become a part of the group key.
window = (
    tables=<-,
    every=0s,
    period=0s,
    offset=0s,
    location=location,
    timeColumn="_time",
    startColumn="_start",
    stopColumn="_stop",
    createEmpty=false,
) =>
    tables
        |> _window(
            every: every,
            period: period,
            offset: offset,
            location: location,
            timeColumn: timeColumn,
            startColumn: startColumn,
            stopColumn: stopColumn,
            createEmpty: createEmpty,
        )

// Downsamples: applies an aggregate or a selector to each window of time, and gives each row the
// start or the stop of its window as its time.
aggregateWindow = (
    tables=<-,
    every,
    period=0s,
    fn,
    offset=0s,
    location=location,
    column="_value",
    timeSrc="_stop",
    timeDst="_time",
    createEmpty=true,
) =>
    tables
        |> _aggregateWindow(
            every: every,
            period: period,
            fn: fn,
            offset: offset,
            location: location,
            column: column,
            timeSrc: timeSrc,
            timeDst: timeDst,
            createEmpty: createEmpty,
        )

// Converts the values of each row: bool() of its _value, and so on for the other types.
toBool = (tables=<-) => tables |> map(fn: (r) => ({r with _value: bool(v: r._value)}))
toFloat = (tables=<-) => tables |> map(fn: (r) => ({r with _value: float(v: r._value)}))
toInt = (tables=<-) => tables |> map(fn: (r) => ({r with _value: int(v: r._value)}))
toString = (tables=<-) => tables |> map(fn: (r) => ({r with _value: string(v: r._value)}))
toTime = (tables=<-) => tables |> map(fn: (r) => ({r with _value: time(v: r._value)}))
toUInt = (tables=<-) => tables |> map(fn: (r) => ({r with _value: uint(v: r._value)}))

// Regroups, makes one row of each table, and of these rows takes the first ones in some order.
_pick = (
    tables=<-,
    n,
    column,
    groupColumns,
    reducer,
    picker,
) =>
    tables
        |> group(columns: groupColumns)
        |> reducer(column: column)
        |> group(columns: [])
        |> picker(n: n, columns: [column])

// The n greatest of the maxima, the averages, or the last values of all groups.
highestMax = (tables=<-, n, column="_value", groupColumns=[]) =>
    tables
        |> _pick(
            n: n,
            column: column,
            groupColumns: groupColumns,
            reducer: max,
            picker: top,
        )
highestAverage = (tables=<-, n, column="_value", groupColumns=[]) =>
    tables
        |> _pick(
            n: n,
            column: column,
            groupColumns: groupColumns,
            reducer: mean,
            picker: top,
        )
highestCurrent = (tables=<-, n, column="_value", groupColumns=[]) =>
    tables
        |> _pick(
            n: n,
            column: column,
            groupColumns: groupColumns,
            reducer: last,
            picker: top,
        )

// The n least of the minima, the averages, or the last values of all groups.
lowestMin = (tables=<-, n, column="_value", groupColumns=[]) =>
    tables
        |> _pick(
            n: n,
            column: column,
            groupColumns: groupColumns,
            reducer: min,
            picker: bottom,
        )
lowestAverage = (tables=<-, n, column="_value", groupColumns=[]) =>
    tables
        |> _pick(
            n: n,
            column: column,
            groupColumns: groupColumns,
            reducer: mean,
            picker: bottom,
        )
lowestCurrent = (tables=<-, n, column="_value", groupColumns=[]) =>
    tables
        |> _pick(
            n: n,
            column: column,
            groupColumns: groupColumns,
            reducer: last,
            picker: bottom,
        )

// The total of all rises of a counter that may begin again at zero.
increase = (tables=<-, columns=["_value"]) =>
    tables
        |> difference(nonNegative: true, columns: columns, keepFirst: true, initialZero: true)
        |> cumulativeSum(columns: columns)

// Numbers the rows of each run of rows for which the function holds; -1 elsewhere.
stateCount = (tables=<-, fn, column="stateCount") =>
    tables
        |> stateTracking(fn: fn, countColumn: column)

// How long the function has held, in whole units; -1 where it does not.
stateDuration = (
    tables=<-,
    fn,
    column="stateDuration",
    timeColumn="_time",
    unit=1s,
) =>
    tables
        |> stateTracking(fn: fn, durationColumn: column, timeColumn: timeColumn, durationUnit: unit)

// The mean of the last period, at regular times.
timedMovingAverage = (tables=<-, every, period, column="_value") =>
    tables
        |> aggregateWindow(
            every: every,
            period: period,
            fn: mean,
            column: column,
            createEmpty: false,
        )

// The double exponential moving average, which lags less than the simple one.
doubleEMA = (tables=<-, n) =>
    tables
        |> exponentialMovingAverage(n: n)
        |> duplicate(column: "_value", as: "__once")
        |> exponentialMovingAverage(n: n)
        |> map(fn: (r) => ({r with _value: 2.0 * r.__once - r._value}))
        |> drop(columns: ["__once"])

// The triple exponential moving average, which lags less still.
tripleEMA = (tables=<-, n) =>
    tables
        |> exponentialMovingAverage(n: n)
        |> duplicate(column: "_value", as: "__once")
        |> exponentialMovingAverage(n: n)
        |> duplicate(column: "_value", as: "__twice")
        |> exponentialMovingAverage(n: n)
        |> map(fn: (r) => ({r with _value: 3.0 * r.__once - 3.0 * r.__twice + r._value}))
        |> drop(columns: ["__once", "__twice"])

// The mean of the values, each weighed by the time for which it held.
timeWeightedAvg = (tables=<-, unit) =>
    tables
        |> integral(unit: unit, interpolate: "linear")
        |> map(
            fn: (r) =>
                ({r with _value:
                        r._value * float(v: uint(v: unit)) / float(
                                v: int(v: r._stop) - int(v: r._start),
                            ),
                }),
        )

// Kaufman's efficiency ratio, from 0 to 1: how far values went against how much they moved.
kaufmansER = (tables=<-, n) =>
    tables
        |> chandeMomentumOscillator(n: n)
        |> map(fn: (r) => ({r with _value: math.abs(x: r._value) / 100.0}))

// The covariance of the values of two streams, joined on some columns.
cov = (x, y, on, pearsonr=false) =>
    join(tables: {x: x, y: y}, on: on)
        |> covariance(columns: ["_value_x", "_value_y"], pearsonr: pearsonr)

// Pearson's correlation coefficient of the values of two streams, joined on some columns.
pearsonr = (x, y, on) => cov(x: x, y: y, on: on, pearsonr: true)

// Cuts the time of each row down to a whole unit. The column is always _time, as upstream has it.
truncateTimeColumn = (tables=<-, timeColumn="_time", unit) =>
    tables
        |> map(fn: (r) => ({r with _time: date.truncate(t: r._time, unit: unit)}))
