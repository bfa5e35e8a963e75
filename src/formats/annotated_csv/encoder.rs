//! Annotated CSV as influxd writes it: line ends of Windows, annotations again wherever the
//! columns change, a blank line after each result.

use crate::formats::ResultWriter;
use crate::formats::results::{columns_of, write_cell, write_scalar};
use crate::table::{Chunk, Column, GroupKey, Scalar, Schema, Type};
use std::io::{self, Write};

/// Writes results as annotated CSV.
#[derive(Debug)]
pub struct Encoder<W> {
    out: W,
    buffer: Vec<u8>,
    /// The result that is being written.
    result: Option<String>,
    /// What the last annotations said: columns, and which of them are in the key.
    last: Option<(Schema, Vec<bool>)>,
    last_was_empty: bool,
    tables: usize,
    written: bool,
}

/// Bytes that are collected before they are written.
const FLUSH: usize = 1 << 16;

impl<W: Write> Encoder<W> {
    /// An encoder into this writer, which need not buffer.
    pub fn new(out: W) -> Self {
        Self {
            out,
            buffer: Vec::with_capacity(2 * FLUSH),
            result: None,
            last: None,
            last_was_empty: false,
            tables: 0,
            written: false,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn annotations(&mut self, key: &GroupKey, schema: &Schema, groups: &[bool], is_empty: bool) {
        let out = &mut self.buffer;
        let columns = schema.0.iter();
        out.extend_from_slice(b"#datatype,string,long");
        for (_, ty) in columns.clone() {
            out.push(b',');
            out.extend_from_slice(datatype(*ty).as_bytes());
        }
        out.extend_from_slice(b"\r\n#group,false,false");
        for group in groups {
            out.extend_from_slice(if *group { b",true" } else { b",false" });
        }
        out.extend_from_slice(b"\r\n#default,");
        write_text(self.result.as_deref().unwrap_or_default(), out);
        out.push(b',');
        // A table without rows has its number and its key here, for they stand nowhere else.
        if is_empty {
            out.extend_from_slice(itoa::Buffer::new().format(self.tables).as_bytes());
        }
        for (name, _) in columns.clone() {
            out.push(b',');
            match key.get(name) {
                Some((_, value)) if is_empty => write_value(value, out),
                _ => {}
            }
        }
        out.extend_from_slice(b"\r\n,result,table");
        for (name, _) in columns {
            out.push(b',');
            write_text(name, out);
        }
        out.extend_from_slice(b"\r\n");
    }

    fn rows(&mut self, schema: &Schema, chunk: &Chunk) -> io::Result<()> {
        let mut start = b",,".to_vec();
        start.extend_from_slice(itoa::Buffer::new().format(self.tables).as_bytes());
        // What is the same in all rows is written once and then copied.
        let mut parts: Vec<Part<'_>> = vec![Part::Same(start)];
        for column in columns_of(schema, chunk) {
            let constant = column.map_or(Some(&Scalar::Null), Column::as_constant);
            match (constant, column, parts.last_mut()) {
                (Some(value), _, Some(Part::Same(text))) => {
                    text.push(b',');
                    write_value(value, text);
                }
                (Some(value), ..) => {
                    let mut text = b",".to_vec();
                    write_value(value, &mut text);
                    parts.push(Part::Same(text));
                }
                (None, Some(column), _) => parts.push(Part::Cells(column)),
                (None, None, _) => {}
            }
        }
        for row in 0..chunk.rows {
            let out = &mut self.buffer;
            for part in &parts {
                match part {
                    Part::Same(text) => out.extend_from_slice(text),
                    Part::Cells(column) => {
                        out.push(b',');
                        match column {
                            Column::String(_) | Column::Dictionary(_) => {
                                write_text(column.text(row).unwrap_or_default(), out);
                            }
                            _ => write_cell(column, row, out),
                        }
                    }
                }
            }
            out.extend_from_slice(b"\r\n");
            if out.len() >= FLUSH {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn end_result(&mut self) {
        if self.result.take().is_some() {
            self.buffer.extend_from_slice(b"\r\n");
        }
    }
}

enum Part<'a> {
    Same(Vec<u8>),
    Cells(&'a Column),
}

impl<W: Write + Send> ResultWriter for Encoder<W> {
    fn begin(&mut self, result: &str) -> io::Result<()> {
        self.end_result();
        self.result = Some(result.to_string());
        self.last = None;
        self.last_was_empty = false;
        self.tables = 0;
        Ok(())
    }

    fn table(&mut self, key: &GroupKey, schema: &Schema, chunks: &[Chunk]) -> io::Result<()> {
        let is_empty = chunks.iter().all(|chunk| chunk.rows == 0);
        let columns = schema.0.iter();
        let groups: Vec<bool> = columns.map(|(name, _)| key.contains(name)).collect();
        let same = self
            .last
            .as_ref()
            .is_some_and(|(last, last_groups)| last == schema && *last_groups == groups);
        if !same || is_empty || self.last_was_empty {
            if self.last.is_some() {
                self.buffer.extend_from_slice(b"\r\n");
            }
            self.annotations(key, schema, &groups, is_empty);
            self.last = Some((schema.clone(), groups));
        }
        for chunk in chunks {
            self.rows(schema, chunk)?;
        }
        self.last_was_empty = is_empty;
        self.written = true;
        self.tables += 1;
        self.flush()
    }

    fn fail(&mut self, message: &str) -> io::Result<()> {
        self.result = None;
        if self.written {
            self.buffer.extend_from_slice(b"\r\n");
        }
        self.buffer.extend_from_slice(
            b"#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n,error,reference\r\n,",
        );
        write_text(message, &mut self.buffer);
        self.buffer.extend_from_slice(b",\r\n");
        self.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.end_result();
        self.flush()?;
        self.out.flush()
    }
}

fn datatype(ty: Type) -> &'static str {
    match ty {
        Type::Bool => "boolean",
        Type::Int => "long",
        Type::UInt => "unsignedLong",
        Type::Float => "double",
        Type::String => "string",
        Type::Time => "dateTime:RFC3339",
    }
}

fn write_value(value: &Scalar, out: &mut Vec<u8>) {
    match value.as_str() {
        Some(text) => write_text(text, out),
        None => write_scalar(value, out),
    }
}

/// Appends a text, in quotes if it needs them.
#[inline]
fn write_text(text: &str, out: &mut Vec<u8>) {
    let special = |byte: &u8| matches!(byte, b',' | b'"' | b'\r' | b'\n');
    let plain = !text.bytes().any(|byte| special(&byte))
        && !text.starts_with(char::is_whitespace)
        && text != "\\.";
    if plain {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\"\""),
            b'\n' => out.extend_from_slice(b"\r\n"),
            // Go's writer drops a return; a value is not changed here.
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::results::tests::sample;
    use crate::table::TableId;

    fn written(write: impl FnOnce(&mut Encoder<&mut Vec<u8>>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Encoder::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_type() {
        let (key, schema, chunks) = sample();
        let text = written(|encoder| {
            encoder.begin("_result")?;
            encoder.table(&key, &schema, &chunks)?;
            encoder.finish()
        });
        assert_eq!(
            text,
            "#datatype,string,long,string,dateTime:RFC3339,boolean,long,unsignedLong,double,string\r\n\
             #group,false,false,true,false,false,false,false,false,false\r\n\
             #default,_result,,,,,,,,\r\n\
             ,result,table,host,_time,b,i,u,f,s\r\n\
             ,,0,a,1970-01-01T00:00:01.5Z,true,-5,7,1000000000000000000000,\"x,\"\"y\"\"\r\nz\"\r\n\
             ,,0,a,,,,,NaN,\r\n\r\n"
        );
    }

    #[test]
    fn blocks_and_results() {
        let key = |value: &str| GroupKey::new(vec![("k".into(), Type::String, value.into())]);
        let schema = |ty| Schema(vec![("k".into(), Type::String), ("v".into(), ty)]);
        let chunk = |ty, value: Scalar| Chunk {
            id: TableId(0),
            columns: vec![
                ("k".into(), Column::constant("x".into(), 1)),
                ("v".into(), Column::from_scalars(ty, [value])),
            ],
            rows: 1,
        };
        let text = written(|encoder| {
            encoder.begin("a")?;
            encoder.table(
                &key("x"),
                &schema(Type::Int),
                &[chunk(Type::Int, Scalar::Int(1))],
            )?;
            encoder.table(
                &key("x"),
                &schema(Type::Int),
                &[chunk(Type::Int, Scalar::Int(2))],
            )?;
            encoder.table(&key("gone"), &schema(Type::Int), &[])?;
            encoder.table(
                &key("x"),
                &schema(Type::Bool),
                &[chunk(Type::Bool, Scalar::Bool(true))],
            )?;
            encoder.begin("b")?;
            encoder.begin("c")?;
            encoder.table(
                &GroupKey::default(),
                &schema(Type::Int),
                &[chunk(Type::Int, Scalar::Null)],
            )?;
            encoder.finish()
        });
        let expected = "#datatype,string,long,string,long
#group,false,false,true,false
#default,a,,,
,result,table,k,v
,,0,x,1
,,1,x,2

#datatype,string,long,string,long
#group,false,false,true,false
#default,a,2,gone,
,result,table,k,v

#datatype,string,long,string,boolean
#group,false,false,true,false
#default,a,,,
,result,table,k,v
,,3,x,true


#datatype,string,long,string,long
#group,false,false,false,false
#default,c,,,
,result,table,k,v
,,0,x,

";
        assert_eq!(text.replace("\r\n", "\n"), expected);
    }

    #[test]
    fn errors_after_rows() {
        let text = written(|encoder| encoder.fail("bucket \"nope\" not found"));
        assert_eq!(
            text,
            "#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n,error,reference\r\n,\"bucket \"\"nope\"\" not found\",\r\n"
        );
    }
}
