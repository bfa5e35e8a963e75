package iox


import "regexp"
import "strings"

// A unit of durations by its name in SQL.
_spell = (v=<-, unit, name) =>
    regexp.replaceAllString(
        v: v,
        r: regexp.compile(v: "(\\d)" + unit + "(\\d|$)"),
        t: "$1 " + name + " $2",
    )

// A duration as an interval of SQL: 1h30m is "1 hours 30 minutes".
sqlInterval = (d) =>
    strings.trimSpace(
        v:
            string(v: d)
                |> _spell(unit: "ns", name: "nanoseconds")
                |> _spell(unit: "us", name: "microseconds")
                |> _spell(unit: "ms", name: "milliseconds")
                |> _spell(unit: "s", name: "seconds")
                |> _spell(unit: "mo", name: "months")
                |> _spell(unit: "m", name: "minutes")
                |> _spell(unit: "h", name: "hours")
                |> _spell(unit: "d", name: "days")
                |> _spell(unit: "w", name: "weeks")
                |> _spell(unit: "y", name: "years"),
    )
