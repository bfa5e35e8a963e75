//! Upper, lower and title case, and what kind of letter a character is. Each letter is mapped to
//! one letter: `ß` stays in upper case.

use super::search::one;
use crate::diagnostic::Failure;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Tells whether a character is a digit.
#[builtin(since = "0.18.0", pure)]
pub fn is_digit(
    /// One character.
    v: Arc<str>,
) -> Result<bool, Failure> {
    character(&v).map(|c| c.is_ascii_digit() || c.is_numeric() && is_other_digit(c))
}

/// Tells whether a character is a letter.
#[builtin(since = "0.18.0", pure)]
pub fn is_letter(
    /// One character.
    v: Arc<str>,
) -> Result<bool, Failure> {
    character(&v).map(char::is_alphabetic)
}

/// Tells whether a character is a lower-case letter.
#[builtin(since = "0.18.0", pure)]
pub fn is_lower(
    /// One character.
    v: Arc<str>,
) -> Result<bool, Failure> {
    character(&v).map(char::is_lowercase)
}

/// Tells whether a character is an upper-case letter.
#[builtin(since = "0.18.0", pure)]
pub fn is_upper(
    /// One character.
    v: Arc<str>,
) -> Result<bool, Failure> {
    character(&v).map(char::is_uppercase)
}

/// Puts the first letter of each word in title case. Letters, digits and underscores make words;
/// beyond ASCII, only white space parts them.
#[builtin(since = "0.18.0", pure)]
pub fn title(
    /// The string to convert.
    v: Arc<str>,
) -> String {
    let mut previous = ' ';
    let letters = v.chars().map(|c| {
        let begins = parts_words(previous);
        previous = c;
        if begins { title_case(c) } else { c }
    });
    letters.collect()
}

/// Puts all letters in lower case.
#[builtin(since = "0.18.0", pure)]
pub fn to_lower(
    /// The string to convert.
    v: Arc<str>,
) -> String {
    let lower = |c| match c {
        // Its own lower case is two characters, of which the first is meant.
        'İ' => 'i',
        _ => one(c, c.to_lowercase()),
    };
    v.chars().map(lower).collect()
}

/// Puts all letters in title case.
#[builtin(since = "0.18.0", pure)]
pub fn to_title(
    /// The string to convert.
    v: Arc<str>,
) -> String {
    v.chars().map(title_case).collect()
}

/// Puts all letters in upper case.
#[builtin(since = "0.18.0", pure)]
pub fn to_upper(
    /// The string to convert.
    v: Arc<str>,
) -> String {
    v.chars().map(upper_case).collect()
}

/// The only character of a text. Upstream counts bytes here and refuses every letter beyond
/// ASCII; its documentation speaks of characters.
fn character(text: &str) -> Result<char, Failure> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Failure::new(
            "flux::stdlib::not_one_character",
            format!("expected a single character, got {text:?}"),
        )
        .help("the character tests take a string of exactly one character")),
    }
}

/// Title case differs from upper case in the letters that are two in one (`ǆ`), and in Georgian,
/// which has capitals but no title case.
fn title_case(letter: char) -> char {
    match letter {
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        'ა'..='ჺ' | 'ჽ'..='ჿ' => letter,
        _ => upper_case(letter),
    }
}

/// Greek letters with an iota below are two letters in upper case, but have a capital each that
/// maps back to them.
fn upper_case(letter: char) -> char {
    let capital = |distance: u32| char::from_u32(u32::from(letter) + distance).unwrap_or(letter);
    match letter {
        'ᾀ'..='ᾇ' | 'ᾐ'..='ᾗ' | 'ᾠ'..='ᾧ' => capital(8),
        'ᾳ' | 'ῃ' | 'ῳ' => capital(9),
        _ => one(letter, letter.to_uppercase()),
    }
}

fn parts_words(character: char) -> bool {
    if character.is_ascii() {
        !character.is_ascii_alphanumeric() && character != '_'
    } else {
        character.is_whitespace()
    }
}

/// The standard library tells numbers, such as ½, but no digits beyond ASCII. They stand in runs of ten that begin at a multiple of ten from these.
fn is_other_digit(character: char) -> bool {
    const ZEROS: [u32; 37] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
        0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
        0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
        0xff10, 0x104a0,
    ];
    let code = u32::from(character);
    ZEROS.iter().any(|zero| (*zero..zero + 10).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_mapped_one_by_one() {
        assert_eq!(to_upper("straße é ǆ".into()), "STRAßE É Ǆ");
        assert_eq!(to_lower("ÀÉİ Σ".into()), "àéi σ");
        assert_eq!(to_upper("ᾳ ᾠ ŉ".into()), "ᾼ ᾨ ŉ");
        assert_eq!(to_title("ǆ abc".into()), "ǅ ABC");
        let titled = title("an o'dd-case 2nd wörd éa".into());
        assert_eq!(titled, "An O'Dd-Case 2nd Wörd Éa");
        assert_eq!(title("x_y z.w".into()), "X_y Z.W");
    }

    #[test]
    fn tests_take_one_character() {
        assert_eq!(is_upper("A".into()), Ok(true));
        assert_eq!(is_upper("1".into()), Ok(false));
        assert_eq!(is_letter("_".into()), Ok(false));
        assert_eq!(is_letter("é".into()), Ok(true));
        assert_eq!(is_digit("7".into()), Ok(true));
        assert_eq!(is_digit("٣".into()), Ok(true));
        assert_eq!(is_digit("½".into()), Ok(false));
        assert!(is_digit("12".into()).is_err());
        assert!(is_lower("".into()).is_err());
    }
}
