//! Powers, logarithms, angles and rounding.

use super::{cephes, of_one};
use crate::value::{Nullable, Value};
use fluxlite_macros::builtin;

of_one! {
    "The absolute value of a number." abs = f64::abs;
    "The arccosine of a number, in radians." acos = cephes::acos;
    "The inverse hyperbolic cosine of a number." acosh = libm::acosh;
    "The arcsine of a number, in radians." asin = cephes::asin;
    "The inverse hyperbolic sine of a number." asinh = libm::asinh;
    "The arctangent of a number, in radians." atan = cephes::atan;
    "The inverse hyperbolic tangent of a number." atanh = libm::atanh;
    "The cube root of a number." cbrt = f64::cbrt;
    "The least integer that is not below a number." ceil = f64::ceil;
    "The cosine of an angle in radians." cos = cephes::cos;
    "The hyperbolic cosine of a number." cosh = cephes::cosh;
    "e to the power of a number." exp = f64::exp;
    "2 to the power of a number." exp2 = f64::exp2;
    "e to the power of a number, minus 1; exact for numbers close to 0, too." expm1 = f64::exp_m1;
    "The greatest integer that is not above a number." floor = f64::floor;
    "The natural logarithm of a number." log = f64::ln;
    "The decimal logarithm of a number." log10 = cephes::log10;
    "The natural logarithm of a number plus 1; exact for numbers close to 0, too."
        log1p = f64::ln_1p;
    "The binary logarithm of a number." log2 = cephes::log2;
    "The nearest integer; halves are rounded away from zero." round = f64::round;
    "The nearest integer; halves are rounded to the even one." roundtoeven = f64::round_ties_even;
    "The sine of an angle in radians." sin = cephes::sin;
    "The hyperbolic sine of a number." sinh = cephes::sinh;
    "The square root of a number." sqrt = f64::sqrt;
    "The tangent of an angle in radians." tan = cephes::tan;
    "The hyperbolic tangent of a number." tanh = cephes::tanh;
    "A number without its fraction." trunc = f64::trunc;
}

/// The angle, in radians, between the positive x axis and the line to the point (x, y).
#[builtin(since = "0.22.0", pure)]
pub fn atan2(
    /// The point's x coordinate.
    x: Nullable<f64>,
    /// The point's y coordinate.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| cephes::atan2(y, x))
}

/// How much the first number exceeds the second; 0 if it does not.
#[builtin(since = "0.22.0", pure)]
pub fn dim(
    /// The first number.
    x: Nullable<f64>,
    /// The second number.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| {
        let difference = x - y;
        // Not so of NaN, which stays.
        if difference <= 0.0 { 0.0 } else { difference }
    })
}

/// The length of the hypotenuse of a right triangle.
#[builtin(since = "0.22.0", pure)]
pub fn hypot(
    /// One leg.
    p: Nullable<f64>,
    /// The other leg.
    q: Nullable<f64>,
) -> Nullable<f64> {
    p.zip(q).map(|(p, q)| cephes::hypot(p, q))
}

/// The greater of two numbers; NaN if one is NaN and none is infinite above.
#[builtin(since = "0.22.0", pure)]
pub fn m_max(
    /// The first number.
    x: Nullable<f64>,
    /// The second number.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| greater(x, y))
}

/// The lesser of two numbers; NaN if one is NaN and none is infinite below.
#[builtin(since = "0.22.0", pure)]
pub fn m_min(
    /// The first number.
    x: Nullable<f64>,
    /// The second number.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| -greater(-x, -y))
}

/// The remainder of a division; it has the sign of the dividend.
#[builtin(name = "mod", since = "0.22.0", pure)]
pub fn modulo(
    /// The dividend.
    x: Nullable<f64>,
    /// The divisor.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| x % y)
}

/// A number to the power of another.
#[builtin(since = "0.22.0", pure)]
pub fn pow(
    /// The base.
    x: Nullable<f64>,
    /// The exponent.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| x.powf(y))
}

/// 10 to the power of an integer.
#[builtin(since = "0.22.0", pure)]
pub fn pow10(
    /// The exponent.
    n: Nullable<i64>,
) -> Nullable<f64> {
    // Read from text, for a float's powers are not exact.
    n.map(|n| {
        format!("1e{}", n.clamp(-400, 400))
            .parse()
            .unwrap_or(f64::NAN)
    })
}

/// The IEEE 754 remainder of a division: that of the quotient rounded to the nearest integer.
#[builtin(since = "0.22.0", pure)]
pub fn remainder(
    /// The dividend.
    x: Nullable<f64>,
    /// The divisor.
    y: Nullable<f64>,
) -> Nullable<f64> {
    x.zip(y).map(|(x, y)| libm::remainder(x, y))
}

/// Sine and cosine of an angle in radians.
#[builtin(since = "0.22.0", returns = "{sin: float, cos: float}", pure)]
pub fn sincos(
    /// The angle.
    x: f64,
) -> Value {
    let (sin, cos) = (cephes::sin(x), cephes::cos(x));
    Value::record([("sin", Value::Float(sin)), ("cos", Value::Float(cos))])
}

fn greater(x: f64, y: f64) -> f64 {
    if x == f64::INFINITY || y == f64::INFINITY {
        f64::INFINITY
    } else if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x > y || x == y && y.is_sign_negative() {
        x
    } else {
        y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Nullable<f64>, expected: f64) {
        let found = found.0.unwrap();
        assert!(
            found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
            "{found} is not {expected}"
        );
    }

    fn some(x: f64) -> Nullable<f64> {
        Nullable(Some(x))
    }

    #[test]
    fn recorded_answers() {
        check(atan2(some(-1.0), some(0.0)), std::f64::consts::PI);
        check(dim(some(1.0), some(4.0)), 0.0);
        check(dim(some(4.0), some(1.0)), 3.0);
        check(m_max(some(f64::NAN), some(1.0)), f64::NAN);
        check(m_max(some(f64::NAN), some(f64::INFINITY)), f64::INFINITY);
        check(m_max(some(-0.0), some(0.0)), 0.0);
        check(m_min(some(-0.0), some(0.0)), -0.0);
        check(m_min(some(0.0), some(-0.0)), -0.0);
        check(m_min(some(3.0), some(2.0)), 2.0);
        check(modulo(some(-7.0), some(4.0)), -3.0);
        check(modulo(some(1.0), some(0.0)), f64::NAN);
        check(remainder(some(7.0), some(4.0)), -1.0);
        check(remainder(some(10.0), some(4.0)), 2.0);
        check(pow(some(-8.0), some(1.0 / 3.0)), f64::NAN);
        check(pow(some(0.0), some(-1.0)), f64::INFINITY);
        check(pow10(Nullable(Some(-3))), 0.001);
        check(pow10(Nullable(Some(i64::MAX))), f64::INFINITY);
        check(log(some(0.0)), f64::NEG_INFINITY);
        check(round(some(-2.5)), -3.0);
        check(roundtoeven(some(-2.5)), -2.0);
        check(log10(some(1000.0)), 3.0);
    }

    #[test]
    fn null_gives_null() {
        assert_eq!(sin(Nullable(None)), Nullable(None));
        assert_eq!(pow(some(1.0), Nullable(None)), Nullable(None));
    }
}
