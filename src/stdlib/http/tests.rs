//! Requests from whole scripts, echoed by a made world.

use crate::session::testing::{check, check_value, run};
use crate::world::testing::Echo;
use std::sync::Arc;

#[test]
fn values() {
    let http = |script: &str| format!("import \"http\"\n{script}");
    let cases = [
        ("http.pathEscape(inputString: \"a b/c\")", "a%20b%2Fc"),
        (
            "http.basicAuth(u: \"user\", p: \"password\")",
            "Basic dXNlcjpwYXNzd29yZA==",
        ),
        (
            "http.post(url: \"http://a.test\", headers: {a: 1})",
            "error: header value \"a\" must be a string",
        ),
        (
            "http.post(url: \"http://a.test\", data: bytes(v: \"x\"))",
            "200",
        ),
    ];
    for (script, expected) in cases {
        check_value(&http(script), expected);
    }
}

#[test]
fn requests_give_the_whole_answer() {
    for package in ["http/requests", "experimental/http/requests"] {
        check(
            &format!(
                "import \"{package}\"\nrequests.peek(response: requests.post(url: \"http://a.test\", body: bytes(v: \"ab\")))"
            ),
            "[] statusCode:int body:string headers:string duration:int\n200 ab [X-Answer: yes] 0",
        );
    }
    check_value(
        "import \"experimental/http\"\nhttp.get(url: \"http://a.test\").headers",
        "{X-Answer: yes}",
    );
}

#[test]
fn requests_are_what_the_script_says() {
    let world = Arc::new(Echo::default());
    let script = "import \"array\"\nimport \"http/requests\"
        option requests.defaultConfig = {timeout: 2s, insecureSkipVerify: true}
        answer = requests.get(url: \"http://a.test/x\", params: [\"q\": [\"a b\", \"c\"]], headers: [\"H\": \"1\"])
        array.from(rows: [{v: answer.statusCode}])";
    assert_eq!(run(world.clone(), script), "[] v:int\n200\n");
    let requests = world.requests.lock().unwrap();
    let request = &requests[0];
    assert_eq!(requests.len(), 1);
    assert_eq!(
        (&*request.method, &*request.url),
        ("GET", "http://a.test/x?q=a+b&q=c")
    );
    assert_eq!(request.headers, [("H".into(), "1".into())]);
    assert_eq!(request.timeout, Some(std::time::Duration::from_secs(2)));
    assert!(request.skip_verify);
}

#[test]
fn wrong_arguments() {
    let cases = [
        ("method: \"get\"", "error: invalid HTTP method \"get\""),
        (
            "method: \"GET\", config: {timeout: 1mo1s, insecureSkipVerify: false}",
            "error: config timeout must not be a mixed duration",
        ),
        (
            "method: \"GET\", config: {timeout: 1s}",
            "error: the record has no `insecureSkipVerify`",
        ),
    ];
    for (arguments, expected) in cases {
        let script =
            format!("import \"http/requests\"\nrequests.do(url: \"http://a.test\", {arguments})");
        check_value(&script, expected);
    }
}

/// Each row is sent once, in order.
#[test]
fn an_endpoint_sends_each_row() {
    let world = Arc::new(Echo {
        status: Some(204),
        ..Echo::default()
    });
    let script = "import \"array\"\nimport \"http\"\nimport \"json\"
        send = http.endpoint(url: \"http://a.test\")
        array.from(rows: [{v: 1}, {v: 2}])
            |> send(mapFn: (r) => ({headers: {\"Content-Type\": \"application/json\"}, data: json.encode(v: r)}))()";
    assert_eq!(
        run(world.clone(), script),
        "[_sent=false] v:int _status:string _sent\n1 204\n2 204\n"
    );
    let requests = world.requests.lock().unwrap();
    let bodies: Vec<_> = requests
        .iter()
        .map(|request| String::from_utf8_lossy(&request.body))
        .collect();
    assert_eq!(bodies, ["{\"v\":1}", "{\"v\":2}"]);
}
