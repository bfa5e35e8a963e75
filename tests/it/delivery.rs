//! Deliveries to a server that answers in every way that servers were seen to answer.

use crate::command::{Fluxlite, Said, fixture};
use crate::server::{Reply, Server};
use std::fs;

const TOKEN: &str = "token-that-is-never-shown";

/// A script that writes so many points, a line each.
fn points(count: usize, host: &str) -> String {
    format!(
        r#"import "array"
import "generate"
generate.from(count: {count}, fn: (n) => n, start: 2024-03-01T10:00:00Z, stop: 2024-03-02T10:00:00Z)
    |> set(key: "_measurement", value: "m")
    |> set(key: "_field", value: "f")
    |> drop(columns: ["_start", "_stop"])
    |> to(bucket: "b", host: "{host}", org: "o", token: "{TOKEN}")"#
    )
}

/// Writes three points to a server that answers like this.
fn write(replies: impl IntoIterator<Item = Reply>, arguments: &[&str]) -> (Server, Said) {
    let server = Server::answering(replies);
    let script = points(3, &server.url);
    let run = arguments
        .iter()
        .fold(Fluxlite::script(&script), |run, argument| run.arg(argument));
    let said = run.said();
    for text in [&said.out, &said.err] {
        assert!(!text.contains(TOKEN), "the token is shown: {text}");
    }
    (server, said)
}

/// Text as it was before a terminal's width broke it.
fn unwrapped(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "│");
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_request_is_what_influxdb_expects() {
    let server = Server::answering([]);
    let script = format!(
        r#"import "array"
import "influxdata/influxdb"
data = array.from(rows: [{{_time: 2021-01-01T00:00:00Z, _measurement: "m", t: "ü ,", f: 1.0}}])
data |> to(bucket: "a b&c", host: "{0}", org: "o", token: "{TOKEN}", fieldFn: (r) => ({{f: r.f}}))
data |> group(columns: ["_measurement", "t"])
    |> influxdb.wideTo(bucketID: "0123456789abcdef", orgID: "fedcba9876543210", host: "{0}/base/")
data |> group(columns: ["_measurement", "t"])
    |> influxdb.wideTo(bucket: "c", host: "{0}/base/last")"#,
        server.url
    );
    Fluxlite::script(&script).succeeds();
    let requests = server.requests();
    let mut lines: Vec<_> = requests
        .iter()
        .map(|request| request.line.as_str())
        .collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "POST /api/v2/write?bucket=a+b%26c&org=o&precision=ns",
            "POST /base/api/v2/write?bucket=0123456789abcdef&org=fedcba9876543210&precision=ns",
            "POST /base/api/v2/write?bucket=c&org=&precision=ns",
        ]
    );
    for request in &requests {
        assert_eq!(request.body, "m,t=ü\\ \\, f=1.0 1609459200000000000\n");
        // On one machine packing takes longer than sending.
        assert_eq!(request.header("content-encoding"), None);
        assert_eq!(
            request.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
        assert!(
            request
                .header("user-agent")
                .unwrap()
                .starts_with("fluxlite/")
        );
        let token = request
            .line
            .contains("a+b")
            .then(|| format!("Token {TOKEN}"));
        assert_eq!(request.header("authorization"), token.as_deref());
    }
}

/// The value of each line, in the order of the batches, whichever arrived first.
fn values(server: &Server) -> Vec<usize> {
    let requests = server.requests();
    let value = |line: &str| {
        line.split(' ').nth(1).unwrap()[2..]
            .trim_end_matches('i')
            .parse()
    };
    let values = |body: &str| body.lines().map(|line| value(line).unwrap()).collect();
    let mut batches: Vec<Vec<usize>> = requests.iter().map(|sent| values(&sent.body)).collect();
    batches.sort();
    batches.concat()
}

