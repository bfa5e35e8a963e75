//! Plays tables, written as text, through one operator, and writes what comes out.
//!
//! A table is a line `[key] columns`, then a line for each row: `[k=a n:int=3] _time:time v:float`.
//! Key columns stand before the others, unless the header names them. `-` is a null, times are
//! nanoseconds, `...` ends a chunk; columns named behind it are new from there on. In what comes out the header names key columns without a type,
//! and rows are without them; their cells are compared with the key.

use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, ColumnBuilder, GroupKey, Name, Operator, Output, Scalar, Schema, Table,
    TableId, Type,
};
use crate::time::Time;

/// Compares what an operator makes of some tables with what it should.
#[track_caller]
pub fn check(mut operator: impl Operator, input: &str, expected: &str) {
    check_inputs(&mut operator, &[input], expected);
}

/// The same with several inputs, played one after another.
#[track_caller]
pub fn check_inputs(operator: &mut dyn Operator, inputs: &[&str], expected: &str) {
    let trim = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(trim(&run(operator, inputs)), trim(expected));
}

/// What an operator makes of some tables.
pub fn run(operator: &mut dyn Operator, inputs: &[&str]) -> String {
    let mut collector = Collector::default();
    match play(operator, inputs, &mut collector) {
        Ok(()) => collector.text(),
        Err(failure) => format!("{}error: {}", collector.text(), failure.message),
    }
}

/// Keeps what an operator puts out.
#[derive(Default)]
pub struct Collector {
    tables: Vec<(Table, Vec<Chunk>, bool)>,
}

impl Collector {
    fn text(&self) -> String {
        self.tables
            .iter()
            .map(|(table, chunks, ended)| {
                let rest = if *ended { "" } else { "(open)\n" };
                let rows = Chunk::concat(table.id, &table.schema, chunks);
                format!("{}{rest}", write(table, &rows))
            })
            .collect()
    }

    fn table(&mut self, id: TableId) -> &mut (Table, Vec<Chunk>, bool) {
        let mut open = self.tables.iter_mut().filter(|(_, _, ended)| !ended);
        open.find(|(table, ..)| table.id == id)
            .expect("a table that is written to is open")
    }
}

impl Output for Collector {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        assert!(
            !self
                .tables
                .iter()
                .any(|(known, _, ended)| known.id == table.id && !ended),
            "{:?} is open already",
            table.id
        );
        self.tables.push((table.clone(), Vec::new(), false));
        Ok(())
    }

    fn push(&mut self, mut chunk: Chunk) -> Result<Answer, Failure> {
        for (name, column) in &chunk.columns {
            assert_eq!(column.len(), chunk.rows, "cells of {name}");
        }
        let (table, chunks, _) = self.table(chunk.id);
        table.schema.admit(&mut chunk)?;
        chunks.push(chunk);
        Ok(Answer::More)
    }

    fn end(&mut self, id: TableId) -> Result<(), Failure> {
        self.table(id).2 = true;
        Ok(())
    }
}

/// A table with its rows, as text.
pub fn write(table: &Table, rows: &Chunk) -> String {
    let in_key = |name: &str| table.key.contains(name);
    let key = table.key.columns().iter();
    let key: Vec<String> = key
        .map(|(name, ty, value)| match ty {
            Type::String | Type::Time => format!("{name}={}", cell(value)),
            _ => format!("{name}:{ty}={}", cell(value)),
        })
        .collect();
    let columns = table.schema.0.iter().map(|(name, ty)| match in_key(name) {
        true => format!(" {name}"),
        false => format!(" {name}:{ty}"),
    });
    let mut text = format!("[{}]{}\n", key.join(" "), columns.collect::<String>());
    for row in 0..rows.rows {
        let mut cells = Vec::new();
        for (name, column) in &rows.columns {
            match table.key.get(name) {
                Some((_, value)) => assert_eq!(column.get(row), *value, "{name} against the key"),
                None => cells.push(cell(&column.get(row))),
            }
        }
        text += &cells.join(" ");
        text += "\n";
    }
    text
}

