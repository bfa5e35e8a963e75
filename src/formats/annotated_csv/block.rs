//! The annotations and the header that begin a block: what its columns are.

use super::cell::Datatype;
use super::record::Records;
use crate::diagnostic::Failure;
use crate::table::{Name, Scalar};
use std::io::Read;
use std::sync::Arc;

/// What a block says of its rows.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The result its tables belong to.
    pub(super) result: Name,
    /// The table that a block without rows stands for.
    pub(super) table: String,
    /// The columns of the tables.
    pub(super) columns: Vec<BlockColumn>,
    /// Cells a row has, those before the columns included.
    pub(super) cells: usize,
}

/// What a block says of a column.
#[derive(Clone, Debug)]
pub(super) struct BlockColumn {
    pub(super) name: Name,
    pub(super) datatype: Datatype,
    pub(super) group: bool,
    /// What an empty cell means.
    pub(super) default: Scalar,
}

/// Annotation, result and table come before the columns.
pub(super) const BEFORE: usize = 3;

/// What stands where a block is expected.
pub(super) enum Start {
    Block(Block),
    /// The block by which InfluxDB tells of an error after it has begun to answer.
    Error {
        message: String,
        reference: String,
    },
    End,
}

impl Block {
    /// Reads annotations and header.
    pub(super) fn read<R: Read>(records: &mut Records<R>) -> Result<Start, Failure> {
        let mut lines = Annotations::default();
        while !lines.complete() {
            let Some(record) = records.next().map_err(unreadable)? else {
                if lines.cells.is_none() {
                    return Ok(Start::End);
                }
                return Err(lines.missing());
            };
            lines.add(records.texts(record))?;
        }
        let Some(record) = records.next().map_err(unreadable)? else {
            return Err(metadata("missing expected header row"));
        };
        let header = records.texts(record);
        if lines.cells != Some(header.len()) {
            return Err(metadata(
                "failed to read header row: wrong number of fields",
            ));
        }
        if header.get(1).is_some_and(|label| label == "error") {
            let row = records.next().map_err(unreadable)?;
            let row = row.map(|record| records.texts(record)).unwrap_or_default();
            let cell = |index| row.get(index).cloned().unwrap_or_default();
            return Ok(Start::Error {
                message: cell(1),
                reference: cell(2),
            });
        }
        lines.block(header).map(Start::Block)
    }

    /// A block of texts only, of which the header is all that there is.
    pub(super) fn raw<R: Read>(records: &mut Records<R>) -> Result<Start, Failure> {
        let Some(record) = records.next().map_err(unreadable)? else {
            return Ok(Start::End);
        };
        let text = Datatype::named("string").expect("a known type");
        let header = records.texts(record);
        let columns: Vec<BlockColumn> = header
            .into_iter()
            .map(|label| BlockColumn {
                name: label.into(),
                datatype: text.clone(),
                group: false,
                default: Scalar::Null,
            })
            .collect();
        Ok(Start::Block(Self {
            result: "_result".into(),
            table: "0".into(),
            cells: columns.len(),
            columns,
        }))
    }
}

#[derive(Default)]
struct Annotations {
    cells: Option<usize>,
    datatypes: Option<Vec<String>>,
    groups: Option<Vec<String>>,
    defaults: Option<Vec<String>>,
}

impl Annotations {
    fn complete(&self) -> bool {
        self.datatypes.is_some() && self.groups.is_some() && self.defaults.is_some()
    }

    fn add(&mut self, line: Vec<String>) -> Result<(), Failure> {
        if *self.cells.get_or_insert(line.len()) != line.len() {
            return Err(metadata(
                "failed to read annotations: wrong number of fields",
            ));
        }
        match line[0].as_str() {
            "#datatype" | "datatype" => self.datatypes = Some(line),
            "#group" | "group" => self.groups = Some(line),
            "#default" | "default" => self.defaults = Some(line),
            // Annotations that nobody knows are skipped, as upstream does.
            other if other.starts_with('#') => {}
            _ => return Err(self.missing()),
        }
        Ok(())
    }

    fn missing(&self) -> Failure {
        let name = if self.datatypes.is_none() {
            "datatype"
        } else if self.groups.is_none() {
            "group"
        } else {
            "default"
        };
        metadata(&format!(
            "missing expected annotation {name}. consider using the mode: \"raw\" for csv that is not expected to have annotations."
        ))
    }

    fn block(self, header: Vec<String>) -> Result<Block, Failure> {
        let cells = header.len();
        if cells < BEFORE {
            return Err(metadata("the columns `result` and `table` are missing"));
        }
        let (datatypes, groups, defaults) = (
            self.datatypes.unwrap_or_default(),
            self.groups.unwrap_or_default(),
            self.defaults.unwrap_or_default(),
        );
        let [_, result, table, ..] = &defaults[..] else {
            return Err(metadata("the default annotation is too short"));
        };
        if !table.is_empty() && table.parse::<i64>().is_err() {
            return Err(metadata("default Table ID is not an integer"));
        }
        let mut columns = Vec::with_capacity(cells - BEFORE);
        for (index, label) in header.iter().enumerate().skip(BEFORE) {
            let datatype = Datatype::named(&datatypes[index]).ok_or_else(|| {
                metadata(&format!(
                    "column \"{label}\" has invalid datatype: unsupported data type \"{}\"",
                    datatypes[index]
                ))
            })?;
            let default = match defaults[index].as_str() {
                "" => Scalar::Null,
                text => datatype.value(text.as_bytes()).ok_or_else(|| {
                    metadata(&format!(
                        "column \"{label}\" has invalid default value: \"{text}\" is not a {}",
                        datatype.name
                    ))
                })?,
            };
            columns.push(BlockColumn {
                name: label.as_str().into(),
                datatype,
                group: groups[index] == "true",
                default,
            });
        }
        Ok(Block {
            result: Arc::from(result.as_str()),
            table: table.clone(),
            columns,
            cells,
        })
    }
}

fn metadata(reason: &str) -> Failure {
    Failure::new(
        "flux::formats::csv_metadata",
        format!("failed to read metadata: {reason}"),
    )
}

pub(super) fn unreadable(error: std::io::Error) -> Failure {
    Failure::new(
        "flux::formats::csv_unreadable",
        format!("cannot read CSV: {error}"),
    )
}
