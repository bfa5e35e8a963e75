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
