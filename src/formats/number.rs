//! Numbers as text, read faster than the standard library does where that is exact.

/// Powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The digits at the beginning of a text, with at most one decimal point among them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    /// Whether a minus stood before them.
    pub(crate) negative: bool,
    /// The digits as one number, without the point; exact up to 19 digits.
    pub(crate) mantissa: u64,
    /// How many digits there are.
    pub(crate) count: usize,
    /// How many of them stand behind the point.
    pub(crate) decimals: usize,
    /// Whether there is a point.
    pub(crate) point: bool,
    /// Where the text goes on.
    pub(crate) end: usize,
}

impl Digits {
    /// Reads a sign and digits from a place on.
    #[inline]
    pub(crate) fn read(text: &[u8], start: usize) -> Self {
        let negative = text.get(start) == Some(&b'-');
        let first = start + usize::from(negative);
        let mut mantissa = 0u64;
        let mut point = usize::MAX;
        let mut at = first;
        while let Some(&byte) = text.get(at) {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            } else if byte == b'.' && point == usize::MAX {
                point = at;
            } else {
                break;
            }
            at += 1;
        }
        let has_point = point != usize::MAX;
        Self {
            negative,
            mantissa,
            count: at - first - usize::from(has_point),
            decimals: if has_point { at - point - 1 } else { 0 },
            point: has_point,
            end: at,
        }
    }

    /// As a signed integer, if it is one and fits.
    #[inline]
    pub(crate) fn int(&self) -> Option<i64> {
        // Eighteen digits always fit; more are rare and left to the caller's slow way.
        if self.point || self.count == 0 || self.count > 19 {
            return None;
        }
        if self.negative {
            0i64.checked_sub_unsigned(self.mantissa)
        } else {
            i64::try_from(self.mantissa).ok()
        }
    }

    /// As a float, if one multiplication or division gives it exactly rounded.
    #[inline]
    pub(crate) fn float(&self) -> Option<f64> {
        let exact = self.count > 0 && self.count <= 19 && self.mantissa <= 1 << 53;
        if !exact || self.decimals > 22 {
            return None;
        }
        let value = self.mantissa as f64 / POWERS[self.decimals];
        Some(if self.negative { -value } else { value })
    }
}

/// A float in decimal notation, with or without exponent. Neither infinities nor NaN; nor what
/// is too great for a float.
#[inline]
pub(crate) fn float(text: &[u8]) -> Option<f64> {
    let digits = Digits::read(text, 0);
    if digits.end == text.len()
        && let Some(value) = digits.float()
    {
        return Some(value);
    }
    let plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    if !text.iter().all(plain) {
        return None;
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

/// A signed integer of digits with or without minus.
#[inline]
pub(crate) fn int(text: &[u8]) -> Option<i64> {
    let digits = Digits::read(text, 0);
    if digits.end != text.len() || digits.point || digits.count == 0 {
        return None;
    }
    digits
        .int()
        .or_else(|| std::str::from_utf8(text).ok()?.parse().ok())
}

/// An unsigned integer of digits.
#[inline]
pub(crate) fn uint(text: &[u8]) -> Option<u64> {
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Appends a float as few digits as tell it from its neighbours, never with an exponent:
/// `1`, `0.0000001`, `+Inf`.
pub(crate) fn write_float(value: f64, out: &mut Vec<u8>) {
    if !value.is_finite() {
        let name: &[u8] = match (value.is_nan(), value < 0.0) {
            (true, _) => b"NaN",
            (false, true) => b"-Inf",
            (false, false) => b"+Inf",
        };
        out.extend_from_slice(name);
        return;
    }
    let mut buffer = ryu::Buffer::new();
    let short = buffer.format_finite(value);
    match short.strip_suffix(".0") {
        Some(whole) => out.extend_from_slice(whole.as_bytes()),
        None if !short.contains('e') => out.extend_from_slice(short.as_bytes()),
        // The standard library writes the same digits out in full.
        None => out.extend_from_slice(value.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn floats_are_the_standard_librarys() {
        for text in [
            "0",
            "-0",
            "1.",
            ".5",
            "-.5",
            "80.0",
            "1e5",
            "1.5E-7",
            "28561.8722",
            "0.1",
            "0.30",
            "9007199254740993",
            "123456789012345678901234567890",
            "4.9e-324",
            "1.7976931348623157e308",
            "0.000000000000000000000001",
            "9007199254740992.5",
        ] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(
                float(text.as_bytes()).map(f64::to_bits),
                Some(expected.to_bits()),
                "{text}"
            );
        }
        for text in [
            "", ".", "-", "e5", "inf", "-inf", "NaN", "1e400", "1_000", "1 ", "--1", "1.2.3",
            "0x1p3",
        ] {
            assert_eq!(float(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn floats_are_written_in_full() {
        for (value, expected) in [
            (1.0, "1"),
            (-0.0, "-0"),
            (80.5, "80.5"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (123456.789e-10, "0.0000123456789"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
            (f64::NAN, "NaN"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            let mut out = Vec::new();
            write_float(value, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn ints_have_bounds() {
        for (text, expected) in [
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("-9223372036854775809", None),
            ("00000000000000000000000012", Some(12)),
            ("-0", Some(0)),
            ("", None),
            ("-", None),
            ("+1", None),
            ("1.0", None),
        ] {
            assert_eq!(int(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(uint(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(uint(b"18446744073709551616"), None);
        assert_eq!(uint(b"-1"), None);
    }

    proptest! {
        #[test]
        fn any_decimal_is_read_exactly(text in "-?[0-9]{1,20}(\\.[0-9]{0,25})?(e-?[0-9]{1,2})?") {
            let expected: f64 = text.parse().unwrap();
            prop_assert_eq!(float(text.as_bytes()).map(f64::to_bits), Some(expected.to_bits()));
        }
    }
}
