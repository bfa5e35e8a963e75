//! Requests that scripts send themselves, to a server on this machine.

use crate::command::Fluxlite;
use crate::server::{Reply, Server};

const TOKEN: &str = "token-that-is-never-shown";

/// Runs a script whose packages are imported; `HOST` in it is the server.
fn script(server: &Server, text: &str) -> Fluxlite {
    let imports = "import \"array\"\nimport \"http\"\nimport \"http/requests\"\nimport \"json\"\n";
    Fluxlite::script(&format!("{imports}{}", text.replace("HOST", &server.url)))
}

/// What a run that fails with 1 says, without a terminal's line breaks. The token is not in it.
#[track_caller]
fn failure(run: Fluxlite) -> String {
    let said = run.fails(1);
    assert!(!said.contains(TOKEN), "the token is shown: {said}");
    let words = said.split_whitespace().filter(|word| *word != "│");
    words.collect::<Vec<_>>().join(" ")
}

/// A whole alerting task: levels, an endpoint, and what was sent kept in a bucket.
#[test]
fn a_task_raises_alerts() {
    let server = Server::answering([
        Reply::Say(200, "X: y", "{}".into()),
        Reply::Say(500, "X: y", "down".into()),
    ]);
    let kept = tempfile::tempdir().unwrap();
    let text = r#"
import "influxdata/influxdb/monitor"
import "influxdata/influxdb/secrets"
import "slack"
option now = () => 2024-01-01T01:00:00Z
option monitor.write = (tables=<-) => tables
send = slack.endpoint(url: "HOST/hook", token: secrets.get(key: "SLACK"))
array.from(rows: [
    {_measurement: "cpu", host: "a", _time: 2024-01-01T00:59:00Z, usage: 99.0},
    {_measurement: "cpu", host: "b", _time: 2024-01-01T00:59:00Z, usage: 1.0},
    {_measurement: "cpu", host: "c", _time: 2024-01-01T00:59:00Z, usage: 98.0},
])
    |> group(columns: ["_measurement", "host"])
    |> monitor.check(
        data: {_check_id: "c1", _check_name: "load", _type: "threshold", tags: {}},
        crit: (r) => r.usage > 90.0,
        messageFn: (r) => "${r.host} is ${r._level}",
    )
    |> filter(fn: (r) => r._level == "crit")
    |> monitor.notify(
        data: {_notification_rule_id: "n1"},
        endpoint: send(mapFn: (r) => ({channel: "", text: r._message, color: "danger"})),
    )
    |> keep(columns: ["host", "_status", "_sent"])"#;
    let bucket = format!("_monitoring={}", kept.path().display());
    let out = script(&server, text)
        .arg("--bucket")
        .arg(&bucket)
        .arg("-o")
        .arg("csv")
        .env("SLACK", TOKEN)
        .succeeds();
    assert!(!out.contains(TOKEN), "{out}");
    let mut rows: Vec<_> = out.lines().filter(|line| line.starts_with(",,")).collect();
    rows.sort_unstable();
    assert_eq!(rows, [",,0,c,500,false", ",,1,a,200,true"], "{out}");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].line, "POST /hook");
    assert_eq!(
        requests[0].header("authorization"),
        Some(&*format!("Bearer {TOKEN}"))
    );
    assert_eq!(
        requests[0].body,
        r#"{"attachments":[{"color":"danger","mrkdwn_in":["text"],"text":"a is crit"}],"channel":""}"#
    );
    let lines = std::fs::read_to_string(kept.path().join("_monitoring.lp")).unwrap();
    assert_eq!(lines.matches("notifications,").count(), 2, "{lines}");
    assert!(lines.contains("_sent=true") && lines.contains("_message=\"a is crit\""));
}

