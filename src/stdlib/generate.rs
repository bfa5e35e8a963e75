//! Package `generate`: made-up data.

use super::timeable::instant;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, ColumnBuilder, GroupKey, Output, Promise, Scalar, Schema, Source, Table,
    TableId, Type,
};
use crate::time::Time;
use crate::value::{Context, Function, Package, Stream, Transform, Value};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "generate",
    docs: "Makes up data.",
    builtins: &[&FROM],
    constants: &[],
    flux: None,
};

/// `generate.from`, in the graph.
#[derive(Clone, Debug)]
struct Generate {
    start: Time,
    stop: Time,
    count: i64,
    function: Function,
}

impl Transform for Generate {
    fn name(&self) -> &str {
        "generate.from"
    }

    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        Ok(Box::new(Generator {
            of: self.clone(),
            cx: cx.clone(),
        }))
    }

    fn promise(&self, _: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            uniform_keys: true,
            time_order: true,
        }
    }

    fn explain(&self) -> String {
        format!("count: {}", self.count)
    }
}

struct Generator {
    of: Generate,
    cx: Context,
}

impl Source for Generator {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let Generate {
            start,
            stop,
            count,
            ref function,
        } = self.of;
        let id = TableId(0);
        // The bounds are in the key, but no columns, as upstream has it.
        let bound = |name: &str, time| (name.into(), Type::Time, Scalar::Time(time));
        out.open(&Table {
            id,
            key: GroupKey::new(vec![bound("_start", start), bound("_stop", stop)]),
            schema: Schema(vec![
                ("_time".into(), Type::Time),
                ("_value".into(), Type::Int),
            ]),
        })?;
        let step = stop.0.wrapping_sub(start.0).checked_div(count).unwrap_or(0);
        let mut done = 0;
        while done < count {
            let rows = (count - done).min(Chunk::ROWS as i64);
            let mut times = ColumnBuilder::new(Type::Time);
            let mut values = ColumnBuilder::new(Type::Int);
            for n in done..done + rows {
                times.push(&Scalar::Time(Time(
                    start.0.wrapping_add(n.wrapping_mul(step)),
                )));
                match self.cx.call(function, &[("n", Value::Int(n))])? {
                    Value::Int(value) => values.push(&Scalar::Int(value)),
                    other => {
                        return Err(Failure::new(
                            "flux::generate::type",
                            format!(
                                "function must return type integer, but got {}",
                                other.type_name()
                            ),
                        )
                        .help("convert the result with `int(v: …)`"));
                    }
                }
            }
            done += rows;
            let columns: Vec<(_, Column)> = vec![
                ("_time".into(), times.finish()),
                ("_value".into(), values.finish()),
            ];
            let chunk = Chunk {
                id,
                columns,
                rows: rows as usize,
            };
            match out.push(chunk)? {
                Answer::More => {}
                Answer::TableDone => break,
                Answer::Done => return Ok(()),
            }
        }
        out.end(id)
    }
}

/// Makes one table of times at equal distances, with a value for each.
#[builtin(
    since = "0.17.0",
    returns = "stream[{_value: int, _time: time, _stop: time, _start: time}]",
    constraints = "A: Timeable"
)]
pub fn from(
    #[context] cx: &Context,
    /// First time.
    start: Value,
    /// Time after the last one.
    stop: Value,
    /// Number of rows.
    count: i64,
    /// Gives the value of a row, by its number from 0.
    #[ty("(n: int) => int")]
    r#fn: Function,
) -> Result<Stream, Failure> {
    let generate = Generate {
        start: instant(cx, "start", &start)?,
        stop: instant(cx, "stop", &stop)?,
        count,
        function: r#fn,
    };
    Ok(Stream::other(cx, generate, Vec::new()))
}