#[test]
fn batches_hold_five_thousand_lines() {
    let server = Server::answering([]);
    Fluxlite::script(&points(12_000, &server.url)).succeeds();
    let (_, mut counts) = server.lines();
    // The second and the third may arrive in any order.
    counts.sort_unstable();
    assert_eq!(counts, [2_000, 5_000, 5_000]);
    assert!(
        values(&server).into_iter().eq(0..12_000),
        "in order, and none is missing"
    );
}

#[test]
fn several_batches_are_under_way_at_once() {
    // The first goes alone, the others are answered when all are there.
    let stored = Reply::Say(204, "X-Influxdb-Version: test", String::new());
    let together = std::iter::repeat_n(Reply::Together(5), 4);
    let server = Server::answering([stored].into_iter().chain(together));
    Fluxlite::script(&points(25_000, &server.url)).succeeds();
    assert_eq!(server.lines().1, [5_000; 5]);
    assert!(values(&server).into_iter().eq(0..25_000));
}

#[test]
fn what_travels_is_packed() {
    // A proxy is on the way, so that the server is not on this machine.
    let proxy = Server::answering([]);
    Fluxlite::script(&points(3, "http://influxdb.test"))
        .env("http_proxy", &proxy.url)
        .succeeds();
    let [request] = &proxy.requests()[..] else {
        panic!("one request");
    };
    assert_eq!(
        request.line,
        "POST http://influxdb.test/api/v2/write?bucket=b&org=o&precision=ns"
    );
    assert_eq!(request.header("content-encoding"), Some("gzip"));
    assert_eq!(request.body.lines().count(), 3);
}

#[test]
fn one_pass_delivers_to_several_buckets() {
    let server = Server::answering([]);
    let script = format!(
        r#"import "array"
import "experimental"
import "influxdata/influxdb"
data = array.from(rows: [{{_time: 2024-03-01T10:00:00Z, _measurement: "m", f: 1, _value: 2, _field: "g"}}])
data |> drop(columns: ["f"]) |> to(bucket: "a", host: "{0}", org: "o", token: "t")
data |> drop(columns: ["f"]) |> to(bucket: "b", host: "{0}", org: "o", token: "t")
data |> keep(columns: ["_time", "_measurement", "f"]) |> group(columns: ["_measurement"]) |> experimental.to(bucket: "c", host: "{0}", org: "o", token: "t")"#,
        server.url
    );
    Fluxlite::script(&script).succeeds();
    let requests = server.requests();
    let mut sent: Vec<_> = requests
        .iter()
        .map(|request| format!("{} {}", request.line, request.body))
        .collect();
    sent.sort_unstable();
    let expected = [("a", "g=2i"), ("b", "g=2i"), ("c", "f=1i")].map(|(bucket, field)| {
        format!(
            "POST /api/v2/write?bucket={bucket}&org=o&precision=ns m {field} 1709287200000000000\n"
        )
    });
    assert_eq!(sent, expected);
}

#[test]
fn what_fails_in_passing_is_sent_again() {
    let past = "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT";
    let cases = [
        Reply::Say(429, "Retry-After: 0", String::new()),
        Reply::Say(503, past, "<html><body>busy</body></html>".into()),
        Reply::Say(500, "Retry-After: 0", "{}".into()),
        Reply::HangUp,
    ];
    for reply in cases {
        let (server, said) = write([reply.clone()], &[]);
        assert_eq!(said.code, 0, "{reply:?}: {}", said.err);
        let (lines, _) = server.lines();
        let requests = server.requests().len();
        assert_eq!(requests, 2, "{reply:?}");
        assert!(lines.ends_with("m f=2i 1709344800000000000\n"), "{lines}");
    }
}

