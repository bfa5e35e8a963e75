//! Package `join`: joins of two streams by a function of their rows.

mod on;

pub use on::pairs;

use crate::diagnostic::Failure;
use crate::engine::operators::equi_join::{Call, Combine, EquiJoin, Members, Method};
use crate::table::{Name, Operator, Promise};
use crate::value::{Context, Function, NullLogic, Package, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "join",
    docs: "Joins two streams of tables.",
    builtins: &[&TABLES],
    constants: &[],
    flux: Some(include_str!("join.flux")),
};

/// Joins two streams: rows of tables with equal group keys are paired where columns are equal, and
/// a function makes a row of each pair.
///
/// A null equals nothing. Rows without a partner stay on the sides that the method keeps; in place
/// of the partner is a row of the group key's values and nulls.
#[builtin(
    since = "0.172.0",
    returns = "stream[A]",
    constraints = "A: Record, L: Record, R: Record"
)]
pub fn tables(
    #[context] cx: &Context,
    /// Left stream. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[L]")]
    left: Stream,
    /// Right stream.
    #[ty("stream[R]")]
    right: Stream,
    /// Which rows belong together: comparisons of a column of each side, connected by `and`.
    #[ty("(l: L, r: R) => bool")]
    on: Function,
    /// Makes a row of a pair. The group key must stay as it is.
    #[name("as")]
    #[ty("(l: L, r: R) => A")]
    as_: Function,
    /// `inner`, `left`, `right` or `full`.
    method: Arc<str>,
) -> Result<Stream, Failure> {
    let method = match &*method {
        "inner" => Method::Inner,
        "left" => Method::Left,
        "right" => Method::Right,
        "full" => Method::Full,
        _ => {
            return Err(Failure::new(
                "flux::join::method",
                "invalid argument for 'method' - must be \"inner\", \"left\", \"right\", or \"full\"",
            ));
        }
    };
    let joined = Joined {
        name: "join.tables",
        on: pairs(&on)?,
        method,
        strict: true,
        function: as_,
        parameters: ["l", "r"],
    };
    Ok(joined.stream(cx, left, right))
}

/// A join on equal columns, in the graph.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The Flux function it belongs to.
    pub name: &'static str,
    /// Which columns of both sides must be equal.
    pub on: Vec<[Name; 2]>,
    /// Which rows stay that have no partner.
    pub method: Method,
    /// Whether it is of package `join`: see [`EquiJoin`].
    pub strict: bool,
    /// Makes a row of a pair.
    pub function: Function,
    /// What its parameters are called.
    pub parameters: [&'static str; 2],
}

impl Joined {
    /// A node that joins two streams.
    pub fn stream(self, cx: &Context, left: Stream, right: Stream) -> Stream {
        Stream::other(cx, self, vec![left, right])
    }
}

impl Transform for Joined {
    fn name(&self) -> &str {
        self.name
    }

    fn operator(&self, cx: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let members = Members::of(&self.function, self.parameters);
        let (context, function) = (cx.clone(), self.function.clone());
        let [left, right] = self.parameters;
        let call: Call = Box::new(move |l: Value, r: Value| {
            context.call_with(NullLogic::Row, &function, &[(left, l), (right, r)])
        });
        let combine = Combine::new(self.name, call, members);
        let (on, method) = (self.on.clone(), self.method);
        let join = EquiJoin::new(on, method, self.strict, combine, cx.memory());
        Ok(Box::new(join))
    }

    fn explain(&self) -> String {
        let on = self
            .on
            .iter()
            .map(|[left, right]| format!("l.{left} == r.{right}"));
        format!(
            "on: {}, method: {:?}",
            on.collect::<Vec<_>>().join(" and "),
            self.method
        )
    }
}
