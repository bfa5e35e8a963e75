//! Package `influxdata/influxdb/monitor`: checks rows, and tells of what they are.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/monitor",
    docs: "Gives rows a level, keeps it as their status, and notifies of it.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("monitor.flux")),
};

#[cfg(test)]
mod tests {
    use crate::session::testing::check;

    /// A script over statuses of two hosts, a row for each level.
    #[track_caller]
    fn check_monitor(script: &str, expected: &str) {
        let statuses = r#"
            import "array"
            import "influxdata/influxdb/monitor"
            option monitor.write = (tables=<-) => tables
            option monitor.log = (tables=<-) => tables
            levels = (host, levels) => array.from(rows: levels |> array.map(fn: (x) => ({host: host, _level: x})))
                |> map(fn: (r) => ({r with _time: 1970-01-01T00:00:00Z, one: 1}))
                |> cumulativeSum(columns: ["one"])
                |> map(fn: (r) => ({host: r.host, _level: r._level, _source_timestamp: r.one, _time: time(v: r.one)}))
            statuses = union(tables: [
                levels(host: "a", levels: ["ok", "warn", "warn", "crit", "ok"]),
                levels(host: "b", levels: ["crit", "info", "crit"]),
            ]) |> group(columns: ["host", "_level"])
            "#;
        check(&format!("{statuses}{script}"), expected);
    }

    #[test]
    fn changes_of_state() {
        check_monitor(
            "statuses |> monitor.stateChanges() |> keep(columns: [\"host\", \"_level\", \"_time\"])",
            "[host=a _level=crit] host _time:time _level\n4
             [host=b _level=crit] host _time:time _level\n3
             [host=b _level=info] host _time:time _level\n2
             [host=a _level=ok] host _time:time _level\n5
             [host=a _level=warn] host _time:time _level\n2",
        );
        check_monitor(
            "statuses |> monitor.stateChanges(fromLevel: \"warn\") |> keep(columns: [\"host\", \"_level\", \"_time\"])",
            "[host=a _level=crit] host _time:time _level\n4",
        );
        check_monitor(
            "statuses |> monitor.stateChanges(toLevel: \"crit\") |> keep(columns: [\"host\", \"_level\", \"_time\"])",
            "[host=a _level=crit] host _time:time _level\n4\n[host=b _level=crit] host _time:time _level\n3",
        );
    }

    #[test]
    fn silence() {
        check_monitor(
            "statuses |> group(columns: [\"host\"]) |> keep(columns: [\"host\", \"_time\"]) |> monitor.deadman(t: time(v: 4))",
            "[host=a] host _time:time dead:bool\n5 false\n[host=b] host _time:time dead:bool\n3 true",
        );
    }

    #[test]
    fn a_check_gives_levels_and_messages() {
        let script = r#"array.from(rows: [{_measurement: "m", _time: time(v: 7), v: 1.0}, {_measurement: "m", _time: time(v: 8), v: 9.0}])
            |> group(columns: ["_measurement"])
            |> monitor.check(
                data: {_check_id: "1", _check_name: "n", _type: "t", tags: {k: "x"}},
                crit: (r) => r.v > 5.0,
                messageFn: (r) => "${r._check_name} is ${r._level}",
            )
            |> keep(columns: ["_level", "_measurement", "_source_measurement", "_message", "_source_timestamp", "_time", "k"])"#;
        check_monitor(
            script,
            "[_measurement=statuses k=x _source_measurement=m _level=crit] _measurement _time:time k _source_measurement _level _source_timestamp:int _message:string
             1000000000 8 n is crit
             [_measurement=statuses k=x _source_measurement=m _level=ok] _measurement _time:time k _source_measurement _level _source_timestamp:int _message:string
             1000000000 7 n is ok",
        );
    }

    #[test]
    fn notifications_pass_the_endpoint() {
        let script = r#"statuses
            |> filter(fn: (r) => r.host == "b" and r._level == "info")
            |> monitor.notify(
                data: {rule: "r1"},
                endpoint: (tables=<-) => tables |> map(fn: (r) => ({r with _sent: "true"})),
            )
            |> keep(columns: ["rule", "_measurement", "_status_timestamp", "_time", "_sent"])"#;
        check_monitor(
            script,
            "[rule=r1 _sent=true] _time:time rule _measurement:string _status_timestamp:int _sent\n1000000000 notifications 2",
        );
    }
}
