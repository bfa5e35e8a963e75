//! What operators make of values. Wrapping integers, Go's division, upstream's nulls.

use crate::diagnostic::Failure;
use crate::syntax::ast::{BinaryOp, UnaryOp};
use crate::value::{NullLogic, Value, check_length, equal, order};
use std::cmp::Ordering;

/// `left op right`, both evaluated. A null on either side gives null.
pub(super) fn binary(op: BinaryOp, left: &Value, right: &Value) -> Result<Value, Failure> {
    if let (BinaryOp::Equal, true) = (op, is_composite(left) && is_composite(right)) {
        return Ok(Value::Bool(equal(left, right)));
    }
    if left.is_null() || right.is_null() {
        return Ok(Value::Null(null_type(op, left, right)));
    }
    match op {
        BinaryOp::Match => matches(left, right).map(Value::Bool),
        BinaryOp::NotMatch => matches(left, right).map(|found| Value::Bool(!found)),
        BinaryOp::Equal | BinaryOp::NotEqual => {
            if let (Value::Bytes(a), Value::Bytes(b), BinaryOp::Equal) = (left, right, op) {
                return Ok(Value::Bool(a == b));
            }
            if let (Value::Bool(a), Value::Bool(b)) = (left, right) {
                return Ok(Value::Bool((a == b) == (op == BinaryOp::Equal)));
            }
            compare(op, left, right)
        }
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
            compare(op, left, right)
        }
        BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide
        | BinaryOp::Modulo
        | BinaryOp::Power => arithmetic(op, left, right),
    }
}

/// The column type that a null result stands for.
fn null_type(op: BinaryOp, left: &Value, right: &Value) -> Option<crate::table::Type> {
    use crate::table::Type;
    match op {
        BinaryOp::Power => Some(Type::Float),
        BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide
        | BinaryOp::Modulo => left.column_type().or_else(|| right.column_type()),
        _ => Some(Type::Bool),
    }
}

/// `op operand`, but for `exists`, which any value can answer.
pub(super) fn unary(op: UnaryOp, operand: Value, logic: NullLogic) -> Result<Value, Failure> {
    Ok(match (op, operand) {
        (UnaryOp::Exists, operand) => Value::Bool(!operand.is_null()),
        (UnaryOp::Not, Value::Bool(value)) => Value::Bool(!value),
        (UnaryOp::Minus, Value::Int(value)) => Value::Int(value.wrapping_neg()),
        (UnaryOp::Minus, Value::Float(value)) => Value::Float(-value),
        (UnaryOp::Minus, Value::Duration(value)) => Value::Duration(value.negate()),
        (
            UnaryOp::Plus,
            operand @ (Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::Duration(_)),
        ) => operand,
        (_, operand @ Value::Null(_)) if logic != NullLogic::Script => operand,
        (op, operand) => return Err(unsupported_unary(op, &operand)),
    })
}

fn unsupported_unary(op: UnaryOp, operand: &Value) -> Failure {
    let symbol = match op {
        UnaryOp::Not => "not",
        UnaryOp::Exists => "exists",
        UnaryOp::Plus => "+",
        UnaryOp::Minus => "-",
    };
    if operand.is_null() {
        let message = format!("`{symbol}` of a null");
        return Failure::new("flux::eval::null_operand", message)
            .label("this is null")
            .help("ask with `exists` first");
    }
    let message = format!("`{symbol}` of a {}", operand.type_name());
    let failure = Failure::new("flux::eval::operand_type", message)
        .label(format!("this is a {}", operand.type_name()));
    match (op, operand) {
        (UnaryOp::Minus, Value::UInt(_)) => {
            failure.help("a uint has no sign; convert it with `int(v: …)` first")
        }
        _ => failure,
    }
}

/// What a condition says. In rows a null is no; in a script it is an error.
pub(super) fn condition(value: &Value, logic: NullLogic) -> Result<bool, Failure> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::Null(_) if logic != NullLogic::Script => Ok(false),
        Value::Null(_) => Err(
            Failure::new("flux::eval::null_condition", "the condition is null")
                .label("this is null")
                .help("ask with `exists` first"),
        ),
        other => Err(Failure::new(
            "flux::eval::condition_type",
            format!("expected bool but found {}", other.type_name()),
        )
        .label(format!("this is a {}", other.type_name()))),
    }
}

