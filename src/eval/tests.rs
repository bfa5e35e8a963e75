//! Programs and what they evaluate to.

use super::{Evaluator, Setup};
use crate::diagnostic::Failure;
use crate::source::SourceMap;
use crate::table::{Memory, Type};
use crate::time::Time;
use crate::value::{
    Args, Builtin, Constant, Context, DefaultValue, Function, NullLogic, Op, Package, Param, Root,
    Stream, Value,
};
use crate::world::testing::Nowhere;
use std::sync::Arc;

const fn param(name: &'static str, ty: fn() -> String) -> Param {
    Param {
        name,
        docs: "",
        ty,
        default: None,
        optional: false,
        pipe: false,
    }
}

const fn builtin(
    name: &'static str,
    params: &'static [Param],
    call: fn(&Context, &mut Args) -> Result<Value, Failure>,
) -> Builtin {
    Builtin {
        name,
        docs: "",
        since: None,
        deprecated: None,
        params,
        returns: || "A".into(),
        constraints: "",
        pure: false,
        call,
    }
}

fn any() -> String {
    "A".into()
}

static ADD: Builtin = builtin(
    "add",
    &[
        Param {
            pipe: true,
            ..param("v", any)
        },
        Param {
            default: Some(DefaultValue {
                text: "1",
                value: || Value::Int(1),
            }),
            optional: true,
            ..param("n", any)
        },
    ],
    |_, arguments| {
        let (v, n): (i64, i64) = (arguments.take(0)?, arguments.take(1)?);
        Ok(Value::Int(v + n))
    },
);

static APPLY: Builtin = builtin(
    "apply",
    &[param("fn", any), param("x", any)],
    |cx, arguments| {
        let function: Function = arguments.take(0)?;
        cx.call(&function, &[("x", arguments.take(1)?)])
    },
);

static FAIL: Builtin = builtin("fail", &[], |_, _| {
    Err(Failure::new("test::fail", "failed as asked"))
});

static NOW: Builtin = builtin("now", &[], |cx, _| cx.now().map(Value::Time));

static NULL: Builtin = builtin("null", &[], |_, _| Ok(Value::Null(Some(Type::Int))));

static ROW: Builtin = builtin("row", &[param("fn", any)], |cx, arguments| {
    let function: Function = arguments.take(0)?;
    let row = Value::record([
        ("n", Value::Null(Some(Type::Bool))),
        ("t", Value::Bool(true)),
    ]);
    cx.call_with(NullLogic::Row, &function, &[("r", row)])
});

static STREAM: Builtin = builtin("stream", &[], |cx, _| {
    Ok(Value::Stream(Stream::new(cx, Op::Union, Vec::new())))
});

static YIELD: Builtin = builtin(
    "yield",
    &[
        Param {
            pipe: true,
            ..param("tables", any)
        },
        param("name", any),
    ],
    |cx, arguments| {
        let (input, name): (Stream, Arc<str>) = (arguments.take(0)?, arguments.take(1)?);
        let stream = Stream::new(cx, Op::Yield(Arc::clone(&name)), vec![input]);
        cx.register(Root::Result {
            name,
            stream: stream.clone(),
        })?;
        Ok(Value::Stream(stream))
    },
);

const fn package(path: &'static str, flux: Option<&'static str>) -> Package {
    Package {
        path,
        docs: "",
        builtins: &[],
        constants: &[],
        flux,
    }
}

static LANGUAGE: Package = Package {
    builtins: &[&ADD, &APPLY, &FAIL, &NOW, &NULL, &ROW, &STREAM, &YIELD],
    constants: &[
        Constant {
            name: "true",
            docs: "",
            ty: "bool",
            value: || Value::Bool(true),
        },
        Constant {
            name: "false",
            docs: "",
            ty: "bool",
            value: || Value::Bool(false),
        },
    ],
    ..package(
        "language",
        Some("option place = \"here\"\nwhere = (at=place) => at\nbroken = () => 1 / 0\n"),
    )
};

