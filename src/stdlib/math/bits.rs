//! What floats are made of: bits, mantissas and exponents, infinities and NaN.

use super::of_one;
use crate::value::{Nullable, Value};
use fluxlite_macros::builtin;

of_one! {
    "The binary exponent of a number, as a float." logb = binary_exponent;
}

/// A float that is not a number.
#[builtin(name = "NaN", since = "0.22.0", pure)]
pub fn nan() -> f64 {
    f64::NAN
}

/// The first number with the sign of the second.
#[builtin(since = "0.22.0", pure)]
pub fn copysign(
    /// The number.
    x: Nullable<f64>,
    /// The number whose sign counts.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| x.copysign(y))
}

/// The IEEE 754 bits of a float.
#[builtin(since = "0.22.0", pure)]
pub fn float64bits(
    /// The float.
    f: Nullable<f64>,
) -> Nullable<u64> {
    f.map(f64::to_bits)
}

/// The float of IEEE 754 bits.
#[builtin(since = "0.22.0", pure)]
pub fn float64frombits(
    /// The bits.
    b: Nullable<u64>,
) -> Nullable<f64> {
    b.map(f64::from_bits)
}

/// Takes a number apart into a fraction from 0.5 up to 1 and a power of two: `f` is
/// `frac * 2^exp`.
#[builtin(since = "0.22.0", returns = "{frac: float, exp: int}", pure)]
pub fn frexp(
    /// The number.
    f: f64,
) -> Value {
    let (fraction, exponent) = libm::frexp(f);
    // The exponent of what has none is not defined by the C library.
    let exponent = if f.is_finite() { exponent.into() } else { 0 };
    Value::record([
        ("frac", Value::Float(fraction)),
        ("exp", Value::Int(exponent)),
    ])
}

/// The binary exponent of a number, as an integer.
#[builtin(since = "0.22.0", pure)]
pub fn ilogb(
    /// The number.
    x: Nullable<f64>,
) -> Nullable<i64> {
    x.map(|x| match x {
        _ if x == 0.0 => i64::from(i32::MIN),
        _ if !x.is_finite() => i64::from(i32::MAX),
        _ => binary_exponent(x) as i64,
    })
}

/// Tells whether a number is infinite.
#[builtin(since = "0.22.0", pure)]
pub fn is_inf(
    /// The number.
    f: Nullable<f64>,
    /// 1 to ask for the positive infinity, -1 for the negative one, 0 for either.
    sign: Nullable<i64>,
) -> Nullable<bool> {
    f.zip(sign)
        .map(|(f, sign)| sign >= 0 && f == f64::INFINITY || sign <= 0 && f == f64::NEG_INFINITY)
}

/// Tells whether a float is not a number.
#[builtin(name = "isNaN", since = "0.22.0", pure)]
pub fn is_nan(
    /// The float.
    f: Nullable<f64>,
) -> Nullable<bool> {
    f.map(f64::is_nan)
}

/// A fraction times a power of two.
#[builtin(since = "0.22.0", pure)]
pub fn ldexp(
    /// The fraction.
    frac: Nullable<f64>,
    /// The power.
    exp: Nullable<i64>,
) -> Nullable<f64> {
    frac.zip(exp)
        .map(|(fraction, power)| libm::ldexp(fraction, power.clamp(-5000, 5000) as i32))
}

/// Positive infinity, or negative infinity for a negative sign.
#[builtin(since = "0.22.0", pure)]
pub fn m_inf(
    /// The sign.
    sign: Nullable<i64>,
) -> Nullable<f64> {
    sign.map(|sign| {
        if sign >= 0 {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        }
    })
}

/// Takes a number apart into an integer and a fraction, both with its sign.
#[builtin(since = "0.22.0", returns = "{int: float, frac: float}", pure)]
pub fn modf(
    /// The number.
    f: f64,
) -> Value {
    let int = f.trunc();
    // An infinity has no fraction.
    let fraction = if f.is_infinite() {
        f64::NAN
    } else {
        (f - int).copysign(f)
    };
    Value::record([("int", Value::Float(int)), ("frac", Value::Float(fraction))])
}

/// The float next to a number on the way to another.
#[builtin(since = "0.22.0", pure)]
pub fn nextafter(
    /// The number.
    x: Nullable<f64>,
    /// The direction.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| libm::nextafter(x, y))
}

/// Tells whether a number is negative, or negative zero.
#[builtin(since = "0.22.0", pure)]
pub fn signbit(
    /// The number.
    x: Nullable<f64>,
) -> Nullable<bool> {
    x.map(f64::is_sign_negative)
}

/// The power of two that is next to a number, towards zero.
fn binary_exponent(x: f64) -> f64 {
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x.is_finite() {
        f64::from(libm::frexp(x).1 - 1)
    } else {
        x * x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some<T>(x: T) -> Nullable<T> {
        Nullable(Some(x))
    }

    #[test]
    fn recorded_answers() {
        assert_eq!(float64bits(some(1.0)), some(4_607_182_418_800_017_408));
        assert_eq!(float64frombits(some(4_612_811_918_334_230_528)), some(2.5));
        assert_eq!(
            nextafter(some(1.0), some(2.0)),
            some(1.000_000_000_000_000_2)
        );
        assert_eq!(nextafter(some(0.0), some(-1.0)), some(-5e-324));
        assert_eq!(ilogb(some(10.0)), some(3));
        assert_eq!(logb(some(0.3)), some(-2.0));
        assert_eq!(logb(some(f64::NEG_INFINITY)), some(f64::INFINITY));
        assert_eq!(copysign(some(3.0), some(-0.0)), some(-3.0));
        assert_eq!(signbit(some(-0.0)), some(true));
        assert_eq!(is_inf(some(f64::NEG_INFINITY), some(0)), some(true));
        assert_eq!(is_inf(some(f64::NEG_INFINITY), some(1)), some(false));
        assert_eq!(ldexp(some(0.625), some(4)), some(10.0));
        assert_eq!(ldexp(some(1.0), some(i64::MAX)), some(f64::INFINITY));
    }

    #[test]
    fn numbers_are_taken_apart() {
        let check = |record: Value, labels: [&str; 2], expected: [Value; 2]| {
            let Value::Record(record) = record else {
                panic!("no record");
            };
            for (label, expected) in labels.into_iter().zip(expected) {
                let found = record.get(label).unwrap();
                assert_eq!(format!("{found:?}"), format!("{expected:?}"));
            }
        };
        let parts = ["frac", "exp"];
        check(frexp(10.0), parts, [Value::Float(0.625), Value::Int(4)]);
        check(
            frexp(f64::INFINITY),
            parts,
            [Value::Float(f64::INFINITY), Value::Int(0)],
        );
        let parts = ["int", "frac"];
        check(
            modf(-3.25),
            parts,
            [Value::Float(-3.0), Value::Float(-0.25)],
        );
    }
}
