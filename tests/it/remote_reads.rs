//! Reads of buckets on servers that answer in every way that servers were seen to answer.

use crate::command::{Fluxlite, Said};
use crate::server::{Reply, Server};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const TOKEN: &str = "token-that-is-never-shown";

/// Two tables of different types, as InfluxDB answers.
const ANSWER: &str = "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string\r\n\
#group,false,false,true,true,false,false,true,true,true\r\n\
#default,_result,,,,,,,,\r\n\
,result,table,_start,_stop,_time,_value,_field,_measurement,host\r\n\
,,0,2023-01-01T00:00:00Z,2024-01-01T00:00:00Z,2023-11-14T22:13:20Z,1.5,f,m,a\r\n\
,,0,2023-01-01T00:00:00Z,2024-01-01T00:00:00Z,2023-11-14T22:13:21Z,2.5,f,m,a\r\n\
\r\n\
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,long,string,string,string\r\n\
#group,false,false,true,true,false,false,true,true,true\r\n\
#default,_result,,,,,,,,\r\n\
,result,table,_start,_stop,_time,_value,_field,_measurement,host\r\n\
,,1,2023-01-01T00:00:00Z,2024-01-01T00:00:00Z,2023-11-14T22:13:20Z,7,i,m,a\r\n\
\r\n";

fn csv(body: impl Into<String>) -> Reply {
    Reply::Say(200, "Content-Type: text/csv; charset=utf-8", body.into())
}

/// Reads a bucket of a server that answers like this.
fn read(replies: impl IntoIterator<Item = Reply>, arguments: &[&str]) -> (Server, Said) {
    let server = Server::answering(replies);
    let script = format!(
        r#"from(bucket: "b", host: "{}", org: "o", token: "{TOKEN}")
    |> range(start: 2023-01-01T00:00:00Z, stop: 2024-01-01T00:00:00Z)
    |> filter(fn: (r) => r._measurement == "m" and r.host != "x\"y")
    |> group(columns: ["_field"])
    |> count()"#,
        server.url
    );
    let run = arguments
        .iter()
        .fold(Fluxlite::script(&script), |run, argument| run.arg(argument));
    let said = run.said();
    for text in [&said.out, &said.err] {
        assert!(!text.contains(TOKEN), "the token is shown: {text}");
    }
    (server, said)
}

fn unwrapped(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "│");
    words.collect::<Vec<_>>().join(" ")
}

/// Checks that a read fails with this code and these words, and prints no row.
fn fails(replies: impl IntoIterator<Item = Reply>, code: &str, words: &[&str]) {
    let (_server, said) = read(replies, &["--retry-for", "1ms"]);
    let err = unwrapped(&said.err);
    assert_eq!(said.code, 1, "{err}");
    assert!(err.contains(code), "{code}: {err}");
    for word in words {
        assert!(err.contains(word), "{word}: {err}");
    }
}

#[test]
fn a_query_is_what_influxdb_expects() {
    let (server, said) = read([csv(ANSWER)], &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains(",,0,f,2\r\n"), "{}", said.out);
    assert!(said.out.contains(",,1,i,1\r\n"), "{}", said.out);
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].line, "POST /api/v2/query?org=o");
    let token = format!("Token {TOKEN}");
    assert_eq!(requests[0].header("authorization"), Some(&*token));
    let body: serde_json::Value = serde_json::from_str(&requests[0].body).unwrap();
    // What the engine does is not asked of a host that the script names.
    assert_eq!(
        body["query"],
        "from(bucket: \"b\") |> range(start: 2023-01-01T00:00:00.000000000Z, stop: 2024-01-01T00:00:00.000000000Z) |> filter(fn: (r) => r._measurement == \"m\" and r.host != \"x\\\"y\")"
    );
    assert_eq!(body["dialect"]["dateTimeFormat"], "RFC3339Nano");
}