fn cell(value: &Scalar) -> String {
    match value {
        Scalar::Null => "-".into(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::UInt(value) => value.to_string(),
        Scalar::Float(value) => value.to_string(),
        Scalar::String(value) => value.to_string(),
        Scalar::Time(value) => value.0.to_string(),
    }
}

fn scalar(ty: Type, text: &str) -> Scalar {
    if text == "-" {
        return Scalar::Null;
    }
    match ty {
        Type::Bool => Scalar::Bool(text.parse().expect("a bool")),
        Type::Int => Scalar::Int(text.parse().expect("an int")),
        Type::UInt => Scalar::UInt(text.parse().expect("a uint")),
        Type::Float => Scalar::Float(text.parse().expect("a float")),
        Type::String => Scalar::from(text),
        Type::Time => Scalar::Time(Time(text.parse().expect("nanoseconds"))),
    }
}

fn type_named(name: &str) -> Type {
    [
        Type::Bool,
        Type::Int,
        Type::UInt,
        Type::Float,
        Type::String,
        Type::Time,
    ]
    .into_iter()
    .find(|ty| ty.name() == name)
    .expect("a type's name")
}

/// A table whose rows are being read: cells, and columns outside the key.
type Reading = (Table, Vec<ColumnBuilder>, Vec<(Name, Type)>);

fn play(operator: &mut dyn Operator, inputs: &[&str], out: &mut dyn Output) -> Result<(), Failure> {
    for (input, text) in inputs.iter().enumerate() {
        let mut id = TableId(0);
        let mut open: Option<Reading> = None;
        let lines = text.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty()).chain(["["]) {
            if (line.starts_with("...") || line.starts_with('['))
                && let Some((table, builders, columns)) = &mut open
            {
                flush(operator, input, table, builders, columns, out)?;
                for (name, ty) in late_columns(line) {
                    table.schema.0.push((name.clone(), ty));
                    builders.push(ColumnBuilder::new(ty));
                    columns.push((name, ty));
                }
            }
            if line.starts_with('[')
                && let Some((table, ..)) = open.take()
            {
                operator.end(input, table.id, out)?;
                id.0 += 1;
            }
            if line.len() > 1 && line.starts_with('[') {
                let (table, columns) = header(line, id);
                operator.open(input, &table, out)?;
                let builders = columns.iter().map(|(_, ty)| ColumnBuilder::new(*ty));
                open = Some((table, builders.collect(), columns));
            } else if let Some((_, builders, _)) = &mut open
                && !line.starts_with("...")
            {
                let cells: Vec<&str> = line.split(' ').collect();
                assert_eq!(cells.len(), builders.len(), "cells in {line}");
                for (builder, text) in builders.iter_mut().zip(cells) {
                    builder.push(&scalar(builder.ty(), text));
                }
            }
        }
        operator.finish(input, out)?;
    }
    Ok(())
}

fn flush(
    operator: &mut dyn Operator,
    input: usize,
    table: &Table,
    builders: &mut [ColumnBuilder],
    columns: &[(Name, Type)],
    out: &mut dyn Output,
) -> Result<(), Failure> {
    let rows = builders.first().map_or(0, ColumnBuilder::len);
    if rows == 0 {
        return Ok(());
    }
    let mut built = builders.iter_mut().map(ColumnBuilder::finish);
    let of_schema = table.schema.0.iter().map(|(name, ty)| {
        let column = match table.key.get(name) {
            Some((_, value)) => Column::Constant(*ty, value.clone(), rows),
            None => built.next().expect("columns are in the schema's order"),
        };
        (name.clone(), column)
    });
    let columns_of_chunk = of_schema.collect();
    debug_assert!(columns.len() <= table.schema.0.len());
    let chunk = Chunk {
        id: table.id,
        columns: columns_of_chunk,
        rows,
    };
    operator.push(input, chunk, out).map(|_| ())
}

/// The columns that are named where a chunk ends.
fn late_columns(line: &str) -> Vec<(Name, Type)> {
    let named = line.strip_prefix("...").unwrap_or_default();
    let columns = named.split_whitespace().map(|column| {
        let (name, ty) = column.split_once(':').expect("name:type");
        (name.into(), type_named(ty))
    });
    columns.collect()
}

/// The table that a header describes, and its columns outside the key.
fn header(line: &str, id: TableId) -> (Table, Vec<(Name, Type)>) {
    let (key, columns) = line[1..].split_once(']').expect("a key in brackets");
    let key: Vec<(Name, Type, Scalar)> = key
        .split_whitespace()
        .map(|part| {
            let (label, value) = part.split_once('=').expect("label=value");
            let (label, ty) = label.split_once(':').unwrap_or((
                label,
                match label {
                    "_time" | "_start" | "_stop" => "time",
                    _ => "string",
                },
            ));
            let ty = type_named(ty);
            (label.into(), ty, scalar(ty, value))
        })
        .collect();
    let key = GroupKey::new(key);
    let mut schema = Schema::default();
    let mut others = Vec::new();
    let named: Vec<&str> = columns.split_whitespace().collect();
    for (name, ty, _) in key.columns() {
        if !named.contains(&name.as_ref()) {
            schema.0.push((name.clone(), *ty));
        }
    }
    for column in named {
        let (name, ty) = match column.split_once(':') {
            Some((name, ty)) => (name, type_named(ty)),
            None => (column, key.get(column).expect("a key column or a type").0),
        };
        schema.0.push((name.into(), ty));
        if !key.contains(name) {
            others.push((name.into(), ty));
        }
    }
    (Table { id, key, schema }, others)
}
