//! Flux's `location` record: the zone whose clock windows and dates follow.

use crate::diagnostic::Failure;
use crate::time::{Duration, Zone};
use crate::value::{Context, Record, Value};
use std::sync::Arc;

/// The zone of an argument that may be left out: then of the option `location`, or UTC.
///
/// # Errors
/// If the record has no zone, or there is no such zone.
pub fn zone_or_option(cx: &Context, location: Option<Arc<Record>>) -> Result<Zone, Failure> {
    if let Some(location) = location {
        return zone(&location);
    }
    match cx.option("", "location") {
        Some(Value::Record(location)) => zone(&location),
        Some(other) => Err(invalid(&format!(
            "the option `location` must be a record, not {}",
            other.type_name()
        ))),
        None => Ok(Zone::utc()),
    }
}

/// The zone of a location record.
///
/// # Errors
/// If it has no zone, or there is no such zone.
pub fn zone(location: &Record) -> Result<Zone, Failure> {
    let name = match location.get("zone") {
        Some(Value::String(name)) => name.clone(),
        Some(_) => return Err(invalid("the zone of a location must be a string")),
        None => return Err(invalid("zone property missing from location record")),
    };
    let offset = match location.get("offset") {
        Some(Value::Duration(offset)) => *offset,
        Some(_) => return Err(invalid("the offset of a location must be a duration")),
        None => Duration::ZERO,
    };
    Zone::new(&name, offset)
}

/// A location record.
pub fn record(zone: &str, offset: Duration) -> Value {
    Value::record([
        ("zone", Value::string(zone)),
        ("offset", Value::Duration(offset)),
    ])
}

fn invalid(message: &str) -> Failure {
    Failure::new("flux::stdlib::location", message).help(
        "a location is a record like `{zone: \"Europe/Berlin\", offset: 0h}`; `timezone.location(name: …)` makes one",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_zones() {
        let check = |value: Value| match value {
            Value::Record(record) => zone(&record),
            other => panic!("{other:?}"),
        };
        let hour = Duration::positive(0, 3_600_000_000_000);
        let found = check(record("Europe/Berlin", hour)).unwrap();
        assert_eq!((found.name(), found.offset()), ("Europe/Berlin", hour));
        assert!(check(Value::record([("offset", Value::Duration(hour))])).is_err());
        assert!(check(record("Mars/Olympus", hour)).is_err());
    }
}
