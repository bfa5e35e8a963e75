//! Package `csv`: tables from annotated or plain CSV.

use crate::diagnostic::Failure;
use crate::formats::annotated_csv::{Decoder, Mode};
use crate::formats::{EventSource, threaded};
use crate::table::Source;
use crate::value::{Context, Package, Stream, Transform};
use fluxlite_macros::builtin;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "csv",
    docs: "Reads tables from annotated or plain CSV.",
    builtins: &[&FROM],
    constants: &[],
    flux: None,
};

/// `csv.from`, in the graph.
#[derive(Clone, Debug)]
struct Csv {
    from: Text,
    raw: bool,
}

#[derive(Clone, Debug)]
enum Text {
    Inline(Arc<str>),
    File(Arc<str>),
}

impl Transform for Csv {
    fn name(&self) -> &str {
        "csv.from"
    }

    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        let text: Box<dyn Read + Send> = match &self.from {
            Text::Inline(text) => Box::new(Cursor::new(Shared(text.clone()))),
            Text::File(path) => cx.world().open(path).map_err(|failure| Failure {
                message: format!(
                    "error in csv.from(): csv.from() failed to read file: {}",
                    failure.message
                ),
                ..failure
            })?,
        };
        let mode = if self.raw {
            Mode::Raw
        } else {
            Mode::Annotations
        };
        let decoder = Decoder::new(text, mode);
        Ok(match &self.from {
            // A text that stands in the script is decoded sooner than a thread is started.
            Text::Inline(_) => Box::new(EventSource::new("csv.from()", decoder)),
            Text::File(_) => Box::new(EventSource::new("csv.from()", threaded(decoder))),
        })
    }

    fn explain(&self) -> String {
        match &self.from {
            Text::Inline(text) => format!("csv: {} bytes", text.len()),
            Text::File(path) => format!("file: {path:?}"),
        }
    }
}

/// A text's bytes, shared.
struct Shared(Arc<str>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Reads tables from CSV.
///
/// Annotated CSV (`#datatype`, `#group`, `#default`) says types, group keys and tables itself;
/// `mode: "raw"` reads plain CSV with a header into one table of strings.
#[builtin(since = "0.14.0", returns = "stream[A]", constraints = "A: Record")]
pub fn from(
    /// The text. Mutually exclusive with `file`.
    csv: Option<Arc<str>>,
    /// Path of the file. Mutually exclusive with `csv`.
    file: Option<Arc<str>>,
    /// `"annotations"` or `"raw"`.
    #[default("annotations")]
    mode: Arc<str>,
    #[context] cx: &Context,
) -> Result<Stream, Failure> {
    let from = match (csv, file) {
        (Some(text), None) => Text::Inline(text),
        (None, Some(path)) => Text::File(path),
        _ => {
            return Err(Failure::new(
                "flux::csv::source",
                "must provide exactly one of the parameters csv or file",
            )
            .help("`csv` is the text itself, `file` is a path"));
        }
    };
    let raw = &*mode == "raw";
    Ok(Stream::other(cx, Csv { from, raw }, Vec::new()))
}
