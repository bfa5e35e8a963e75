//! Go's time layouts, which `#datatype dateTime:LAYOUT` may name: an example of how the reference
//! time, Monday 2 January 2006 15:04:05 MST (UTC-7), would be written.

use crate::time::Time;

/// A layout taken apart.
#[derive(Clone, Debug)]
pub(super) struct Layout(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(Vec<u8>),
    /// Digits of a field: at least and at most so many.
    Digits(Field, usize, usize),
    /// A day with a space before one digit.
    PaddedDay,
    MonthName {
        long: bool,
    },
    WeekdayName {
        long: bool,
    },
    Half,
    /// A point and digits; with nines they may be absent.
    Fraction {
        digits: usize,
        optional: bool,
    },
    /// An offset: with `Z` for none, with a colon, with seconds never.
    Offset {
        zulu: bool,
        colon: bool,
    },
    Zone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Year,
    ShortYear,
    Month,
    Day,
    YearDay,
    Hour,
    HalfHour,
    Minute,
    Second,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The elements of layouts, longer ones before those they begin with.
const ELEMENTS: [(&str, Part); 30] = [
    ("January", Part::MonthName { long: true }),
    ("Jan", Part::MonthName { long: false }),
    ("Monday", Part::WeekdayName { long: true }),
    ("Mon", Part::WeekdayName { long: false }),
    ("MST", Part::Zone),
    ("2006", Part::Digits(Field::Year, 4, 4)),
    ("002", Part::Digits(Field::YearDay, 3, 3)),
    ("01", Part::Digits(Field::Month, 2, 2)),
    ("02", Part::Digits(Field::Day, 2, 2)),
    ("03", Part::Digits(Field::HalfHour, 2, 2)),
    ("04", Part::Digits(Field::Minute, 2, 2)),
    ("05", Part::Digits(Field::Second, 2, 2)),
    ("06", Part::Digits(Field::ShortYear, 2, 2)),
    ("15", Part::Digits(Field::Hour, 2, 2)),
    ("_2006", Part::Digits(Field::Year, 4, 4)),
    ("_2", Part::PaddedDay),
    ("PM", Part::Half),
    ("pm", Part::Half),
    (
        "Z07:00",
        Part::Offset {
            zulu: true,
            colon: true,
        },
    ),
    (
        "Z0700",
        Part::Offset {
            zulu: true,
            colon: false,
        },
    ),
    (
        "-07:00",
        Part::Offset {
            zulu: false,
            colon: true,
        },
    ),
    (
        "-0700",
        Part::Offset {
            zulu: false,
            colon: false,
        },
    ),
    ("1", Part::Digits(Field::Month, 1, 2)),
    ("2", Part::Digits(Field::Day, 1, 2)),
    ("3", Part::Digits(Field::HalfHour, 1, 2)),
    ("4", Part::Digits(Field::Minute, 1, 2)),
    ("5", Part::Digits(Field::Second, 1, 2)),
    (
        "-07",
        Part::Offset {
            zulu: false,
            colon: false,
        },
    ),
    (
        "Z07",
        Part::Offset {
            zulu: true,
            colon: false,
        },
    ),
    ("__2", Part::Digits(Field::YearDay, 3, 3)),
];

impl Layout {
    /// Understands a layout. What is no element stands for itself.
    pub(super) fn new(layout: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = layout;
        while let Some(first) = rest.chars().next() {
            if let Some((part, length)) = fraction(rest) {
                parts.push(part);
                rest = &rest[length..];
                continue;
            }
            if let Some((element, part)) = ELEMENTS
                .iter()
                .find(|(element, _)| rest.starts_with(element))
            {
                parts.push(part.clone());
                rest = &rest[element.len()..];
                continue;
            }
            let (text, tail) = rest.split_at(first.len_utf8());
            match parts.last_mut() {
                Some(Part::Text(known)) => known.extend_from_slice(text.as_bytes()),
                _ => parts.push(Part::Text(text.as_bytes().to_vec())),
            }
            rest = tail;
        }
        Self(parts)
    }

    /// Reads a time; none if the text is not of this layout.
    pub(super) fn parse(&self, text: &[u8]) -> Option<Time> {
        let mut seen = Seen::default();
        let mut rest = text;
        for part in &self.0 {
            rest = seen.read(part, rest)?;
        }
        if !rest.is_empty() || self.0.is_empty() {
            return None;
        }
        seen.time()
    }
}

/// `.000` or `.999`, also with a comma, if no digit follows.
fn fraction(layout: &str) -> Option<(Part, usize)> {
    let digits = layout.strip_prefix(['.', ','])?;
    let kind = digits
        .bytes()
        .next()
        .filter(|byte| matches!(byte, b'0' | b'9'))?;
    let count = digits.bytes().take_while(|byte| *byte == kind).count();
    let goes_on = digits[count..].starts_with(|next: char| next.is_ascii_digit());
    let part = Part::Fraction {
        digits: count,
        optional: kind == b'9',
    };
    (!goes_on).then_some((part, count + 1))
}

/// What was read so far.
struct Seen {
    year: i64,
    month: i64,
    day: i64,
    year_day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    offset: i64,
    afternoon: Option<bool>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            year: 0,
            month: 1,
            day: 1,
            year_day: None,
            hour: 0,
            minute: 0,
            second: 0,
            nanosecond: 0,
            offset: 0,
            afternoon: None,
        }
    }
}

