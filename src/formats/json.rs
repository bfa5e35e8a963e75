//! Results as JSON: one document, or one object a row.

use super::ResultWriter;
use super::number;
use super::results::{columns_of, write_scalar};
use crate::table::{Chunk, GroupKey, Name, Scalar, Schema};
use std::io::{self, Write};

/// Writes `[{"result": …, "tables": [{"key": {…}, "columns": [{"name": …, "type": …}], "rows":
/// [{…}]}]}]`.
#[derive(Debug)]
pub struct Document<W> {
    out: W,
    buffer: Vec<u8>,
    results: usize,
    tables: usize,
    begun: bool,
}

/// Writes one object a row, with `result` and `table` before its cells. Tables without rows are
/// not seen.
#[derive(Debug)]
pub struct Rows<W> {
    out: W,
    buffer: Vec<u8>,
    result: Vec<u8>,
    tables: usize,
}

impl<W: Write> Document<W> {
    /// A writer of one document.
    pub fn new(out: W) -> Self {
        Self {
            out,
            buffer: Vec::new(),
            results: 0,
            tables: 0,
            begun: false,
        }
    }

    fn end_result(&mut self) {
        if std::mem::take(&mut self.begun) {
            self.buffer.extend_from_slice(b"]}");
        }
    }
}

impl<W: Write> Rows<W> {
    /// A writer of one line a row.
    pub fn new(out: W) -> Self {
        Self {
            out,
            buffer: Vec::new(),
            result: b"\"\"".to_vec(),
            tables: 0,
        }
    }
}

impl<W: Write + Send> ResultWriter for Document<W> {
    fn begin(&mut self, result: &str) -> io::Result<()> {
        self.end_result();
        let before: &[u8] = if self.results == 0 { b"[" } else { b",\n" };
        self.buffer.extend_from_slice(before);
        self.buffer.extend_from_slice(b"{\"result\":");
        write_text(result, &mut self.buffer)?;
        self.buffer.extend_from_slice(b",\"tables\":[");
        self.results += 1;
        self.tables = 0;
        self.begun = true;
        Ok(())
    }

    fn table(&mut self, key: &GroupKey, schema: &Schema, chunks: &[Chunk]) -> io::Result<()> {
        let out = &mut self.buffer;
        let before: &[u8] = if self.tables == 0 { b"\n" } else { b",\n" };
        out.extend_from_slice(before);
        self.tables += 1;
        out.extend_from_slice(b"{\"key\":{");
        for (index, (name, _, value)) in key.columns().iter().enumerate() {
            write_label(index, name, out)?;
            write_value(value, out)?;
        }
        out.extend_from_slice(b"},\"columns\":[");
        for (index, (name, ty)) in schema.0.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            out.extend_from_slice(b"{\"name\":");
            write_text(name, out)?;
            write!(out, ",\"type\":\"{ty}\"}}")?;
        }
        out.extend_from_slice(b"],\"rows\":[");
        let mut is_first = true;
        for chunk in chunks {
            let columns = columns_of(schema, chunk);
            for row in 0..chunk.rows {
                let before: &[u8] = if is_first { b"\n{" } else { b",\n{" };
                out.extend_from_slice(before);
                is_first = false;
                for (index, (name, _)) in schema.0.iter().enumerate() {
                    write_label(index, name, out)?;
                    write_value(&columns[index].map_or(Scalar::Null, |it| it.get(row)), out)?;
                }
                out.push(b'}');
            }
            self.out.write_all(out)?;
            out.clear();
        }
        out.extend_from_slice(b"]}");
        Ok(())
    }

    fn fail(&mut self, _message: &str) -> io::Result<()> {
        self.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.end_result();
        let end: &[u8] = if self.results == 0 { b"[]\n" } else { b"]\n" };
        self.buffer.extend_from_slice(end);
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        self.out.flush()
    }
}

impl<W: Write + Send> ResultWriter for Rows<W> {
    fn begin(&mut self, result: &str) -> io::Result<()> {
        self.result.clear();
        self.tables = 0;
        write_text(result, &mut self.result)
    }

