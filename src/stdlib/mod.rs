//! The standard library: one file or folder for each Flux package, its path the import path.
//! A function's name, types, defaults, documentation and code stand together (`#[builtin]`), and
//! everything else is derived by iterating [`PACKAGES`].

pub mod array;
pub mod bitwise;
pub mod csv;
pub mod date;
pub mod dict;
pub mod experimental;
pub mod generate;
pub mod influxdata;
pub mod internal;
pub mod location;
pub mod math;
pub mod regexp;
pub mod runtime;
pub mod sampledata;
pub mod strings;
pub mod system;
pub mod timeable;
pub mod timezone;
pub mod types;
pub mod universe;

use crate::value::Package;

/// Every package, by import path.
#[rustfmt::skip]
pub static PACKAGES: &[&Package] = &[
    &array::PACKAGE,
    &bitwise::PACKAGE,
    &csv::PACKAGE,
    &date::PACKAGE,
    &date::boundaries::PACKAGE,
    &dict::PACKAGE,
    &experimental::PACKAGE,
    &bitwise::EXPERIMENTAL,
    &experimental::date::boundaries::PACKAGE,
    &generate::PACKAGE,
    &influxdata::influxdb::PACKAGE,
    &influxdata::influxdb::secrets::PACKAGE,
    &influxdata::influxdb::tasks::PACKAGE,
    &internal::boolean::PACKAGE,
    &internal::debug::PACKAGE,
    &math::PACKAGE,
    &regexp::PACKAGE,
    &runtime::PACKAGE,
    &sampledata::PACKAGE,
    &strings::PACKAGE,
    &system::PACKAGE,
    &timezone::PACKAGE,
    &types::PACKAGE,
    &universe::PACKAGE,
];

/// The packages that are in scope everywhere, by import path; each sees those before it.
pub static PRELUDE: &[&str] = &["internal/boolean", "universe", "influxdata/influxdb"];
