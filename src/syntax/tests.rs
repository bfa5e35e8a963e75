//! The whole way from text to tree and back.

use super::ast::*;
use super::token::Token;
use super::{Place, Surroundings, parse, resolve};
use crate::source::{SourceMap, Span};
use crate::time::{Duration, Time};
use proptest::prelude::*;
use std::sync::Arc;

fn parsed(text: &str) -> super::Parsed {
    parse(&SourceMap::default().add("test.flux", text))
}

/// The expression that a text is.
fn expression(text: &str) -> Expr {
    let parsed = parsed(text);
    assert!(!parsed.failed(), "{text}\n{:#?}", parsed.diagnostics);
    match parsed
        .file
        .body
        .into_iter()
        .next()
        .map(|statement| statement.kind)
    {
        Some(StatementKind::Expr(expression)) => expression,
        other => panic!("no expression: {text}: {other:?}"),
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    let diagnostics = parsed(text).diagnostics;
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

/// A tree without ids and places, so that trees from different texts can be compared.
fn bare(tree: &impl std::fmt::Debug) -> String {
    let places = r"ExprId\(\d+\)|Span \{ start: \d+, end: \d+ \}";
    let places = regex::Regex::new(places).unwrap();
    places.replace_all(&format!("{tree:?}"), "").into_owned()
}

/// Without parentheses, which the printer adds where they are needed.
fn without_parentheses(mut text: String) -> String {
    const PAREN: &str = "kind: Paren(Expr { id: , span: , kind: ";
    while let Some(start) = text.find(PAREN) {
        let inner = start + PAREN.len();
        let mut depth = 0;
        let mut quoted = false;
        let mut escaped = false;
        let mut end = inner;
        for (at, c) in text[inner..].char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = !quoted,
                '(' | '{' | '[' if !quoted => depth += 1,
                ')' | '}' | ']' if !quoted && depth > 0 => depth -= 1,
                '}' if !quoted => {
                    end = inner + at;
                    break;
                }
                _ => {}
            }
        }
        let kind = text[inner..end].trim_end().to_owned();
        text = format!("{}kind: {kind}{}", &text[..start], &text[end + 2..]);
    }
    text
}

#[test]
fn precedence() {
    let check = |text: &str, expected: &str| {
        let grouped = parenthesised(&expression(text));
        assert_eq!(grouped, expected, "{text}");
    };
    check("1 + 2 * 3", "(1 + (2 * 3))");
    check("1 - 2 - 3", "((1 - 2) - 3)");
    check("2 ^ 3 ^ 4", "((2 ^ 3) ^ 4)");
    check("-2 ^ 2", "((-2) ^ 2)");
    check("2 ^ -1", "(2 ^ (-1))");
    check("-a |> f()", "((-a) |> f())");
    check("2 ^ a |> f()", "(2 ^ (a |> f()))");
    check("a or b and c", "(a or (b and c))");
    check("not a == b", "(not (a == b))");
    check("exists r.a and b", "((exists r.a) and b)");
    check("1 + 1 == 2", "((1 + 1) == 2)");
    check("1 + (x) => x + 1", "(1 + (x) => (x + 1))");
    check("(r) => r |> f()", "(r) => (r |> f())");
}

/// Each operation in parentheses.
fn parenthesised(expression: &Expr) -> String {
    match &expression.kind {
        ExprKind::Binary { op, left, right } => {
            format!(
                "({} {} {})",
                parenthesised(left),
                op.symbol(),
                parenthesised(right)
            )
        }
        ExprKind::Logical { op, left, right } => {
            let word = if *op == LogicalOp::And { "and" } else { "or" };
            format!("({} {word} {})", parenthesised(left), parenthesised(right))
        }
        ExprKind::Unary { op, operand } => {
            let sign = match op {
                UnaryOp::Not => "not ",
                UnaryOp::Exists => "exists ",
                UnaryOp::Plus => "+",
                UnaryOp::Minus => "-",
            };
            format!("({sign}{})", parenthesised(operand))
        }
        ExprKind::Pipe { argument, call } => {
            format!("({} |> {})", parenthesised(argument), parenthesised(call))
        }
        ExprKind::Function(function) => match &function.body {
            Body::Expr(body) => {
                let names = function
                    .parameters
                    .iter()
                    .map(|parameter| &*parameter.name.name);
                let names: Vec<&str> = names.collect();
                format!("({}) => {}", names.join(", "), parenthesised(body))
            }
            Body::Block(_) => expression.to_string(),
        },
        _ => expression.to_string(),
    }
}

