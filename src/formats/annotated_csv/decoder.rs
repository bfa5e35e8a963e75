//! Annotated CSV as a sequence of events: a table begins, has rows, ends.

use super::alike::Alike;
use super::block::{BEFORE, Block, Start, unreadable};
use super::column::Cells;
use super::record::{Record, Records};
use crate::diagnostic::Failure;
use crate::formats::Event;
use crate::table::{Chunk, GroupKey, Scalar, Schema, Table, TableId, Type};
use std::io::Read;

/// What the text is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// `#datatype`, `#group`, `#default`, header, rows; again and again.
    #[default]
    Annotations,
    /// A header and rows of texts: one table without key.
    Raw,
}

/// Reads tables out of a stream, as an iterator of [`Event`]s. After an error nothing follows.
#[derive(Debug)]
pub struct Decoder<R> {
    records: Records<R>,
    mode: Mode,
    values_are_whole: bool,
    block: Option<Block>,
    columns: Vec<Cells>,
    alike: Alike,
    open: Option<Open>,
    next_id: usize,
    done: bool,
}

#[derive(Debug)]
struct Open {
    id: TableId,
    /// The bytes of its table cells.
    number: Vec<u8>,
    over: bool,
}

/// The row that a table begins with.
struct FirstRow {
    cells: Vec<String>,
    /// The table's cell as it is: later rows are compared with it, and it may be no text.
    number: Vec<u8>,
}

/// How one line went.
enum Line {
    /// It is a row of the open table.
    Row,
    /// It belongs to another table or block.
    Other,
}

impl<R: Read> Iterator for Decoder<R> {
    type Item = Result<Event, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = match self.mode {
            Mode::Annotations => self.step(),
            Mode::Raw => self.raw_step(),
        };
        self.done = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

impl<R: Read> Decoder<R> {
    /// A decoder of a stream.
    pub fn new(source: R, mode: Mode) -> Self {
        Self {
            records: Records::new(source),
            mode,
            values_are_whole: false,
            block: None,
            columns: Vec::new(),
            alike: Alike::default(),
            open: None,
            next_id: 0,
            done: false,
        }
    }

    /// Takes an empty cell of `_value` for the empty text, where it is a text: for tables that are
    /// known to have no nulls there. CSV has one form for both.
    pub fn with_whole_values(mut self) -> Self {
        self.values_are_whole = true;
        self
    }

    fn step(&mut self) -> Result<Option<Event>, Failure> {
        if let Some(open) = &self.open {
            return if open.over {
                Ok(self.close())
            } else {
                self.rows().map(Some)
            };
        }
        let next = self.records.next().map_err(unreadable)?;
        let Some(record) = next else {
            return Ok(None);
        };
        let row = self.first_row(record);
        self.records.put_back(record);
        if self.block.is_none() || row.cells.first().is_some_and(|cell| !cell.is_empty()) {
            return self.begin_block();
        }
        self.begin_table(Some(&row)).map(Some)
    }

    fn raw_step(&mut self) -> Result<Option<Event>, Failure> {
        match &self.open {
            None if self.block.is_some() => Ok(None),
            None => match Block::raw(&mut self.records)? {
                Start::Block(block) => {
                    self.start(block);
                    Ok(Some(self.open_table(GroupKey::default(), Vec::new())))
                }
                _ => Ok(None),
            },
            Some(open) if open.over => Ok(self.close()),
            Some(_) => self.rows().map(Some),
        }
    }

    fn first_row(&self, record: Record) -> FirstRow {
        FirstRow {
            cells: self.records.texts(record),
            number: self.records.bytes(record, 2),
        }
    }

    fn start(&mut self, mut block: Block) {
        if self.values_are_whole {
            let mut columns = block.columns.iter_mut();
            let value = columns.find(|column| *column.name == *"_value");
            if let Some(column) = value.filter(|column| column.datatype.ty == Type::String)
                && column.default == Scalar::Null
            {
                column.default = Scalar::String("".into());
            }
        }
        self.columns = block.columns.iter().map(Cells::new).collect();
        self.block = Some(block);
    }

