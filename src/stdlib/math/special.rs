//! Error, gamma and Bessel functions.

use super::of_one;
use crate::value::{Nullable, Value};
use fluxlite_macros::builtin;
use std::f64::consts::PI;

of_one! {
    "The error function of a number." erf = libm::erf;
    "1 minus the error function of a number." erfc = libm::erfc;
    "The number whose complementary error function this is." erfcinv = |x| inverse_erf(1.0 - x);
    "The number whose error function this is." erfinv = inverse_erf;
    "The gamma function of a number." gamma = gamma_of;
    "The order-zero Bessel function of the first kind." j0 = libm::j0;
    "The order-one Bessel function of the first kind." j1 = libm::j1;
    "The order-zero Bessel function of the second kind." y0 = libm::y0;
    "The order-one Bessel function of the second kind." y1 = libm::y1;
}

/// The order-n Bessel function of the first kind.
#[builtin(since = "0.22.0", pure)]
pub fn jn(
    /// The order.
    n: Nullable<i64>,
    /// The number.
    x: Nullable<f64>,
) -> Nullable<f64> {
    n.zip(x).map(|(n, x)| libm::jn(order(n), x))
}

/// The order-n Bessel function of the second kind.
#[builtin(since = "0.22.0", pure)]
pub fn yn(
    /// The order.
    n: Nullable<i64>,
    /// The number.
    x: Nullable<f64>,
) -> Nullable<f64> {
    n.zip(x).map(|(n, x)| libm::yn(order(n), x))
}

/// The natural logarithm and the sign (-1 or 1) of the gamma function of a number.
#[builtin(since = "0.22.0", returns = "{lgamma: float, sign: int}", pure)]
pub fn lgamma(
    /// The number.
    x: f64,
) -> Value {
    let (logarithm, sign) = libm::lgamma_r(x);
    Value::record([
        ("lgamma", Value::Float(logarithm)),
        // The C library calls the sign of a pole 0.
        ("sign", Value::Int(if sign < 0 { -1 } else { 1 })),
    ])
}

/// Bessel functions of an order beyond these bounds would be summed for ages, and are 0 or
/// infinite for all numbers of interest.
fn order(n: i64) -> i32 {
    n.clamp(-1_000_000, 1_000_000) as i32
}

/// The gamma function as Go computes it: recurrence into the interval from 2 to 3 and a rational
/// function there; Stirling's series for large arguments, reflected for negative ones (Cephes
/// Mathematical Library, `gamma.c`). The last digits of libm's differ.
fn gamma_of(x: f64) -> f64 {
    // At the poles there is no value, rather than an infinite one.
    if x.is_nan() || x == f64::NEG_INFINITY || x < 0.0 && x == x.floor() {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::INFINITY.copysign(x);
    }
    if x.abs() > 33.0 {
        return if x > 0.0 { stirling(x) } else { reflected(-x) };
    }
    let (mut x, mut product) = (x, 1.0);
    while x >= 3.0 {
        x -= 1.0;
        product *= x;
    }
    while x < 2.0 {
        if x.abs() < 1e-9 {
            const EULER: f64 = 0.577_215_664_901_532_9;
            return product / ((1.0 + EULER * x) * x);
        }
        product /= x;
        x += 1.0;
    }
    if x == 2.0 {
        return product;
    }
    x -= 2.0;
    product * polynomial(x, &GAMMA_ABOVE) / polynomial(x, &GAMMA_BELOW)
}

const GAMMA_ABOVE: [f64; 7] = [
    1.601_195_224_767_518_6e-4,
    1.191_351_470_065_863_8e-3,
    1.042_137_975_617_615_7e-2,
    4.763_678_004_571_372e-2,
    2.074_482_276_484_359_8e-1,
    4.942_148_268_014_971e-1,
    1.0,
];
const GAMMA_BELOW: [f64; 8] = [
    -2.315_818_733_241_201_4e-5,
    5.396_055_804_933_034e-4,
    -4.456_419_138_517_973e-3,
    1.181_397_852_220_604_4e-2,
    3.582_363_986_054_986_5e-2,
    -2.345_917_957_182_433_5e-1,
    7.143_049_170_302_73e-2,
    1.0,
];
const STIRLING: [f64; 6] = [
    7.873_113_957_930_937e-4,
    -2.295_499_616_133_781_3e-4,
    -2.681_326_178_057_812_4e-3,
    3.472_222_216_054_586_7e-3,
    8.333_333_333_334_823e-2,
    1.0,
];

