//! The first look at files whose points may come in the order of a bucket: whether they do, and
//! which tables a read makes of them. With that known, the second look can open a series' tables
//! at its first point.

use super::feed::{Take, Wish};
use super::matching::{Asked, Matching, matching};
use super::order::{Order, Step};
use super::selection::Selection;
use crate::diagnostic::Failure;
use crate::formats::line_protocol::{Point, Value};
use crate::table::{Name, Scan, Type};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// The tables of a series: its fields by name, and their types in their own order.
pub(super) type Layout = Box<[(Name, Type)]>;

/// The tables of all series, in the order of the series.
#[derive(Debug, Default)]
pub(super) struct Survey {
    layouts: Vec<Layout>,
    /// Most series are laid out as others are.
    of_series: Vec<u32>,
}

impl Survey {
    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.of_series.len()
    }

    /// The tables of a series.
    pub(super) fn layout(&self, series: usize) -> Option<&Layout> {
        self.layouts.get(*self.of_series.get(series)? as usize)
    }
}

/// Looks at points as they go by.
pub(super) struct Surveyor<'a> {
    scan: &'a Scan,
    selection: Selection,
    order: Order,
    /// The fields of the series at hand.
    fields: Vec<Field>,
    /// Which field each slot is.
    slots: Vec<usize>,
    survey: Survey,
    known: HashMap<Layout, u32, FxBuildHasher>,
    begun: bool,
}

struct Field {
    name: Name,
    matching: Matching,
    /// By type.
    found: [Found; 6],
}

/// Whether a table has a row.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    No,
    /// By a value at this time, unless a later value at the same time replaces it.
    Perhaps(i64, bool),
    Yes,
}

impl<'a> Surveyor<'a> {
    pub(super) fn new(scan: &'a Scan) -> Self {
        Self {
            scan,
            selection: Selection::of([scan]),
            order: Order::default(),
            fields: Vec::new(),
            slots: Vec::new(),
            survey: Survey::default(),
            known: HashMap::default(),
            begun: false,
        }
    }

    /// What was found, once all points went by.
    pub(super) fn finish(mut self) -> Survey {
        self.end_series();
        self.survey
    }

    fn end_series(&mut self) {
        if !std::mem::replace(&mut self.begun, true) {
            return;
        }
        let mut layout = Vec::new();
        for field in self.fields.drain(..) {
            for ty in TYPES {
                let found = field.found[ty as usize];
                if matches!(found, Found::Yes | Found::Perhaps(_, true)) {
                    layout.push((field.name.clone(), ty));
                }
            }
        }
        layout.sort();
        let layout = layout.into_boxed_slice();
        let number = match self.known.get(&layout) {
            Some(number) => *number,
            None => {
                let number = self.survey.layouts.len() as u32;
                self.survey.layouts.push(layout.clone());
                self.known.insert(layout, number);
                number
            }
        };
        self.survey.of_series.push(number);
    }
}

/// The types of fields.
const TYPES: [Type; 5] = [Type::Bool, Type::Int, Type::UInt, Type::Float, Type::String];

impl Take for Surveyor<'_> {
    fn take(&mut self, point: &Point<'_>, time: i64) -> Result<Wish, Failure> {
        let series = point.series();
        let passed = passed_over(&self.order, &self.selection, self.scan, point, time);
        if passed {
            return Ok(Wish::More);
        }
        match self.order.step(point.series, series, time) {
            Step::Same => {}
            Step::Renumbered => self.slots.clear(),
            Step::Next => {
                self.end_series();
                self.slots.clear();
            }
            Step::Disorder => return Ok(Wish::Enough),
        }
        for name in &series.fields[self.slots.len()..] {
            let known = self.fields.iter().position(|field| field.name == *name);
            self.slots.push(known.unwrap_or(self.fields.len()));
            if known.is_none() {
                self.fields.push(Field {
                    name: name.clone(),
                    matching: of_field(self.scan, self.order.series(), name),
                    found: [Found::No; 6],
                });
            }
        }
        for value in point.fields() {
            let field = &mut self.fields[self.slots[value.slot]];
            let (ty, asked) = asked(value.value);
            let found = &mut field.found[ty as usize];
            if *found != Found::Yes {
                let passes = match &field.matching {
                    Matching::All => {
                        *found = Found::Yes;
                        continue;
                    }
                    Matching::None => continue,
                    Matching::Where(test) => test.passes(asked),
                };
                *found = match *found {
                    Found::Perhaps(before, true) if before < time => Found::Yes,
                    _ => Found::Perhaps(time, passes),
                };
            }
        }
        Ok(Wish::More)
    }

    fn renumbered(&mut self) {
        self.order.renumbered();
    }
}

/// Whether a scan does not ask for a point. The survey and the stream after it must pass over the
/// same points.
#[inline]
pub(super) fn passed_over(
    order: &Order,
    selection: &Selection,
    scan: &Scan,
    point: &Point<'_>,
    time: i64,
) -> bool {
    let is_new = !order.is_at(point.series);
    is_new && selection.excludes(point.series().into())
        || time < scan.bounds.start.0
        || scan.bounds.stop.0 <= time
}

/// Which points of a field a scan asks for.
pub(super) fn of_field(
    scan: &Scan,
    series: super::matching::Identity<'_>,
    field: &str,
) -> Matching {
    match &scan.predicate {
        None => Matching::All,
        Some(predicate) => matching(predicate, series, field),
    }
}

/// The type of a value, and the value for a test.
pub(super) fn asked(value: Value<'_>) -> (Type, Asked<'_>) {
    match value {
        Value::Float(value) => (Type::Float, Asked::Float(value)),
        Value::Int(value) => (Type::Int, Asked::Int(value)),
        Value::UInt(value) => (Type::UInt, Asked::UInt(value)),
        Value::Bool(value) => (Type::Bool, Asked::Bool(value)),
        Value::String(value) => (Type::String, Asked::Text(value)),
    }
}