    fn begin_block(&mut self) -> Result<Option<Event>, Failure> {
        match Block::read(&mut self.records)? {
            Start::End => return Ok(None),
            Start::Error { message, reference } => {
                self.done = true;
                return Ok(Some(Event::Error { message, reference }));
            }
            Start::Block(block) => self.start(block),
        }
        let next = self.records.next().map_err(unreadable)?;
        let row = next.map(|record| {
            let row = self.first_row(record);
            self.records.put_back(record);
            row
        });
        let row = row.filter(|row| row.cells.first().is_some_and(String::is_empty));
        self.begin_table(row.as_ref()).map(Some)
    }

    /// Opens the table of a first row, or the one that a block without rows stands for.
    fn begin_table(&mut self, row: Option<&FirstRow>) -> Result<Event, Failure> {
        let block = self.block.as_ref().expect("a table follows a block");
        if row.is_some_and(|row| row.cells.len() != block.cells) {
            return Err(self.wrong_number());
        }
        let number = match row {
            Some(row) => row.number.clone(),
            None if block.table.is_empty() => {
                return Err(Failure::new(
                    "flux::formats::csv_table",
                    "missing table ID: a block without rows needs one in `#default`",
                ));
            }
            None => block.table.clone().into_bytes(),
        };
        let mut key = Vec::new();
        for (index, column) in block.columns.iter().enumerate() {
            if !column.group {
                continue;
            }
            let cell = row.map_or("", |row| &row.cells[BEFORE + index]);
            let value = match cell {
                "" => column.default.clone(),
                text => match column.datatype.value(text.as_bytes()) {
                    Some(value) => value,
                    None => return Err(self.wrong_cell(index, text.as_bytes())),
                },
            };
            key.push((column.name.clone(), column.datatype.ty, value));
        }
        for (cells, column) in self.columns.iter_mut().zip(&block.columns) {
            cells.restart(column.group);
        }
        let event = self.open_table(GroupKey::new(key), number);
        if row.is_none()
            && let Some(open) = &mut self.open
        {
            open.over = true;
        }
        Ok(event)
    }

    fn open_table(&mut self, key: GroupKey, number: Vec<u8>) -> Event {
        let block = self.block.as_ref().expect("a table follows a block");
        let id = TableId(self.next_id);
        self.next_id += 1;
        self.open = Some(Open {
            id,
            number,
            over: false,
        });
        let columns = block.columns.iter();
        let schema = columns.map(|column| (column.name.clone(), column.datatype.ty));
        Event::Open {
            result: block.result.clone(),
            table: Table {
                id,
                key,
                schema: Schema(schema.collect()),
            },
        }
    }

    fn close(&mut self) -> Option<Event> {
        self.open.take().map(|open| Event::End(open.id))
    }

    /// Reads rows of the open table, as many as a chunk holds.
    fn rows(&mut self) -> Result<Event, Failure> {
        let mut rows = 0;
        while rows < Chunk::ROWS {
            let Some(record) = self.records.next().map_err(unreadable)? else {
                self.end_open();
                break;
            };
            let line = match record {
                Record::Plain(start, end) => self.plain_line(start, end)?,
                Record::Quoted => self.quoted_line()?,
            };
            match line {
                Line::Row => rows += 1,
                Line::Other => {
                    self.records.put_back(record);
                    self.end_open();
                    break;
                }
            }
        }
        let open = self.open.as_ref().expect("rows are of an open table");
        let id = open.id;
        if rows == 0 {
            self.open = None;
            return Ok(Event::End(id));
        }
        self.alike.settle(&mut self.columns);
        let block = self.block.as_ref().expect("a table follows a block");
        let columns = self.columns.iter_mut().zip(&block.columns);
        let columns =
            columns.map(|(cells, column)| (column.name.clone(), cells.finish(column.group)));
        Ok(Event::Rows(Chunk {
            id,
            columns: columns.collect(),
            rows,
        }))
    }

    fn end_open(&mut self) {
        if let Some(open) = &mut self.open {
            open.over = true;
        }
    }

