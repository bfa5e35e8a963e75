package monitor


import "experimental"
import "influxdata/influxdb"
import "influxdata/influxdb/schema"

// Where statuses and notifications are kept.
bucket = "_monitoring"

// Keeps the statuses that a check gives.
option write = (tables=<-) => tables |> experimental.to(bucket: bucket)

// Keeps the notifications that were sent.
option log = (tables=<-) => tables |> experimental.to(bucket: bucket)

// The level of a status for which all is well.
levelOK = "ok"

// The level of a status that is only worth knowing.
levelInfo = "info"

// The level of a status that may become a problem.
levelWarn = "warn"

// The level of a status that is a problem.
levelCrit = "crit"

// The level of a status about which nothing is known.
levelUnknown = "unknown"

// Reads the notifications that were kept, a row each.
logs = (start, stop=now(), fn) =>
    influxdb.from(bucket: bucket)
        |> range(start: start, stop: stop)
        |> filter(fn: (r) => r._measurement == "notifications")
        |> filter(fn: fn)
        |> schema.fieldsAsCols()

// Reads the statuses that were kept, a row each.
from = (start, stop=now(), fn=(r) => true) =>
    influxdb.from(bucket: bucket)
        |> range(start: start, stop: stop)
        |> filter(fn: (r) => r._measurement == "statuses")
        |> filter(fn: fn)
        |> schema.fieldsAsCols()

// Gives each row the level of the first predicate that holds, keeps it as a status, and gives it.
check = (
        tables=<-,
        data,
        messageFn,
        crit=(r) => false,
        warn=(r) => false,
        info=(r) => false,
        ok=(r) => true,
    ) =>
    {
        level = (r) =>
            if crit(r: r) then
                levelCrit
            else if warn(r: r) then
                levelWarn
            else if info(r: r) then
                levelInfo
            else if ok(r: r) then
                levelOK
            else
                levelUnknown

        return
            tables
                |> experimental.set(o: data.tags)
                |> experimental.group(
                    mode: "extend",
                    columns: experimental.objectKeys(o: data.tags),
                )
                |> map(
                    fn: (r) =>
                        ({r with
                            _measurement: "statuses",
                            _source_measurement: r._measurement,
                            _type: data._type,
                            _check_id: data._check_id,
                            _check_name: data._check_name,
                            _level: level(r: r),
                            _source_timestamp: int(v: r._time),
                            _time: now(),
                        }),
                )
                |> map(fn: (r) => ({r with _message: messageFn(r: r)}))
                |> experimental.group(
                    mode: "extend",
                    columns: [
                        "_source_measurement",
                        "_type",
                        "_check_id",
                        "_check_name",
                        "_level",
                    ],
                )
                |> write()
    }

// Sends statuses to an endpoint, and keeps what was sent.
notify = (tables=<-, endpoint, data) =>
    tables
        |> experimental.set(o: data)
        |> experimental.group(mode: "extend", columns: experimental.objectKeys(o: data))
        |> map(
            fn: (r) =>
                ({r with _measurement: "notifications",
                    _status_timestamp: int(v: r._time),
                    _time: now(),
                }),
        )
        |> endpoint()
        |> experimental.group(mode: "extend", columns: ["_sent"])
        |> log()

// Says of the last row of each table whether it came before a time.
deadman = (t, tables=<-) =>
    tables
        |> max(column: "_time")
        |> map(fn: (r) => ({r with dead: r._time < t}))

// Rows before which level_value makes a step that passes. The level leaves the group key for it, so
// that the statuses of one source follow each other in one table.
_steps = (tables=<-, fn) =>
    tables
        |> duplicate(column: "_level", as: "____level")
        |> drop(columns: ["_level"])
        |> rename(columns: {"____level": "_level"})
        |> sort(columns: ["_source_timestamp", "_time"])
        |> difference(columns: ["level_value"])
        |> filter(fn: fn)
        |> drop(columns: ["level_value"])
        |> experimental.group(mode: "extend", columns: ["_level"])

// Gives the statuses whose level is another than that of the status before.
stateChangesOnly = (tables=<-) =>
    tables
        |> map(
            fn: (r) =>
                ({r with level_value:
                        if r._level == levelCrit then
                            4
                        else if r._level == levelWarn then
                            3
                        else if r._level == levelInfo then
                            2
                        else if r._level == levelOK then
                            1
                        else
                            0,
                }),
        )
        |> _steps(fn: (r) => r.level_value != 0)

_stateChanges = (fromLevel="any", toLevel="any", tables=<-) => {
    arrives =
        if toLevel == "any" then
            (r) => r._level != fromLevel and exists r._level
        else
            (r) => r._level == toLevel
    leaves =
        if fromLevel == "any" then
            (r) => r._level != toLevel and exists r._level
        else
            (r) => r._level == fromLevel

    // One up is from a level to the other; any other step is too large, or goes down.
    return
        tables
            |> map(
                fn: (r) =>
                    ({r with level_value:
                            if arrives(r: r) then
                                1
                            else if leaves(r: r) then
                                0
                            else
                                -10,
                    }),
            )
            |> _steps(fn: (r) => r.level_value == 1)
}

// Gives the statuses whose level is another than that of the status before, or only those that go
// from a level or to one.
stateChanges = (fromLevel="any", toLevel="any", tables=<-) =>
    if fromLevel == "any" and toLevel == "any" then
        tables |> stateChangesOnly()
    else
        tables |> _stateChanges(fromLevel: fromLevel, toLevel: toLevel)
