//! Predicates asked of series before their points are looked at, and what is left to ask of the
//! points themselves.
//!
//! Storage's rules: a tag that a series lacks is the empty text, and what does not compare does
//! not match, whatever the operator.

use crate::formats::line_protocol::Series;
use crate::table::{Column, Comparison, Name, Predicate, Scalar};
use arrow_array::BooleanArray;
use arrow_buffer::BooleanBuffer;
use std::cmp::Ordering;

/// What a predicate may know of a series.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identity<'a> {
    pub(super) measurement: &'a str,
    /// By key.
    pub(super) tags: &'a [(Name, Name)],
}

/// Which points of a field match.
#[derive(Clone, Debug)]
pub(super) enum Matching {
    /// None of them, whatever their values.
    None,
    /// All of them.
    All,
    /// Those whose values pass.
    Where(Test),
}

/// What is left of a predicate once series and field are known: a question about `_value`.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Compare(Comparison, Scalar),
    /// The pattern, and whether it must not be found.
    Match(regex::Regex, bool),
    And(Vec<Test>),
    Or(Vec<Test>),
}

/// A value that is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked<'a> {
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Text(&'a str),
}

/// Whether no field of a series can have a matching point.
pub(super) fn excludes(predicate: &Predicate, series: Identity<'_>) -> bool {
    match predicate {
        Predicate::And(parts) => parts.iter().any(|part| excludes(part, series)),
        Predicate::Or(parts) => parts.iter().all(|part| excludes(part, series)),
        leaf => match label(leaf) {
            "_value" | "_field" => false,
            label => !holds(leaf, series.column(label)),
        },
    }
}

/// Which points of a field match.
pub(super) fn matching(predicate: &Predicate, series: Identity<'_>, field: &str) -> Matching {
    let of = |part: &Predicate| matching(part, series, field);
    match predicate {
        Predicate::And(parts) => {
            let mut tests = Vec::new();
            for part in parts {
                match of(part) {
                    Matching::None => return Matching::None,
                    Matching::All => {}
                    Matching::Where(test) => tests.push(test),
                }
            }
            match tests.len() {
                0 => Matching::All,
                _ => Matching::Where(Test::And(tests)),
            }
        }
        Predicate::Or(parts) => {
            let mut tests = Vec::new();
            for part in parts {
                match of(part) {
                    Matching::All => return Matching::All,
                    Matching::None => {}
                    Matching::Where(test) => tests.push(test),
                }
            }
            match tests.len() {
                0 => Matching::None,
                _ => Matching::Where(Test::Or(tests)),
            }
        }
        leaf => match (label(leaf), leaf) {
            ("_value", Predicate::Compare { op, value, .. }) => {
                Matching::Where(Test::Compare(*op, value.clone()))
            }
            ("_value", Predicate::Match { regex, negated, .. }) => {
                Matching::Where(Test::Match(regex.clone(), *negated))
            }
            ("_value", Predicate::Missing(_)) => Matching::None,
            ("_value", _) => Matching::All,
            ("_field", _) => all_or_none(holds(leaf, Some(field))),
            (label, _) => all_or_none(holds(leaf, series.column(label))),
        },
    }
}

fn all_or_none(all: bool) -> Matching {
    match all {
        true => Matching::All,
        false => Matching::None,
    }
}

/// The column that a leaf asks about; that of `and` and `or` is none.
fn label(leaf: &Predicate) -> &str {
    match leaf {
        Predicate::Compare { column, .. } | Predicate::Match { column, .. } => column,
        Predicate::Exists(column) | Predicate::Missing(column) => column,
        Predicate::And(_) | Predicate::Or(_) => "",
    }
}

/// Whether a leaf holds for a column that is the same text in all rows, or is missing.
fn holds(leaf: &Predicate, text: Option<&str>) -> bool {
    let asked = Asked::Text(text.unwrap_or_default());
    match leaf {
        Predicate::Compare { op, value, .. } => compares(*op, asked, value),
        Predicate::Match { regex, negated, .. } => finds(regex, *negated, asked),
        Predicate::Missing(_) => text.is_none(),
        _ => text.is_some(),
    }
}