    /// Reads a line without quotes.
    #[inline]
    fn plain_line(&mut self, start: usize, end: usize) -> Result<Line, Failure> {
        let line = self.records.plain(start, end);
        let columns = self.columns.len();
        let known = self.alike.head(line);
        let (mut at, mut index) = known.unwrap_or_default();
        let mut tail = self.alike.tail_begins(columns);
        if known.is_none() {
            self.alike.settle(&mut self.columns);
            tail = columns;
        }
        if known.is_none() && self.mode == Mode::Annotations {
            if line[0] != b',' {
                return Ok(Line::Other);
            }
            // The result's name in a row says nothing that the block has not said.
            let Some(comma) = memchr::memchr(b',', &line[1..]) else {
                return Err(self.wrong_number());
            };
            at = comma + 2;
            let open = self.open.as_ref().expect("rows are of an open table");
            let rest = &line[at..];
            let same = rest.starts_with(&open.number)
                && matches!(rest.get(open.number.len()), None | Some(b','));
            let length = if same {
                open.number.len()
            } else {
                let length = memchr::memchr(b',', rest).unwrap_or(rest.len());
                if length > 0 {
                    return self.other_table(Record::Plain(start, end));
                }
                0
            };
            at += length;
            if self.columns.is_empty() {
                return if at == line.len() {
                    Ok(Line::Row)
                } else {
                    Err(self.wrong_number())
                };
            }
            if at == line.len() {
                return Err(self.wrong_number());
            }
            at += 1;
        }
        if known.is_none() {
            self.alike.begin(at);
        }
        while index < columns {
            if index == tail {
                if self.alike.tail(&line[at..]) {
                    return Ok(Line::Row);
                }
                self.alike.settle(&mut self.columns);
            }
            let Some(next) = self.columns[index].read(line, at) else {
                let rest = &line[at..];
                let length = memchr::memchr(b',', rest).unwrap_or(rest.len());
                return Err(self.wrong_cell(index, &rest[..length]));
            };
            index += 1;
            // A comma goes before each further cell, and none after the last.
            if (next == line.len()) != (index == columns) {
                return Err(self.wrong_number());
            }
            at = next + 1;
            if known.is_none() {
                self.alike.starts(at);
            }
        }
        if known.is_none() {
            self.alike.learn(line, &self.columns);
        }
        Ok(Line::Row)
    }

    fn quoted_line(&mut self) -> Result<Line, Failure> {
        let cells = self.records.cells();
        let block = self.block.as_ref().expect("a table follows a block");
        let mut before = 0;
        if self.mode == Mode::Annotations {
            before = BEFORE;
            if !cells.get(0).is_empty() {
                return Ok(Line::Other);
            }
            if cells.len() != block.cells {
                return Err(self.wrong_number());
            }
            let number = cells.get(2);
            let open = self.open.as_ref().expect("rows are of an open table");
            if !number.is_empty() && number != open.number {
                return Ok(Line::Other);
            }
        }
        if cells.len() != block.cells {
            return Err(self.wrong_number());
        }
        self.alike.settle(&mut self.columns);
        for (index, column) in self.columns.iter_mut().enumerate() {
            let cell = cells.get(before + index);
            if column.push(cell).is_none() {
                return Err(self.wrong_cell(index, cell));
            }
        }
        Ok(Line::Row)
    }

    /// A row of another table must be whole, too.
    fn other_table(&self, record: Record) -> Result<Line, Failure> {
        let block = self.block.as_ref().expect("a table follows a block");
        if self.records.texts(record).len() != block.cells {
            return Err(self.wrong_number());
        }
        Ok(Line::Other)
    }

    fn wrong_number(&self) -> Failure {
        let expected = self.block.as_ref().map_or(0, |block| block.cells);
        Failure::new(
            "flux::formats::csv_cells",
            format!("line {}: wrong number of fields", self.records.line()),
        )
        .help(format!(
            "the block's annotations have {expected} cells, and so must each of its rows"
        ))
    }

    fn wrong_cell(&self, index: usize, cell: &[u8]) -> Failure {
        let text = String::from_utf8_lossy(cell);
        let line = self.records.line();
        let column = self
            .block
            .as_ref()
            .and_then(|block| block.columns.get(index));
        let (name, datatype) =
            column.map_or(("", ""), |column| (&column.name, &column.datatype.name));
        let failure = Failure::new(
            "flux::formats::csv_cell",
            format!("line {line}, column \"{name}\": \"{text}\" is no {datatype}"),
        );
        match datatype {
            "dateTime" => failure
                .help("write `dateTime:RFC3339`: a dateTime without a format accepts nothing"),
            "string" => failure.help("texts are UTF-8"),
            _ => failure,
        }
    }
}

#[cfg(test)]
mod tests;
