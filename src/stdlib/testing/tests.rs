//! The package in whole scripts.

use crate::session::testing::check;

#[track_caller]
fn check_test(script: &str, expected: &str) {
    let imports = "import \"array\"\nimport \"testing\"\n";
    check(&format!("{imports}{script}"), expected);
}

#[test]
fn differences_are_yielded() {
    let rows = |rows: &str| format!("array.from(rows: [{rows}])");
    let (a, b) = (rows("{v: 1}, {v: 2}"), rows("{v: 1}, {v: 3}"));
    check_test(&format!("testing.diff(got: {a}, want: {a})"), "");
    check_test(
        &format!("{a} |> testing.load() |> testing.diff(want: {b}, epsilon: 9.0)"),
        "errorOutput [] _diff:string v:int\n1\n- 3\n+ 2",
    );
    let nothing = format!("{a} |> drop(columns: [\"v\"])");
    check_test(
        &format!("{nothing} |> testing.diff(want: {a} |> limit(n: 0))"),
        "",
    );
    check_test(
        "testing.assertEqualValues(got: \"a\", want: \"b\")",
        "errorOutput [] _diff:string v:string\n- b\n+ a",
    );
}

#[test]
fn expected_errors() {
    let die = "testing.shouldError(fn: () => die(msg: \"oh no\"), want: ";
    check_test(&format!("{die}/no$/)"), "");
    check_test(
        &format!("{die}/yes$/)"),
        "errorOutput [] v:string\nerror calling function \"die\" @3:31-3:48: oh no",
    );
    check_test(
        "testing.shouldError(fn: () => 1, want: /x/)",
        "error: shouldError expected an error",
    );
}

#[test]
fn assertions() {
    let rows = "array.from(rows: [{v: 1}])";
    check_test(
        &format!("{rows} |> testing.assertEmpty()"),
        "error: found 1 tables that were not empty",
    );
    check_test(
        &format!("{rows} |> limit(n: 0) |> testing.assertEmpty()"),
        "",
    );
    check_test(
        &format!("{rows} |> testing.assertEquals(name: \"t\", want: {rows})"),
        "[] v:int\n1",
    );
}

#[test]
fn data_can_be_loaded_in_another_way() {
    check_test(
        "option testing.load = (tables=<-) => tables |> set(key: \"k\", value: \"a\")
         array.from(rows: [{v: 1}]) |> testing.load()",
        "[] v:int k:string\n1 a",
    );
}