#[test]
fn a_server_that_is_overrun_is_left_alone_by_all_batches() {
    let stored = Reply::Say(204, "X-Influxdb-Version: test", String::new());
    let busy = Reply::Say(429, "Retry-After: 1", String::new());
    let replies = [stored].into_iter().chain(std::iter::repeat_n(busy, 4));
    let server = Server::answering(replies);
    let said = Fluxlite::script(&points(50_000, &server.url)).said();
    assert_eq!(said.code, 0, "{}", said.err);
    let text = unwrapped(&said.err);
    assert_eq!(text.matches("cannot be written now").count(), 1, "{text}");
    let sent = server.requests().len();
    assert!(
        text.contains(&format!(
            "in 10 batches to the bucket \"b\" at {}, after {} retr",
            server.url,
            sent - 10
        )),
        "{sent} requests: {text}"
    );
    let mut values = values(&server);
    values.sort_unstable();
    values.dedup();
    assert!(values.into_iter().eq(0..50_000), "none is missing");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_waits_of_all_batches() {
    let stored = Reply::Say(204, "X-Influxdb-Version: test", String::new());
    let busy = Reply::Say(429, "Retry-After: 200", String::new());
    let replies = [stored].into_iter().chain(std::iter::repeat_n(busy, 4));
    let server = Server::answering(replies);
    let run = Fluxlite::script(&points(50_000, &server.url));
    let said = run.interrupted(|| server.requests().len() > 1);
    assert_eq!(said.code, 1, "{}", said.err);
    let text = unwrapped(&said.err);
    for part in [
        "points were not delivered to the bucket",
        "interrupted while waiting",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_silent_server_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::answering([Reply::Silence]);
    let config = "[delivery]\ntimeout = \"300ms\"\n";
    fs::write(folder.path().join("fluxlite.toml"), config).unwrap();
    let run = Fluxlite::script(&points(3, &server.url)).within(folder.path());
    let said = run.said();
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(server.lines().1, [3, 3]);
    assert!(
        unwrapped(&said.err).contains("no answer in time"),
        "{}",
        said.err
    );
}

#[test]
fn what_waiting_does_not_change_is_an_error_that_tells_what_to_do() {
    let influxdb = Reply::error;
    let cases = [
        (
            influxdb(400, "unable to parse 'm f=': missing field value"),
            "3 points were not delivered",
            "nothing of this batch was stored",
        ),
        (
            influxdb(
                400,
                "partial write error (2 accepted): 1 out of 3 points rejected",
            ),
            "1 point was not delivered",
            "the other points were stored",
        ),
        (
            influxdb(400, "Please provide either orgID or org"),
            "400 Bad Request: Please provide",
            "check bucket, org and host",
        ),
        (
            influxdb(401, &format!("unauthorized access with {TOKEN}")),
            "401 Unauthorized: unauthorized access with ***",
            "the token is missing, wrong or deleted",
        ),
        (
            influxdb(403, "insufficient permissions for write"),
            "403 Forbidden",
            "give it permission to write",
        ),
        (
            influxdb(404, "bucket \"b\" not found"),
            "404 Not Found: bucket \"b\" not found",
            "names of bucket and organization",
        ),
        (
            influxdb(
                422,
                "failure writing points to database: partial write: field type conflict: input field \"f\" on measurement \"m\" is type integer, already exists as type float dropped=2",
            ),
            "2 points were not delivered",
            "a field keeps the type that it had first",
        ),
        (
            influxdb(500, "unable to read data: unexpected EOF"),
            "500 Internal Server Error",
            "could not unpack the batch",
        ),
        (
            Reply::Say(301, "Location: https://elsewhere/", String::new()),
            "it refers to https://elsewhere/",
            "write the host that it refers to",
        ),
        (
            Reply::Say(200, "Content-Type: text/html", "<h1>Log in</h1>".into()),
            "answers with a web page",
            "does not lead to InfluxDB's API",
        ),
    ];
    for (reply, message, help) in cases {
        let (server, said) = write([reply], &[]);
        assert_eq!(said.code, 1, "{}", said.err);
        assert_eq!(server.requests().len(), 1, "it is not sent again");
        let text = unwrapped(&said.err);
        let place = format!("the bucket \"b\" at {}", server.url);
        for part in [message, help, &place] {
            assert!(text.contains(part), "{part} is not in {}", said.err);
        }
    }
}

#[test]
fn too_large_batches_are_halved() {
    let page = "<html><head><title>413 Request Entity Too Large</title></head></html>";
    let page = Reply::Say(413, "Content-Type: text/html", page.into());
    let json = Reply::error(413, "unable to read data: points batch is too large");
    let (server, said) = write([json.clone(), page.clone()], &[]);
    // One line alone is still too large, the other two are stored.
    assert_eq!(said.code, 1, "{}", said.err);
    assert_eq!(server.lines().1, [3, 1, 2]);
    let text = unwrapped(&said.err);
    assert!(
        text.contains("1 point was not delivered") && text.contains("413 Request Entity Too Large"),
        "{}",
        said.err
    );
    let (server, said) = write([json], &[]);
    assert_eq!(
        (said.code, server.lines().1),
        (0, vec![3, 1, 2]),
        "{}",
        said.err
    );
}

#[test]
fn patience_ends_and_later_passes_do_not_run() {
    let wait = Reply::Say(429, "Retry-After: 3600", String::new());
    let server = Server::answering([wait]);
    let script = format!(
        "{}\narray.from(rows: [{{_time: 2024-03-01T10:00:00Z, _measurement: \"m\", _field: \"f\", _value: 1}}])\n    |> to(bucket: \"second\", host: \"{}\", org: \"o\", token: \"t\")",
        points(3, &server.url),
        server.url
    );
    let said = Fluxlite::script(&script)
        .arg("--retry-for")
        .arg("2s")
        .said();
    assert_eq!(said.code, 1, "{}", said.err);
    let text = unwrapped(&said.err);
    assert!(
        text.contains("3 points were not delivered") && text.contains("asks to wait 60 min"),
        "{}",
        said.err
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    // Nobody listens there: the port was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let said = Fluxlite::script(&points(3, &host))
        .arg("--retry-for")
        .arg("0s")
        .said();
    assert_eq!(said.code, 1, "{}", said.err);
    let text = unwrapped(&said.err);
    assert!(
        text.contains("3 points were not delivered") && text.contains("no connection"),
        "{}",
        said.err
    );
}

#[test]
fn points_before_an_error_are_delivered() {
    let server = Server::answering([]);
    let script = format!(
        "{}\n    |> map(fn: (r) => ({{r with _value: 10 / r._value}}))",
        points(3, &server.url)
    );
    let err = Fluxlite::script(&script).fails(1);
    assert!(unwrapped(&err).contains("divide by zero"), "{err}");
    assert_eq!(server.lines().1, [3]);
}

#[test]
fn buckets_in_folders_are_written_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("local")).unwrap();
    let config =
        "[buckets]\n\"my bucket\" = \"local\"\n[hosts.\"https://cloud.test\"]\nroute = \"cloud\"\n";
    fs::write(folder.path().join("fluxlite.toml"), config).unwrap();
    let write = |time: &str, to: &str| {
        format!(
            r#"array.from(rows: [{{_time: {time}, _measurement: "m", _field: "f", _value: 1}}]) |> to({to})"#
        )
    };
    let cloud = r#"bucket: "a/b", host: "https://cloud.test", token: "t""#;
    let script = format!(
        "import \"array\"\n{}\n{}",
        write("2024-03-01T00:00:00Z", r#"bucket: "my bucket""#),
        write("2024-03-02T00:00:00Z", cloud)
    );
    for _ in 0..2 {
        Fluxlite::script(&script).within(folder.path()).succeeds();
    }
    let file = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(
        file("local/my%20bucket.lp"),
        "m f=1i 1709251200000000000\n".repeat(2)
    );
    assert_eq!(
        file("cloud/a%2Fb.lp"),
        "m f=1i 1709337600000000000\n".repeat(2)
    );
    let read = r#"from(bucket: "a/b", host: "https://cloud.test", token: "t") |> range(start: 2024-01-01T00:00:00Z) |> keep(columns: ["_time", "_value"])"#;
    let read = Fluxlite::script(read)
        .within(folder.path())
        .arg("-o")
        .arg("csv")
        .succeeds();
    assert!(read.contains(",,0,2024-03-02T00:00:00Z,1\r\n"), "{read}");
}

#[test]
fn a_file_is_never_changed_and_unknown_buckets_are_told_before_anything_runs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.lp"), "m f=1i 1\n").unwrap();
    let server = Server::answering([]);
    let cases = [
        (r#"to(bucket: "file")"#, "never changed"),
        (r#"to(bucket: "nowhere")"#, "\"nowhere\""),
        (
            r#"to(bucket: "b", host: "cloud.test", token: "t")"#,
            "no URL",
        ),
        (
            r#"to(bucket: "b", host: "http://cloud.test:port", token: "t")"#,
            "no URL",
        ),
    ];
    for (to, part) in cases {
        let row = r#"array.from(rows: [{_time: 2024-03-01T00:00:00Z, _measurement: "m", _field: "f", _value: 1}])"#;
        let script = format!("{}\n{row} |> {to}", points(3, &server.url));
        let err = Fluxlite::script(&script)
            .arg("--bucket")
            .arg("file=x.lp")
            .within(folder.path())
            .fails(1);
        assert!(unwrapped(&err).contains(part), "{part} is not in {err}");
    }
    assert_eq!(server.requests().len(), 0);
    assert_eq!(
        fs::read_to_string(folder.path().join("x.lp")).unwrap(),
        "m f=1i 1\n"
    );
}

#[test]
fn the_configured_server_and_its_token_are_used() {
    let server = Server::answering([]);
    let script = r#"import "array"
array.from(rows: [{_time: 1970-01-01T00:00:00Z, _measurement: "m", _field: "f", _value: 1}]) |> to(bucket: "b")"#;
    Fluxlite::script(script)
        .env("INFLUX_HOST", &server.url)
        .env("INFLUX_ORG", "an org")
        .env("INFLUX_TOKEN", TOKEN)
        .succeeds();
    let requests = server.requests();
    assert_eq!(
        requests[0].line,
        "POST /api/v2/write?bucket=b&org=an+org&precision=ns"
    );
    assert_eq!(
        requests[0].header("authorization"),
        Some(&*format!("Token {TOKEN}"))
    );
}

#[test]
fn wrong_configuration_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[&str], &str); 7] = [
        ("", &["--ca", "fluxlite.toml"], "there are none"),
        ("", &["--bucket", "b"], "NAME=PATH"),
        ("", &["--route", "cloud=x"], "http://"),
        ("", &["--retry-for", "soon"], "`soon` is not a duration"),
        ("", &["--secrets", "none.env"], "none.env"),
        ("", &["--precision", "h"], "`h` is no precision"),
        ("[bucket]", &[], "unknown field `bucket`"),
    ];
    for (config, arguments, part) in cases {
        fs::write(folder.path().join("fluxlite.toml"), config).unwrap();
        let run =
            Fluxlite::script("import \"array\"\narray.from(rows: [{a: 1}])").within(folder.path());
        let err = arguments
            .iter()
            .fold(run, |run, argument| run.arg(argument))
            .fails(2);
        assert!(unwrapped(&err).contains(part), "{part} is not in {err}");
    }
}

#[test]
fn servers_are_trusted_by_their_certificate() {
    let authority = fixture("tls/authority.pem");
    let authority = authority.to_str().unwrap();
    let cases: [(&[&str], Result<(), &str>); 3] = [
        (&[], Err("invalid peer certificate")),
        (&["--ca", authority], Ok(())),
        (&["--skip-verify"], Ok(())),
    ];
    for (arguments, expected) in cases {
        let server = Server::with_tls();
        let run = Fluxlite::script(&points(3, &server.url));
        let said = arguments
            .iter()
            .fold(run, |run, argument| run.arg(argument))
            .said();
        let stored = server.requests().len();
        match expected {
            Ok(()) => assert_eq!((said.code, stored), (0, 1), "{}", said.err),
            Err(part) => {
                assert_eq!((said.code, stored), (1, 0), "{}", said.err);
                let text = unwrapped(&said.err);
                assert!(
                    text.contains(part) && text.contains("--ca FILE"),
                    "{}",
                    said.err
                );
            }
        }
    }
}