impl<'a> From<&'a Series> for Identity<'a> {
    fn from(series: &'a Series) -> Self {
        Self {
            measurement: &series.measurement,
            tags: &series.tags,
        }
    }
}

impl<'a> Identity<'a> {
    fn column(self, label: &str) -> Option<&'a str> {
        if label == "_measurement" {
            return Some(self.measurement);
        }
        let mut tags = self.tags.iter();
        tags.find(|(tag, _)| **tag == *label)
            .map(|(_, value)| &**value)
    }
}

impl Test {
    /// Whether a value passes.
    pub(super) fn passes(&self, value: Asked<'_>) -> bool {
        match self {
            Self::Compare(op, with) => compares(*op, value, with),
            Self::Match(regex, negated) => finds(regex, *negated, value),
            Self::And(tests) => tests.iter().all(|test| test.passes(value)),
            Self::Or(tests) => tests.iter().any(|test| test.passes(value)),
        }
    }

    /// Which rows of a column of values pass.
    pub(super) fn mask(&self, values: &Column) -> BooleanArray {
        BooleanArray::new(self.passing(values), None)
    }

    fn passing(&self, values: &Column) -> BooleanBuffer {
        let rows = values.len();
        match (self, values) {
            (Self::Compare(op, Scalar::Float(with)), Column::Float(array)) => {
                compare_all(array.values(), *op, with)
            }
            (Self::Compare(op, Scalar::Int(with)), Column::Int(array)) => {
                compare_all(array.values(), *op, with)
            }
            (Self::And(tests), values) => tests
                .iter()
                .map(|test| test.passing(values))
                .reduce(|a, b| &a & &b)
                .unwrap_or_else(|| BooleanBuffer::new_set(rows)),
            (Self::Or(tests), values) => tests
                .iter()
                .map(|test| test.passing(values))
                .reduce(|a, b| &a | &b)
                .unwrap_or_else(|| BooleanBuffer::new_unset(rows)),
            (test, Column::Float(array)) => {
                let value = |row| Asked::Float(array.value(row));
                BooleanBuffer::collect_bool(rows, |row| test.passes(value(row)))
            }
            (test, Column::Int(array)) => {
                let value = |row| Asked::Int(array.value(row));
                BooleanBuffer::collect_bool(rows, |row| test.passes(value(row)))
            }
            (test, Column::UInt(array)) => {
                let value = |row| Asked::UInt(array.value(row));
                BooleanBuffer::collect_bool(rows, |row| test.passes(value(row)))
            }
            (test, Column::Bool(array)) => {
                let value = |row| Asked::Bool(array.value(row));
                BooleanBuffer::collect_bool(rows, |row| test.passes(value(row)))
            }
            (test, texts) => BooleanBuffer::collect_bool(rows, |row| {
                let text = texts.text(row).map(Asked::Text);
                text.is_some_and(|text| test.passes(text))
            }),
        }
    }
}

/// Compares each of many numbers with one.
fn compare_all<T: PartialOrd>(values: &[T], op: Comparison, with: &T) -> BooleanBuffer {
    let rows = values.len();
    match op {
        Comparison::Equal => BooleanBuffer::collect_bool(rows, |row| values[row] == *with),
        Comparison::NotEqual => BooleanBuffer::collect_bool(rows, |row| values[row] != *with),
        Comparison::Less => BooleanBuffer::collect_bool(rows, |row| values[row] < *with),
        Comparison::LessEqual => BooleanBuffer::collect_bool(rows, |row| values[row] <= *with),
        Comparison::Greater => BooleanBuffer::collect_bool(rows, |row| values[row] > *with),
        Comparison::GreaterEqual => BooleanBuffer::collect_bool(rows, |row| values[row] >= *with),
    }
}

fn finds(regex: &regex::Regex, negated: bool, value: Asked<'_>) -> bool {
    match value {
        Asked::Text(text) => regex.is_match(text) != negated,
        _ => false,
    }
}

