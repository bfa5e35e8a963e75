//! Texts of field values, each held once.

use arrow_array::StringViewArray;
use arrow_array::builder::StringViewBuilder;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Numbers for texts, without a second copy of any.
#[derive(Debug, Default)]
pub(super) struct Texts {
    numbers: HashTable<u32>,
    texts: StringViewBuilder,
}

impl Texts {
    /// The number of a text, and whether it is new.
    pub(super) fn number(&mut self, text: &str) -> (u32, bool) {
        let Self { numbers, texts } = self;
        let hash = |text: &[u8]| FxBuildHasher.hash_one(text);
        let of_text = hash(text.as_bytes());
        let same = |number: &u32| texts.get_value(*number as usize) == text.as_bytes();
        if let Some(number) = numbers.find(of_text, same) {
            return (*number, false);
        }
        let number = numbers.len() as u32;
        numbers.insert_unique(of_text, number, |number| {
            hash(texts.get_value(*number as usize))
        });
        texts.append_value(text);
        (number, true)
    }

    /// All texts by number.
    pub(super) fn finish(mut self) -> StringViewArray {
        drop(self.numbers);
        self.texts.finish()
    }
}
