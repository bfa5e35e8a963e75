//! Angles, hyperbolic functions and logarithms as Go computes them, so that results agree with
//! upstream's to the last digit, which scripts show as text. Go follows the Cephes Mathematical
//! Library (Stephen L. Moshier, 1984 to 1992) here.

use super::special::polynomial;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LOG2_E, LOG10_2, PI};

/// The sine of an angle in radians.
pub(super) fn sin(x: f64) -> f64 {
    let Some((octant, rest)) = reduce(x.abs()) else {
        return x.sin();
    };
    let value = match octant & 3 {
        1 | 2 => cosine_polynomial(rest),
        _ => sine_polynomial(rest),
    };
    let negative = (octant > 3) != x.is_sign_negative();
    if negative { -value } else { value }
}

/// The cosine of an angle in radians.
pub(super) fn cos(x: f64) -> f64 {
    let Some((octant, rest)) = reduce(x.abs()) else {
        return x.cos();
    };
    let quarter = octant & 3;
    let value = match quarter {
        1 | 2 => sine_polynomial(rest),
        _ => cosine_polynomial(rest),
    };
    let negative = (octant > 3) != (quarter > 1);
    if negative { -value } else { value }
}

/// The tangent of an angle in radians.
pub(super) fn tan(x: f64) -> f64 {
    let Some((octant, rest)) = reduce(x.abs()) else {
        return x.tan();
    };
    const ABOVE: [f64; 3] = [
        -1.309_369_391_813_837_4e4,
        1.153_516_648_385_874_2e6,
        -1.795_652_519_764_848_8e7,
    ];
    const BELOW: [f64; 5] = [
        1.0,
        1.368_129_634_706_929_5e4,
        -1.320_892_344_402_109_7e6,
        2.500_838_018_233_579e7,
        -5.386_957_559_294_546e7,
    ];
    let square = rest * rest;
    let value = if square > 1e-14 {
        rest + rest * (square * polynomial(square, &ABOVE) / polynomial(square, &BELOW))
    } else {
        rest
    };
    let value = if octant & 2 == 2 { -1.0 / value } else { value };
    if x.is_sign_negative() { -value } else { value }
}

/// An angle that is not negative, less the even number of eighths of a turn that is next to it,
/// and that number modulo 8. None for NaN, infinities, and angles so large that this loses
/// digits.
fn reduce(x: f64) -> Option<(u64, f64)> {
    /// A quarter of pi in three parts, of which the first two have trailing zero bits.
    const PARTS: [f64; 3] = [
        7.853_981_256_484_985e-1,
        3.774_894_707_930_798e-8,
        2.695_151_429_079_059_5e-15,
    ];
    if x.is_nan() || x >= 536_870_912.0 {
        return None;
    }
    let eighths = (x * (4.0 / PI)) as u64;
    let even = eighths + (eighths & 1);
    let count = even as f64;
    let rest = ((x - count * PARTS[0]) - count * PARTS[1]) - count * PARTS[2];
    Some((even & 7, rest))
}

fn sine_polynomial(x: f64) -> f64 {
    const SINE: [f64; 6] = [
        1.589_623_015_765_465_7e-10,
        -2.505_074_776_285_780_7e-8,
        2.755_731_362_138_572_5e-6,
        -1.984_126_982_958_954e-4,
        8.333_333_333_322_118e-3,
        -1.666_666_666_666_663e-1,
    ];
    let square = x * x;
    x + x * square * polynomial(square, &SINE)
}

fn cosine_polynomial(x: f64) -> f64 {
    const COSINE: [f64; 6] = [
        -1.135_853_652_138_768_2e-11,
        2.087_570_084_197_473e-9,
        -2.755_731_417_929_674e-7,
        2.480_158_728_885_170_4e-5,
        -1.388_888_888_887_305_6e-3,
        4.166_666_666_666_659e-2,
    ];
    let square = x * x;
    1.0 - 0.5 * square + square * square * polynomial(square, &COSINE)
}

/// The arctangent of a number.
pub(super) fn atan(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() {
        x
    } else if x > 0.0 {
        positive_atan(x)
    } else {
        -positive_atan(-x)
    }
}

/// The angle of the point (x, y).
pub(super) fn atan2(y: f64, x: f64) -> f64 {
    if x == 0.0 || y == 0.0 || !x.is_finite() || !y.is_finite() {
        return y.atan2(x);
    }
    let angle = atan(y / x);
    match (x < 0.0, angle <= 0.0) {
        (false, _) => angle,
        (true, true) => angle + PI,
        (true, false) => angle - PI,
    }
}

/// The arcsine of a number.
pub(super) fn asin(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let size = x.abs();
    if size.is_nan() || size > 1.0 {
        return f64::NAN;
    }
    let other = (1.0 - size * size).sqrt();
    let angle = if size > 0.7 {
        FRAC_PI_2 - positive_atan(other / size)
    } else {
        positive_atan(size / other)
    };
    angle.copysign(x)
}

/// The arccosine of a number.
pub(super) fn acos(x: f64) -> f64 {
    FRAC_PI_2 - asin(x)
}

fn positive_atan(x: f64) -> f64 {
    /// What the float nearest to half of pi lacks.
    const MORE_BITS: f64 = 6.123_233_995_736_766e-17;
    const TANGENT_OF_THREE_EIGHTHS: f64 = 2.414_213_562_373_095;
    if x <= 0.66 {
        small_atan(x)
    } else if x > TANGENT_OF_THREE_EIGHTHS {
        FRAC_PI_2 - small_atan(1.0 / x) + MORE_BITS
    } else {
        FRAC_PI_4 + small_atan((x - 1.0) / (x + 1.0)) + 0.5 * MORE_BITS
    }
}

