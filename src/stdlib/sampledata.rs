//! Package `sampledata`: two small tables for examples.

use super::universe::conversions::{int_of_float, uint_of_float};
use crate::table::{Chunk, Column, GroupKey, Name, Scalar, Schema, TableId, Type};
use crate::time::Time;
use crate::value::{Collected, Constant, Context, Op, Package, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "sampledata",
    docs: "Gives small tables to try functions on.",
    #[rustfmt::skip]
    builtins: &[
        &BOOL,
        &FLOAT,
        &INT,
        &NUMERIC_BOOL,
        &STRING,
        &UINT,
    ],
    constants: &[
        Constant {
            name: "start",
            docs: "The time of the first rows.",
            ty: "time",
            value: || Value::Time(START),
        },
        Constant {
            name: "stop",
            docs: "A time after all rows.",
            ty: "time",
            value: || Value::Time(Time(START.0 + 6 * STEP)),
        },
    ],
    flux: None,
};

/// 2021-01-01T00:00:00Z
const START: Time = Time(1_609_459_200_000_000_000);

/// Ten seconds lie between rows.
const STEP: i64 = 10_000_000_000;

const TAGS: [&str; 2] = ["t1", "t2"];

/// Which rows become null if nulls are asked for.
const NULLS: [[bool; 6]; 2] = [
    [false, true, false, true, true, false],
    [true, false, false, false, true, false],
];

const NUMBERS: [[f64; 6]; 2] = [
    [-2.18, 10.92, 7.35, 17.53, 15.23, 4.43],
    [19.85, 4.97, -3.75, 19.77, 13.86, 1.86],
];

const TEXTS: [[&str; 6]; 2] = [
    [
        "smpl_g9qczs",
        "smpl_0mgv9n",
        "smpl_phw664",
        "smpl_guvzy4",
        "smpl_5v3cce",
        "smpl_s9fmgy",
    ],
    [
        "smpl_b5eida",
        "smpl_eu4oxp",
        "smpl_5g7tz4",
        "smpl_sox1ut",
        "smpl_wfm757",
        "smpl_dtn2bv",
    ],
];

const TRUTHS: [[bool; 6]; 2] = [
    [true, true, false, true, false, false],
    [false, true, false, true, true, false],
];

/// Two tables of floats.
#[builtin(since = "0.128.0", returns = "stream[A]", constraints = "A: Record")]
pub fn float(
    #[context] cx: &Context,
    /// Whether some values are null.
    #[default(false)]
    include_null: bool,
) -> Stream {
    tables(cx, include_null, Type::Float, |tag, row| {
        Scalar::Float(NUMBERS[tag][row])
    })
}

/// Two tables of integers.
#[builtin(since = "0.128.0", returns = "stream[{B with _value: int, _value: A}]")]
pub fn int(
    #[context] cx: &Context,
    /// Whether some values are null.
    #[default(false)]
    include_null: bool,
) -> Stream {
    tables(cx, include_null, Type::Int, |tag, row| {
        Scalar::Int(int_of_float(NUMBERS[tag][row]))
    })
}

/// Two tables of unsigned integers; what is below zero counts down from 2^64.
#[builtin(
    since = "0.128.0",
    returns = "stream[{B with _value: uint, _value: A}]"
)]
pub fn uint(
    #[context] cx: &Context,
    /// Whether some values are null.
    #[default(false)]
    include_null: bool,
) -> Stream {
    tables(cx, include_null, Type::UInt, |tag, row| {
        Scalar::UInt(uint_of_float(NUMBERS[tag][row]))
    })
}

/// Two tables of strings.
#[builtin(since = "0.128.0", returns = "stream[A]", constraints = "A: Record")]
pub fn string(
    #[context] cx: &Context,
    /// Whether some values are null.
    #[default(false)]
    include_null: bool,
) -> Stream {
    tables(cx, include_null, Type::String, |tag, row| {
        Scalar::from(TEXTS[tag][row])
    })
}

/// Two tables of truth values.
#[builtin(
    name = "bool",
    since = "0.128.0",
    returns = "stream[A]",
    constraints = "A: Record"
)]
pub fn bool(
    #[context] cx: &Context,
    /// Whether some values are null.
    #[default(false)]
    include_null: ::core::primitive::bool,
) -> Stream {
    tables(cx, include_null, Type::Bool, |tag, row| {
        Scalar::Bool(TRUTHS[tag][row])
    })
}

/// Two tables of truth values as integers: 1 and 0.
#[builtin(since = "0.128.0", returns = "stream[{B with _value: int, _value: A}]")]
pub fn numeric_bool(
    #[context] cx: &Context,
    /// Whether some values are null.
    #[default(false)]
    include_null: ::core::primitive::bool,
) -> Stream {
    tables(cx, include_null, Type::Int, |tag, row| {
        Scalar::Int(i64::from(TRUTHS[tag][row]))
    })
}

/// A table for each tag, a row every ten seconds.
fn tables(
    cx: &Context,
    include_null: ::core::primitive::bool,
    ty: Type,
    cell: impl Fn(usize, usize) -> Scalar,
) -> Stream {
    let tables =
        TAGS.iter().enumerate().map(|(tag, name)| {
            let rows = NULLS[tag].len();
            let times = (0..rows as i64).map(|row| Scalar::Time(Time(START.0 + row * STEP)));
            let values = NULLS[tag].iter().enumerate().map(|(row, is_null)| {
                match include_null && *is_null {
                    true => Scalar::Null,
                    false => cell(tag, row),
                }
            });
            let label = Name::from("tag");
            let columns = vec![
                (Name::from("_time"), Column::from_scalars(Type::Time, times)),
                (label.clone(), Column::constant(Scalar::from(*name), rows)),
                (Name::from("_value"), Column::from_scalars(ty, values)),
            ];
            Collected {
                key: GroupKey::new(vec![(label, Type::String, Scalar::from(*name))]),
                schema: Schema(
                    columns
                        .iter()
                        .map(|(name, column)| (name.clone(), column.ty()))
                        .collect(),
                ),
                rows: Chunk {
                    id: TableId(tag),
                    columns,
                    rows,
                },
            }
        });
    Stream::new(cx, Op::Tables(Arc::new(tables.collect())), Vec::new())
}
