//! Tables for people: aligned columns, with what all rows of a table share said once above them.

use super::ResultWriter;
use super::results::{columns_of, write_cell, write_scalar};
use crate::table::{Chunk, GroupKey, Schema, Type};
use std::io::{self, Write};

/// Longer cells are cut.
const WIDEST: usize = 48;

/// Writes results as text with aligned columns.
#[derive(Debug)]
pub struct Printer<W> {
    out: W,
    result: String,
    tables: usize,
    printed: bool,
    widest: usize,
}

impl<W: Write> Printer<W> {
    /// A printer into this writer.
    pub fn new(out: W) -> Self {
        Self {
            out,
            result: String::new(),
            tables: 0,
            printed: false,
            widest: WIDEST,
        }
    }

    /// With cells of any length: where they are to be compared.
    pub fn uncut(self) -> Self {
        let widest = usize::MAX;
        Self { widest, ..self }
    }

    /// The writer, with everything in it.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn heading(&mut self, key: &GroupKey) -> io::Result<()> {
        if std::mem::replace(&mut self.printed, true) {
            writeln!(self.out)?;
        }
        write!(
            self.out,
            "{}, table {}",
            printable(&self.result),
            self.tables
        )?;
        for (index, (name, _, value)) in key.columns().iter().enumerate() {
            let mut text = Vec::new();
            write_scalar(value, &mut text);
            let text = if value.is_null() {
                "null".into()
            } else {
                cell(text, self.widest)
            };
            let before = if index == 0 { ":" } else { "," };
            write!(self.out, "{before} {}={text}", printable(name))?;
        }
        writeln!(self.out)
    }
}

impl<W: Write + Send> ResultWriter for Printer<W> {
    fn begin(&mut self, result: &str) -> io::Result<()> {
        self.result = result.to_string();
        self.tables = 0;
        Ok(())
    }

    fn table(&mut self, key: &GroupKey, schema: &Schema, chunks: &[Chunk]) -> io::Result<()> {
        self.heading(key)?;
        self.tables += 1;
        let shown: Vec<usize> = (0..schema.0.len())
            .filter(|&index| !is_said(index, key, schema, chunks))
            .collect();
        let headers: Vec<String> = shown
            .iter()
            .map(|&index| format!("{}:{}", printable(&schema.0[index].0), schema.0[index].1))
            .collect();
        let mut widths: Vec<usize> = headers
            .iter()
            .map(|header| header.chars().count())
            .collect();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for chunk in chunks {
            let columns = columns_of(schema, chunk);
            for row in 0..chunk.rows {
                let cells = shown.iter().zip(&mut widths).map(|(&index, width)| {
                    let mut text = Vec::new();
                    if let Some(column) = columns[index] {
                        write_cell(column, row, &mut text);
                    }
                    let text = cell(text, self.widest);
                    *width = (*width).max(text.chars().count());
                    text
                });
                rows.push(cells.collect());
            }
        }
        let right = |index: usize| {
            matches!(
                schema.0[shown[index]].1,
                Type::Int | Type::UInt | Type::Float
            )
        };
        print_row(&mut self.out, &headers, &widths, right)?;
        let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        print_row(&mut self.out, &rules, &widths, right)?;
        for row in &rows {
            print_row(&mut self.out, row, &widths, right)?;
        }
        if rows.is_empty() {
            writeln!(self.out, "(no rows)")?;
        }
        Ok(())
    }

    fn fail(&mut self, _message: &str) -> io::Result<()> {
        self.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether a column says only what the heading says.
fn is_said(index: usize, key: &GroupKey, schema: &Schema, chunks: &[Chunk]) -> bool {
    let Some((_, value)) = key.get(&schema.0[index].0) else {
        return false;
    };
    let is_alone = schema.0.iter().all(|(name, _)| key.contains(name));
    !is_alone
        && chunks.iter().all(|chunk| {
            columns_of(schema, chunk)[index].is_some_and(|column| match column.as_constant() {
                Some(constant) => constant == value,
                None => (0..chunk.rows).all(|row| column.get(row) == *value),
            })
        })
}

fn print_row(
    out: &mut impl Write,
    cells: &[String],
    widths: &[usize],
    right: impl Fn(usize) -> bool,
) -> io::Result<()> {
    let mut line = String::new();
    for (index, (text, width)) in cells.iter().zip(widths).enumerate() {
        if index > 0 {
            line.push_str("  ");
        }
        let padding = " ".repeat(width.saturating_sub(text.chars().count()));
        if right(index) {
            line.push_str(&padding);
            line.push_str(text);
        } else {
            line.push_str(text);
            line.push_str(&padding);
        }
    }
    writeln!(out, "{}", line.trim_end())
}

/// A cell on one line, and not too long.
fn cell(text: Vec<u8>, widest: usize) -> String {
    let text = printable(&String::from_utf8_lossy(&text));
    if text.chars().count() <= widest {
        return text;
    }
    let kept: String = text.chars().take(widest - 1).collect();
    kept + "…"
}

/// Control characters would break the layout, or the terminal.
fn printable(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for each in text.chars() {
        if each.is_control() {
            plain.extend(each.escape_default());
        } else {
            plain.push(each);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::results::tests::sample;
    use expect_test::expect;

    #[test]
    fn a_table() {
        let mut out = Vec::new();
        let (key, schema, chunks) = sample();
        let mut printer = Printer::new(&mut out);
        printer.begin("_result").unwrap();
        printer.table(&key, &schema, &chunks).unwrap();
        printer.table(&key, &schema, &[]).unwrap();
        printer.finish().unwrap();
        expect![[r#"
            _result, table 0: host=a
            _time:time              b:bool  i:int  u:uint                 f:float  s:string
            ──────────────────────  ──────  ─────  ──────  ──────────────────────  ────────
            1970-01-01T00:00:01.5Z  true       -5       7  1000000000000000000000  x,"y"\nz
                                                                              NaN

            _result, table 1: host=a
            _time:time  b:bool  i:int  u:uint  f:float  s:string
            ──────────  ──────  ─────  ──────  ───────  ────────
            (no rows)
        "#]]
        .assert_eq(&String::from_utf8(out).unwrap());
    }
}
