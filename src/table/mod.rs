//! The table model: columns, group keys, chunks, and the protocol by which operators push them.

mod builder;
mod chunk;
mod column;
mod group_key;
mod memory;
mod operator;
mod scalar;
mod scan;

pub use crate::time::Bounds;
pub use builder::ColumnBuilder;
pub use chunk::{Chunk, Name, Schema, collision};
pub use column::{Column, Dictionary};
pub use group_key::GroupKey;
pub use memory::{Memory, Reservation};
pub use operator::{Answer, Operator, Output, Promise, Source, Table, TableId};
pub use scalar::{Scalar, Type};
pub use scan::{
    Aggregate, Aggregation, Comparison, Grouping, Index, Predicate, Pushable, Scan, WindowTime,
    Windowing, quoted,
};