#[test]
fn the_configured_server_is_asked_for_more() {
    let server = Server::answering([csv(ANSWER)]);
    let script = r#"from(bucket: "b")
    |> range(start: 2023-01-01T00:00:00Z, stop: 2024-01-01T00:00:00Z)
    |> aggregateWindow(every: 1h, fn: mean)"#;
    let said = Fluxlite::script(script)
        .env("INFLUX_HOST", &server.url)
        .env("INFLUX_TOKEN", TOKEN)
        .env("INFLUX_ORG_ID", "0123456789abcdef")
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /api/v2/query?orgID=0123456789abcdef");
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    let query = body["query"].as_str().unwrap();
    assert!(
        query.contains(" |> aggregateWindow(every: 1h, fn: mean"),
        "{query}"
    );
}

/// CSV has no place for a column of the key that no row has; the plan knows of it.
#[test]
fn a_group_by_what_is_not_there_stays_in_the_key() {
    let server = Server::answering([csv(ANSWER)]);
    let script = r#"from(bucket: "b")
    |> range(start: 2023-01-01T00:00:00Z, stop: 2024-01-01T00:00:00Z)
    |> group(columns: ["_field", "nowhere"])
    |> aggregateWindow(every: 1y, period: 2y, fn: count)
    |> first()"#;
    let said = Fluxlite::script(script)
        .env("INFLUX_HOST", &server.url)
        .env("INFLUX_TOKEN", TOKEN)
        .env("INFLUX_ORG", "o")
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains(",nowhere,"), "{}", said.out);
}

