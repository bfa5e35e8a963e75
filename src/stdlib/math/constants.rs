//! The constants.

use crate::value::{Constant, Value};
use std::f64::consts;

/// All of them, by name.
#[rustfmt::skip]
pub(super) const CONSTANTS: &[Constant] = &[
    float("e", "Euler's number.", || Value::Float(consts::E)),
    float("ln10", "The natural logarithm of 10.", || Value::Float(consts::LN_10)),
    float("ln2", "The natural logarithm of 2.", || Value::Float(consts::LN_2)),
    float("log10e", "The decimal logarithm of e.", || Value::Float(consts::LOG10_E)),
    float("log2e", "The binary logarithm of e.", || Value::Float(consts::LOG2_E)),
    float("maxfloat", "The greatest float.", || Value::Float(f64::MAX)),
    Constant { name: "maxint", docs: "The greatest int.", ty: "int", value: || Value::Int(i64::MAX) },
    Constant { name: "maxuint", docs: "The greatest uint.", ty: "uint", value: || Value::UInt(u64::MAX) },
    Constant { name: "minint", docs: "The least int.", ty: "int", value: || Value::Int(i64::MIN) },
    float("phi", "The golden ratio.", || Value::Float(GOLDEN_RATIO)),
    float("pi", "The ratio of a circle's circumference to its diameter.", || Value::Float(consts::PI)),
    float("smallestNonzeroFloat", "The least float above zero.", || Value::Float(f64::from_bits(1))),
    float("sqrt2", "The square root of 2.", || Value::Float(consts::SQRT_2)),
    float("sqrte", "The square root of e.", || Value::Float(1.648_721_270_700_128_2)),
    float("sqrtphi", "The square root of the golden ratio.", || Value::Float(1.272_019_649_514_069)),
    float("sqrtpi", "The square root of pi.", || Value::Float(1.772_453_850_905_516)),
];

const GOLDEN_RATIO: f64 = 1.618_033_988_749_895;

const fn float(name: &'static str, docs: &'static str, value: fn() -> Value) -> Constant {
    Constant {
        name,
        docs,
        ty: "float",
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_the_nearest_floats() {
        let value = |name| {
            let constant = CONSTANTS.iter().find(|c| c.name == name).unwrap();
            let Value::Float(value) = (constant.value)() else {
                panic!("{name}");
            };
            value
        };
        assert_eq!(value("phi"), (1.0 + 5f64.sqrt()) / 2.0);
        // A root taken of a rounded number may be off by a digit.
        let check = |name, of: f64| assert!((value(name) - of.sqrt()).abs() < 4e-16, "{name}");
        check("sqrte", consts::E);
        check("sqrtpi", consts::PI);
        check("sqrtphi", GOLDEN_RATIO);
        assert_eq!(value("smallestNonzeroFloat"), 5e-324);
    }
}
