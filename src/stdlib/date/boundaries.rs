//! Package `date/boundaries`: moved, and says so.

use crate::diagnostic::Failure;
use crate::value::{Package, Value};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "date/boundaries",
    docs: "Moved to `experimental/date/boundaries`.",
    #[rustfmt::skip]
    builtins: &[
        &FRIDAY,
        &MONDAY,
        &MONTH,
        &SATURDAY,
        &SUNDAY,
        &THURSDAY,
        &TUESDAY,
        &WEDNESDAY,
        &WEEK,
        &YESTERDAY,
    ],
    constants: &[],
    flux: None,
};

macro_rules! moved {
    ($($name:ident)*) => { $(
        /// Moved to `experimental/date/boundaries`.
        #[builtin(
            since = "0.172.0",
            deprecated = "0.177.1, use `experimental/date/boundaries`",
            returns = "{start: time, stop: time}"
        )]
        pub fn $name() -> Result<Value, Failure> {
            Err(failure())
        }
    )* };
}

moved! { friday monday saturday sunday thursday tuesday wednesday yesterday }

/// Moved to `experimental/date/boundaries`.
#[builtin(
    since = "0.172.0",
    deprecated = "0.177.1, use `experimental/date/boundaries`",
    returns = "{start: time, stop: time}"
)]
pub fn month(
    /// How many months from this one.
    #[name("month_offset")]
    _month_offset: Option<i64>,
) -> Result<Value, Failure> {
    Err(failure())
}

/// Moved to `experimental/date/boundaries`.
#[builtin(
    since = "0.172.0",
    deprecated = "0.177.1, use `experimental/date/boundaries`",
    returns = "{start: time, stop: time}"
)]
pub fn week(
    /// Whether weeks begin on Sunday.
    #[name("start_sunday")]
    _start_sunday: Option<bool>,
    /// How many weeks from this one.
    #[name("week_offset")]
    _week_offset: Option<i64>,
) -> Result<Value, Failure> {
    Err(failure())
}

fn failure() -> Failure {
    Failure::new(
        "flux::stdlib::moved",
        "the 'date/boundaries' package has been moved to 'experimental/date/boundaries'",
    )
    .help("write `import \"experimental/date/boundaries\"`")
}