static THINGS: Package = package(
    "some/things",
    Some(
        "option color = \"red\"\n_secret = 41\nanswer = _secret + 1\npaint = () => color + where()\nclock = () => now()\n",
    ),
);

static SECRETS: Package = package("influxdata/influxdb/secrets", None);

static PACKAGES: &[&Package] = &[&LANGUAGE, &THINGS, &SECRETS];

fn evaluator(world: Arc<Nowhere>) -> Arc<Evaluator> {
    Evaluator::new(Setup {
        world,
        memory: Memory::new(usize::MAX),
        packages: PACKAGES,
        prelude: &["language"],
        signatures: None,
        sources: SourceMap::default(),
        now: Time(0),
        strict_null_logic: false,
        parameters: vec![("v".into(), Value::record([("n", Value::Int(7))]))],
        collect: |_, _| {
            Err(Failure::new(
                "test::collect",
                "nothing computes streams here",
            ))
        },
    })
}

/// The last value of a program, or what went wrong, with the texts that its places point to.
fn run(program: &str) -> String {
    let world = Arc::new(Nowhere::default());
    let evaluator = evaluator(Arc::clone(&world));
    let result = match evaluator.evaluate("test", program) {
        Ok(done) => done
            .last
            .map_or("nothing".into(), |value| value.to_string()),
        Err(diagnostics) => {
            let lines = diagnostics.iter().map(|diagnostic| {
                let places = diagnostic.labels.iter().map(|(span, _)| {
                    let range = span.start as usize..span.end as usize;
                    format!(" @ {}", program.get(range).unwrap_or("elsewhere"))
                });
                format!(
                    "error: {}{}",
                    diagnostic.message,
                    places.collect::<String>()
                )
            });
            lines.collect::<Vec<_>>().join("\n")
        }
    };
    let warnings = world.warnings.lock().unwrap();
    let warnings = warnings.iter().map(|text| format!("warning: {text}\n"));
    warnings.collect::<String>() + &result
}

#[track_caller]
fn check(program: &str, expected: &str) {
    assert_eq!(run(program), expected, "{program}");
}

#[test]
fn expressions() {
    let cases = [
        ("1 + 2 * 3", "7"),
        ("2 ^ 3 == 8.0", "true"),
        ("\"a\" + \"b\"", "ab"),
        ("[1, 2][1]", "2"),
        ("r = {a: 1}\n{r with b: 2}", "{a: 1, b: 2}"),
        ("[\"a\": 1]", "[a: 1]"),
        ("{a: {b: 5}}.a.b", "5"),
        ("{}.a", "<null>"),
        ("exists {}.a", "false"),
        ("if 1 < 2 then \"yes\" else \"no\"", "yes"),
        ("\"abc\" =~ /b/ and \"abc\" !~ /d/", "true"),
        ("true or fail()", "true"),
        ("false and fail()", "false"),
        ("not true == false", "true"),
        (
            "\"${1} ${1.0} ${0.000001} ${true} ${1h30m} ${2020-01-01T00:00:00Z}\"",
            "1 1 0.000001 true 1h30m 2020-01-01T00:00:00.000000000Z",
        ),
        ("-1h", "-1h"),
    ];
    for (program, expected) in cases {
        check(program, expected);
    }
}

