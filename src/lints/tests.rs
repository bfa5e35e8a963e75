//! What is found, and what is not, by script.

use super::{LINTS, Level, Levels, Prelude, lint};
use crate::source::SourceMap;
use crate::syntax::parse;

struct Names;

impl Prelude for Names {
    fn holds(&self, name: &str) -> bool {
        ["from", "range", "min"].contains(&name)
    }
}

/// Checks which lints find something in a script, and at which text.
fn check(script: &str, expected: &[(&str, &str)]) {
    check_with(script, &Levels::default(), expected);
}

fn check_with(script: &str, levels: &Levels, expected: &[(&str, &str)]) {
    let source = SourceMap::default().add("test.flux", script);
    let parsed = parse(&source);
    assert!(!parsed.failed(), "{script}\n{:?}", parsed.diagnostics);
    let found = lint(&source, &parsed, &Names, levels);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.labels[0].0;
            let text = &script[span.start as usize..span.end as usize];
            (diagnostic.code.trim_start_matches("flux::lint::"), text)
        })
        .collect();
    assert_eq!(found, expected, "{script}");
}

#[test]
fn names() {
    check("import \"array\"\narray.from(rows: [{a: 1}])", &[]);
    check(
        "import \"array\"\nimport d \"date\"\narray.from(rows: [{a: 1}])",
        &[("unused_import", "import d \"date\"")],
    );
    check(
        "import \"profiler\"\noption profiler.enabledProfilers = [\"x\"]",
        &[],
    );
    check("a = 1\nb = a", &[("unused_variable", "b")]);
    check("package lib\na = 1", &[]);
    check("finished = if true then die(msg: \"x\") else 0", &[]);
    check(
        "f = (a, b) => {\n    c = a\n    return a\n}\nf(a: 1, b: 2)",
        &[("unused_parameter", "b"), ("unused_variable", "c")],
    );
    check(
        "min = from(bucket: \"b\") |> range(start: -1h)\nmin |> filter(fn: (r) => true)",
        &[("shadowed_prelude", "min")],
    );
    check(
        "import \"secrets\"\nx = secrets.get(key: \"k\")\nfrom(bucket: x) |> range(start: -1h)",
        &[("secrets_alias", "\"secrets\"")],
    );
}

#[test]
fn pipelines() {
    check(
        "from(bucket: \"b\") |> filter(fn: (r) => true)",
        &[("unbounded_read", "from(bucket: \"b\")")],
    );
    check(
        "from(bucket: \"b\") |> range(start: -1h) |> to(bucket: \"c\", host: \"h\")",
        &[("to_without_token", "to(bucket: \"c\", host: \"h\")")],
    );
    check(
        "from(bucket: \"b\") |> range(start: -1h) |> to(bucket: \"c\")",
        &[],
    );
    let wide = |middle: &str| {
        format!(
            "import \"influxdata/influxdb\"\nimport \"influxdata/influxdb/schema\"\nfrom(bucket: \"b\") |> range(start: -1h){middle} |> influxdb.wideTo(bucket: \"c\")\nschema.x"
        )
    };
    let write = "influxdb.wideTo(bucket: \"c\")";
    check(&wide(""), &[("field_in_key", write)]);
    check(
        &wide(" |> group(columns: [\"_measurement\"])"),
        &[("unpivoted", write)],
    );
    check(
        &wide(" |> group(columns: [\"_value\"], mode: \"except\")"),
        &[("field_in_key", write)],
    );
    check(&wide(" |> schema.fieldsAsCols()"), &[]);
    check(
        &wide(" |> pivot(rowKey: [\"_time\"], columnKey: [\"_field\"], valueColumn: \"_value\")"),
        &[],
    );
    let read = "from(bucket: \"b\") |> range(start: -1h)";
    check(
        &format!("{read}\n{read} |> yield(name: \"x\")\n{read}"),
        &[("two_results", read)],
    );
    check(&format!("{read}\n{read} |> to(bucket: \"c\")"), &[]);
}

#[test]
fn functions_of_the_script_may_do_anything() {
    let own = "f = (tables=<-) => tables |> range(start: -1h)\n";
    check(&format!("{own}from(bucket: \"b\") |> f()"), &[]);
    let read = "from(bucket: \"b\") |> range(start: -1h)";
    check(
        "g = (tables=<-) => tables |> yield(name: \"x\")\nfrom(bucket: \"b\") |> range(start: -1h)\nfrom(bucket: \"b\") |> range(start: -1h) |> g()",
        &[],
    );
    check(
        &format!(
            "import \"experimental\"\nf = (tables=<-) => tables\n{read} |> f() |> experimental.to(bucket: \"c\")"
        ),
        &[("deprecated", "to")],
    );
    check(
        "join(tables: {a: from(bucket: \"b\"), b: from(bucket: \"c\") |> range(start: -1h)}, on: [\"_time\"])",
        &[
            ("deprecated", "join"),
            ("unbounded_read", "from(bucket: \"b\")"),
        ],
    );
}

