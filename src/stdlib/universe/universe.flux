package universe

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
) => tables
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
) => tables
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
_pick = (tables=<-, n, column, groupColumns, reducer, picker) => tables
    |> group(columns: groupColumns)
    |> reducer(column: column)
    |> group(columns: [])
    |> picker(n: n, columns: [column])

// The n greatest of the maxima, the averages, or the last values of all groups.
highestMax = (tables=<-, n, column="_value", groupColumns=[]) => tables
    |> _pick(n: n, column: column, groupColumns: groupColumns, reducer: max, picker: top)
highestAverage = (tables=<-, n, column="_value", groupColumns=[]) => tables
    |> _pick(n: n, column: column, groupColumns: groupColumns, reducer: mean, picker: top)
highestCurrent = (tables=<-, n, column="_value", groupColumns=[]) => tables
    |> _pick(n: n, column: column, groupColumns: groupColumns, reducer: last, picker: top)

// The n least of the minima, the averages, or the last values of all groups.
lowestMin = (tables=<-, n, column="_value", groupColumns=[]) => tables
    |> _pick(n: n, column: column, groupColumns: groupColumns, reducer: min, picker: bottom)
lowestAverage = (tables=<-, n, column="_value", groupColumns=[]) => tables
    |> _pick(n: n, column: column, groupColumns: groupColumns, reducer: mean, picker: bottom)
lowestCurrent = (tables=<-, n, column="_value", groupColumns=[]) => tables
    |> _pick(n: n, column: column, groupColumns: groupColumns, reducer: last, picker: bottom)
