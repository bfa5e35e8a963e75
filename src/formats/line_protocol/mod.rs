//! Line protocol as influxd reads it, from a stream of any length, without an allocation a point.
//!
//! [`Reader`] finds the lines; `fast` reads the usual ones in one go and `exact` the others by
//! influxd's own rules, whose oddities are kept. [`SeriesTable`] knows each measurement with its
//! tags after the first line that names it. [`Points`] reads on a thread of its own.

mod ahead;
mod error;
mod exact;
mod fast;
mod point;
mod reader;
mod series;
mod skip;

pub use ahead::{Asked, Next, Points};
pub use error::{LineError, ReadError, Reason};
pub use point::{Field, Point, Value};
pub use reader::{Precision, Reader};
pub use series::{Series, SeriesTable};
