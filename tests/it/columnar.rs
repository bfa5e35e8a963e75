//! Functions of rows over columns against the interpreter: random expressions over random rows.

use fluxlite::diagnostic::{Diagnostic, Failure};
use fluxlite::engine::columnar::{Evaluation, compile};
use fluxlite::engine::rows::row_record;
use fluxlite::eval::{Evaluator, Setup};
use fluxlite::source::SourceMap;
use fluxlite::table::{Chunk, Column, Dictionary, Memory, Scalar, Scan, Source, TableId, Type};
use fluxlite::time::Time;
use fluxlite::value::{Function, NullLogic, Value};
use fluxlite::world::{Endpoint, Secret, Sink, World};
use proptest::prelude::*;
use std::io::Read;
use std::sync::Arc;

/// A world with nothing in it.
pub struct Nowhere;

fn nothing<T>() -> Result<T, Failure> {
    Err(Failure::new(
        "test::world::nothing",
        "there is nothing here",
    ))
}

impl World for Nowhere {
    fn now(&self) -> Time {
        Time(0)
    }
    fn open(&self, _: &str) -> Result<Box<dyn Read + Send>, Failure> {
        nothing()
    }
    fn secret(&self, _: &str) -> Result<Secret, Failure> {
        nothing()
    }
    fn read(&self, _: &Endpoint, _: &Scan) -> Result<Box<dyn Source>, Failure> {
        nothing()
    }
    fn write(&self, _: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        nothing()
    }
    fn warn(&self, _: Diagnostic) {}
}

/// Chooses by a seed.
struct Chooser(u64);

impl Chooser {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn expression(&mut self, ty: Type, depth: usize) -> String {
        let leaf = depth == 0 || self.below(5) == 0;
        if !leaf && self.below(6) == 0 {
            let (test, yes, no) = (
                self.expression(Type::Bool, depth - 1),
                self.expression(ty, depth - 1),
                self.expression(ty, depth - 1),
            );
            return format!("(if {test} then {yes} else {no})");
        }
        match ty {
            Type::Int if leaf => self
                .of(&[
                    "r.i", "r.j", "r[\"i\"]", "3", "-2", "0", "captured", "r.same",
                ])
                .into(),
            Type::Int => match self.below(6) {
                0 => format!("int(v: {})", self.expression(Type::UInt, depth - 1)),
                1 => format!("twice(x: {})", self.expression(Type::Int, depth - 1)),
                _ => self.arithmetic(Type::Int, &["+", "-", "*", "/", "%"], depth),
            },
            Type::UInt if leaf => self.of(&["r.u", "uint(v: 7)"]).into(),
            Type::UInt => self.arithmetic(Type::UInt, &["+", "-", "*"], depth),
            Type::Float if leaf => self.of(&["r.f", "r.g", "1.5", "-0.25", "0.0"]).into(),
            Type::Float => match self.below(5) {
                0 => format!("float(v: {})", self.expression(Type::Int, depth - 1)),
                1 => format!("math.abs(x: {})", self.expression(Type::Float, depth - 1)),
                _ => self.arithmetic(Type::Float, &["+", "-", "*", "/", "%"], depth),
            },
            Type::String if leaf => self.of(&["r.s", "r.t", "r.tag", "\"a\"", "\"\""]).into(),
            Type::String => match self.below(4) {
                0 => format!("\"<${{{}}}>\"", self.expression(Type::Int, depth - 1)),
                1 => format!("string(v: {})", self.expression(Type::Int, depth - 1)),
                2 => format!(
                    "strings.toUpper(v: {})",
                    self.expression(Type::String, depth - 1)
                ),
                _ => self.arithmetic(Type::String, &["+"], depth),
            },
            Type::Time => "r.time".into(),
            Type::Bool if leaf => self
                .of(&["r.b", "true", "false", "exists r.nope", "r.nope == 1"])
                .into(),
            Type::Bool => match self.below(8) {
                0 => format!("(not {})", self.expression(Type::Bool, depth - 1)),
                1 => {
                    let ty = [Type::Int, Type::Float, Type::String, Type::Bool][self.below(4)];
                    format!("(exists {})", self.expression(ty, depth - 1))
                }
                2 => format!(
                    "({} {} /^a|b$/)",
                    self.expression(Type::String, depth - 1),
                    self.of(&["=~", "!~"])
                ),
                3 | 4 => self.arithmetic(Type::Bool, &["and", "or"], depth),
                5 => self.arithmetic(Type::String, &["==", "!=", "<", ">="], depth),
                _ => {
                    let numbers = [Type::Int, Type::UInt, Type::Float];
                    let (a, b) = (numbers[self.below(3)], numbers[self.below(3)]);
                    let op = self.of(&["==", "!=", "<", "<=", ">", ">="]);
                    format!(
                        "({} {op} {})",
                        self.expression(a, depth - 1),
                        self.expression(b, depth - 1)
                    )
                }
            },
        }
    }

    fn arithmetic(&mut self, ty: Type, ops: &[&str], depth: usize) -> String {
        let op = self.of(ops);
        format!(
            "({} {op} {})",
            self.expression(ty, depth - 1),
            self.expression(ty, depth - 1)
        )
    }

    fn cells(&mut self, ty: Type, rows: usize, values: &[Scalar]) -> Column {
        let nulls = self.below(2) == 0;
        Column::from_scalars(
            ty,
            (0..rows).map(|_| match nulls && self.below(4) == 0 {
                true => Scalar::Null,
                false => values[self.below(values.len())].clone(),
            }),
        )
    }

