package experimental


import "date"

// Moves a time, or now by a duration, by the calendar: date.add and date.sub are their new names.
addDuration = (d, to, location=location) => date.add(d: d, to: to, location: location)
subDuration = (d, from, location=location) => date.sub(d: d, from: from, location: location)

// Moves the times of each table so that it begins at one time.
alignTime = (tables=<-, alignTo=time(v: 0)) =>
    tables
        |> stateTracking(fn: (r) => true, durationColumn: "__since", durationUnit: 1ns)
        |> map(fn: (r) => ({r with _time: time(v: int(v: alignTo) + r.__since)}))
        |> drop(columns: ["__since"])