/// The gamma function of an argument above 33.
fn stirling(x: f64) -> f64 {
    const ROOT_OF_TWO_PI: f64 = 2.506_628_274_631_000_7;
    let series = ROOT_OF_TWO_PI * polynomial(1.0 / x, &STIRLING);
    if x > 143.016_08 {
        // In two steps, for the power overflows before the quotient does.
        let half = x.powf(0.5 * x - 0.25);
        half * (half / x.exp()) * series
    } else {
        x.powf(x - 0.5) / x.exp() * series
    }
}

/// The gamma function of minus an argument above 33.
fn reflected(x: f64) -> f64 {
    let floor = x.floor();
    let sign = if floor % 2.0 == 0.0 { -1.0 } else { 1.0 };
    let fraction = x - floor;
    let fraction = if fraction > 0.5 {
        fraction - 1.0
    } else {
        fraction
    };
    let sine = (x * (PI * fraction).sin()).abs();
    sign * PI / (sine * stirling(x))
}

/// A polynomial with these coefficients, that of the highest power first.
pub(super) fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients
        .iter()
        .fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// The inverse of the error function: Winitzki's approximation ("A handy approximation for the
/// error function and its inverse", 2008), made exact by steps of Halley's method.
fn inverse_erf(x: f64) -> f64 {
    if x.is_nan() || x.abs() > 1.0 {
        return f64::NAN;
    }
    if x.abs() == 1.0 {
        return f64::INFINITY.copysign(x);
    }
    if x == 0.0 {
        return x;
    }
    const A: f64 = 0.147;
    let logarithm = (-x * x).ln_1p();
    let half = 2.0 / (PI * A) + logarithm / 2.0;
    let root = (half * half - logarithm / A).sqrt() - half;
    let (target, mut estimate) = (x.abs(), root.sqrt());
    for _ in 0..3 {
        // Close to 1 only the complement still has digits.
        let error = if target > 0.5 {
            (1.0 - target) - libm::erfc(estimate)
        } else {
            libm::erf(estimate) - target
        };
        let slope = 2.0 / PI.sqrt() * (-estimate * estimate).exp();
        let step = error / slope;
        estimate -= step / (1.0 + estimate * step);
    }
    estimate.copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Nullable<f64>, expected: f64) {
        let found = found.0.unwrap();
        let close = (found - expected).abs() <= 1e-15 * expected.abs();
        assert!(
            close || found == expected || found.is_nan() && expected.is_nan(),
            "{found} is not {expected}"
        );
    }

    fn some(x: f64) -> Nullable<f64> {
        Nullable(Some(x))
    }

    #[test]
    fn known_values() {
        check(erf(some(0.5)), 0.520_499_877_813_046_5);
        check(erfc(some(0.5)), 0.479_500_122_186_953_5);
        check(gamma(some(5.5)), 52.342_777_784_553_52);
        check(gamma(some(0.5)), 1.772_453_850_905_516);
        check(gamma(some(-1.5)), 2.363_271_801_207_355);
        check(gamma(some(11.0)), 3_628_800.0);
        check(gamma(some(171.0)), 7.257_415_615_307_998e306);
        check(gamma(some(172.0)), f64::INFINITY);
        check(gamma(some(-34.5)), -1.805_104_070_300_236_2e-39);
        check(gamma(some(-1.0)), f64::NAN);
        check(gamma(some(0.0)), f64::INFINITY);
        check(j0(some(1.0)), 0.765_197_686_557_966_6);
        check(jn(Nullable(Some(2)), some(1.0)), 0.114_903_484_931_900_5);
        check(y0(some(1.0)), 0.088_256_964_215_676_96);
        let Value::Record(found) = lgamma(-2.5) else {
            panic!("no record");
        };
        assert_eq!(format!("{:?}", found.get("sign")), "Some(Int(-1))");
    }

    #[test]
    fn erfinv_inverts_erf() {
        for x in [
            -0.999_999,
            -0.9,
            -0.5,
            -1e-9,
            0.0,
            1e-3,
            0.3,
            0.51,
            0.95,
            0.999_999_9,
        ] {
            let back = libm::erf(inverse_erf(x));
            assert!((back - x).abs() <= 2e-16, "{x} came back as {back}");
        }
        check(erfinv(some(0.5)), 0.476_936_276_204_469_9);
        check(erfinv(some(1.0)), f64::INFINITY);
        check(erfinv(some(1.5)), f64::NAN);
        check(erfcinv(some(2.0)), f64::NEG_INFINITY);
        check(erfcinv(some(0.2)), 0.906_193_802_436_823_2);
    }
}