impl Seen {
    fn read<'a>(&mut self, part: &Part, text: &'a [u8]) -> Option<&'a [u8]> {
        match part {
            Part::Text(expected) => text.strip_prefix(&expected[..]),
            Part::Digits(field, least, most) => {
                let (value, rest) = digits(text, *least, *most)?;
                self.set(*field, value);
                // Fractions of a second are read even if the layout does not show them.
                let shown = matches!(field, Field::Second);
                if shown && matches!(rest, [b'.', b'0'..=b'9', ..]) {
                    let (nanosecond, rest) = nanoseconds(&rest[1..])?;
                    self.nanosecond = nanosecond;
                    return Some(rest);
                }
                Some(rest)
            }
            Part::PaddedDay => {
                let (value, rest) = digits(text.strip_prefix(b" ").unwrap_or(text), 1, 2)?;
                self.day = value;
                Some(rest)
            }
            Part::MonthName { long } => {
                let (index, rest) = name(text, &MONTHS, *long)?;
                self.month = index as i64 + 1;
                Some(rest)
            }
            Part::WeekdayName { long } => Some(name(text, &WEEKDAYS, *long)?.1),
            Part::Half => {
                let (half, rest) = text.split_at_checked(2)?;
                self.afternoon = Some(match half.to_ascii_lowercase().as_slice() {
                    b"am" => false,
                    b"pm" => true,
                    _ => return None,
                });
                Some(rest)
            }
            Part::Fraction { digits, optional } => {
                // Reading the seconds has taken a fraction already.
                let Some(rest) = text.strip_prefix(b".") else {
                    return (*optional || self.nanosecond > 0 || *digits == 0).then_some(text);
                };
                let (nanosecond, rest) = nanoseconds(rest)?;
                self.nanosecond = nanosecond;
                Some(rest)
            }
            Part::Offset { zulu, colon } => self.offset(text, *zulu, *colon),
            Part::Zone => {
                let length = text
                    .iter()
                    .take_while(|byte| byte.is_ascii_uppercase())
                    .count();
                (3..=4).contains(&length).then(|| &text[length..])
            }
        }
    }

    fn offset<'a>(&mut self, text: &'a [u8], zulu: bool, colon: bool) -> Option<&'a [u8]> {
        if zulu && let Some(rest) = text.strip_prefix(b"Z") {
            return Some(rest);
        }
        let (sign, rest) = text.split_first()?;
        let sign = match sign {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (hours, rest) = digits(rest, 2, 2)?;
        let rest = if colon {
            rest.strip_prefix(b":")?
        } else {
            rest
        };
        let (minutes, rest) = digits(rest, 2, 2).unwrap_or((0, rest));
        self.offset = sign * (hours * 3600 + minutes * 60);
        Some(rest)
    }

    fn set(&mut self, field: Field, value: i64) {
        match field {
            Field::Year => self.year = value,
            Field::ShortYear => self.year = value + if value >= 69 { 1900 } else { 2000 },
            Field::Month => self.month = value,
            Field::Day => self.day = value,
            Field::YearDay => self.year_day = Some(value),
            Field::Hour | Field::HalfHour => self.hour = value,
            Field::Minute => self.minute = value,
            Field::Second => self.second = value,
        }
    }

    /// The instant, by way of RFC 3339, which checks calendar and range.
    fn time(&self) -> Option<Time> {
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let (month, day) = match self.year_day {
            Some(_) => (1, 1),
            None => (self.month, self.day),
        };
        let text = format!(
            "{:04}-{month:02}-{day:02}T{hour:02}:{:02}:{:02}.{:09}Z",
            self.year, self.minute, self.second, self.nanosecond
        );
        let start = Time::parse_bytes(text.as_bytes())?;
        let days = self.year_day.map_or(0, |day| day - 1);
        let seconds = days * 86_400 - self.offset;
        Some(Time(start.0.checked_add(seconds * 1_000_000_000)?))
    }
}

