//! Which measurements with which tags and fields were seen: each raw key is understood once.

use super::Reason;
use crate::table::Name;
use hashbrown::{HashMap, HashTable};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

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
    /// Each field's key, if it stands in lines as it is: what the next line is compared with.
    plain: Vec<Name>,
    /// All spellings of field keys, once there are too many to look through.
    slots: Option<Box<Numbers>>,
    /// The bytes of measurement and tags.
    length: usize,
}

impl Series {
    /// One without fields.
    pub(super) fn new(measurement: Name, tags: Vec<(Name, Name)>) -> Self {
        Self {
            measurement,
            tags,
            fields: Vec::new(),
            plain: Vec::new(),
            slots: None,
            length: 0,
        }
    }
}

/// All series that a reader has met, by number.
#[derive(Debug, Default)]
pub struct SeriesTable {
    series: Vec<Series>,
    /// What stood before the first space of a line. Among these is each series' usual spelling,
    /// for several spellings can mean one series.
    spellings: Vec<Spelling>,
    /// Numbers of spellings, by their hashes.
    numbers: HashTable<usize>,
    names: HashMap<Box<[u8]>, Name, FxBuildHasher>,
    /// The number of the last line's spelling.
    last: usize,
}

/// How a series is written.
#[derive(Debug)]
struct Spelling {
    key: Box<[u8]>,
    series: usize,
    /// The spelling that stood in the line after this one; at first this one itself. Where series
    /// take turns, it is nearly always the next one again.
    next: usize,
}

impl Spelling {
    /// Whether a line begins with it.
    #[inline]
    fn begins(&self, line: &[u8]) -> bool {
        let length = self.key.len();
        line.get(length) == Some(&b' ') && line[..length] == self.key[..]
    }
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

    /// The length of a line's key and the series it means, if it is the one that is expected after
    /// the last line's, or that one again.
    #[inline]
    pub(super) fn expected(&mut self, line: &[u8]) -> Option<(usize, usize)> {
        let last = self.spellings.get(self.last)?;
        let next = &self.spellings[last.next];
        if next.begins(line) {
            self.last = last.next;
            return Some((next.key.len(), next.series));
        }
        last.begins(line).then_some((last.key.len(), last.series))
    }

    /// The series of a key that was met before.
    #[inline]
    pub(super) fn known(&mut self, key: &[u8]) -> Option<usize> {
        let number = self.number(key)?;
        self.follow(number);
        Some(self.spellings[number].series)
    }

    /// The number of a spelling.
    #[inline]
    fn number(&self, key: &[u8]) -> Option<usize> {
        let same = |number: &usize| *self.spellings[*number].key == *key;
        self.numbers.find(hash(key), same).copied()
    }

    /// The last line has this spelling.
    fn follow(&mut self, number: usize) {
        self.spellings[self.last].next = number;
        self.last = number;
    }

    fn add_spelling(&mut self, key: Box<[u8]>, series: usize) -> usize {
        let Self {
            spellings, numbers, ..
        } = self;
        let number = spellings.len();
        let hash_of = |number: &usize| hash(&spellings[*number].key);
        numbers.insert_unique(hash(&key), number, hash_of);
        spellings.push(Spelling {
            key,
            series,
            next: number,
        });
        number
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
        let series = match self.number(&usual) {
            Some(number) => self.spellings[number].series,
            None => {
                let series = self.series.len();
                if *usual != *key {
                    self.add_spelling(usual.into(), series);
                }
                let mut new = Series::new(measurement, named);
                new.length = key.len();
                self.series.push(new);
                series
            }
        };
        let number = self.add_spelling(key.into(), series);
        self.follow(number);
        Ok(series)
    }

    /// The slot of the field whose plain key and equals sign stand at the beginning of a text,
    /// if it is the expected one.
    #[inline]
    pub(super) fn guess(&self, series: usize, slot: usize, text: &[u8]) -> Option<(usize, usize)> {
        let fields = &self.series[series].plain;
        let slot = if slot < fields.len() { slot } else { 0 };
        let key = fields.get(slot)?;
        let key = key.as_bytes();
        let same =
            !key.is_empty() && text.get(key.len()) == Some(&b'=') && text[..key.len()] == *key;
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
            None => known.plain.iter().position(|key| key.as_bytes() == raw),
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
                known.fields.push(name.clone());
                known.plain.push("".into());
                known.fields.len() - 1
            }
        };
        if !escaped {
            known.plain[slot] = name;
        }
        if known.fields.len() > FEW {
            let slots = known.slots.get_or_insert_with(|| {
                let plain = known.plain.iter().enumerate();
                let plain = plain.filter(|(_, key)| !key.is_empty());
                Box::new(
                    plain
                        .map(|(slot, key)| (key.as_bytes().into(), slot))
                        .collect(),
                )
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

#[inline]
fn hash(key: &[u8]) -> u64 {
    FxBuildHasher.hash_one(key)
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