#[test]
fn answers_are_read_whole() {
    let replies = [
        Reply::Say(302, "Location: /other", String::new()),
        Reply::Say(201, "X-Rate-Limit: 7", "ü".into()),
    ];
    let server = Server::answering(replies);
    let text = r#"import "dict"
answer = requests.get(url: "HOST/x", params: ["q": ["a b"]], headers: ["X-Key": "k"])
limit = dict.get(dict: answer.headers, key: "X-Rate-Limit", default: "")
quick = int(v: answer.duration) < int(v: 1h)
array.from(rows: [{status: answer.statusCode, body: string(v: answer.body), limit: limit, quick: quick}])"#;
    let out = script(&server, text).arg("-o").arg("csv").succeeds();
    assert!(out.contains(",,0,201,ü,7,true"), "{out}");
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| &*request.line).collect();
    assert_eq!(lines, ["GET /x?q=a+b", "GET /other"]);
    assert_eq!(requests[0].header("x-key"), Some("k"));
}

#[test]
fn what_is_not_answered_is_an_error() {
    let server = Server::answering([Reply::HangUp]);
    let post = format!(
        "array.from(rows: [{{v: http.post(url: \"HOST/{TOKEN}?{TOKEN}\", headers: {{t: \"{TOKEN}\"}})}}])"
    );
    // The report shows the script's text, where such a token stands; in real scripts it does not.
    let secret = |text: &str| {
        let text = text.replace(
            &format!("\"HOST/{TOKEN}?{TOKEN}\""),
            "\"HOST/\" + t + \"?\" + t",
        );
        let text = text.replace(&format!("\"{TOKEN}\""), "t");
        format!("import \"influxdata/influxdb/secrets\"\nt = secrets.get(key: \"T\")\n{text}")
    };
    let said = failure(script(&server, &secret(&post)).env("T", TOKEN));
    assert!(
        said.contains(&format!("cannot ask {}", server.url)),
        "{said}"
    );
    assert!(said.contains("flux::connect::http"), "{said}");

    let silent = Server::answering([Reply::Silence]);
    let text = r#"requests.peek(response: requests.get(url: "HOST", config: {timeout: 50ms, insecureSkipVerify: false}))"#;
    let said = failure(script(&silent, text));
    assert!(said.contains("no answer within 50ms"), "{said}");

    let wrong = [
        ("http.post(url: \"nowhere\")", "cannot ask nowhere"),
        (
            "http.post(url: \"HOST\", headers: {\"a b\": \"\"})",
            "the header \"a b\" cannot be sent",
        ),
        (
            "http.post(url: \"HOST\", headers: {a: \"1\\n2\"})",
            "its value holds line breaks",
        ),
    ];
    for (text, expected) in wrong {
        let said = failure(script(
            &server,
            &format!("array.from(rows: [{{v: {text}}}])"),
        ));
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn certificates_are_checked_unless_the_script_says_otherwise() {
    let server = Server::with_tls();
    let get = |verify: &str| {
        format!(
            "requests.peek(response: requests.get(url: \"HOST\", config: {{timeout: 5s, insecureSkipVerify: {verify}}}))"
        )
    };
    let said = failure(script(&server, &get("false")));
    assert!(said.contains("certificate"), "{said}");
    assert!(server.requests().is_empty());
    script(&server, &get("true")).succeeds();
    assert_eq!(server.requests().len(), 1);
}

/// A dry run sends nothing that could change anything, and routes hold for requests, too.
#[test]
fn dry_runs_and_routes() {
    let server = Server::answering([]);
    let text = "array.from(rows: [{v: http.post(url: \"http://far.test:1/x/?q=1\")}, {v: requests.get(url: \"http://far.test:1/y\").statusCode}])";
    let route = format!("http://far.test:1={}/base", server.url);
    let lines = || -> Vec<String> {
        let requests = server.requests();
        requests.into_iter().map(|request| request.line).collect()
    };
    let said = script(&server, text)
        .arg("--route")
        .arg(&route)
        .arg("--dry-run")
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("was not sent"), "{}", said.err);
    assert_eq!(lines(), ["GET /base/y"]);
    script(&server, text).arg("--route").arg(&route).succeeds();
    assert_eq!(lines()[1..], ["POST /base/x/?q=1", "GET /base/y"]);
    let folder = failure(
        script(&server, text)
            .arg("--route")
            .arg("http://far.test:1=x"),
    );
    assert!(folder.contains("its route leads to a folder"), "{folder}");
}
