//! How values compare: what `==`, `<` and `contains` ask.

use super::Value;
use std::cmp::Ordering;

/// `==` within composites: a null equals nothing, order matters in arrays and not in records.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        (Value::Record(a), Value::Record(b)) => {
            let same = |(label, a)| b.get(label).is_some_and(|b| equal(a, b));
            a.len() == b.len() && a.iter().map(|(l, v)| (l.as_ref(), v)).all(same)
        }
        (Value::Dict(a), Value::Dict(b)) => {
            let same = |((a, x), (b, y)): (_, _)| a == b && equal(x, y);
            a.0.len() == b.0.len() && a.0.iter().zip(b.0.iter()).all(same)
        }
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Regex(a), Value::Regex(b)) => a.pattern() == b.pattern(),
        (Value::Label(a), Value::Label(b)) => a == b,
        (Value::Dynamic(a), Value::Dynamic(b)) => equal(a, b),
        (a, b) => order(a, b) == Some(Some(Ordering::Equal)),
    }
}

/// How two scalars compare: none if their types do not, `Some(None)` if one is NaN.
pub fn order(left: &Value, right: &Value) -> Option<Option<Ordering>> {
    let signed = |a: i64, b: u64| match u64::try_from(a) {
        Ok(a) => a.cmp(&b),
        Err(_) => Ordering::Less,
    };
    Some(match (left, right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::UInt(a), Value::UInt(b)) => Some(a.cmp(b)),
        (Value::Int(a), Value::UInt(b)) => Some(signed(*a, *b)),
        (Value::UInt(a), Value::Int(b)) => Some(signed(*b, *a).reverse()),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => (*a as f64).partial_cmp(b),
        (Value::UInt(a), Value::Float(b)) => (*a as f64).partial_cmp(b),
        (Value::Float(a), Value::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Value::Float(a), Value::UInt(b)) => a.partial_cmp(&(*b as f64)),
        (Value::String(a), Value::String(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        _ => return None,
    })
}
