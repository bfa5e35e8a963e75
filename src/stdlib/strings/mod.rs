//! Package `strings`: text. Positions from `index` and its kin count bytes, `strlen` and
//! `substring` count characters, as in Go. A null argument is an error.

mod cases;
mod parts;
mod search;

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "strings",
    docs: "Takes strings apart, searches and changes them.",
    #[rustfmt::skip]
    builtins: &[
        &search::COMPARE,
        &search::CONTAINS_ANY,
        &search::CONTAINS_STR,
        &search::COUNT_STR,
        &search::EQUAL_FOLD,
        &search::HAS_PREFIX,
        &search::HAS_SUFFIX,
        &search::INDEX,
        &search::INDEX_ANY,
        &cases::IS_DIGIT,
        &cases::IS_LETTER,
        &cases::IS_LOWER,
        &cases::IS_UPPER,
        &parts::JOIN_STR,
        &search::LAST_INDEX,
        &search::LAST_INDEX_ANY,
        &parts::REPEAT,
        &parts::REPLACE,
        &parts::REPLACE_ALL,
        &parts::SPLIT,
        &parts::SPLIT_AFTER,
        &parts::SPLIT_AFTER_N,
        &parts::SPLIT_N,
        &search::STRLEN,
        &parts::SUBSTRING,
        &cases::TITLE,
        &cases::TO_LOWER,
        &cases::TO_TITLE,
        &cases::TO_UPPER,
        &parts::TRIM,
        &parts::TRIM_LEFT,
        &parts::TRIM_PREFIX,
        &parts::TRIM_RIGHT,
        &parts::TRIM_SPACE,
        &parts::TRIM_SUFFIX,
    ],
    constants: &[],
    flux: None,
};
