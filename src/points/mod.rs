//! Rows to points, points to line protocol: what `to()` and `wideTo()` write, without sending it.

mod cell;
mod name;
mod narrow;
mod rows;
mod series;
mod wide;

pub use narrow::{FieldRow, Narrow, Tags};
pub use rows::Encoded;
pub use wide::Wide;
