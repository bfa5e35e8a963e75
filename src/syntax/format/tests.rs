//! Layouts as they are meant. The laws (formatting twice is formatting once, the tree stays the
//! same, comments are kept) are tested over generated trees in `syntax/tests.rs`, and over every
//! script at hand below `tests/it`.

use crate::source::SourceMap;

/// Checks a layout, and that it is its own layout.
fn check(text: &str, expected: &str) {
    assert_eq!(formatted(text), expected, "{text}");
    assert_eq!(formatted(expected), expected);
}

fn formatted(text: &str) -> String {
    let source = SourceMap::default().add("test.flux", text);
    super::format(&source).unwrap_or_else(|diagnostics| panic!("{text}\n{diagnostics:?}"))
}

#[test]
fn statements_stand_in_lines() {
    check("a=1 b=2", "a = 1\nb = 2\n");
    check("a=1\n\n\n\nb=2", "a = 1\n\nb = 2\n");
    check("a=1 a+b", "a = 1\n\na + b\n");
    check(
        "package p import \"array\" import m \"math\" option now=()=>2020-01-01\nx=1",
        "package p\n\n\nimport \"array\"\nimport m \"math\"\n\noption now = () => 2020-01-01T00:00:00Z\n\nx = 1\n",
    );
    check(
        "option task={name:\"t\",every:01h} option a.b=1",
        "option task = {name: \"t\", every: 1h}\noption a.b = 1\n",
    );
    check(
        "testcase t extends \"m/f.t\"{super() x=1}",
        "testcase t extends \"m/f.t\" {\n    super()\n\n    x = 1\n}\n",
    );
    check("", "\n");
}

#[test]
fn pipelines_are_broken_where_they_were() {
    check("a|>b()|>c(d:1)", "a |> b() |> c(d: 1)\n");
    check("a|>b()\n|>c(d:1)", "a\n    |> b()\n    |> c(d: 1)\n");
    check(
        "from(bucket:\"a-rather-long-name\")|>range(start:-1h)|>filter(fn:(r)=>r._measurement==\"m\" and r.x > 1)",
        "from(bucket: \"a-rather-long-name\")\n    |> range(start: -1h)\n    |> filter(fn: (r) => r._measurement == \"m\" and r.x > 1)\n",
    );
}

#[test]
fn long_lists_stand_in_lines() {
    check("[1,2,3,4]", "[1, 2, 3, 4]\n");
    check(
        "x=[1,2,3,4,5]",
        "x = [\n    1,\n    2,\n    3,\n    4,\n    5,\n]\n",
    );
    check(
        "f(a:1,b:2,c:3,d:4,e:{x:1})",
        "f(\n    a: 1,\n    b: 2,\n    c: 3,\n    d: 4,\n    e: {x: 1},\n)\n",
    );
    check("d=[\"a\":1,\"b\":2]", "d = [\"a\": 1, \"b\": 2]\n");
    check("d=[:]", "d = [:]\n");
    check("{r with a:1}", "{r with a: 1}\n");
}

#[test]
fn functions_hang() {
    check("f=(r)=>({a:r.b})", "f = (r) => ({a: r.b})\n");
    check("f=(r)=>((r))", "f = (r) => r\n");
    check(
        "f=(a,b=1,t=<-)=>{x=a+b return x}",
        "f = (a, b=1, t=<-) => {\n    x = a + b\n\n    return x\n}\n",
    );
    check(
        "f=(a,b,c,d,e)=>a",
        "f = (\n    a,\n    b,\n    c,\n    d,\n    e,\n) =>\n    a\n",
    );
}

#[test]
fn parentheses_are_those_that_are_needed() {
    check("(a+b)*c", "(a + b) * c\n");
    check("(a*b)+c", "a * b + c\n");
    check("a-(b-c)", "a - (b - c)\n");
    check("not (a and b)", "not (a and b)\n");
    check("((a))", "a\n");
    check("x = 1 .a", "x = 1 .a\n");
    check("-(a+b)", "-(a + b)\n");
    check("b=// why\n(a)", "b =\n    // why\n    (a)\n");
}

#[test]
fn literals_are_written_plainly() {
    check("2020-01-01", "2020-01-01T00:00:00Z\n");
    check("2020-01-01T01:02:03.500+00:00", "2020-01-01T01:02:03.5Z\n");
    check(
        "2020-01-01T01:02:03.000+02:00",
        "2020-01-01T01:02:03+02:00\n",
    );
    check("1h05µs", "1h5us\n");
    check("0.50", "0.50\n");
    check("/a\\/b/", "/a\\/b/\n");
    check("/a\n b \nc/", "/a\n b \\x0ac/\n");
    check("x = . a", "x = .a\n");
    check("\"a\\tb\"", "\"a\\tb\"\n");
    check("\"a ${b+1} \\${c}\"", "\"a ${b + 1} \\${c}\"\n");
}

#[test]
fn conditions_break_whole() {
    check("if a then b else c", "if a then b else c\n");
    check(
        "if a then b else if c then\nd else e",
        "if a then\n    b\nelse if c then\n    d\nelse\n    e\n",
    );
}

#[test]
fn comments_stay_before_what_they_stood_before() {
    check("// first\na=1", "// first\na = 1\n");
    check("a=1 // behind\nb=2", "a = 1\n\n// behind\nb = 2\n");
    check(
        "f(a:1,// one\nb:2)",
        "f(\n    a: 1,\n    // one\n    b: 2,\n)\n",
    );
    check("a // pipe\n|> b()", "a\n    // pipe\n    |> b()\n");
}

#[test]
fn types_are_laid_out() {
    check(
        "builtin f:(<-t:stream[A],?n:int,fn:(r:A)=>bool)=>stream[{B with x:[string:int]}] where A:Record,B:Record+Numeric",
        "builtin f : (<-t: stream[A], ?n: int, fn: (r: A) => bool) => stream[{B with x: [string:int]}]\n    where\n    A: Record,\n    B: Record + Numeric\n",
    );
}

#[test]
fn what_is_no_flux_is_not_formatted() {
    let source = SourceMap::default().add("test.flux", "a = (");
    assert!(super::format(&source).is_err());
}