fn small_atan(x: f64) -> f64 {
    const ABOVE: [f64; 5] = [
        -8.750_608_600_031_904e-1,
        -1.615_753_718_733_365e1,
        -7.500_855_792_314_705e1,
        -1.228_866_684_490_136_2e2,
        -6.485_021_904_942_025e1,
    ];
    const BELOW: [f64; 6] = [
        1.0,
        2.485_846_490_142_306_3e1,
        1.650_270_098_316_988_5e2,
        4.328_810_604_912_902_5e2,
        4.853_903_996_359_137e2,
        1.945_506_571_482_614e2,
    ];
    let square = x * x;
    x * (square * polynomial(square, &ABOVE) / polynomial(square, &BELOW)) + x
}

/// The hyperbolic sine of a number.
pub(super) fn sinh(x: f64) -> f64 {
    const ABOVE: [f64; 4] = [
        -26.305_632_133_974_97,
        -2_894.211_355_989_564,
        -89_912.720_220_395_09,
        -630_767.364_049_771_7,
    ];
    const BELOW: [f64; 4] = [
        1.0,
        -173.678_953_558_233_7,
        15_215.173_787_900_19,
        -630_767.364_049_771_7,
    ];
    let size = x.abs();
    let value = if size > 21.0 {
        size.exp() * 0.5
    } else if size > 0.5 {
        let power = size.exp();
        (power - 1.0 / power) * 0.5
    } else {
        let square = size * size;
        polynomial(square, &ABOVE) * size / polynomial(square, &BELOW)
    };
    value.copysign(x)
}

/// The hyperbolic cosine of a number.
pub(super) fn cosh(x: f64) -> f64 {
    let size = x.abs();
    if size > 21.0 {
        return size.exp() * 0.5;
    }
    let power = size.exp();
    (power + 1.0 / power) * 0.5
}

/// The hyperbolic tangent of a number.
pub(super) fn tanh(x: f64) -> f64 {
    const ABOVE: [f64; 3] = [
        -9.643_991_794_250_522e-1,
        -9.928_772_310_019_186e1,
        -1.614_687_684_417_084_5e3,
    ];
    const BELOW: [f64; 4] = [
        1.0,
        1.128_116_784_916_329_3e2,
        2.235_488_390_601_004_5e3,
        4.844_063_053_251_255e3,
    ];
    /// Half of the logarithm of the greatest power that matters.
    const LIMIT: f64 = 44.014_845_965_556_525;
    let size = x.abs();
    if size > LIMIT {
        return 1f64.copysign(x);
    }
    if size >= 0.625 {
        let power = (2.0 * size).exp();
        return (1.0 - 2.0 / (power + 1.0)).copysign(x);
    }
    let square = x * x;
    x + x * square * polynomial(square, &ABOVE) / polynomial(square, &BELOW)
}

/// The binary logarithm of a number; exact for powers of two.
pub(super) fn log2(x: f64) -> f64 {
    if !x.is_finite() || x <= 0.0 {
        return x.log2();
    }
    let (fraction, exponent) = libm::frexp(x);
    if fraction == 0.5 {
        return f64::from(exponent - 1);
    }
    fraction.ln() * LOG2_E + f64::from(exponent)
}

/// The decimal logarithm of a number.
pub(super) fn log10(x: f64) -> f64 {
    log2(x) * LOG10_2
}

/// The length of the hypotenuse of a right triangle.
pub(super) fn hypot(p: f64, q: f64) -> f64 {
    if !p.is_finite() || !q.is_finite() {
        return p.hypot(q);
    }
    let (p, q) = (p.abs(), q.abs());
    let (long, short) = if p < q { (q, p) } else { (p, q) };
    if long == 0.0 {
        return 0.0;
    }
    let ratio = short / long;
    long * (1.0 + ratio * ratio).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_are_go_s() {
        let check = |found: f64, expected: f64| assert_eq!(found, expected);
        check(sin(1.0), 0.841_470_984_807_896_5);
        check(cos(1.0), 0.540_302_305_868_139_8);
        check(sinh(1.23), 1.564_468_479_304_407);
        check(tanh(0.5), 0.462_117_157_260_009_74);
        check(hypot(3.0, 4.0), 5.0);
        check(log10(1000.0), 3.0);
        check(log2(8.0), 3.0);
        check(atan2(0.0, -1.0), PI);
        assert!(asin(1.5).is_nan() && sin(f64::INFINITY).is_nan() && log2(-1.0).is_nan());
        assert!(sin(-0.0).is_sign_negative() && tan(-0.0).is_sign_negative());
    }

    proptest! {
        #[test]
        fn functions_are_what_they_are_called(x in -700.0..700.0f64, y in -1.0..1.0f64) {
            let close = |found: f64, expected: f64| {
                (found - expected).abs() <= 4e-15 * expected.abs().max(1.0)
            };
            prop_assert!(close(sin(x), x.sin()) && close(cos(x), x.cos()));
            prop_assert!(close(sin(x * 1e9), (x * 1e9).sin()));
            prop_assert!((tan(y) - y.tan()).abs() < 1e-14);
            prop_assert!(close(atan(x), x.atan()) && close(atan2(x, y), x.atan2(y)));
            prop_assert!(close(asin(y), y.asin()) && close(acos(y), y.acos()));
            prop_assert!(close(sinh(x) / x.sinh(), 1.0) && close(cosh(x) / x.cosh(), 1.0));
            prop_assert!(close(sinh(y), y.sinh()) && close(tanh(y), y.tanh()));
            prop_assert!(close(hypot(x, y), x.hypot(y)));
            prop_assert!(close(log2(x.abs()), x.abs().log2()) && close(log10(x.abs()), x.abs().log10()));
        }
    }
}
