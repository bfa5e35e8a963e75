//! `fluxlite repl` with inputs through a pipe.

use crate::command::Fluxlite;

fn said(inputs: &str) -> (i32, String, String) {
    let arguments = ["--now", "2024-03-01T10:00:00Z", "-o", "csv"];
    let said = Fluxlite::command("repl", arguments).stdin(inputs).said();
    (said.code, said.out, said.err)
}

#[test]
fn what_an_input_defines_is_known_to_the_next() {
    let (code, out, err) = said(
        "import \"math\"\nf = (x) => {\n    y = x * 2\n    return y\n}\nf(x: 21)\nmath.pi > 3.0\nnow()\noption now = () => 2020-01-01T00:00:00Z\nnow()\nf = (x) => x\nf(x: 1)\n",
    );
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        out,
        "42\ntrue\n2024-03-01T10:00:00.000000000Z\n2020-01-01T00:00:00.000000000Z\n1\n"
    );
}

#[test]
fn streams_are_tables() {
    let (code, out, err) = said(
        "import \"array\"\ndata = array.from(rows: [{a: 1}, {a: 2}])\ndata\n    |> filter(fn: (r) => r.a > 1)\n|> yield(name: \"big\")\n",
    );
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("#default,big,,\r\n,result,table,a\r\n,,0,2\r\n"),
        "{out}"
    );
}

#[test]
fn mistakes_leave_the_session_alive() {
    let (code, out, err) = said("a = 1\nb = a + nothing\na = )\nb = a / 0\nb\na + 1\n:nonsense\n");
    assert_eq!(code, 1);
    assert_eq!(out.lines().next(), Some("2"), "{out}");
    assert!(
        err.contains("input 2") && err.contains("undefined identifier `nothing`"),
        "{err}"
    );
    // What failed has defined nothing.
    assert!(err.contains("undefined identifier `b`"), "{err}");
    assert!(out.contains("there is no command `:nonsense`"), "{out}");
}

#[test]
fn functions_are_described() {
    let (code, out, err) = said(":help array.from\n:quit\n1 + 1\n");
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("import \"array\"") && out.contains("rows"),
        "{out}"
    );
    assert!(!out.contains("\n2\n"), "{out}");
}