#[test]
fn the_plan_shows_what_is_sent_and_sends_nothing() {
    let (server, said) = read([], &["--explain"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out
            .contains("|> filter(fn: (r) => r._measurement == \"m\""),
        "{}",
        said.out
    );
    assert!(server.requests().is_empty());
}

#[test]
fn an_answer_without_tables_is_no_error() {
    let (_server, said) = read([csv("\r\n")], &[]);
    assert_eq!((said.code, &*said.out), (0, "\r\n"), "{}", said.err);
}

#[test]
fn errors_have_messages_of_their_own() {
    let error = |status, message: &str| [Reply::error(status, message)];
    fails(
        error(401, "unauthorized access"),
        "flux::connect::unauthorized",
        &["401 Unauthorized", "the token is missing, wrong or deleted"],
    );
    fails(
        error(
            404,
            "failed to initialize execute state: could not find bucket \"b\"",
        ),
        "flux::connect::not_found",
        &["could not find bucket", "a token that may not read it"],
    );
    fails(
        error(
            400,
            "failed to decode request body: organization name \"o\" not found",
        ),
        "flux::connect::not_found",
        &["check the name of the organization"],
    );
    let page = Reply::Say(200, "Content-Type: text/html", "<h1>Welcome</h1>".into());
    fails([page], "flux::connect::no_influxdb", &["web page"]);
    let moved = Reply::Say(301, "Location: https://elsewhere.test/", String::new());
    fails(
        [moved],
        "flux::connect::redirect",
        &["https://elsewhere.test/"],
    );
    fails(
        error(
            400,
            "failed to decode request body: Please provide either orgID or org",
        ),
        "flux::connect::no_organization",
        &["`--org` or INFLUX_ORG"],
    );
    fails(
        error(403, "authorization is inactive"),
        "flux::connect::forbidden",
        &["is inactive"],
    );
    // A server that repeats the token must not make us print it; `read` looks.
    fails(error(400, TOKEN), "flux::connect::query_failed", &["***"]);
}

#[test]
fn an_error_behind_rows_is_an_error() {
    let (head, _) = ANSWER.split_at(
        ANSWER
            .find("#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,long")
            .unwrap(),
    );
    let block = "#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n,error,reference\r\n,map: failed to evaluate,897\r\n";
    fails(
        [csv(format!("{head}{block}"))],
        "flux::connect::query_failed",
        &["map: failed to evaluate"],
    );
}

#[test]
fn a_short_answer_is_never_taken_for_a_whole_one() {
    // Cut within a row, though HTTP says that this is all.
    let cut = &ANSWER[..ANSWER.len() - 9];
    fails(
        [csv(cut)],
        "flux::connect::truncated",
        &["ends in the middle"],
    );
    // Cut by the connection: fewer bytes than announced.
    let raw = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: {}\r\n\r\n{ANSWER}",
        ANSWER.len() + 100
    );
    fails(
        [Reply::Raw(raw.into())],
        "flux::connect::truncated",
        &["broke off"],
    );
    // Cut between rows, where nothing says how long the answer is.
    let rows = &ANSWER[..ANSWER
        .find(",,0,2023-01-01T00:00:00Z,2024-01-01T00:00:00Z,2023-11-14T22:13:21Z")
        .unwrap()];
    let raw =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n{rows}");
    fails(
        [Reply::Raw(raw.into())],
        "flux::connect::truncated",
        &["ends in the middle"],
    );
    let raw =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n{ANSWER}");
    let (_server, said) = read([Reply::Raw(raw.into())], &[]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn what_fails_before_the_first_row_is_tried_again() {
    let busy = || Reply::Say(503, "Retry-After: 0", String::new());
    let (server, said) = read(
        [busy(), Reply::HangUp, csv(ANSWER)],
        &["--retry-for", "30s"],
    );
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains(",,0,f,2\r\n"), "{}", said.out);
    assert_eq!(server.requests().len(), 3);
    assert!(said.err.contains("flux::connect::retry"), "{}", said.err);
    fails(
        [busy(), busy(), busy(), busy()],
        "flux::connect::server",
        &["503"],
    );
}

/// An answer in pieces, as InfluxDB sends it: each of them with its length before it.
fn pieces<'a>(headers: &str, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"
    )
    .into_bytes();
    for piece in pieces {
        write!(bytes, "{:x}\r\n", piece.len()).unwrap();
        bytes.extend_from_slice(piece);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

#[test]
fn packed_answers_are_unpacked_and_cut_ones_are_told() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(ANSWER.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let answer = |packed: &[u8]| {
        let mut bytes = pieces("Content-Encoding: gzip\r\n", packed.chunks(100));
        bytes.extend_from_slice(b"0\r\n\r\n");
        Reply::Raw(bytes)
    };
    let (_server, said) = read([answer(&packed)], &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains(",,0,f,2\r\n"), "{}", said.out);
    fails(
        [answer(&packed[..packed.len() - 20])],
        "flux::connect::truncated",
        &["broke off"],
    );
}

#[test]
fn an_answer_that_breaks_between_pieces_is_told() {
    let head = ANSWER.find("\r\n\r\n").unwrap() + 4;
    let whole = pieces("", [&ANSWER.as_bytes()[..head]]);
    // Rows have come: it is not asked again.
    let (server, said) = read([Reply::Raw(whole), csv(ANSWER)], &[]);
    let err = unwrapped(&said.err);
    assert_eq!((said.code, server.requests().len()), (1, 1), "{err}");
    assert!(err.contains("flux::connect::truncated"), "{err}");
    // None has come yet: it is.
    let (server, said) = read([Reply::Raw(pieces("", [])), csv(ANSWER)], &[]);
    assert_eq!((said.code, server.requests().len()), (0, 2), "{}", said.err);
    assert!(said.out.contains(",,0,f,2\r\n"), "{}", said.out);
}

#[test]
fn proxies_and_packing_are_asked_for() {
    let proxy = Server::answering([csv(ANSWER)]);
    let script = r#"from(bucketID: "0123456789abcdef", host: "http://far.test/influx/", orgID: "fedcba9876543210", token: "t")
    |> range(start: 2023-01-01T00:00:00Z, stop: 2024-01-01T00:00:00Z)"#;
    Fluxlite::script(script)
        .env("HTTP_PROXY", &proxy.url)
        .succeeds();
    let request = &proxy.requests()[0];
    assert_eq!(
        request.line,
        "POST http://far.test/influx/api/v2/query?orgID=fedcba9876543210"
    );
    assert_eq!(request.header("accept-encoding"), Some("gzip"));
    assert!(
        request
            .body
            .contains(r#"from(bucketID: \"0123456789abcdef\")"#),
        "{}",
        request.body
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_waiting() {
    let begun = pieces("", [ANSWER.as_bytes()]);
    for reply in [Reply::Silence, Reply::Stall(begun)] {
        let server = Server::answering([reply.clone()]);
        let script = format!(
            r#"from(bucket: "b", host: "{}", token: "t") |> range(start: 0)"#,
            server.url
        );
        let run = Fluxlite::script(&script);
        let said = run.interrupted(|| !server.requests().is_empty());
        let err = unwrapped(&said.err);
        assert_eq!(said.code, 1, "{reply:?}: {err}");
        assert!(err.contains("interrupted"), "{reply:?}: {err}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn what_is_not_from_influxdb_is_told() {
    fails(
        [csv("{\"status\":\"success\"}\n")],
        "flux::connect::no_influxdb",
        &["no annotated CSV", "does not lead to InfluxDB's API"],
    );
}

#[test]
fn buckets_and_series_are_asked_of_servers() {
    let names = "#datatype,string,long,string,string\r\n#group,false,false,false,false\r\n#default,_result,,,\r\n,result,table,name,id\r\n,,0,b,0123456789abcdef\r\n\r\n";
    let count = "#datatype,string,long,long\r\n#group,false,false,false\r\n#default,_result,,\r\n,result,table,_value\r\n,,0,12\r\n\r\n";
    let server = Server::answering([csv(names), csv(count)]);
    let script = format!(
        r#"import "influxdata/influxdb"
buckets(host: "{0}", org: "o", token: "{TOKEN}") |> yield(name: "buckets")
influxdb.cardinality(bucket: "b", host: "{0}", org: "o", token: "{TOKEN}", start: 2023-01-01T00:00:00Z, stop: 2024-01-01T00:00:00Z, predicate: (r) => r.host == "a")
    |> yield(name: "count")"#,
        server.url
    );
    let said = Fluxlite::script(&script).said();
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains(",,0,b,0123456789abcdef\r\n"),
        "{}",
        said.out
    );
    assert!(said.out.contains(",,0,12\r\n"), "{}", said.out);
    let asked: Vec<String> = server
        .requests()
        .iter()
        .map(|request| {
            let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
            body["query"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(asked[0], "buckets()");
    assert!(
        asked[1].ends_with("predicate: (r) => r.host == \"a\")"),
        "{}",
        asked[1]
    );
}

#[test]
fn bound_buckets_are_listed_and_their_series_counted() {
    let script = r#"import "influxdata/influxdb"
buckets() |> keep(columns: ["name"]) |> yield(name: "buckets")
influxdb.cardinality(bucket: "home", start: 2024-07-21T00:00:00Z, stop: 2024-07-22T00:00:00Z) |> yield(name: "count")
influxdb.cardinality(bucket: "home", start: 2024-07-21T00:00:00Z, stop: 2024-07-22T00:00:00Z, predicate: (r) => r.room == "Kitchen") |> yield(name: "one")"#;
    let said = Fluxlite::script(script)
        .arg("--bucket")
        .arg("home=fixtures/data/home-sensor-data.lp?precision=s")
        .arg("--bucket")
        .arg("bitcoin=fixtures/data/bitcoin.lp")
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains(",,0,bitcoin\r\n,,0,home\r\n"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("#default,count,,\r\n,result,table,_value\r\n,,0,2\r\n"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("#default,one,,\r\n,result,table,_value\r\n,,0,1\r\n"),
        "{}",
        said.out
    );
}