#[test]
fn literals() {
    let check =
        |text: &str, expected: ExprKind| assert_eq!(expression(text).kind, expected, "{text}");
    let months = |months, nanoseconds| {
        ExprKind::Duration(Duration {
            months,
            nanoseconds,
            negative: false,
        })
    };
    check("9223372036854775807", ExprKind::Int(i64::MAX));
    check(".26", ExprKind::Float(0.26));
    check("072.40", ExprKind::Float(72.4));
    check("1.", ExprKind::Float(1.0));
    check(
        "1y2mo1w1s1h1s",
        months(14, 604_800_000_000_000 + 3_602_000_000_000),
    );
    check("5µs", months(0, 5_000));
    check("1970-01-02", ExprKind::Time(Time(86_400_000_000_000)));
    check(
        "1970-01-01T01:00:00.5+01:00",
        ExprKind::Time(Time(500_000_000)),
    );
    check("1969-12-31T23:59:59.999999999Z", ExprKind::Time(Time(-1)));
    check(
        r#""a\n\t\\\"\x41\${b}$$""#,
        ExprKind::String("a\n\t\\\"A${b}$$".into()),
    );
    check(r#""\xc3\xa9""#, ExprKind::String("é".into()));
    check(r"/a\/b\d/", ExprKind::Regex(r"a/b\d".into()));
    check(r"/\x41/", ExprKind::Regex("A".into()));
    check("/[[:alpha:]_[]+/", ExprKind::Regex("[[:alpha:]_[]+".into()));
    check("[:]", ExprKind::Dict(vec![]));
}

#[test]
fn newlines_and_neighbours() {
    let check = |text: &str, statements: usize| {
        let parsed = parsed(text);
        assert!(!parsed.failed(), "{text}: {:?}", parsed.diagnostics);
        assert_eq!(parsed.file.body.len(), statements, "{text}");
    };
    check("a\n(b: 1)", 1);
    check("a\n-b", 1);
    check("a\n[1]", 1);
    check("a b", 2);
    check("1h30", 2);
    check("a = 1\nb = 2 c = 3", 3);
    check("a = b / c / d", 1);
    check("a = b =~ /c/\nd = /e/", 2);
    check("x = \"${ {a: \"}\"} }\"", 1);
    check("with = 1\nwhere = 2\nextends = {with with where: where}", 3);
    check(
        "builtin x : (<-a: stream[A], ?b: {B with \"c d\": int}) => [K: V] where A: Record, K: Comparable + Equatable\n[1]",
        2,
    );
    check(
        "testcase a { x = 1 }\ntestcase b extends \"c/d\" { y = 2 }",
        2,
    );
    check("@a\n@b(1, \"c\")\nx = 1", 1);
    check("option a.b = 1\noption c = 2", 2);
    check("import \"a\"\nimport b \"c\"\n[1]", 1);
    check("f = (a, b=1, c=<-,) => {return a}\n{a: [1, 2,],}", 2);
}

/// Reads, prints and reads again.
fn survives_printing(text: &str) {
    let first = expression(text);
    let printed = first.to_string();
    let second = expression(&printed);
    assert_eq!(bare(&first), bare(&second), "{text}\n{printed}");
}

#[test]
fn printing_keeps_the_tree() {
    for text in [
        r#"from(bucket: "a b") |> range(start: -1h30m) |> filter(fn: (r) => r["_value"] > 1.5 and r["a b"] != "x\"y")"#,
        r#""a ${b + "c ${d}"} $$ \${e} $""#,
        "(a, b=[1, 2], c=<-) => {\n  @x\n  y = a + b\n  z = (t) => ({t with y: y, })\n return [\"k\": 1, \"l\": 2]\n}",
        "if not exists r.a then -(-1) else (if a then b else c)",
        "((a) => a)(a: 1)",
        "1 .a",
        "r[\"import\"].b[\"\"][0]",
        r"/a\/b\.\d[\/]/ == x",
        "{a, b}",
        "{\"a\": 1, \"b c\": 2}",
        "(.name == .\"a b\")",
        "2020-01-01T00:00:00.123456789Z",
    ] {
        survives_printing(text);
    }
}

fn made(kind: ExprKind) -> Expr {
    Expr {
        id: ExprId(0),
        span: Span::default(),
        kind,
    }
}

fn name() -> impl Strategy<Value = Arc<str>> {
    prop_oneof![
        "[a-c]{1,2}",
        Just("with".to_owned()),
        Just("é_1".to_owned())
    ]
    .prop_map(Arc::from)
}

fn ident() -> impl Strategy<Value = Ident> {
    name().prop_map(|name| Ident {
        name,
        span: Span::default(),
    })
}

fn any_ident() -> impl Strategy<Value = Ident> {
    prop_oneof![
        name(),
        ".{0,3}".prop_map(Arc::from),
        Just(Arc::from("import"))
    ]
    .prop_map(|name| Ident {
        name,
        span: Span::default(),
    })
}

fn leaf() -> impl Strategy<Value = ExprKind> {
    let pattern = prop_oneof!["[a-c/]{1,4}", r"\\[.dx/]", Just(r"[\]/a-c]+".to_owned())];
    prop_oneof![
        name().prop_map(ExprKind::Ident),
        (0..i64::MAX).prop_map(ExprKind::Int),
        (0.0..1e20).prop_map(ExprKind::Float),
        (0.0..1e-9).prop_map(ExprKind::Float),
        r#"([$\\{"}]|.){0,6}"#.prop_map(|text| ExprKind::String(text.into())),
        any::<i64>().prop_map(|time| ExprKind::Time(Time(time))),
        (0..5000i64, 0..i64::MAX).prop_map(|(months, nanoseconds)| {
            ExprKind::Duration(Duration {
                months,
                nanoseconds,
                negative: false,
            })
        }),
        pattern.prop_filter_map("an escape alone", |pattern| {
            let pattern = if pattern == "\\x" || pattern == "\\/" {
                "x".into()
            } else {
                pattern
            };
            Some(ExprKind::Regex(pattern.into()))
        }),
        any_ident().prop_map(|label| ExprKind::Label(label.name)),
    ]
}

fn properties(
    value: impl Strategy<Value = Expr> + Clone + 'static,
) -> impl Strategy<Value = Vec<Property>> {
    let explicit = (any_ident(), value).prop_map(|(key, value)| {
        let quoted = !["a", "b", "c"].contains(&&*key.name);
        Property {
            key,
            quoted,
            value,
            shorthand: false,
            span: Span::default(),
        }
    });
    let implicit = ident().prop_map(|key| {
        let value = made(ExprKind::Ident(Arc::clone(&key.name)));
        Property {
            key,
            quoted: false,
            value,
            shorthand: true,
            span: Span::default(),
        }
    });
    prop_oneof![
        prop::collection::vec(explicit, 0..3),
        prop::collection::vec(implicit, 0..3),
    ]
}

fn call(value: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    (value.clone(), properties(value)).prop_map(|(callee, arguments)| {
        let callee = Box::new(callee);
        made(ExprKind::Call { callee, arguments })
    })
}

fn function(
    value: impl Strategy<Value = Expr> + Clone + 'static,
) -> impl Strategy<Value = ExprKind> {
    let default = prop::option::of(value.clone());
    let parameter = (ident(), default, any::<bool>()).prop_map(|(name, default, pipe)| {
        let default = default.filter(|_| !pipe);
        Parameter {
            name,
            default,
            pipe,
        }
    });
    let block = (ident(), value.clone(), value.clone()).prop_map(|(name, first, last)| {
        let statement = |kind| Statement {
            attributes: vec![],
            kind,
            span: Span::default(),
        };
        Body::Block(vec![
            statement(StatementKind::Variable(name, first)),
            statement(StatementKind::Return(last)),
        ])
    });
    let body = prop_oneof![value.prop_map(Body::Expr), block];
    (prop::collection::vec(parameter, 0..3), body).prop_map(|(parameters, body)| {
        ExprKind::Function(Arc::new(Function {
            parameters,
            body,
            span: Span::default(),
        }))
    })
}

fn tree() -> impl Strategy<Value = Expr> {
    use BinaryOp::{Add, Divide, Equal, Less, Match, Power, Subtract};
    leaf().prop_map(made).prop_recursive(5, 40, 3, |inner| {
        let one = inner.clone().prop_map(Box::new);
        let two = (one.clone(), one.clone());
        let binary = prop::sample::select(vec![Add, Subtract, Divide, Power, Equal, Less, Match]);
        let logical = prop::sample::select(vec![LogicalOp::And, LogicalOp::Or]);
        let unary = prop::sample::select(vec![
            UnaryOp::Not,
            UnaryOp::Exists,
            UnaryOp::Minus,
            UnaryOp::Plus,
        ]);
        let many = prop::collection::vec(inner.clone(), 0..3);
        let entries = prop::collection::vec((inner.clone(), inner.clone()), 0..3);
        let base = prop::option::of(name().prop_map(|name| Box::new(made(ExprKind::Ident(name)))));
        let kinds = prop_oneof![
            (binary, two.clone()).prop_map(|(op, (left, right))| ExprKind::Binary {
                op,
                left,
                right
            }),
            (logical, two.clone()).prop_map(|(op, (left, right))| ExprKind::Logical {
                op,
                left,
                right
            }),
            (unary, one.clone()).prop_map(|(op, operand)| ExprKind::Unary { op, operand }),
            (one.clone(), call(inner.clone())).prop_map(|(argument, call)| ExprKind::Pipe {
                argument,
                call: Box::new(call)
            }),
            call(inner.clone()).prop_map(|call| call.kind),
            (one.clone(), any_ident())
                .prop_map(|(object, property)| ExprKind::Member { object, property }),
            (one.clone(), any::<u8>()).prop_map(|(array, index)| ExprKind::Index {
                array,
                index: Box::new(made(ExprKind::Int(index.into()))),
            }),
            (one.clone(), two).prop_map(|(test, (consequent, alternate))| ExprKind::If {
                test,
                consequent,
                alternate
            }),
            (base, properties(inner.clone()))
                .prop_map(|(with, properties)| ExprKind::Record { with, properties }),
            many.prop_map(ExprKind::Array),
            entries.prop_map(ExprKind::Dict),
            function(inner.clone()),
            ("[a${}]{1,3}", inner).prop_map(|(text, value)| {
                let text = StringPart::Text(text.into());
                ExprKind::Interpolation(vec![text.clone(), StringPart::Expr(value), text])
            }),
        ];
        kinds.prop_map(made)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_survives_printing(tree in tree()) {
        let printed = format!("x = {tree}");
        let parsed = parsed(&printed);
        prop_assert!(!parsed.failed(), "{}\n{:?}", printed, parsed.diagnostics);
        let [Statement { kind: StatementKind::Variable(_, value), .. }] = parsed.file.body.as_slice() else {
            panic!("{printed}");
        };
        prop_assert_eq!(without_parentheses(bare(value)), without_parentheses(bare(&tree)), "{}", printed);
    }

    #[test]
    fn any_tree_survives_formatting(tree in tree(), every in 1..9usize) {
        let printed = format!("x = {tree}\n");
        let laid_out = formatted(&printed);
        let again = parsed(&laid_out);
        prop_assert!(!again.failed(), "{}\n{:?}", laid_out, again.diagnostics);
        let StatementKind::Variable(_, value) = &again.file.body[0].kind else {
            panic!("{laid_out}");
        };
        prop_assert_eq!(without_parentheses(bare(value)), without_parentheses(bare(&tree)), "{}", laid_out);
        // Comments between any tokens are all kept, and the tree, too.
        let commented = with_comments(&printed, every);
        let laid_out = formatted(&commented);
        let count = |text: &str| text.matches("// remark").count();
        prop_assert_eq!(count(&laid_out), count(&commented), "{}\n{}", commented, laid_out);
        let parsed = parsed(&laid_out);
        prop_assert!(!parsed.failed(), "{}\n{:?}", laid_out, parsed.diagnostics);
        let StatementKind::Variable(_, value) = &parsed.file.body[0].kind else {
            panic!("{laid_out}");
        };
        prop_assert_eq!(without_parentheses(bare(value)), without_parentheses(bare(&tree)), "{}", laid_out);
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        parsed(&text);
    }

    #[test]
    fn no_order_of_words_panics(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40), gap in "[ \n]?") {
        let text = words.join(&gap);
        let parsed = parsed(&text);
        let text = parsed.file.body.iter().map(|statement| match &statement.kind {
            StatementKind::Expr(value) => value.to_string(),
            _ => String::new(),
        });
        text.count();
        resolve(&parsed.file, &Nothing);
    }
}

const WORDS: &[&str] = &[
    "a",
    "with",
    "1",
    "1.5",
    "1h",
    "2020-01-01",
    "\"s\"",
    "\"",
    "${",
    "}",
    "\\",
    "/",
    "/r/",
    "@a",
    "(",
    ")",
    "[",
    "]",
    "{",
    "=>",
    "=",
    ":",
    ",",
    ".",
    "+",
    "-",
    "*",
    "|>",
    "<-",
    "and",
    "not",
    "exists",
    "if",
    "then",
    "else",
    "return",
    "import",
    "option",
    "builtin",
    "testcase",
    "where",
    "extends",
    "package",
    "?",
    "==",
    "//c\n",
    "'",
    "é",
    "\n",
    "stream",
    "func",
];

/// A world without anything in it.
struct Nothing;

impl Surroundings for Nothing {
    fn in_prelude(&self, name: &str) -> bool {
        name == "min"
    }

    fn prelude(&self) -> Vec<&str> {
        vec!["min"]
    }

    fn package_name(&self, path: &str) -> Option<&str> {
        (path == "x").then_some("pkg")
    }

    fn packages(&self) -> Vec<&str> {
        vec![]
    }
}

#[test]
fn depth_is_bounded() {
    let many = 20_000;
    for (text, bounded) in [
        ("(".repeat(many) + "1" + &")".repeat(many), false),
        ("(".repeat(many), false),
        ("[".repeat(many) + "1", false),
        ("-".repeat(many) + "1", false),
        ("not ".repeat(many) + "a", false),
        ("1".to_owned() + &" + 1".repeat(many), false),
        ("a".to_owned() + &" |> f()".repeat(many), false),
        ("a".to_owned() + &".a".repeat(many), false),
        ("f".to_owned() + &"()".repeat(many), false),
        ("() => ".repeat(many) + "1", false),
        (
            "() => {return ".repeat(many) + "1" + &"}".repeat(many),
            false,
        ),
        ("if a then b else ".repeat(many) + "1", false),
        ("\"${".repeat(many) + "1" + &"}\"".repeat(many), false),
        ("testcase a {".repeat(many) + &"}".repeat(many), false),
        (
            "builtin a : ".to_owned() + &"() => ".repeat(many) + "int",
            false,
        ),
        ("builtin a : ".to_owned() + &"[".repeat(many) + "int", false),
        ("a = 1\n".repeat(many), true),
    ] {
        let parsed = parsed(&text);
        assert_eq!(!parsed.failed(), bounded, "{}", &text[..20]);
    }
    // As deep as a tree may be, everything that walks it does so on a test's small stack.
    let deepest = super::nodes::DEEPEST as usize;
    for text in [
        "1".to_owned() + &" + 1".repeat(deepest - 1),
        "-".repeat(deepest - 1) + "1",
        "() => {return ".repeat(deepest - 1) + "1" + &"}".repeat(deepest - 1),
        "[".repeat(deepest - 1) + "1" + &"]".repeat(deepest - 1),
    ] {
        let parsed = parsed(&text);
        assert_eq!(parsed.diagnostics, vec![]);
        let printed = expression(&text).to_string();
        assert_eq!(expression(&printed), expression(&printed));
        assert!(resolve(&parsed.file, &Nothing).diagnostics.is_empty());
    }
}

#[test]
fn a_byte_order_mark_is_no_text() {
    assert_eq!(codes("\u{feff}x = 1\r\n\ty = x"), [] as [&str; 0]);
    assert_eq!(
        codes("x = \u{feff}1"),
        ["flux::syntax::unexpected_character"]
    );
}

#[test]
fn spans_are_global() {
    let sources = SourceMap::default();
    sources.add("first.flux", "x = 1");
    let source = sources.add("second.flux", "y = a.b // c");
    let parsed = parse(&source);
    let StatementKind::Variable(name, value) = &parsed.file.body[0].kind else {
        panic!("no variable");
    };
    assert_eq!(name.span, Span::new(6, 7));
    assert_eq!(value.span, Span::new(10, 13));
    assert_eq!(parsed.comments[0].span, Span::new(14, 18));
}

#[test]
fn ids_count_without_gaps() {
    let parsed = parsed("a = {b, c: [1, 2]}\nd = (e=1) => \"${e}\"");
    let mut seen = Vec::new();
    fn walk(expression: &Expr, seen: &mut Vec<u32>) {
        seen.push(expression.id.0);
        super::visit::each_child(&expression.kind, &mut |child| walk(child, seen));
    }
    super::visit::each_expression(&parsed.file.body, &mut |value| walk(value, &mut seen));
    seen.sort_unstable();
    let all: Vec<u32> = (0..parsed.file.expressions).collect();
    assert_eq!(seen, all);
}

#[test]
fn names_find_their_slots() {
    let text = "import \"x\"\n\
        a = min\n\
        min = (a, b=a) => {\n c = a + b\n f = () => c + pkg\n return f\n}\n\
        g = min";
    let file = parsed(text).file;
    let resolution = resolve(&file, &Nothing);
    assert_eq!(resolution.diagnostics, vec![]);
    let names = resolution.names.iter().map(|name| (&*name.name, name.slot));
    assert_eq!(
        names.collect::<Vec<_>>(),
        [("pkg", 0), ("a", 1), ("min", 2), ("g", 3)]
    );
    let mut places = Vec::new();
    fn walk(expression: &Expr, visit: &mut dyn FnMut(&Expr)) {
        visit(expression);
        super::visit::each_child(&expression.kind, &mut |child| walk(child, visit));
    }
    super::visit::each_expression(&file.body, &mut |value| {
        walk(value, &mut |expression| match &expression.kind {
            ExprKind::Ident(name) => {
                places.push((name.to_string(), resolution.place(expression.id)))
            }
            ExprKind::Function(_) => {
                let size = Place::Slot {
                    up: 99,
                    slot: resolution.frame_size(expression.id) as u32,
                };
                places.push(("=>".into(), Some(size)));
            }
            _ => {}
        });
    });
    let slot = |name: &str, up, slot| (name.to_owned(), Some(Place::Slot { up, slot }));
    let expected = [
        ("min".to_owned(), Some(Place::Prelude)),
        slot("=>", 99, 4),
        slot("a", 0, 1),
        slot("a", 0, 0),
        slot("b", 0, 1),
        slot("=>", 99, 0),
        slot("c", 1, 2),
        slot("pkg", 2, 0),
        slot("f", 0, 3),
        slot("min", 0, 2),
    ];
    assert_eq!(places, expected);
}

#[test]
fn one_mistake_gives_one_report() {
    let check = |text: &str, expected: &[&str]| {
        let expected: Vec<String> = expected
            .iter()
            .map(|code| format!("flux::syntax::{code}"))
            .collect();
        assert_eq!(codes(text), expected, "{text}");
    };
    check(
        "x = (1 +\ny = 2\nz = [",
        &["unclosed_bracket", "unclosed_bracket"],
    );
    check("x = 1 +\ny = 2", &["unexpected"]);
    check("f(1, 2, 3)", &["positional_argument"]);
    check(
        "f = (r) => {a: 1, b: {c: 2}, d: 3}\nx = 1",
        &["record_as_body"],
    );
    check(
        "x = {a: 1, b: [1, 2}\ny = ",
        &["unclosed_bracket", "unexpected"],
    );
    check(
        "a = 'x' b = \"\\q\"",
        &["unexpected_character", "invalid_escape"],
    );
    check("if a then b", &["missing_else"]);
    check("x = \"${}\"", &["unexpected"]);
}

fn formatted(text: &str) -> String {
    let source = SourceMap::default().add("test.flux", text);
    super::format(&source).unwrap_or_else(|diagnostics| panic!("{text}\n{diagnostics:?}"))
}

/// The text with a comment before every so many tokens.
fn with_comments(text: &str, every: usize) -> String {
    let mut out = String::new();
    let mut done = 0;
    let settled = super::settle::settle(text);
    let mut inside = 0;
    for (number, (start, token, end)) in settled.tokens.iter().enumerate() {
        // Within quotes it would be text.
        let is_text = matches!(token, Token::Text(_) | Token::StringClose);
        match token {
            Token::StringOpen => inside += 1,
            Token::StringClose => inside -= 1,
            _ => {}
        }
        if number % every == 0 && !is_text && inside == 0 && start < end {
            out.push_str(&text[done..*start as usize]);
            out.push_str("// remark\n");
            done = *start as usize;
        }
    }
    out.push_str(&text[done..]);
    out
}
