//! Buckets without host that are files here.

use super::config::{BucketEntry, wrong};
use crate::diagnostic::Failure;
use crate::formats::line_protocol::Precision;
use std::path::{Path, PathBuf};

/// A bucket's file, or folder of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    pub(super) bucket: String,
    pub(super) path: PathBuf,
    /// Of timestamps in line protocol.
    pub(super) precision: Precision,
}

impl Binding {
    /// Reads `NAME=PATH[?precision=s]`; the path is relative to a folder.
    pub(super) fn parse(text: &str, folder: &Path, usual: Precision) -> Result<Self, Failure> {
        match text.split_once('=') {
            Some((bucket, path)) if !bucket.is_empty() && !path.is_empty() => {
                Self::new(bucket, path, None, folder, usual)
            }
            _ => Err(wrong(format!(
                "the bucket `{text}` is not of the form NAME=PATH[?precision=s]"
            ))
            .help("for example `--bucket example-bucket=data/oss`")),
        }
    }

    /// A bucket of the configuration file.
    pub(super) fn of_file(
        bucket: &str,
        entry: &BucketEntry,
        folder: &Path,
        usual: Precision,
    ) -> Result<Self, Failure> {
        let (path, unit) = match entry {
            BucketEntry::Path(path) => (path, None),
            BucketEntry::Table { path, precision } => (path, precision.as_deref()),
        };
        Self::new(bucket, path, unit, folder, usual)
    }

    fn new(
        bucket: &str,
        path: &str,
        unit: Option<&str>,
        folder: &Path,
        usual: Precision,
    ) -> Result<Self, Failure> {
        let (path, asked) = match path.rsplit_once('?') {
            Some((path, query)) => match query.strip_prefix("precision=") {
                Some(unit) => (path, Some(unit)),
                None => {
                    return Err(wrong(format!(
                        "the bucket {bucket} has the option `{query}`, and only `precision` is known"
                    )));
                }
            },
            None => (path, unit),
        };
        Ok(Self {
            bucket: bucket.into(),
            path: folder.join(path),
            precision: asked.map_or(Ok(usual), precision)?,
        })
    }
}

/// A unit of timestamps by its name.
pub(super) fn precision(name: &str) -> Result<Precision, Failure> {
    Precision::named(name).ok_or_else(|| {
        wrong(format!(
            "`{name}` is no precision: it is one of ns, us, ms and s"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_bound_to_paths() {
        let parse = |text| Binding::parse(text, Path::new("/base"), Precision::Milliseconds);
        let cases = [
            ("b=x.lp", "b", "/base/x.lp", Precision::Milliseconds),
            ("a b=/abs/x=y", "a b", "/abs/x=y", Precision::Milliseconds),
            ("b=x?precision=s", "b", "/base/x", Precision::Seconds),
        ];
        for (text, bucket, path, precision) in cases {
            let bucket = bucket.into();
            let path = path.into();
            assert_eq!(
                parse(text),
                Ok(Binding {
                    bucket,
                    path,
                    precision
                })
            );
        }
        for malformed in ["b", "=x", "b=", "b=x?precision=h", "b=x?other=1"] {
            parse(malformed).unwrap_err();
        }
    }
}
