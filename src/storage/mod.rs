//! A bucket held here: the points of files, by series, and influxd's reads of them.
//!
//! A [`Loader`] takes line protocol and annotated CSV and unites their points, the later value
//! winning; what it has collected becomes a [`Bucket`], which answers a
//! [`Scan`](crate::table::Scan) as influxd's storage does.

mod bucket;
mod loader;
mod matching;
mod names;
mod points;
mod read;
mod rows;

pub use bucket::Bucket;
pub use loader::{BadLines, Loader, Options, Report};
pub use names::{bucket_of_file, file_of_bucket, no_bucket};