/// A side of `and` and `or`: none is null.
pub(super) fn logical_operand(value: &Value, logic: NullLogic) -> Result<Option<bool>, Failure> {
    match value {
        Value::Null(_) if logic != NullLogic::Script => Ok(None),
        Value::Null(_) => Err(Failure::new(
            "flux::eval::null_operand",
            "`and` and `or` need a bool on each side; this is null",
        )
        .label("this is null")
        .help("ask with `exists` first")),
        other => condition(other, logic).map(Some),
    }
}

fn is_composite(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Record(_))
}

fn compare(op: BinaryOp, left: &Value, right: &Value) -> Result<Value, Failure> {
    let order = order(left, right).ok_or_else(|| unsupported(op, left, right))?;
    Ok(Value::Bool(match op {
        BinaryOp::NotEqual => order != Some(Ordering::Equal),
        BinaryOp::Less => order == Some(Ordering::Less),
        BinaryOp::LessEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        BinaryOp::Greater => order == Some(Ordering::Greater),
        BinaryOp::GreaterEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        _ => order == Some(Ordering::Equal),
    }))
}

fn matches(left: &Value, right: &Value) -> Result<bool, Failure> {
    match (left, right) {
        (Value::String(text), Value::Regex(regex)) => Ok(regex.is_match(text)),
        _ => Err(unsupported(BinaryOp::Match, left, right)),
    }
}

fn arithmetic(op: BinaryOp, left: &Value, right: &Value) -> Result<Value, Failure> {
    Ok(match (left, right) {
        (Value::Int(a), Value::Int(b)) => match op {
            BinaryOp::Add => Value::Int(a.wrapping_add(*b)),
            BinaryOp::Subtract => Value::Int(a.wrapping_sub(*b)),
            BinaryOp::Multiply => Value::Int(a.wrapping_mul(*b)),
            BinaryOp::Divide => Value::Int(a.wrapping_div(divisor(*b, op)?)),
            BinaryOp::Modulo => Value::Int(a.wrapping_rem(divisor(*b, op)?)),
            _ => Value::Float((*a as f64).powf(*b as f64)),
        },
        (Value::UInt(a), Value::UInt(b)) => match op {
            BinaryOp::Add => Value::UInt(a.wrapping_add(*b)),
            BinaryOp::Subtract => Value::UInt(a.wrapping_sub(*b)),
            BinaryOp::Multiply => Value::UInt(a.wrapping_mul(*b)),
            BinaryOp::Divide => Value::UInt(a / divisor(*b, op)?),
            BinaryOp::Modulo => Value::UInt(a % divisor(*b, op)?),
            _ => Value::Float((*a as f64).powf(*b as f64)),
        },
        (Value::Float(a), Value::Float(b)) => Value::Float(match op {
            BinaryOp::Add => a + b,
            BinaryOp::Subtract => a - b,
            BinaryOp::Multiply => a * b,
            BinaryOp::Divide => a / b,
            BinaryOp::Modulo => a % b,
            _ => a.powf(*b),
        }),
        (Value::String(a), Value::String(b)) if op == BinaryOp::Add => {
            check_length(a.len() + b.len())?;
            Value::string(format!("{a}{b}"))
        }
        _ => return Err(unsupported(op, left, right)),
    })
}

fn divisor<T: Default + PartialEq>(value: T, op: BinaryOp) -> Result<T, Failure> {
    if value != T::default() {
        return Ok(value);
    }
    Err(match op {
        BinaryOp::Divide => Failure::new("flux::eval::divide_by_zero", "cannot divide by zero"),
        _ => Failure::new("flux::eval::modulo_by_zero", "cannot mod zero"),
    }
    .help("a float divided by zero is infinite: convert both sides with `float(v: …)`, or check the divisor first"))
}

