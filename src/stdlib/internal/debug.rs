//! Package `internal/debug`: nulls of a type, and steps that the planner leaves where they are.

use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Operator, Output, Promise, Table, TableId, Type};
use crate::value::{Context, Package, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/debug",
    docs: "Makes nulls of a type, and steps that the planner leaves where they are.",
    #[rustfmt::skip]
    builtins: &[
        &FEATURE,
        &GET_OPTION,
        &NULL,
        &OPAQUE,
        &PASS,
        &SINK,
        &SLURP,
    ],
    constants: &[],
    flux: Some(include_str!("debug.flux")),
};

/// The null of a type.
#[builtin(since = "0.179.0", constraints = "A: Basic", pure)]
pub fn null(
    /// The type: `"string"`, `"bytes"`, `"int"`, `"uint"`, `"float"`, `"bool"`, `"time"`,
    /// `"duration"` or `"regexp"`.
    #[default("string")]
    r#type: Arc<str>,
) -> Result<Value, Failure> {
    Ok(Value::Null(match r#type.as_ref() {
        "string" => Some(Type::String),
        "int" => Some(Type::Int),
        "uint" => Some(Type::UInt),
        "float" => Some(Type::Float),
        "bool" => Some(Type::Bool),
        "time" => Some(Type::Time),
        "bytes" | "duration" | "regexp" => None,
        other => {
            let message = format!("there is no null of a type \"{other}\"");
            return Err(Failure::new("flux::debug::null_type", message).help(
                "the types are string, bytes, int, uint, float, bool, time, duration and regexp",
            ));
        }
    }))
}

/// The value of one of upstream's feature flags. There are none here: null, as upstream has it of
/// flags that it does not know.
#[builtin(since = "0.187.0", returns = "A")]
pub fn feature(
    /// The flag's name.
    key: Arc<str>,
) -> Value {
    let _ = key;
    Value::Null(None)
}

/// The value of an option as the script set it.
#[builtin(since = "0.182.0")]
pub fn get_option(
    #[context] cx: &Context,
    /// The import path of the package.
    pkg: Arc<str>,
    /// The option's name.
    name: Arc<str>,
) -> Result<Value, Failure> {
    cx.option(&pkg, &name).ok_or_else(|| {
        let message = format!("the package \"{pkg}\" has no option `{name}`");
        Failure::new("flux::debug::no_option", message)
    })
}

/// Passes tables on as they are.
#[builtin(since = "0.68.0", returns = "stream[A]", constraints = "A: Record")]
pub fn pass(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
) -> Stream {
    Stream::other(cx, Step::Pass("pass"), vec![tables])
}

/// Passes tables on as they are, and lets the planner move nothing across it.
#[builtin(
    since = "0.68.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn opaque(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
) -> Stream {
    Stream::other(cx, Step::Pass("opaque"), vec![tables])
}

/// Passes tables on as they are.
#[builtin(since = "0.68.0", returns = "stream[A]", constraints = "A: Record")]
pub fn slurp(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
) -> Stream {
    Stream::other(cx, Step::Pass("slurp"), vec![tables])
}

/// Computes its input and gives no table.
#[builtin(since = "0.68.0", returns = "stream[A]", constraints = "A: Record")]
pub fn sink(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
) -> Stream {
    Stream::other(cx, Step::Sink, vec![tables])
}

/// What the steps here do with tables: hand them on, under a name, or drop them.
#[derive(Clone, Copy, Debug)]
enum Step {
    Pass(&'static str),
    Sink,
}

impl Transform for Step {
    fn name(&self) -> &str {
        match self {
            Self::Pass(name) => name,
            Self::Sink => "sink",
        }
    }

    fn operator(&self, _cx: &Context, _inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(*self))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        inputs.first().copied().unwrap_or_default()
    }
}

impl Operator for Step {
    fn open(&mut self, _input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        match self {
            Self::Pass(_) => out.open(table),
            Self::Sink => Ok(()),
        }
    }

    fn push(
        &mut self,
        _input: usize,
        chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        match self {
            Self::Pass(_) => out.push(chunk),
            Self::Sink => Ok(Answer::More),
        }
    }

    fn end(&mut self, _input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        match self {
            Self::Pass(_) => out.end(id),
            Self::Sink => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::operators::testing;

    #[test]
    fn steps_pass_all_on_or_nothing() {
        let input = "[k=a] v:int\n1\n...\n2\n";
        testing::check(Step::Pass("pass"), input, "[k=a] k v:int\n1\n2");
        testing::check(Step::Sink, input, "");
    }

    #[test]
    fn nulls_know_their_type() {
        let ty = |name: &str| null(name.into()).map(|value| value.column_type());
        assert_eq!(ty("uint").unwrap(), Some(Type::UInt));
        assert_eq!(ty("duration").unwrap(), None);
        assert!(ty("number").is_err());
    }
}