    fn table(&mut self, _key: &GroupKey, schema: &Schema, chunks: &[Chunk]) -> io::Result<()> {
        for chunk in chunks {
            let columns = columns_of(schema, chunk);
            let out = &mut self.buffer;
            for row in 0..chunk.rows {
                out.extend_from_slice(b"{\"result\":");
                out.extend_from_slice(&self.result);
                write!(out, ",\"table\":{}", self.tables)?;
                for (index, (name, _)) in schema.0.iter().enumerate() {
                    write_label(index + 1, name, out)?;
                    write_value(&columns[index].map_or(Scalar::Null, |it| it.get(row)), out)?;
                }
                out.extend_from_slice(b"}\n");
            }
            self.out.write_all(out)?;
            out.clear();
        }
        self.tables += 1;
        Ok(())
    }

    fn fail(&mut self, _message: &str) -> io::Result<()> {
        self.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn write_label(index: usize, name: &Name, out: &mut Vec<u8>) -> io::Result<()> {
    if index > 0 {
        out.push(b',');
    }
    write_text(name, out)?;
    out.push(b':');
    Ok(())
}

fn write_text(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    Ok(serde_json::to_writer(out, text)?)
}

/// Numbers as they are; times, and the floats that JSON has no numbers for, as texts.
fn write_value(value: &Scalar, out: &mut Vec<u8>) -> io::Result<()> {
    match value {
        Scalar::Null => out.extend_from_slice(b"null"),
        Scalar::String(text) => write_text(text, out)?,
        Scalar::Time(_) => {
            out.push(b'"');
            write_scalar(value, out);
            out.push(b'"');
        }
        Scalar::Float(float) if !float.is_finite() => {
            out.push(b'"');
            number::write_float(*float, out);
            out.push(b'"');
        }
        _ => write_scalar(value, out),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::results::tests::sample;

    #[test]
    fn a_document() {
        let mut out = Vec::new();
        let (key, schema, chunks) = sample();
        let mut writer = Document::new(&mut out);
        writer.begin("one").unwrap();
        writer.table(&key, &schema, &chunks).unwrap();
        writer.table(&key, &schema, &[]).unwrap();
        writer.begin("two").unwrap();
        writer.finish().unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(read[0]["tables"][0]["key"]["host"], "a");
        assert_eq!(read[0]["tables"][0]["columns"][1]["type"], "time");
        let first = &read[0]["tables"][0]["rows"][0];
        assert_eq!(first["_time"], "1970-01-01T00:00:01.5Z");
        assert_eq!(first["i"], -5);
        assert_eq!(first["f"], 1e21);
        assert_eq!(first["s"], "x,\"y\"\nz");
        let second = &read[0]["tables"][0]["rows"][1];
        assert_eq!(second["b"], serde_json::Value::Null);
        assert_eq!(second["f"], "NaN");
        assert_eq!(read[0]["tables"][1]["rows"], serde_json::json!([]));
        assert_eq!(read[1]["tables"], serde_json::json!([]));
    }

    #[test]
    fn no_results() {
        let mut out = Vec::new();
        Document::new(&mut out).finish().unwrap();
        assert_eq!(out, b"[]\n");
    }

    #[test]
    fn rows() {
        let mut out = Vec::new();
        let (key, schema, chunks) = sample();
        let mut writer = Rows::new(&mut out);
        writer.begin("r").unwrap();
        writer.table(&key, &schema, &chunks).unwrap();
        writer.table(&key, &schema, &chunks).unwrap();
        writer.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            r#"{"result":"r","table":0,"host":"a","_time":"1970-01-01T00:00:01.5Z","b":true,"i":-5,"u":7,"f":1000000000000000000000,"s":"x,\"y\"\nz"}"#
        );
        assert!(lines[3].starts_with(r#"{"result":"r","table":1,"#));
        assert_eq!(lines.len(), 4);
    }
}