fn unsupported(op: BinaryOp, left: &Value, right: &Value) -> Failure {
    let (a, b) = (left.type_name(), right.type_name());
    let failure = Failure::new(
        "flux::eval::operand_types",
        format!("unsupported binary expression {a} {} {b}", op.symbol()),
    )
    .label(format!("`{}` between a {a} and a {b}", op.symbol()));
    let is_number = |ty: &str| matches!(ty, "int" | "uint" | "float");
    match (a, b) {
        ("time", "duration") | ("duration", "time") => {
            failure.help("add and subtract with `date.add(d: …, to: …)` and `date.sub(d: …, from: …)`")
        }
        ("time", "time") => failure.help("convert both with `int(v: …)`; the difference is in nanoseconds"),
        ("duration", _) | (_, "duration") => failure
            .help("durations only go into functions; `int(v: …)` gives nanoseconds, `date.scale` multiplies"),
        ("string", other) | (other, "string") if is_number(other) && op != BinaryOp::Add => failure.help(format!(
            "a number is written without quotes; `{other}(v: …)` makes one of a string, `string(v: …)` a string of a number"
        )),
        (a, b) if is_number(a) && is_number(b) => {
            let (narrow, wide) = if a == "float" { (b, a) } else { (a, b) };
            failure.help(format!("convert the {narrow} with `{wide}(v: …)`"))
        }
        ("string", _) | (_, "string") if op == BinaryOp::Add => {
            failure.help("convert with `string(v: …)`, or write \"${value}\"")
        }
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Type;
    use crate::time::Duration;

    fn check(op: BinaryOp, left: Value, right: Value, expected: &str) {
        let found = binary(op, &left, &right);
        let found = found.map_or_else(|failure| failure.message, |value| value.to_string());
        assert_eq!(found, expected, "{left} {} {right}", op.symbol());
    }

    #[test]
    fn integers_wrap_and_divide_towards_zero() {
        use BinaryOp::*;
        let cases = [
            (Add, i64::MAX, 1, "-9223372036854775808"),
            (Subtract, i64::MIN, 1, "9223372036854775807"),
            (Multiply, i64::MAX, 2, "-2"),
            (Divide, -7, 2, "-3"),
            (Divide, i64::MIN, -1, "-9223372036854775808"),
            (Divide, 1, 0, "cannot divide by zero"),
            (Modulo, -7, 3, "-1"),
            (Modulo, 7, -3, "1"),
            (Modulo, 7, 0, "cannot mod zero"),
            (Power, 2, -1, "0.5"),
        ];
        for (op, left, right, expected) in cases {
            check(op, Value::Int(left), Value::Int(right), expected);
        }
    }

    #[test]
    fn numbers_of_different_types_compare_but_do_not_add() {
        use BinaryOp::*;
        let (int, uint, float) = (Value::Int, Value::UInt, Value::Float);
        check(Equal, int(1), float(1.0), "true");
        check(Less, int(-1), uint(u64::MAX), "true");
        check(Equal, int(-1), uint(u64::MAX), "false");
        check(Greater, uint(3), int(-3), "true");
        check(NotEqual, float(f64::NAN), float(f64::NAN), "true");
        check(LessEqual, float(f64::NAN), int(0), "false");
        check(
            Add,
            int(1),
            float(1.0),
            "unsupported binary expression int + float",
        );
        check(
            Less,
            Value::Bool(true),
            Value::Bool(false),
            "unsupported binary expression bool < bool",
        );
    }

    #[test]
    fn null_on_either_side_gives_null() {
        use BinaryOp::*;
        let null = || Value::Null(Some(Type::Int));
        for op in [Equal, NotEqual, Less, Add, Divide, Match] {
            check(op, null(), Value::Int(0), "<null>");
            check(op, Value::Int(0), null(), "<null>");
        }
        check(Equal, null(), null(), "<null>");
        check(
            Equal,
            Value::array(vec![null()]),
            Value::array(vec![null()]),
            "false",
        );
    }

    #[test]
    fn durations_are_equal_only_within_composites() {
        let hour = Value::Duration(Duration {
            nanoseconds: 3_600_000_000_000,
            ..Duration::default()
        });
        let pair = || Value::array(vec![hour.clone()]);
        check(BinaryOp::Equal, pair(), pair(), "true");
        check(
            BinaryOp::Equal,
            hour.clone(),
            hour.clone(),
            "unsupported binary expression duration == duration",
        );
    }

    #[test]
    fn only_rows_forgive_a_null_operand() {
        let null = || Value::Null(Some(Type::Bool));
        for logic in [NullLogic::Row, NullLogic::Vectorised] {
            assert!(unary(UnaryOp::Not, null(), logic).unwrap().is_null());
            assert!(!condition(&null(), logic).unwrap());
        }
        let message = unary(UnaryOp::Not, null(), NullLogic::Script)
            .unwrap_err()
            .message;
        assert_eq!(message, "`not` of a null");
        assert!(condition(&null(), NullLogic::Script).is_err());
    }
}
