//! Results on standard output, in the format that the user wants.

use super::arguments::OutputFormat;
use fluxlite::deliver::{Batcher, Direct, Limits, Tally, Text};
use fluxlite::diagnostic::Failure;
use fluxlite::engine::ResultConsumer;
use fluxlite::formats::{ResultWriter, annotated_csv, json, pretty};
use fluxlite::points::{Narrow, Tags};
use fluxlite::table::{Chunk, GroupKey, Schema};
use fluxlite::world::{Lines, Sink};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};

/// Prints results; holds back the first bytes until there is a result.
pub struct Printer {
    writer: Writer,
    begun: bool,
}

enum Writer {
    /// Results go nowhere.
    Nowhere,
    /// Tables as a format writes them.
    Tables(Box<dyn ResultWriter>),
    /// Points as `to()` would write them.
    Lines(Box<dyn Sink>),
}

impl Printer {
    /// A printer on standard output; none prints nothing.
    pub fn new(format: Option<OutputFormat>) -> Self {
        let out = Quiet::new;
        let writer = match format {
            None => Writer::Nowhere,
            Some(OutputFormat::Csv) => Writer::Tables(Box::new(annotated_csv::Encoder::new(out()))),
            Some(OutputFormat::Json) => Writer::Tables(Box::new(json::Document::new(out()))),
            Some(OutputFormat::Jsonl) => Writer::Tables(Box::new(json::Rows::new(out()))),
            Some(OutputFormat::Table) => Writer::Tables(Box::new(pretty::Printer::new(out()))),
            Some(OutputFormat::Lp) => {
                let batcher = Batcher::new(Limits::default());
                let text = Text::new(out());
                Writer::Lines(Box::new(Direct::new(
                    batcher,
                    text,
                    "standard output",
                    Tally::default(),
                )))
            }
        };
        Self {
            writer,
            begun: false,
        }
    }

    /// Ends the output; after an error, with its message where the format can tell it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(&mut self, error: Option<&str>) -> Result<(), Failure> {
        match (&mut self.writer, error) {
            (Writer::Nowhere, _) => Ok(()),
            (Writer::Lines(sink), _) => sink.finish(),
            // Nothing was printed: standard error says it all.
            (Writer::Tables(_), Some(_)) if !self.begun => Ok(()),
            (Writer::Tables(writer), Some(message)) => writer.fail(message).map_err(unwritable),
            (Writer::Tables(writer), None) => writer.finish().map_err(unwritable),
        }
    }
}

impl ResultConsumer for Printer {
    fn begin(&mut self, result: &str) -> Result<(), Failure> {
        match &mut self.writer {
            Writer::Tables(writer) => {
                self.begun = true;
                writer.begin(result).map_err(unwritable)
            }
            _ => Ok(()),
        }
    }

    fn table(
        &mut self,
        _: &str,
        key: &GroupKey,
        schema: &Schema,
        chunks: &[Chunk],
    ) -> Result<(), Failure> {
        match &mut self.writer {
            Writer::Nowhere => Ok(()),
            Writer::Tables(writer) => writer.table(key, schema, chunks).map_err(unwritable),
            Writer::Lines(sink) => {
                let narrow = Narrow {
                    time: "_time".into(),
                    measurement: "_measurement".into(),
                    tags: Tags::Texts { except: Vec::new() },
                    pairs: true,
                };
                narrow.check(schema)?;
                for chunk in chunks {
                    let mut lines = Lines::default();
                    let encoded = narrow.encode(chunk, &[], &mut lines);
                    sink.write(&lines)?;
                    encoded?;
                }
                Ok(())
            }
        }
    }
}

fn unwritable(error: io::Error) -> Failure {
    Failure::new(
        "flux::cli::output",
        format!("cannot write results to standard output: {error}"),
    )
}

/// Standard output, whose reader may go away (`| head`): the rest is then for nobody, but what the
/// script delivers must still be delivered.
struct Quiet {
    out: BufWriter<Stdout>,
    gone: bool,
}

impl Quiet {
    fn new() -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            gone: false,
        }
    }

    fn unless_gone<T>(&mut self, written: io::Result<T>, otherwise: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(otherwise)
            }
            written => written,
        }
    }
}

impl Write for Quiet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.unless_gone(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.unless_gone(flushed, ())
    }
}