    fn chunk(&mut self) -> Chunk {
        let rows = 1 + self.below(9);
        let ints = [0, 1, -3, 7, i64::MAX].map(Scalar::Int);
        let floats = [0.0, -1.5, 2.0, f64::NAN, f64::INFINITY].map(Scalar::Float);
        let uints = [0, 3, u64::MAX].map(Scalar::UInt);
        let texts = ["", "a", "ab", "é"].map(Scalar::from);
        let tags = Column::from_scalars(Type::String, ["a", "ab", "b"].map(Scalar::from));
        let tag = Column::Dictionary(Dictionary {
            keys: (0..rows).map(|_| Some(self.below(3) as u32)).collect(),
            values: tags.strings().expect("texts"),
        });
        let same = match self.below(3) {
            0 => Column::nulls(Type::Int, rows),
            _ => Column::Constant(Type::Int, Scalar::Int(2), rows),
        };
        let columns = [
            ("i", self.cells(Type::Int, rows, &ints)),
            ("j", self.cells(Type::Int, rows, &ints)),
            ("u", self.cells(Type::UInt, rows, &uints)),
            ("f", self.cells(Type::Float, rows, &floats)),
            ("g", self.cells(Type::Float, rows, &floats)),
            ("s", self.cells(Type::String, rows, &texts)),
            ("t", self.cells(Type::String, rows, &texts)),
            (
                "b",
                self.cells(Type::Bool, rows, &[Scalar::Bool(true), Scalar::Bool(false)]),
            ),
            ("tag", tag),
            ("same", same),
        ];
        Chunk {
            id: TableId(0),
            columns: columns
                .into_iter()
                .map(|(name, column)| (name.into(), column))
                .collect(),
            rows,
        }
    }
}

fn evaluator() -> Arc<Evaluator> {
    Evaluator::new(Setup {
        world: Arc::new(Nowhere),
        memory: Memory::new(usize::MAX),
        packages: fluxlite::stdlib::PACKAGES,
        prelude: fluxlite::stdlib::PRELUDE,
        signatures: None,
        sources: SourceMap::default(),
        now: Time(0),
        strict_null_logic: false,
        parameters: Vec::new(),
        collect: fluxlite::engine::collect,
    })
}

fn function(evaluator: &Evaluator, expression: &str) -> Function {
    let script = format!(
        "import \"math\"\nimport \"strings\"\ncaptured = 5\ntwice = (x) => x + x\nrow = (r) => ({{v: {expression}}})\nrow"
    );
    let evaluated = evaluator
        .evaluate("script", &script)
        .expect("a script that evaluates");
    match evaluated.last {
        Some(Value::Function(function)) => function,
        other => panic!("{other:?} is no function"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn columns_and_rows_agree(seed: u64) {
        let evaluator = evaluator();
        let cx = evaluator.context();
        let mut chooser = Chooser(seed);
        let ty = [Type::Bool, Type::Int, Type::Float, Type::String][chooser.below(4)];
        let expression = chooser.expression(ty, 4);
        let function = function(&evaluator, &expression);
        let program = compile(&function);
        let program = program.expect("all of these are compiled");
        for _ in 0..4 {
            let chunk = chooser.chunk();
            for logic in [NullLogic::Row, NullLogic::Vectorised] {
                let by_row: Vec<Result<Value, Failure>> = (0..chunk.rows)
                    .map(|row| {
                        let arguments = [("r", row_record(&chunk, row))];
                        match cx.call_with(logic, &function, &arguments)? {
                            Value::Record(record) => Ok(record.get("v").expect("v is set").clone()),
                            other => panic!("{other:?} is no record"),
                        }
                    })
                    .collect();
                // Giving up is always right, for the interpreter then takes the chunk: a lazy right
                // side that fails in rows that are never asked may be enough. What must hold is
                // that columns, where they answer, answer as rows do, and give up where one fails.
                let Ok(columns) = Evaluation::new(&cx, logic, &program, &chunk).columns() else {
                    continue;
                };
                for (row, expected) in by_row.into_iter().enumerate() {
                    let found = columns.first().map_or(Scalar::Null, |(_, column)| column.get(row));
                    let expected = expected.map(|value| value.to_scalar());
                    prop_assert_eq!(
                        Ok(Some(found)), expected,
                        "{} in row {} of {:?}", expression, row, chunk
                    );
                }
            }
        }
    }
}

#[test]
fn ordinary_expressions_need_no_interpreter() {
    let evaluator = evaluator();
    let cx = evaluator.context();
    for expression in [
        "r.i + 1",
        "r.i * r.j - captured",
        "r.f / 2.0 + r.g",
        "r.f > 1.0 and r.b",
        "if r.b then r.i else r.j",
        "if exists r.t then r.t else \"none\"",
        "r.tag == \"a\" or r.s =~ /^a/",
        "r.tag + \"-x\"",
        "float(v: r.i) * 0.5",
        "twice(x: r.i)",
        "r.nope == 1",
    ] {
        let program = compile(&function(&evaluator, expression)).expect("it is compiled");
        for seed in 0..20 {
            let chunk = Chooser(seed).chunk();
            let columns = Evaluation::new(&cx, NullLogic::Row, &program, &chunk).columns();
            assert!(columns.is_ok(), "{expression} over {chunk:?}");
        }
    }
}
