//! A bucket held here: the points of files, by series, and influxd's reads of them.
//!
//! A [`Loader`] takes line protocol and annotated CSV and unites their points, the later value
//! winning; what it has collected becomes a [`Bucket`], which answers a
//! [`Scan`](crate::table::Scan) as influxd's storage does.

mod bucket;
mod feed;
mod loader;
mod matching;
mod names;
mod order;
mod points;
mod read;
mod rows;
mod selection;
mod stream;
mod survey;
mod texts;

pub use bucket::Bucket;
pub use loader::{BadLines, Loaded, Loader, Options, Report};
pub use names::{bucket_of_file, file_of_bucket, no_bucket};
pub use selection::Selection;
pub use stream::{Files, Stream, is_streamable, stream};
