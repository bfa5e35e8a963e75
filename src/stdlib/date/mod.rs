//! Package `date`: dates and clock times by the calendar, in any zone. A duration given for a
//! time is counted from `now()`. The functions count as pure: `now()` and `location` do not change
//! while a script's tables are computed.

pub mod arithmetic;
pub mod boundaries;
mod parts;

use crate::value::{Constant, Package, Value};

/// The package. What takes a location falls back to `option location`; the names that begin with
/// an underscore insist on it.
pub static PACKAGE: Package = Package {
    path: "date",
    docs: "Takes times apart, moves and truncates them by the calendar.",
    #[rustfmt::skip]
    builtins: &[
        &arithmetic::ADD,
        &arithmetic::ADD_IN,
        &parts::HOUR,
        &parts::HOUR_IN,
        &parts::MICROSECOND,
        &parts::MILLISECOND,
        &parts::MINUTE,
        &parts::MINUTE_IN,
        &parts::MONTH,
        &parts::MONTH_DAY,
        &parts::MONTH_DAY_IN,
        &parts::MONTH_IN,
        &parts::NANOSECOND,
        &parts::QUARTER,
        &parts::QUARTER_IN,
        &arithmetic::SCALE,
        &parts::SECOND,
        &arithmetic::SUB,
        &arithmetic::SUB_IN,
        &arithmetic::TIME,
        &arithmetic::TIME_IN,
        &arithmetic::TRUNCATE,
        &arithmetic::TRUNCATE_IN,
        &parts::WEEK,
        &parts::WEEK_DAY,
        &parts::WEEK_DAY_IN,
        &parts::WEEK_IN,
        &parts::YEAR,
        &parts::YEAR_DAY,
        &parts::YEAR_DAY_IN,
        &parts::YEAR_IN,
    ],
    #[rustfmt::skip]
    constants: &[
        number("April", "April, as `date.month` counts.", || Value::Int(4)),
        number("August", "August, as `date.month` counts.", || Value::Int(8)),
        number("December", "December, as `date.month` counts.", || Value::Int(12)),
        number("February", "February, as `date.month` counts.", || Value::Int(2)),
        number("Friday", "Friday, as `date.weekDay` counts.", || Value::Int(5)),
        number("January", "January, as `date.month` counts.", || Value::Int(1)),
        number("July", "July, as `date.month` counts.", || Value::Int(7)),
        number("June", "June, as `date.month` counts.", || Value::Int(6)),
        number("March", "March, as `date.month` counts.", || Value::Int(3)),
        number("May", "May, as `date.month` counts.", || Value::Int(5)),
        number("Monday", "Monday, as `date.weekDay` counts.", || Value::Int(1)),
        number("November", "November, as `date.month` counts.", || Value::Int(11)),
        number("October", "October, as `date.month` counts.", || Value::Int(10)),
        number("Saturday", "Saturday, as `date.weekDay` counts.", || Value::Int(6)),
        number("September", "September, as `date.month` counts.", || Value::Int(9)),
        number("Sunday", "Sunday, as `date.weekDay` counts.", || Value::Int(0)),
        number("Thursday", "Thursday, as `date.weekDay` counts.", || Value::Int(4)),
        number("Tuesday", "Tuesday, as `date.weekDay` counts.", || Value::Int(2)),
        number("Wednesday", "Wednesday, as `date.weekDay` counts.", || Value::Int(3)),
    ],
    flux: None,
};

const fn number(name: &'static str, docs: &'static str, value: fn() -> Value) -> Constant {
    Constant {
        name,
        docs,
        ty: "int",
        value,
    }
}