#[test]
fn expressions_that_fail() {
    let cases = [
        ("1 / 0", "error: cannot divide by zero @ 1 / 0"),
        ("1 % 0", "error: cannot mod zero @ 1 % 0"),
        (
            "{a: 1, b: 2, a: 3}",
            "error: the property `a` is given twice @ a",
        ),
        (
            "1 + 1.0",
            "error: unsupported binary expression int + float @ 1 + 1.0",
        ),
        (
            "[1, 2][2]",
            "error: cannot access element 2 of array of length 2 @ [1, 2][2]",
        ),
        (
            "[1, 2][0 - 1]",
            "error: cannot access element -1 of array of length 2 @ [1, 2][0 - 1]",
        ),
        ("[1, \"a\"]", "error: expected int but found string @ \"a\""),
        (
            "x = 1\nx.y",
            "error: cannot access property \"y\" on value of type int @ x",
        ),
        (
            "x = 1\nx()",
            "error: cannot call a int: it is no function @ x",
        ),
        (
            "60m == 1h",
            "error: unsupported binary expression duration == duration @ 60m == 1h",
        ),
        (
            "2020-01-01 + 1h",
            "error: unsupported binary expression time + duration @ 2020-01-01 + 1h",
        ),
        (
            "if 1 then 2 else 3",
            "error: expected bool but found int @ 1",
        ),
        (
            "if null() then 2 else 3",
            "error: the condition is null @ null()",
        ),
        ("not null()", "error: `not` of a null @ null()"),
        ("-null()", "error: `-` of a null @ null()"),
        (
            "null() and true",
            "error: `and` and `or` need a bool on each side; this is null @ null()",
        ),
        (
            "\"<${null()}>\"",
            "error: interpolated expression produced a null value @ null()",
        ),
        (
            "\"${[1]}\"",
            "error: cannot write a array into a string @ [1]",
        ),
    ];
    for (program, expected) in cases {
        check(program, expected);
    }
}

#[test]
fn null_logic_of_rows() {
    let cases = [
        ("r.n and r.t", "false"),
        ("r.t and r.n", "<null>"),
        ("r.n or r.t", "true"),
        ("(not r.t) or r.n", "<null>"),
        ("not r.n", "<null>"),
        ("if r.n then 1 else 2", "2"),
        ("r.nope", "<null>"),
        ("exists r.n", "false"),
        ("({a: 1, b: 2, a: 3})", "{a: 3, b: 2}"),
    ];
    for (body, expected) in cases {
        check(&format!("row(fn: (r) => {body})"), expected);
    }
}

#[test]
fn functions() {
    let cases = [
        ("f = (a, b=2) => a * b\nf(a: 5)", "10"),
        ("f = (a, b=2) => a * b\nf(b: 3, a: 5)", "15"),
        ("b = 4\nf = (b, a=b) => a + b\nf(b: 1)", "5"),
        ("f = (x=<-, n=1) => x + n\n3 |> f(n: 2) |> f()", "6"),
        ("f = (x=<-) => x\nf(x: 9)", "9"),
        (
            "make = (n) => {\n d = n * 2\n f = (x) => x + d\n return {f: f, d: d}\n}\nmake(n: 21).f(x: 1)",
            "43",
        ),
        (
            "compose = (f, g) => (x) => g(x: f(x: x))\ninc = (x) => x + 1\ncompose(f: inc, g: inc)(x: 1)",
            "3",
        ),
        ("3 |> add()", "4"),
        ("add(v: 3, n: 4)", "7"),
        ("k = 10\napply(fn: (x) => x + k, x: 1)", "11"),
        ("true = false\ntrue", "false"),
        ("f = (a, b, a) => a + b\nf(a: 1, b: 5)", "6"),
        ("a = 5\nb = 7\nf = (a, b) => a - b\nf(b, a)", "-2"),
    ];
    for (program, expected) in cases {
        check(program, expected);
    }
}

#[test]
fn calls_that_fail() {
    let cases = [
        (
            "f = (a) => a\nf()",
            "error: missing required argument `a` @ f()",
        ),
        (
            "f = (a, b) => a\nf()",
            "error: missing required arguments `a`, `b` @ f()",
        ),
        (
            "f = (a) => a\nf(a: 1, b: 2)",
            "error: found unexpected argument `b` @ b",
        ),
        (
            "add(n: 1)",
            "error: missing required argument `v` @ add(n: 1)",
        ),
        (
            "f = (a) => a\n1 |> f()",
            "error: `f` has no parameter that takes what is piped to it @ 1",
        ),
        (
            "add(v: \"x\")",
            "error: add: expected argument `v` to be of type A, got type string @ add(v: \"x\")",
        ),
        (
            "f = () => fail()\nf()",
            "error: failed as asked @ fail() @ f()",
        ),
        (
            "f = (x) => 1 / x\napply(fn: f, x: 0)",
            "error: cannot divide by zero @ 1 / x @ apply(fn: f, x: 0)",
        ),
        (
            "apply(fn: (y) => y, x: 0)",
            "error: this function is called with `x`, which it does not take @ (y) => y @ apply(fn: (y) => y, x: 0)",
        ),
        ("broken()", "error: cannot divide by zero @ broken()"),
    ];
    for (program, expected) in cases {
        check(program, expected);
    }
}

