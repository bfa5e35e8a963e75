package tickscript


import "array"
import "experimental"
import "influxdata/influxdb/monitor"
import "influxdata/influxdb/schema"
import "universe"

// What monitor.check is told of a check.
defineCheck = (id, name, type="custom") =>
    ({_check_id: id, _check_name: name, _type: type, tags: {}})

// Gives each row a level as monitor.check does, with an ID, details, and a topic if there is one.
alert = (
        check,
        id=(r) => "${r._check_id}",
        details=(r) => "",
        message=(r) => "Threshold Check: ${r._check_name} is: ${r._level}",
        crit=(r) => false,
        warn=(r) => false,
        info=(r) => false,
        ok=(r) => true,
        topic="",
        tables=<-,
    ) =>
    {
        withTopic =
            if topic == "" then
                (tables=<-) => tables
            else
                (tables=<-) =>
                    tables
                        |> set(key: "_topic", value: topic)
                        |> experimental.group(mode: "extend", columns: ["_topic"])

        return
            tables
                |> drop(fn: (column) => column =~ /_start.*/ or column =~ /_stop.*/)
                |> map(
                    fn: (r) =>
                        ({r with _check_id: check._check_id, _check_name: check._check_name}),
                )
                |> map(fn: (r) => ({r with id: id(r: r)}))
                |> map(fn: (r) => ({r with details: details(r: r)}))
                |> withTopic()
                |> monitor.check(
                    data: check,
                    crit: crit,
                    warn: warn,
                    info: info,
                    ok: ok,
                    messageFn: message,
                )
    }

// Raises an alert where a measurement has no more rows than the threshold.
deadman =
    (
            check,
            measurement,
            threshold=0,
            id=(r) => "${r._check_id}",
            message=(r) =>
                "Deadman Check: ${r._check_name} is: " + (if r.dead then "dead" else "alive"),
            topic="",
            tables=<-,
        ) =>
        {
            // A stream without any table has nothing to be counted: a table of the measurement is made up.
            made =
                array.from(rows: [{_time: 2000-01-01T00:00:00Z, _field: "unknown", _value: 0}])
                    |> set(key: "_measurement", value: measurement)
                    |> experimental.group(mode: "extend", columns: ["_measurement"])
                    |> schema.fieldsAsCols()
            counts =
                union(tables: [made, tables])
                    |> keep(columns: ["_measurement", "_time"])
                    |> duplicate(column: "_measurement", as: "__value__")
                    |> count(column: "__value__")
                    |> findColumn(fn: (key) => key._measurement == measurement, column: "__value__")
            known =
                if counts[0] == 1 then
                    made
                        |> drop(columns: ["unknown"])
                        |> limit(n: 0)
                else
                    tables

            return
                known
                    |> duplicate(column: "_measurement", as: "__value__")
                    |> count(column: "__value__")
                    |> map(fn: (r) => ({r with _time: now()}))
                    |> map(fn: (r) => ({r with dead: r.__value__ <= threshold}))
                    |> drop(columns: ["__value__"])
                    |> alert(
                        check: check,
                        id: id,
                        message: message,
                        crit: (r) => r.dead,
                        topic: topic,
                    )
        }

// Applies an aggregate or a selector to a column, and gives the column another name.
select = (column="_value", fn=(column, tables=<-) => tables, as, tables=<-) => {
    of = column
    name = as

    return
        tables
            |> fn(column: of)
            |> rename(fn: (column) => if column == of then name else column)
}

// The same for each window of time; windows without rows have a default.
selectWindow = (
        column="_value",
        fn,
        as,
        every,
        defaultValue,
        tables=<-,
    ) =>
    {
        of = column
        name = as

        return
            tables
                |> aggregateWindow(every: every, fn: fn, column: of, createEmpty: true)
                |> fill(column: of, value: defaultValue)
                |> rename(fn: (column) => if column == of then name else column)
    }

// A second name of select.
compute = select

// Groups by columns and the measurement.
groupBy = (columns, tables=<-) =>
    tables
        |> group(columns: columns)
        |> experimental.group(mode: "extend", columns: ["_measurement"])

// Joins two streams to a measurement of another name.
join = (tables, on=["_time"], measurement) =>
    universe.join(tables: tables, on: on)
        |> map(fn: (r) => ({r with _measurement: measurement}))
        |> experimental.group(mode: "extend", columns: ["_measurement"])