fn digits(text: &[u8], least: usize, most: usize) -> Option<(i64, &[u8])> {
    let count = text
        .iter()
        .take(most)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = text.split_at(count);
    let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (count >= least).then_some((value, rest))
}

fn nanoseconds(text: &[u8]) -> Option<(i64, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let nine: Vec<u8> = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(9)
        .collect();
    let value = std::str::from_utf8(&nine).ok()?.parse().ok()?;
    (count > 0).then_some((value, rest))
}

fn name<'a>(text: &'a [u8], names: &[&str], long: bool) -> Option<(usize, &'a [u8])> {
    names.iter().enumerate().find_map(|(index, name)| {
        let name = if long { *name } else { &name[..3] };
        let (head, rest) = text.split_at_checked(name.len())?;
        head.eq_ignore_ascii_case(name.as_bytes())
            .then_some((index, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(layout: &str, text: &str, expected: Option<&str>) {
        let seen = Layout::new(layout).parse(text.as_bytes());
        let expected = expected.map(|time| Time::parse_bytes(time.as_bytes()).unwrap());
        assert_eq!(seen, expected, "{layout} {text}");
    }

    #[test]
    fn layouts() {
        check("2006-01-02", "2024-03-04", Some("2024-03-04T00:00:00Z"));
        check(
            "2006-01-02 15:04:05",
            "2024-03-04 05:06:07",
            Some("2024-03-04T05:06:07Z"),
        );
        check(
            "2006-01-02 15:04:05",
            "2024-03-04 05:06:07.5",
            Some("2024-03-04T05:06:07.5Z"),
        );
        check(
            "2006-01-02 15:04:05.000",
            "2024-03-04 05:06:07.125",
            Some("2024-03-04T05:06:07.125Z"),
        );
        check(
            "2006-01-02T15:04:05.999Z07:00",
            "2024-03-04T05:06:07+02:00",
            Some("2024-03-04T03:06:07Z"),
        );
        check(
            "Mon Jan _2 15:04:05 2006",
            "Mon Mar  4 05:06:07 2024",
            Some("2024-03-04T05:06:07Z"),
        );
        check(
            "Mon, 02 Jan 2006 15:04:05 MST",
            "Mon, 04 Mar 2024 05:06:07 GMT",
            Some("2024-03-04T05:06:07Z"),
        );
        check(
            "1/2/06 3:04PM",
            "3/4/24 5:06PM",
            Some("2024-03-04T17:06:00Z"),
        );
        check("2006-002", "2024-064", Some("2024-03-04T00:00:00Z"));
        check("2006-01-02", "2024-03-04x", None);
        check("2006-01-02", "2024-13-04", None);
        check("", "2024-03-04", None);
        check("", "", None);
    }
}