#[test]
fn options_and_packages() {
    let cases = [
        ("import \"some/things\"\nthings.answer", "42"),
        ("import t \"some/things\"\nt.paint()", "redhere"),
        (
            "import \"some/things\"\noption things.color = \"blue\"\nthings.paint() + things.color",
            "bluehereblue",
        ),
        ("option place = \"there\"\nwhere() + place", "therethere"),
        (
            "import \"some/things\"\noption place = \"-\"\nthings.paint()",
            "red-",
        ),
        (
            "option now = () => 2020-01-01T00:00:00Z\nnow()",
            "2020-01-01T00:00:00.000000000Z",
        ),
        (
            "import \"some/things\"\nthings = {answer: 1}\nthings.answer",
            "1",
        ),
        (
            "import \"some/things\"\noption things.answer = 1\nthings.answer",
            "warning: `things.answer` is no option and keeps its value\n42",
        ),
        (
            "import \"secrets\"\n1",
            "warning: \"secrets\" is short for \"influxdata/influxdb/secrets\" here alone\n1",
        ),
        ("v.n", "7"),
        ("option v = {n: 1, m: 2}\nv", "{m: 2, n: 7}"),
        ("testcase t {\n fail()\n}\n1", "1"),
    ];
    for (program, expected) in cases {
        check(program, expected);
    }
}

#[test]
fn options_and_packages_that_fail() {
    let cases = [
        (
            "import \"some/things\"\nthings.nope",
            "error: the package `some/things` has no member `nope` @ things.nope",
        ),
        (
            "import \"some/things\"\noption things.color = 1",
            "error: expected string but found int @ 1",
        ),
        (
            "import \"some/thing\"",
            "error: there is no package \"some/thing\" @ \"some/thing\"",
        ),
        (
            "option now = 1",
            "error: the option `now` must be a function that gives a time, not a int @ 1",
        ),
        (
            "import \"some/things\"\noption now = () => 1\nthings.clock()",
            "error: the option `now` must be a function that gives a time, not a int @ things.clock()",
        ),
        ("v.m", "error: the parameter `v.m` is not set @ v.m"),
        (
            "undefined_name",
            "error: undefined identifier `undefined_name` @ undefined_name",
        ),
    ];
    for (program, expected) in cases {
        check(program, expected);
    }
}

/// The names of what a program registers.
fn roots(program: &str) -> String {
    let evaluated = match evaluator(Arc::default()).evaluate("test", program) {
        Ok(evaluated) => evaluated,
        Err(diagnostics) => return diagnostics[0].message.clone(),
    };
    let names = evaluated.roots.iter().map(|root| match root {
        Root::Result { name, .. } => name.as_ref(),
        Root::Effect(_) => "effect",
    });
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn streams_that_stand_alone_are_results() {
    let cases = [
        ("stream()", "_result"),
        ("x = stream()", ""),
        ("x = stream()\nx\nx", "_result"),
        ("x = stream() |> yield(name: \"a\")\nx", "a"),
        ("stream() |> yield(name: \"a\")\nstream()", "a _result"),
        (
            "stream()\nstream()",
            "tried to produce more than one result with the name \"_result\"",
        ),
        (
            "stream() |> yield(name: \"a\")\nstream() |> yield(name: \"a\")",
            "found more than one call to yield() with the name \"a\"",
        ),
    ];
    for (program, expected) in cases {
        assert_eq!(roots(program), expected, "{program}");
    }
}

#[test]
fn deep_recursion_is_an_error() {
    let program = "f = (self, n) => self(self: self, n: n + 1)\nf(self: f, n: 0)";
    let found = run(program);
    assert!(
        found.starts_with("error: functions call each other too deeply"),
        "{found}"
    );
}
