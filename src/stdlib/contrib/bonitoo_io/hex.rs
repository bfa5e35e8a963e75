//! Package `contrib/bonitoo-io/hex`: hexadecimal text.

use crate::diagnostic::Failure;
use crate::value::{Nullable, Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/bonitoo-io/hex",
    docs: "Converts hexadecimal text.",
    builtins: &[&TO_BYTES, &TO_INT, &TO_STRING, &TO_UINT],
    constants: &[],
    flux: None,
};

/// Reads bytes, each written with two digits.
#[builtin(name = "bytes", since = "0.131.0", returns = "bytes", pure)]
pub fn to_bytes(
    /// The text.
    v: Arc<str>,
) -> Result<Arc<[u8]>, Failure> {
    let malformed = || {
        failure(format!(
            "cannot convert string {v:?} to bytes due to hex decoding error"
        ))
        .help("each byte takes two of the digits 0-9 and a-f")
    };
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let (pairs, rest) = v.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(malformed());
    }
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    bytes
        .collect::<Option<Vec<u8>>>()
        .map(Into::into)
        .ok_or_else(malformed)
}

/// Reads an integer; `0x` and a sign may stand before it.
#[builtin(name = "int", since = "0.131.0", pure)]
pub fn to_int(
    /// The text.
    v: Nullable<Arc<str>>,
) -> Result<Nullable<i64>, Failure> {
    let Some(text) = v.0 else {
        return Ok(Nullable(None));
    };
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (&text[..1], digits),
        None => ("", &*text),
    };
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    let number = hexadecimal(digits).then(|| i64::from_str_radix(&format!("{sign}{digits}"), 16));
    match number {
        Some(Ok(number)) => Ok(Nullable(Some(number))),
        _ => Err(malformed(&text, "int")),
    }
}

/// Writes a value: integers and bytes with hexadecimal digits, others as `string` does.
#[builtin(name = "string", since = "0.131.0", pure)]
pub fn to_string(
    /// The value.
    v: Value,
) -> Result<Nullable<String>, Failure> {
    let text = match &v {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Int(value) if *value < 0 => format!("-{:x}", value.unsigned_abs()),
        Value::Int(value) => format!("{value:x}"),
        Value::UInt(value) => format!("{value:x}"),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        other => other
            .to_text()
            .ok_or_else(|| failure(format!("cannot convert {} to string", other.type_name())))?,
    };
    Ok(Nullable(Some(text)))
}

/// Reads an unsigned integer; `0x` may stand before it.
#[builtin(name = "uint", since = "0.131.0", pure)]
pub fn to_uint(
    /// The text.
    v: Nullable<Arc<str>>,
) -> Result<Nullable<u64>, Failure> {
    let Some(text) = v.0 else {
        return Ok(Nullable(None));
    };
    let digits = text.strip_prefix("0x").unwrap_or(&text);
    match hexadecimal(digits).then(|| u64::from_str_radix(digits, 16)) {
        Some(Ok(number)) => Ok(Nullable(Some(number))),
        _ => Err(malformed(&text, "uint")),
    }
}

fn hexadecimal(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn malformed(text: &str, target: &str) -> Failure {
    failure(format!(
        "cannot convert string {text:?} to {target} due to invalid syntax"
    ))
}

fn failure(message: String) -> Failure {
    Failure::new("flux::stdlib::conversion", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_text() {
        let int = |text: &str| to_int(Nullable(Some(text.into()))).map(|found| found.0);
        assert_eq!(int("4d2"), Ok(Some(1234)));
        assert_eq!(int("-0x4d2"), Ok(Some(-1234)));
        for wrong in ["xyz", "", "-", "--1", "0x", "+-1"] {
            assert!(int(wrong).is_err(), "{wrong}");
        }
        let string = |value| to_string(value).unwrap().0.unwrap();
        assert_eq!(string(Value::Int(-1234)), "-4d2");
        assert_eq!(string(Value::Bytes([1, 0xab].as_slice().into())), "01ab");
        assert_eq!(to_bytes("01aB".into()).as_deref(), Ok([1, 0xab].as_slice()));
        assert!(to_bytes("01a".into()).is_err());
    }
}
