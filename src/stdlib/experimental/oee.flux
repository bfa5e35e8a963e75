package oee


import "contrib/tomhollingworth/events"
import "experimental"

// How many parts a counter has counted.
_counted = (tables=<-, column) =>
    tables
        |> difference(columns: [column], nonNegative: true)
        |> sum(column: column)
        |> duplicate(column: "_stop", as: "_time")

// Availability, performance, quality and their product, of a stream of states and one of counters.
computeAPQ = (
        productionEvents,
        partEvents,
        runningState,
        plannedTime,
        idealCycleTime,
    ) =>
    {
        planned = float(v: int(v: plannedTime))
        ideal = float(v: int(v: idealCycleTime))
        availability =
            productionEvents
                |> events.duration(unit: 1ns, columnName: "runTime")
                |> filter(fn: (r) => r.state == runningState)
                |> sum(column: "runTime")
                |> map(
                    fn: (r) =>
                        ({r with _time: r._stop, availability: float(v: r.runTime) / planned}),
                )
        parts = partEvents |> _counted(column: "partCount")
        bad = partEvents |> _counted(column: "badCount")
        performance =
            experimental.join(
                left: availability,
                right: parts,
                fn: (left, right) =>
                    ({left with performance:
                            float(v: right.partCount) * ideal / float(v: left.runTime),
                    }),
            )
        quality =
            experimental.join(
                left: bad,
                right: parts,
                fn: (left, right) =>
                    ({left with quality:
                            (float(v: right.partCount) - float(v: left.badCount)) / float(
                                    v: right.partCount,
                                ),
                    }),
            )

        return
            experimental.join(
                left: performance,
                right: quality,
                fn: (left, right) =>
                    ({left with quality: right.quality,
                        oee: left.availability * left.performance * right.quality,
                    }),
            )
    }

// The same of one stream that has both.
APQ = (tables=<-, runningState, plannedTime, idealCycleTime) =>
    computeAPQ(
        productionEvents: tables,
        partEvents: tables,
        runningState: runningState,
        plannedTime: plannedTime,
        idealCycleTime: idealCycleTime,
    )
