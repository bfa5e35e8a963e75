//! Package `math`: constants and functions of floats. A null argument gives null.

mod bits;
mod cephes;
mod constants;
mod elementary;
mod special;

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "math",
    docs: "Mathematical constants and functions.",
    #[rustfmt::skip]
    builtins: &[
        &bits::NAN,
        &elementary::ABS,
        &elementary::ACOS,
        &elementary::ACOSH,
        &elementary::ASIN,
        &elementary::ASINH,
        &elementary::ATAN,
        &elementary::ATAN2,
        &elementary::ATANH,
        &elementary::CBRT,
        &elementary::CEIL,
        &bits::COPYSIGN,
        &elementary::COS,
        &elementary::COSH,
        &elementary::DIM,
        &special::ERF,
        &special::ERFC,
        &special::ERFCINV,
        &special::ERFINV,
        &elementary::EXP,
        &elementary::EXP2,
        &elementary::EXPM1,
        &bits::FLOAT64BITS,
        &bits::FLOAT64FROMBITS,
        &elementary::FLOOR,
        &bits::FREXP,
        &special::GAMMA,
        &elementary::HYPOT,
        &bits::ILOGB,
        &bits::IS_INF,
        &bits::IS_NAN,
        &special::J0,
        &special::J1,
        &special::JN,
        &bits::LDEXP,
        &special::LGAMMA,
        &elementary::LOG,
        &elementary::LOG10,
        &elementary::LOG1P,
        &elementary::LOG2,
        &bits::LOGB,
        &bits::M_INF,
        &elementary::M_MAX,
        &elementary::M_MIN,
        &elementary::MODULO,
        &bits::MODF,
        &bits::NEXTAFTER,
        &elementary::POW,
        &elementary::POW10,
        &elementary::REMAINDER,
        &elementary::ROUND,
        &elementary::ROUNDTOEVEN,
        &bits::SIGNBIT,
        &elementary::SIN,
        &elementary::SINCOS,
        &elementary::SINH,
        &elementary::SQRT,
        &elementary::TAN,
        &elementary::TANH,
        &elementary::TRUNC,
        &special::Y0,
        &special::Y1,
        &special::YN,
    ],
    constants: constants::CONSTANTS,
    flux: None,
};

/// Declares functions of one float that give a float.
macro_rules! of_one {
    ($($docs:literal $name:ident = $function:expr;)*) => { $(
        #[doc = $docs]
        #[fluxlite_macros::builtin(since = "0.22.0", pure)]
        pub fn $name(
            /// The number.
            x: crate::value::Nullable<f64>,
        ) -> crate::value::Nullable<f64> {
            x.map($function)
        }
    )* };
}
use of_one;
