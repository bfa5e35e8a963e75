//! Types of small programs: each line's last expression or definition.

use super::{Table, infer};
use crate::source::SourceMap;
use crate::syntax::{Surroundings, parse, resolve};
use std::thread;

/// A library of a few functions.
const LIBRARY: &str = "\
p\tmap\t\t\t(<-tables: stream[A], fn: (r: A) => B) => stream[B] where A: Record, B: Record\t\tprelude
p\tfrom\t\t\t(rows: [A]) => stream[A] where A: Record\t\tprelude
p\tfill\t\t\t(<-tables: stream[{C with B: A}], ?column: B = ._value, ?value: A) => stream[{C with B: A}] where A: Basic, B: Label\t\tprelude
p\ttrue\t\t\tbool\t\tprelude
p\tstring\t\t\t(v: A) => string where A: Basic\t\tprelude
p\tanything\t\t\tdynamic\t\tprelude
";

struct Library(Table);

impl Surroundings for Library {
    fn in_prelude(&self, name: &str) -> bool {
        self.0.prelude_names().any(|known| known == name)
    }

    fn prelude(&self) -> Vec<&str> {
        self.0.prelude_names().collect()
    }

    fn package_name(&self, path: &str) -> Option<&str> {
        self.0.paths().find(|known| *known == path)
    }

    fn packages(&self) -> Vec<&str> {
        self.0.paths().collect()
    }
}

/// The type of the last definition, or all that is wrong.
fn inferred(program: &str) -> String {
    let (table, unreadable) = Table::read(LIBRARY);
    assert_eq!(unreadable, Vec::<String>::new());
    let library = Library(table);
    let source = SourceMap::default().add("program", program);
    let parsed = parse(&source);
    assert!(!parsed.failed(), "{program}: {:?}", parsed.diagnostics);
    let resolution = resolve(&parsed.file, &library);
    assert!(resolution.diagnostics.is_empty(), "{program}");
    let checked = infer(&parsed.file, &resolution, &library.0);
    if checked.diagnostics.is_empty() {
        let last = checked.names.last();
        return last.map_or_else(String::new, |(_, scheme)| scheme.to_string());
    }
    let messages = checked.diagnostics.into_iter();
    let messages: Vec<String> = messages.map(|diagnostic| diagnostic.message).collect();
    messages.join("; ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (program, expected) in cases {
        assert_eq!(inferred(program), *expected, "{program:.200}");
    }
}

#[test]
fn definitions_hold_for_every_choice() {
    check(&[
        ("x = 1", "int"),
        ("x = []", "[A]"),
        ("x = [\"a\": 1.5]", "[string: float]"),
        ("f = (a) => a", "(a: A) => A"),
        (
            "f = (a) => a\nx = {i: f(a: 1), s: f(a: \"s\")}",
            "{i: int, s: string}",
        ),
        ("f = (a, b) => a + b", "(a: A, b: A) => A where A: Addable"),
        (
            "f = (a, b) => a * b - a >= b",
            "(a: A, b: A) => bool where A: Comparable + Divisible + Equatable + Subtractable",
        ),
        ("f = (r) => r.a", "(r: {B with a: A}) => A"),
        (
            "f = (r) => ({r with a: r.b})",
            "(r: {B with b: A}) => {B with a: A, b: A}",
        ),
        ("f = (x) => {\n y = x\n return [y]\n}", "(x: A) => [A]"),
        ("f = (x) => (y) => [x, y]", "(x: A) => (y: A) => [A]"),
        ("f = (t=<-, n) => t", "(<-t: B, n: A) => B"),
        (
            "f = (g) => 1 |> g(n: 2)",
            "(g: (<-: int, n: int) => A) => A",
        ),
        (
            "f = (r) => \"${r.a}\"",
            "(r: {B with a: A}) => string where A: Stringable",
        ),
    ]);
}

