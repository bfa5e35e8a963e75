//! Package `influxdata/influxdb/tasks`: when a task last ran well.

use crate::diagnostic::Failure;
use crate::time::Time;
use crate::value::{Constant, Context, Package, Value};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/tasks",
    docs: "Tells a task when it last ran well.",
    builtins: &[&_LAST_SUCCESS],
    constants: &[Constant {
        name: "_zeroTime",
        docs: "Stands for a task that never ran well.",
        ty: "time",
        value: || Value::Time(NEVER),
    }],
    flux: Some(include_str!("tasks.flux")),
};

/// No run was ever.
const NEVER: Time = Time(i64::MIN);

/// When the task last ran well, or `orTime` if it never did.
#[builtin(name = "_lastSuccess", since = "0.89.0", constraints = "T: Timeable")]
pub fn _last_success(
    #[context] cx: &Context,
    /// What to give before the first run that went well: a time, or a duration from now.
    #[ty("T")]
    or_time: Value,
    /// When the task last ran well.
    last_success_time: Time,
) -> Result<Time, Failure> {
    if last_success_time != NEVER {
        return Ok(last_success_time);
    }
    match or_time {
        Value::Time(time) => Ok(time),
        Value::Duration(duration) => cx.now()?.plus(duration),
        other => {
            let message = format!("`orTime` is a {}, not a time", other.type_name());
            Err(Failure::new("flux::tasks::or_time", message)
                .help("give a time, or a duration from now: `-1h`"))
        }
    }
}
