//! `measurement,tag=value,…` of a chunk's rows, written anew only where it changes.

use super::name::{self, Role};
use crate::diagnostic::Failure;
use crate::table::{Column, Dictionary, Name};
use crate::world::Lines;
use arrow_array::Array;

/// The columns that make the series of a chunk's rows.
pub(super) struct Series<'a> {
    measurement: &'a Column,
    tags: Vec<Tag<'a>>,
    /// Those of the columns that are not constant.
    varying: Vec<&'a Column>,
    /// Row and place of the series that was written last.
    last: Option<(usize, (u32, u32))>,
    known: Option<Known<'a>>,
}

struct Tag<'a> {
    key: &'a Name,
    /// `,key=` with escapes, or why it cannot be written.
    prefix: Result<Vec<u8>, Failure>,
    values: &'a Column,
}

impl<'a> Series<'a> {
    /// The series that a column of measurements and some tags make; tags are sorted by key.
    pub(super) fn new(
        measurement: &'a Column,
        tags: impl IntoIterator<Item = (&'a Name, &'a Column)>,
    ) -> Self {
        let tags: Vec<_> = tags
            .into_iter()
            .map(|(key, values)| Tag {
                key,
                prefix: prefix(key),
                values,
            })
            .collect();
        let columns = tags.iter().map(|tag| tag.values).chain([measurement]);
        let varying: Vec<_> = columns
            .filter(|column| column.as_constant().is_none())
            .collect();
        Self {
            measurement,
            tags,
            known: Known::new(&varying),
            varying,
            last: None,
        }
    }

    /// Where the series of a row stands in the lines.
    ///
    /// # Errors
    /// If the measurement or a tag cannot be written.
    pub(super) fn at(&mut self, row: usize, lines: &mut Lines) -> Result<(u32, u32), Failure> {
        if let Some((last, place)) = self.last
            && self.varying.iter().all(|column| same(column, last, row))
        {
            return Ok(place);
        }
        if let Some(place) = self.known.as_ref().and_then(|known| known.get(row)) {
            self.last = Some((row, place));
            return Ok(place);
        }
        let start = lines.bytes.len();
        if let Err(failure) = self.put(row, &mut lines.bytes) {
            lines.bytes.truncate(start);
            return Err(failure);
        }
        let place = super::rows::place(start, lines)?;
        self.last = Some((row, place));
        if let Some(known) = &mut self.known {
            known.set(row, place);
        }
        Ok(place)
    }

    fn put(&self, row: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        let measurement = self.measurement.text(row).unwrap_or_default();
        name::put(Role::Measurement, measurement, out)
            .map_err(|refused| refused.measurement(measurement))?;
        for tag in &self.tags {
            let Some(value) = tag.values.text(row).filter(|value| !value.is_empty()) else {
                continue;
            };
            out.extend_from_slice(tag.prefix.as_ref().map_err(Clone::clone)?);
            name::put(Role::TagValue, value, out)
                .map_err(|refused| refused.tag_value(tag.key, value))?;
        }
        Ok(())
    }
}

fn prefix(key: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = vec![b','];
    name::put(Role::TagKey, key, &mut bytes).map_err(|refused| refused.tag_key(key))?;
    bytes.push(b'=');
    Ok(bytes)
}

fn same(column: &Column, a: usize, b: usize) -> bool {
    match column {
        Column::Dictionary(Dictionary { keys, .. }) => {
            keys.is_valid(a) == keys.is_valid(b)
                && (keys.is_null(a) || keys.value(a) == keys.value(b))
        }
        _ => column.text(a) == column.text(b),
    }
}

/// The series written so far, by what the dictionaries say; for rows of many series in turns.
struct Known<'a> {
    dictionaries: Vec<&'a Dictionary>,
    /// An empty place is one that is not known yet.
    places: Vec<(u32, u32)>,
}

/// As many combinations of tag values are remembered, at most.
const COMBINATIONS: usize = 65_536;

impl<'a> Known<'a> {
    fn new(varying: &[&'a Column]) -> Option<Self> {
        let dictionaries = varying.iter().map(|column| match column {
            Column::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        });
        let dictionaries: Vec<_> = dictionaries.collect::<Option<_>>()?;
        if dictionaries.is_empty() {
            return None;
        }
        let combinations = dictionaries.iter().try_fold(1usize, |product, dictionary| {
            product.checked_mul(dictionary.values.len() + 1)
        });
        let combinations = combinations.filter(|count| *count <= COMBINATIONS)?;
        Some(Self {
            dictionaries,
            places: vec![(0, 0); combinations],
        })
    }

    fn get(&self, row: usize) -> Option<(u32, u32)> {
        let place = *self.places.get(self.number(row))?;
        (place.1 > place.0).then_some(place)
    }

    fn set(&mut self, row: usize, place: (u32, u32)) {
        let number = self.number(row);
        if let Some(known) = self.places.get_mut(number) {
            *known = place;
        }
    }

    /// The number of a row's combination; null counts as one more text.
    fn number(&self, row: usize) -> usize {
        self.dictionaries.iter().fold(0, |number, dictionary| {
            let texts = dictionary.values.len();
            let key = match dictionary.keys.is_valid(row) {
                true => dictionary.keys.value(row) as usize,
                false => texts,
            };
            number * (texts + 1) + key
        })
    }
}