#[test]
fn defaults_are_not_the_parameters_types() {
    check(&[
        ("f = (x=1) => x", "(?x: A) => A"),
        ("f = (x=1) => x\ny = f(x: \"s\")", "string"),
        ("f = (x=1) => x + 1", "(?x: int) => int"),
        ("f = (x=\"s\") => x + 1", "expected `int`, found `string`"),
    ]);
}

#[test]
fn rows_flow_through_pipes() {
    check(&[
        (
            "x = from(rows: [{a: 1}]) |> map(fn: (r) => ({r with b: string(v: r.a)}))",
            "stream[{a: int, b: string}]",
        ),
        (
            "x = from(rows: [{a: 1}]) |> map(fn: (r) => ({b: r.c}))",
            "the rows have no column `c`",
        ),
        (
            "f = (t=<-) => t |> map(fn: (r) => ({r with a: r.a + 1}))",
            "(<-t: stream[{A with a: int}]) => stream[{A with a: int, a: int}]",
        ),
        // What a record hides stays a part of it.
        (
            "x = from(rows: [{a: 1}]) |> map(fn: (r) => ({r with a: string(v: r.a)}))",
            "stream[{a: string, a: int}]",
        ),
    ]);
}

#[test]
fn labels_choose_columns() {
    check(&[
        (
            "x = from(rows: [{_value: 1}]) |> fill(value: 2)",
            "stream[{_value: int}]",
        ),
        (
            "x = from(rows: [{_value: 1}]) |> fill(value: 2.0)",
            "expected `float`, found `int` in `_value`",
        ),
        (
            "x = from(rows: [{a: 1}]) |> fill(value: 2)",
            "the record has no `_value`",
        ),
    ]);
}

#[test]
fn dynamic_values_have_any_property() {
    check(&[
        ("x = anything.a.b", "dynamic"),
        ("f = (r) => r.a\nx = f(r: anything)", "A"),
        ("x = anything + 1", "expected `dynamic`, found `int`"),
    ]);
}

#[test]
fn one_mistake_is_one_report() {
    check(&[
        (
            "x = 1 + \"a\"\ny = x - true\nz = {y with a: x}",
            "expected `int`, found `string`",
        ),
        (
            "import \"p\"\nx = p.b\ny = x.c(d: x + 1)",
            "the package `p` has no member `b`",
        ),
        (
            "x = from(rows: 1)\ny = x |> map(fn: (r) => ({a: r.b}))",
            "expected `[A]` (array), found `int`",
        ),
    ]);
}

#[test]
fn what_grows_without_end_is_an_error() {
    let mut doubled = "f0 = (x) => ({a: x, b: x})\n".to_owned();
    let mut nested = "v0 = 1\n".to_owned();
    for n in 1..40 {
        let before = n - 1;
        doubled += &format!("f{n} = (x) => f{before}(x: f{before}(x: x))\n");
    }
    for n in 1..1500 {
        nested += &format!("v{n} = [v{}]\n", n - 1);
    }
    let fields: Vec<String> = (0..5000).map(|n| format!("c{n}: {n}")).collect();
    let wide = format!("x = {{{}}}\ny = [x, x]", fields.join(", "));
    let unequal = format!("{wide}\nz = [x, {{x with c7: \"s\"}}]");
    let deep = format!("x = {}1{}", "[".repeat(900), "]".repeat(900));
    let large = "the type of this is nested too deeply, or has too many parts";
    let judge = move || {
        check(&[
            (&doubled, large),
            (&nested, large),
            (&unequal, "expected `int`, found `string` in `c7`"),
        ]);
        assert!(inferred(&wide).starts_with("[{c0: int"));
        assert!(inferred(&deep).ends_with(&"]".repeat(900)));
        let itself = "f = (x) => x(x: x)";
        assert!(inferred(itself).starts_with("the type of this would contain itself"));
    };
    // A session gives its scripts as much.
    let large_stack = thread::Builder::new().stack_size(256 << 20);
    large_stack.spawn(judge).unwrap().join().unwrap();
}
