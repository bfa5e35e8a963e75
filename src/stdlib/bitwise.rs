//! Package `bitwise`: integers as rows of bits.

use crate::diagnostic::Failure;
use crate::value::Package;
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "bitwise",
    docs: "Works on integers bit by bit.",
    #[rustfmt::skip]
    builtins: BUILTINS,
    constants: &[],
    flux: None,
};

/// The package under its old path.
pub static EXPERIMENTAL: Package = Package {
    path: "experimental/bitwise",
    docs: "Moved to `bitwise`, where the same functions are.",
    builtins: BUILTINS,
    constants: &[],
    flux: None,
};

#[rustfmt::skip]
const BUILTINS: &[&crate::value::Builtin] = &[
    &SAND,
    &SCLEAR,
    &SLSHIFT,
    &SNOT,
    &SOR,
    &SRSHIFT,
    &SXOR,
    &UAND,
    &UCLEAR,
    &ULSHIFT,
    &UNOT,
    &UOR,
    &URSHIFT,
    &UXOR,
];

/// Declares one function for signed and one for unsigned integers.
macro_rules! of_two {
    ($($docs:tt $signed:ident $unsigned:ident = $function:expr;)*) => { $(
        of_two!(@ $docs $signed i64 $function);
        of_two!(@ $docs $unsigned u64 $function);
    )* };
    (@ $docs:tt $name:ident $type:ident $function:expr) => {
        #[doc = $docs]
        #[builtin(since = "0.173.0", pure)]
        pub fn $name(
            /// The first integer.
            a: $type,
            /// The second integer.
            b: $type,
        ) -> $type {
            let function: fn($type, $type) -> $type = $function;
            function(a, b)
        }
    };
}

of_two! {
    "The bits that are set in both integers." sand uand = |a, b| a & b;
    "The bits that are set in either integer." sor uor = |a, b| a | b;
    "The bits that are set in exactly one of the integers." sxor uxor = |a, b| a ^ b;
    "The first integer without the bits that are set in the second." sclear uclear = |a, b| a & !b;
}

/// The other bits.
#[builtin(since = "0.173.0", pure)]
pub fn snot(
    /// The integer.
    a: i64,
) -> i64 {
    !a
}

/// The other bits.
#[builtin(since = "0.173.0", pure)]
pub fn unot(
    /// The integer.
    a: u64,
) -> u64 {
    !a
}

/// Shifts the bits of an integer to the left. Those that leave it are lost.
#[builtin(since = "0.173.0", pure)]
pub fn slshift(
    /// The integer.
    a: i64,
    /// By how many bits; not negative.
    b: i64,
) -> Result<i64, Failure> {
    let count = shift_count(b)?;
    Ok(a.checked_shl(count).unwrap_or(0))
}

/// Shifts the bits of an integer to the right. Its sign stays.
#[builtin(since = "0.173.0", pure)]
pub fn srshift(
    /// The integer.
    a: i64,
    /// By how many bits; not negative.
    b: i64,
) -> Result<i64, Failure> {
    Ok(a >> shift_count(b)?.min(63))
}

/// Shifts the bits of an integer to the left. Those that leave it are lost.
#[builtin(since = "0.173.0", pure)]
pub fn ulshift(
    /// The integer.
    a: u64,
    /// By how many bits.
    b: u64,
) -> u64 {
    let count = u32::try_from(b).unwrap_or(u32::MAX);
    a.checked_shl(count).unwrap_or(0)
}

/// Shifts the bits of an integer to the right. Those that leave it are lost.
#[builtin(since = "0.173.0", pure)]
pub fn urshift(
    /// The integer.
    a: u64,
    /// By how many bits.
    b: u64,
) -> u64 {
    let count = u32::try_from(b).unwrap_or(u32::MAX);
    a.checked_shr(count).unwrap_or(0)
}

fn shift_count(count: i64) -> Result<u32, Failure> {
    if count < 0 {
        let message = format!("bits cannot be shifted by {count}");
        return Err(Failure::new("flux::stdlib::negative_shift", message)
            .help("shift the other way by a positive count"));
    }
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits() {
        assert_eq!(sand(-1, 255), 255);
        assert_eq!(sor(8, 3), 11);
        assert_eq!(sxor(-1, 1), -2);
        assert_eq!(sclear(15, 5), 10);
        assert_eq!(uclear(15, 5), 10);
        assert_eq!(unot(0), u64::MAX);
    }

    #[test]
    fn shifts() {
        assert_eq!(slshift(1, 62), Ok(1 << 62));
        assert_eq!(slshift(1, 64), Ok(0));
        assert_eq!(srshift(-16, 2), Ok(-4));
        assert_eq!(srshift(-16, 200), Ok(-1));
        assert_eq!(ulshift(1, 64), 0);
        assert_eq!(urshift(256, 4), 16);
        assert!(slshift(1, -1).is_err());
    }
}
