//! Which measurements with which tags and fields were seen: each raw key is understood once.

use super::Reason;
use crate::table::Name;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// The longest key that influxd stores: measurement, tags, separator and field key.
const KEY_LENGTH: usize = 65_535;

/// Numbers by the bytes that were read.
type Numbers = HashMap<Box<[u8]>, usize, FxBuildHasher>;

/// So many fields of a series are looked through one by one.
const FEW: usize = 16;

/// A measurement with its tags, and the fields it has had so far.
#[derive(Clone, Debug)]
pub struct Series {
    /// The measurement.
    pub measurement: Name,
    /// Tags by key; no value is empty.
    pub tags: Vec<(Name, Name)>,
    /// Field keys in the order in which they came. A field's slot is its index here.
    pub fields: Vec<Name>,
    /// The bytes of each field's key, if they are the key: what the next line is compared with.
    plain: Vec<Box<[u8]>>,
    /// All spellings of field keys, once there are too many to look through.
    slots: Option<Box<Numbers>>,
    /// The bytes of measurement and tags.
    length: usize,
}

/// All series that a reader has met, by number.
#[derive(Debug, Default)]
pub struct SeriesTable {
    series: Vec<Series>,
    /// Numbers by the bytes before the first space of a line. Among these bytes is each series'
    /// usual spelling, for several spellings can mean one series.
    raw: Numbers,
    names: HashMap<Box<[u8]>, Name, FxBuildHasher>,
    last_key: Vec<u8>,
    last: usize,
}

impl SeriesTable {
    /// A series by its number.
    ///
    /// # Panics
    /// If no series has the number.
    pub fn get(&self, series: usize) -> &Series {
        &self.series[series]
    }

    /// How many there are; their numbers are smaller.
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// The length of the last line's key and the series it means, if this line begins with it.
    #[inline]
    pub(super) fn same_as_last(&self, line: &[u8]) -> Option<(usize, usize)> {
        let length = self.last_key.len();
        let same =
            length > 0 && line.get(length) == Some(&b' ') && line[..length] == self.last_key[..];
        same.then_some((length, self.last))
    }

    /// The series of a key that was met before.
    #[inline]
    pub(super) fn known(&mut self, key: &[u8]) -> Option<usize> {
        let series = *self.raw.get(key)?;
        self.last_key.clear();
        self.last_key.extend_from_slice(key);
        self.last = series;
        Some(series)
    }

    /// Learns what a key means.
    pub(super) fn learn(
        &mut self,
        key: &[u8],
        measurement: &[u8],
        tags: &[(Vec<u8>, Vec<u8>)],
    ) -> Result<usize, Reason> {
        if key.len() > KEY_LENGTH {
            return Err(Reason::KeyLength);
        }
        let measurement = self.name(measurement)?;
        let mut named = Vec::with_capacity(tags.len());
        for (tag, value) in tags {
            named.push((self.name(tag)?, self.name(value)?));
        }
        named.sort();
        let usual = spelling(&measurement, &named);
        let series = match self.raw.get(&usual[..]) {
            Some(&series) => series,
            None => {
                let series = self.series.len();
                if *usual != *key {
                    self.raw.insert(usual.into(), series);
                }
                self.series.push(Series {
                    measurement,
                    tags: named,
                    fields: Vec::new(),
                    plain: Vec::new(),
                    slots: None,
                    length: key.len(),
                });
                series
            }
        };
        self.raw.insert(key.into(), series);
        Ok(series)
    }

    /// The slot of the field whose plain key and equals sign stand at the beginning of a text,
    /// if it is the expected one.
    #[inline]
    pub(super) fn guess(&self, series: usize, slot: usize, text: &[u8]) -> Option<(usize, usize)> {
        let fields = &self.series[series].plain;
        let slot = if slot < fields.len() { slot } else { 0 };
        let key = fields.get(slot)?;
        let same =
            !key.is_empty() && text.get(key.len()) == Some(&b'=') && text[..key.len()] == key[..];
        same.then_some((key.len(), slot))
    }

    /// The slot of a field key, which is as given, or with escapes.
    pub(super) fn slot(
        &mut self,
        series: usize,
        raw: &[u8],
        unescape: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Result<usize, Reason> {
        let known = &self.series[series];
        let slot = match &known.slots {
            Some(slots) => slots.get(raw).copied(),
            None => known.plain.iter().position(|key| **key == *raw),
        };
        if let Some(slot) = slot {
            return Ok(slot);
        }
        let escaped = raw.contains(&b'\\');
        let name = if escaped {
            let plain = unescape(raw);
            self.name(&plain)?
        } else {
            self.name(raw)?
        };
        let known = &mut self.series[series];
        if known.length + 4 + raw.len() > KEY_LENGTH {
            return Err(Reason::KeyLength);
        }
        let slot = match known.fields.iter().position(|field| *field == name) {
            Some(slot) => slot,
            None => {
                known.fields.push(name);
                known.plain.push(Box::default());
                known.fields.len() - 1
            }
        };
        if !escaped && !raw.is_empty() {
            known.plain[slot] = raw.into();
        }
        if known.fields.len() > FEW {
            let slots = known.slots.get_or_insert_with(|| {
                let plain = known.plain.iter().enumerate();
                let plain = plain.filter(|(_, key)| !key.is_empty());
                Box::new(plain.map(|(slot, key)| (key.clone(), slot)).collect())
            });
            slots.insert(raw.into(), slot);
        }
        Ok(slot)
    }

    /// One name for all occurrences of a text.
    fn name(&mut self, text: &[u8]) -> Result<Name, Reason> {
        if let Some(name) = self.names.get(text) {
            return Ok(name.clone());
        }
        let name: Name = std::str::from_utf8(text)
            .map_err(|_| Reason::NotUtf8)?
            .into();
        self.names.insert(text.into(), name.clone());
        Ok(name)
    }
}

/// How a series is usually written: tags by key, and escaped what must be.
fn spelling(measurement: &str, tags: &[(Name, Name)]) -> Vec<u8> {
    let mut key = Vec::new();
    let mut escaped = |text: &str, special: &[u8]| {
        for byte in text.bytes() {
            if special.contains(&byte) {
                key.push(b'\\');
            }
            key.push(byte);
        }
    };
    escaped(measurement, b", ");
    for (tag, value) in tags {
        escaped(",", b"");
        escaped(tag, b", =");
        escaped("=", b"");
        escaped(value, b", =");
    }
    key
}