/// `value op with`; false if they do not compare.
fn compares(op: Comparison, value: Asked<'_>, with: &Scalar) -> bool {
    let order = match (value, with) {
        (Asked::Float(a), Scalar::Float(b)) => a.partial_cmp(b),
        (Asked::Float(a), Scalar::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Asked::Float(a), Scalar::UInt(b)) => a.partial_cmp(&(*b as f64)),
        (Asked::Int(a), Scalar::Float(b)) => (a as f64).partial_cmp(b),
        (Asked::Int(a), Scalar::Int(b)) => Some(a.cmp(b)),
        (Asked::Int(a), Scalar::UInt(b)) => Some(i128::from(a).cmp(&i128::from(*b))),
        (Asked::UInt(a), Scalar::Float(b)) => (a as f64).partial_cmp(b),
        (Asked::UInt(a), Scalar::Int(b)) => Some(i128::from(a).cmp(&i128::from(*b))),
        (Asked::UInt(a), Scalar::UInt(b)) => Some(a.cmp(b)),
        (Asked::Text(a), Scalar::String(b)) => Some(a.cmp(b)),
        (Asked::Bool(a), Scalar::Bool(b)) => {
            return match op {
                Comparison::Equal => a == *b,
                Comparison::NotEqual => a != *b,
                _ => false,
            };
        }
        _ => return false,
    };
    match op {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::NotEqual => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterEqual => order.is_some_and(Ordering::is_ge),
    }
}

#[cfg(test)]
pub(super) mod testing {
    //! Predicates as tests write them.

    use super::*;

    /// `column op value`
    pub(crate) fn compare(column: &str, op: Comparison, value: impl Into<Scalar>) -> Predicate {
        Predicate::Compare {
            column: column.into(),
            op,
            value: value.into(),
        }
    }

    /// `column =~ /pattern/`
    pub(crate) fn find(column: &str, pattern: &str, negated: bool) -> Predicate {
        Predicate::Match {
            column: column.into(),
            pattern: pattern.into(),
            regex: regex::Regex::new(pattern).unwrap(),
            negated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{compare, find};
    use super::*;
    use Comparison::{Equal, Greater, Less, NotEqual};

    /// Whether the series `m,a=1` is excluded, and which of the values 1.0, 2 and "x" of its
    /// field `f` match.
    #[track_caller]
    fn check(predicate: &Predicate, excluded: bool, expected: [bool; 3]) {
        let tags = [(Name::from("a"), Name::from("1"))];
        let series = Identity {
            measurement: "m",
            tags: &tags,
        };
        assert_eq!(excludes(predicate, series), excluded, "{predicate:?}");
        let values = [Asked::Float(1.0), Asked::Int(2), Asked::Text("x")];
        let matching = matching(predicate, series, "f");
        let seen = values.map(|value| match &matching {
            Matching::None => false,
            Matching::All => true,
            Matching::Where(test) => test.passes(value),
        });
        assert_eq!(seen, expected, "{predicate:?}");
    }

    #[test]
    fn series_fields_and_values_are_told_apart() {
        let (all, none) = ([true; 3], [false; 3]);
        check(&compare("a", Equal, "1"), false, all);
        check(&compare("a", NotEqual, "1"), true, none);
        check(&compare("b", NotEqual, "1"), false, all);
        check(&find("b", "^$", false), false, all);
        check(&find("_measurement", "m", true), true, none);
        check(&Predicate::Exists("b".into()), true, none);
        check(&Predicate::Exists("_value".into()), false, all);
        check(&compare("a", Equal, Scalar::Int(1)), true, none);
        check(&compare("_field", Equal, "g"), false, none);
        let value = compare("_value", Greater, Scalar::Float(1.5));
        check(&value, false, [false, true, false]);
        let text = compare("_value", Less, "y");
        check(&text, false, [false, false, true]);
        let other = compare("a", Equal, "2");
        let both = |a: &Predicate, b: &Predicate| vec![a.clone(), b.clone()];
        check(&Predicate::And(both(&other, &value)), true, none);
        let either = Predicate::Or(both(&other, &value));
        check(&either, false, [false, true, false]);
        check(
            &Predicate::Or(both(&value, &text)),
            false,
            [false, true, true],
        );
    }
}