#[test]
fn what_a_function_is_handed_to_decides_its_parameters() {
    check(
        "f = (tables=<-, column) => tables\nx = aggregateWindow(every: 1h, fn: f)\nx",
        &[],
    );
    check(
        "f = (a, b) => a\nx = f(a: 1, b: 2)\nx",
        &[("unused_parameter", "b")],
    );
    check(
        "package lib\nf = (a, b) => a\nmin = (tables=<-) => tables",
        &[],
    );
}

#[test]
fn tasks() {
    let task = |every: &str, range: &str| {
        format!(
            "option task = {{name: \"t\", every: {every}}}\nfrom(bucket: \"b\") |> range({range})"
        )
    };
    check(&task("1h", "start: -10m"), &[("range_too_short", "-10m")]);
    check(&task("1h", "start: -1h"), &[]);
    check(&task("1mo", "start: -20d"), &[("range_too_short", "-20d")]);
    check(
        &task("1h", "start: 2020-01-01"),
        &[("range_is_fixed", "2020-01-01")],
    );
    check("from(bucket: \"b\") |> range(start: 2020-01-01)", &[]);
    check(
        "option task = {name: \"t\", every: 1h}\nfrom(bucket: \"b\") |> range(start: -task.every)",
        &[],
    );
}

#[test]
fn texts() {
    check("\"{$r.x}_min\"", &[("plain_interpolation", "{$r.x}")]);
    check("\"${1}\"", &[]);
    check("\"costs {$5}\"", &[]);
    check(
        "{token: \"q9YkJxw2Vn0aLr\"}",
        &[("literal_secret", "\"q9YkJxw2Vn0aLr\"")],
    );
    check("{token: \"my-token\", password: \"short\"}", &[]);
    check(
        "{Authorization: \"Token q9YkJxw2Vn0aLr\"}",
        &[("literal_secret", "\"Token q9YkJxw2Vn0aLr\"")],
    );
}

#[test]
fn secrets_are_known_by_their_form() {
    let token = "aB3_kD9xQ7mZ1pL5".repeat(5) + "wR2-tY==";
    assert_eq!(token.len(), 88);
    let quoted = format!("\"{token}\"");
    check(
        &format!("{{key: {quoted}}}"),
        &[("literal_secret", &quoted)],
    );
    check(
        &format!("{{token: {quoted}}}"),
        &[("literal_secret", &quoted)],
    );
    check(&format!("{{key: \"{}==\"}}", "x".repeat(86)), &[]);
    let url = "\"postgres://me:q9YkJxw2Vn@db.example.com/x\"";
    check(
        &format!("{{dataSourceName: {url}}}"),
        &[("literal_secret", url)],
    );
    check("{url: \"postgres://user:password@localhost\"}", &[]);
    check("{url: \"http://localhost:8086/a@b\"}", &[]);
}

#[test]
fn deprecated() {
    check(
        "import \"experimental\"\nexperimental.addDuration(d: 1h, to: now())",
        &[("deprecated", "addDuration")],
    );
    check(
        "import b \"experimental/bitwise\"\nb.uand(a: uint(v: 1), b: uint(v: 1))",
        &[("deprecated", "uand")],
    );
}

#[test]
fn lints_are_switched() {
    let script = "import \"date\"\na = 1";
    let mut levels = Levels::default();
    assert!(levels.set("unused_import", Level::Allow));
    assert!(!levels.set("unused_imports", Level::Allow));
    check_with(script, &levels, &[("unused_variable", "a")]);
    assert!(levels.set("all", Level::Allow));
    assert!(levels.set("flux::lint::unused_import", Level::Deny));
    check_with(script, &levels, &[("unused_import", "import \"date\"")]);
}

#[test]
fn comments_silence_lints() {
    check("// fluxlite: allow(unused_variable)\na = 1", &[]);
    check("a = 1 // fluxlite: allow(unused_variable)", &[]);
    check(
        "// fluxlite: allow(unused_variable)\na = 1\nb = 1",
        &[("unused_variable", "b")],
    );
    check(
        "// fluxlite: allow-file(unused_variable, unused_import)\nimport \"date\"\na = 1\nb = 1",
        &[],
    );
    check(
        "// fluxlite: allow(deprecated)\na = 1",
        &[("unused_variable", "a")],
    );
}

#[test]
fn codes_are_sorted_and_explained() {
    let mut codes: Vec<&str> = LINTS.iter().map(|lint| lint.code).collect();
    assert!(codes.is_sorted());
    let count = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), count);
    for lint in LINTS {
        assert!(lint.code.starts_with("flux::lint::"), "{}", lint.code);
        assert!(
            lint.summary.ends_with('.') && lint.reason.ends_with('.'),
            "{}",
            lint.code
        );
    }
}
