//! Package `timezone`: records that name a time zone.

use super::location;
use crate::diagnostic::Failure;
use crate::time::{Duration, Zone};
use crate::value::{Constant, Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "timezone",
    docs: "Makes location records, which say by whose clock windows and dates go.",
    builtins: &[&FIXED, &LOCATION_OF],
    constants: &[Constant {
        name: "utc",
        docs: "Coordinated Universal Time.",
        ty: "{zone: string, offset: duration}",
        value: || location::record("UTC", Duration::ZERO),
    }],
    flux: None,
};

/// A location with a clock that is always so far ahead of UTC.
#[builtin(since = "0.134.0", returns = "{zone: string, offset: A}", pure)]
pub fn fixed(
    /// How far it is ahead.
    #[ty("A")]
    offset: Duration,
) -> Value {
    location::record("UTC", offset)
}

/// The location of a zone of the IANA time zone database, with its changes of the clock.
#[builtin(
    name = "location",
    since = "0.134.0",
    returns = "{zone: string, offset: duration}",
    pure
)]
pub fn location_of(
    /// The zone's name, for example `Europe/Berlin`.
    name: Arc<str>,
) -> Result<Value, Failure> {
    Zone::new(&name, Duration::ZERO)?;
    Ok(location::record(&name, Duration::ZERO))
}
