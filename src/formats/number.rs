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
        Self::read_on(text, negative, first, first, 0)
    }

    /// The same for texts that are long, as times are: eight digits are read at once.
    #[inline]
    pub(crate) fn read_long(text: &[u8], start: usize) -> Self {
        let negative = text.get(start) == Some(&b'-');
        let first = start + usize::from(negative);
        let (mut at, mut mantissa) = (first, 0u64);
        while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk()) {
            let Some(number) = eight_digits(*eight) else {
                break;
            };
            mantissa = mantissa.wrapping_mul(100_000_000).wrapping_add(number);
            at += 8;
        }
        Self::read_on(text, negative, first, at, mantissa)
    }

    /// Goes on behind digits that were read.
    #[inline]
    fn read_on(
        text: &[u8],
        negative: bool,
        first: usize,
        mut at: usize,
        mut mantissa: u64,
    ) -> Self {
        let mut point = usize::MAX;
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

/// The number that eight digits are; none if one of them is no digit. Neighbours are put together
/// in pairs, the pairs in fours, these to one (Daniel Lemire, "Quickly parsing eight digits", 2018).
#[inline]
fn eight_digits(text: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let bytes = u64::from_le_bytes(text);
    // Above nine, six more change a byte's upper half.
    let above = bytes.wrapping_add(0x0606_0606_0606_0606);
    if (bytes & HIGH) | ((above & HIGH) >> 4) != ZEROS | (ZEROS >> 4) {
        return None;
    }
    let ones = bytes - ZEROS;
    let pairs = (ones.wrapping_mul(10) + (ones >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(10_000) + (fours >> 32)) & 0xffff_ffff)
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

/// Appends a finite float as ryu writes it: as few digits as tell it from its neighbours, always
/// with a decimal point or an exponent.
pub(crate) fn write_shortest(value: f64, out: &mut Vec<u8>) {
    match few_decimals(value) {
        Some((digits, decimals)) => write_decimals(value, digits, decimals, out),
        None => out.extend_from_slice(ryu::Buffer::new().format_finite(value).as_bytes()),
    }
}

/// The digits of a float's size, and how many of them stand behind the point, if that is simple.
///
/// Up to fifteen digits two decimals never mean the same float. So if a decimal of so few digits
/// means this one, and it ends in no zero, there is none shorter.
#[inline]
fn few_decimals(value: f64) -> Option<(u64, usize)> {
    const DECIMALS: usize = 6;
    let size = value.abs();
    // Less than this has zeros to write that are not among the digits.
    if !(0.1..1e9).contains(&size) {
        return None;
    }
    let mut digits = (size * POWERS[DECIMALS] + 0.5) as u64;
    if digits as f64 / POWERS[DECIMALS] != size {
        return None;
    }
    let mut decimals = DECIMALS;
    if digits.is_multiple_of(1000) {
        digits /= 1000;
        decimals -= 3;
    }
    while decimals > 0 && digits.is_multiple_of(10) {
        digits /= 10;
        decimals -= 1;
    }
    Some((digits, decimals))
}

#[inline]
fn write_decimals(value: f64, digits: u64, decimals: usize, out: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let text = buffer.format(digits).as_bytes();
    if value < 0.0 {
        out.push(b'-');
    }
    // A size of less than one is all decimals.
    let (whole, fraction) = text.split_at(text.len() - decimals);
    out.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
    out.push(b'.');
    out.extend_from_slice(if fraction.is_empty() { b"0" } else { fraction });
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

    #[track_caller]
    fn check_shortest(value: f64) {
        let mut out = Vec::new();
        write_shortest(value, &mut out);
        let expected = ryu::Buffer::new().format_finite(value).to_owned();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn floats_of_few_decimals_are_written_as_others() {
        for value in [
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            0.5,
            0.09,
            0.999999,
            0.9999999,
            104.9,
            28561.8722,
            1e8,
            1e9,
            999999999.0,
            999999999.999999,
            123456789.123456,
            1.0000001,
            0.30000000000000004,
            655.35,
            100.0,
            1000.0,
            1e15,
            1e16,
            1e300,
            5e-324,
        ] {
            check_shortest(value);
        }
    }

    #[test]
    fn long_digits_are_read_as_others() {
        for text in [
            "",
            "-",
            "1",
            "12345678",
            "1234567/",
            "1234567:",
            "1700000001000000000",
            "-1700000001000000000 ",
            "9223372036854775807",
            "99999999999999999999",
            "1234567890123456.25",
            "00000000\u{b0}0000000",
            "12345678901234567890123456789",
        ] {
            let (long, usual) = (
                Digits::read_long(text.as_bytes(), 0),
                Digits::read(text.as_bytes(), 0),
            );
            assert_eq!(format!("{long:?}"), format!("{usual:?}"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_float_is_written_as_ryu_does(whole in -1_000_000_000_000i64..1_000_000_000_000, power in 0usize..9) {
            check_shortest(whole as f64 / POWERS[power]);
        }

        #[test]
        fn any_decimal_is_read_exactly(text in "-?[0-9]{1,20}(\\.[0-9]{0,25})?(e-?[0-9]{1,2})?") {
            let expected: f64 = text.parse().unwrap();
            prop_assert_eq!(float(text.as_bytes()).map(f64::to_bits), Some(expected.to_bits()));
        }
    }
}
