//! CSV lines out of a stream, split as upstream's reader splits them: lazily about quotes, blind
//! to blank lines, with the line ends of Windows made plain.

use crate::formats::lines::{Lines, check_length};
use std::io::{self, Read};

/// Where one record stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Record {
    /// A line of the buffer without a quote: it is split where it is used.
    Plain(usize, usize),
    /// Taken apart into [`Records::cells`].
    Quoted,
}

/// Cells one after another.
#[derive(Debug, Default)]
pub(super) struct Cells {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them.
    pub(super) fn get(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Reads records. A record can be put back and read again.
#[derive(Debug)]
pub(super) struct Records<R> {
    lines: Lines<R>,
    cells: Cells,
    put_back: Option<Record>,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            lines: Lines::new(source),
            cells: Cells::default(),
            put_back: None,
        }
    }

    /// The number of the line last read, from 1.
    pub(super) fn line(&self) -> u64 {
        self.lines.taken
    }

    /// The bytes of a plain record.
    #[inline]
    pub(super) fn plain(&self, start: usize, end: usize) -> &[u8] {
        self.lines.slice(start, end)
    }

    /// The cells of a quoted record.
    pub(super) fn cells(&self) -> &Cells {
        &self.cells
    }

    /// A record's cells as texts.
    pub(super) fn texts(&self, record: Record) -> Vec<String> {
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
        match record {
            Record::Plain(start, end) => self
                .plain(start, end)
                .split(|byte| *byte == b',')
                .map(text)
                .collect(),
            Record::Quoted => (0..self.cells.len())
                .map(|index| text(self.cells.get(index)))
                .collect(),
        }
    }

    /// The bytes of one of a record's cells; none of a cell that it has not.
    pub(super) fn bytes(&self, record: Record, index: usize) -> Vec<u8> {
        let bytes = match record {
            Record::Plain(start, end) => {
                let mut cells = self.plain(start, end).split(|byte| *byte == b',');
                cells.nth(index).unwrap_or_default()
            }
            Record::Quoted if index < self.cells.len() => self.cells.get(index),
            Record::Quoted => &[],
        };
        bytes.to_vec()
    }

    /// Makes the record that was read last the next one again.
    pub(super) fn put_back(&mut self, record: Record) {
        self.put_back = Some(record);
    }

    /// The next record; none at the end.
    #[inline]
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        if let Some(record) = self.put_back.take() {
            return Ok(Some(record));
        }
        loop {
            let Some((start, end)) = self.next_line()? else {
                return Ok(None);
            };
            let has_mark =
                self.lines.taken == 1 && self.plain(start, end).starts_with(b"\xef\xbb\xbf");
            let start = if has_mark { start + 3 } else { start };
            if start == end {
                continue;
            }
            if memchr::memchr(b'"', self.plain(start, end)).is_none() {
                return Ok(Some(Record::Plain(start, end)));
            }
            self.read_quoted(start, end)?;
            return Ok(Some(Record::Quoted));
        }
    }

    /// The next line without its end.
    #[inline]
    fn next_line(&mut self) -> io::Result<Option<(usize, usize)>> {
        let Some((end, next)) = self.lines.newline()? else {
            return Ok(None);
        };
        let start = std::mem::replace(&mut self.lines.start, next);
        self.lines.taken += 1;
        let has_return = self.plain(start, end).ends_with(b"\r");
        Ok(Some((start, end - usize::from(has_return))))
    }

    /// Splits a line with quotes into cells, going on to further lines while a quote is open. A
    /// quote counts at the beginning of a cell; inside, only one before a comma or the line's end
    /// closes the cell, and any other stands for itself.
    fn read_quoted(&mut self, start: usize, end: usize) -> io::Result<()> {
        self.cells.clear();
        let (mut at, mut end) = (start, end);
        loop {
            if self.lines.slice(at, end).first() != Some(&b'"') {
                let rest = self.lines.slice(at, end);
                let length = memchr::memchr(b',', rest).unwrap_or(rest.len());
                self.cells.text.extend_from_slice(&rest[..length]);
                self.cells.end_cell();
                if length == rest.len() {
                    return Ok(());
                }
                at += length + 1;
                continue;
            }
            at += 1;
            loop {
                let rest = self.lines.slice(at, end);
                let Some(quote) = memchr::memchr(b'"', rest) else {
                    self.cells.text.extend_from_slice(rest);
                    check_length(self.cells.text.len(), self.lines.taken)?;
                    match self.next_line()? {
                        Some(line) => {
                            self.cells.text.push(b'\n');
                            (at, end) = line;
                            continue;
                        }
                        None => {
                            self.cells.end_cell();
                            return Ok(());
                        }
                    }
                };
                self.cells.text.extend_from_slice(&rest[..quote]);
                at += quote + 1;
                match self.lines.slice(at, end).first() {
                    Some(b'"') => {
                        self.cells.text.push(b'"');
                        at += 1;
                    }
                    Some(b',') => {
                        self.cells.end_cell();
                        at += 1;
                        break;
                    }
                    None => {
                        self.cells.end_cell();
                        return Ok(());
                    }
                    Some(_) => self.cells.text.push(b'"'),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let mut records = Records::new(text.as_bytes());
        let mut seen = Vec::new();
        while let Some(record) = records.next().unwrap() {
            records.put_back(record);
            let again = records.next().unwrap().unwrap();
            seen.push(records.texts(again));
        }
        assert_eq!(seen, expected, "{text:?}");
    }

    #[test]
    fn lines_and_cells() {
        check("a,b\n1,2\n", &[&["a", "b"], &["1", "2"]]);
        check("a,,\r\n\r\n\n,", &[&["a", "", ""], &["", ""]]);
        check("\u{feff}a,b", &[&["a", "b"]]);
        check("\u{feff}\"a\",b", &[&["a", "b"]]);
    }

    #[test]
    fn quotes() {
        check(
            "\"a,b\",\"c\"\"d\"\n\"\",x",
            &[&["a,b", "c\"d"], &["", "x"]],
        );
        check("\"a\r\nb\",c\r\n", &[&["a\nb", "c"]]);
        check("5\" pipe,1", &[&["5\" pipe", "1"]]);
        check("\"a\"b\",c", &[&["a\"b", "c"]]);
        check("\"open,1\n2", &[&["open,1\n2"]]);
        check("\"a\n\nb\",c\nd", &[&["a\n\nb", "c"], &["d"]]);
    }
}
