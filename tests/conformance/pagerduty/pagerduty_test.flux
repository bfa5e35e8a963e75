// Events for PagerDuty, whose place an echo takes.
package pagerduty_test


import "array"
import "pagerduty"
import "testing"

option pagerduty.defaultURL = "http://pagerduty.test"

event = (summary) =>
    ({
        routingKey: "k",
        client: "c",
        clientURL: "u",
        class: "l",
        group: "g",
        severity: "info",
        eventAction: "trigger",
        source: "s",
        summary: summary,
        timestamp: 2024-01-01T00:00:00Z,
    })

testcase severities_and_actions {
    got =
        array.from(
            rows:
                [
                    "OK",
                    "info",
                    "Warn",
                    "crit",
                    "?",
                ]
                    |> array.map(
                        fn: (x) =>
                            ({
                                severity: pagerduty.severityFromLevel(level: x),
                                ofLevel: pagerduty.actionFromLevel(level: x),
                                ofSeverity: pagerduty.actionFromSeverity(severity: x),
                            }),
                    ),
        )
    want =
        array.from(
            rows: [
                {severity: "info", ofLevel: "resolve", ofSeverity: "resolve"},
                {severity: "info", ofLevel: "trigger", ofSeverity: "trigger"},
                {severity: "warning", ofLevel: "trigger", ofSeverity: "trigger"},
                {severity: "critical", ofLevel: "trigger", ofSeverity: "trigger"},
                {severity: "error", ofLevel: "trigger", ofSeverity: "trigger"},
            ],
        )

    testing.diff(got: got, want: want)
}

// The level makes no difference.
testcase dedup_key {
    got =
        array.from(rows: [{k: "a", _level: "ok"}, {k: "a", _level: "crit"}, {k: "b", _level: "ok"}])
            |> group(columns: ["k", "_level"])
            |> pagerduty.dedupKey()
            |> group(columns: ["k"])
            |> distinct(column: "_pagerdutyDedupKey")
            |> count()
    want = array.from(rows: [{k: "a", _value: 1}, {k: "b", _value: 1}]) |> group(columns: ["k"])

    testing.diff(got: got, want: want)
}

testcase endpoint {
    send = pagerduty.endpoint()
    got =
        array.from(rows: [{v: "x"}])
            |> send(mapFn: (r) => event(summary: r.v))()
            |> keep(columns: ["v", "_status", "_sent"])

    testing.diff(got: got, want: array.from(rows: [{v: "x", _status: "200", _sent: "true"}]))
}

testcase send_event {
    got =
        pagerduty.sendEvent(
            routingKey: "k",
            client: "c",
            clientURL: "u",
            dedupKey: "d",
            class: "l",
            group: "g",
            severity: "info",
            eventAction: "trigger",
            source: "s",
            summary: "y",
            timestamp: 2024-01-01T00:00:00Z,
        )

    testing.assertEqualValues(got: got, want: 200)
}
