//! Tables that become one.

use super::Pivoting;
use super::label::label;
use super::rows::{Parts, Rows, SideColumn};
use crate::diagnostic::Failure;
use crate::engine::operators::aggregate::key_columns;
use crate::table::{Answer, Chunk, Column, GroupKey, Name, Output, Schema, Table, TableId, Type};
use arrow_array::UInt32Array;
use rustc_hash::FxHashMap;

/// A table that comes out.
pub struct Group {
    /// Its key.
    pub key: GroupKey,
    /// The columns that stay, in the order of the first table.
    staying: Vec<(Name, Type)>,
    /// Of these, the cells of those that are not in the key.
    kept: Vec<(Name, Parts)>,
    rows: Rows,
    columns: Vec<(Name, SideColumn)>,
    by_label: FxHashMap<Name, usize>,
}

impl Group {
    /// A table without rows.
    pub fn new(key: GroupKey, staying: Vec<(Name, Type)>) -> Self {
        let kept = staying.iter().filter(|(name, _)| !key.contains(name));
        Self {
            kept: kept
                .map(|(name, ty)| (name.clone(), Parts::new(*ty)))
                .collect(),
            key,
            staying,
            rows: Rows::default(),
            columns: Vec::new(),
            by_label: FxHashMap::default(),
        }
    }

    /// Takes rows in; how many bytes more are held.
    pub fn add(&mut self, chunk: &Chunk, what: &Pivoting) -> Result<usize, Failure> {
        let column = |label: &Name| {
            let found = chunk.column(label);
            found.expect("the table was admitted")
        };
        let row_key: Vec<&Column> = what.row_key.iter().map(column).collect();
        let (rows, new) = self.rows.find(&row_key, chunk.rows);
        let mut bytes = new.len() * (8 * (row_key.len() + 1) + 8) + rows.len() * 4;
        let new = UInt32Array::from(new);
        for (name, parts) in &mut self.kept {
            let kept = column(name);
            if kept.ty() != parts.ty() {
                return Err(collision(name, parts.ty(), kept.ty()));
            }
            let cells = kept.take(&new);
            bytes += cells.bytes();
            parts.push(cells);
        }
        let column_key: Vec<&Column> = what.column_key.iter().map(column).collect();
        let values = column(&what.value);
        bytes += values.bytes();
        if column_key
            .iter()
            .all(|column| column.as_constant().is_some())
        {
            let index = self.column(label(&column_key, 0), values.ty())?;
            self.columns[index].1.put(values.clone(), rows.into_iter());
            return Ok(bytes);
        }
        for (label, of_label) in by_label(&column_key, chunk.rows) {
            let index = self.column(label, values.ty())?;
            let rows = of_label.iter().map(|row| rows[*row as usize]);
            let rows: Vec<u32> = rows.collect();
            let values = values.take(&UInt32Array::from(of_label));
            self.columns[index].1.put(values, rows.into_iter());
        }
        Ok(bytes)
    }

    /// The new column of a name.
    fn column(&mut self, label: String, ty: Type) -> Result<usize, Failure> {
        if let Some(&index) = self.by_label.get(label.as_str()) {
            let known = self.columns[index].1.cells.ty();
            return match known == ty {
                true => Ok(index),
                false => Err(collision(&label, known, ty)),
            };
        }
        if self.staying.iter().any(|(name, _)| **name == *label) {
            return Err(Failure::new(
                "flux::engine::pivot_name",
                format!(
                    "value \"{label}\" appears in a column key column, but a column named \"{label}\" already exists; consider renaming \"{label}\" to something else before pivoting"
                ),
            ));
        }
        let name: Name = label.into();
        self.by_label.insert(name.clone(), self.columns.len());
        self.columns.push((name, SideColumn::new(ty)));
        Ok(self.columns.len() - 1)
    }

    /// Opens the table, pushes its rows and ends it.
    pub fn put_out(self, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let new = self.columns.iter();
        let new = new.map(|(name, column)| (name.clone(), column.cells.ty()));
        out.open(&Table {
            id,
            key: self.key.clone(),
            schema: Schema(self.staying.iter().cloned().chain(new).collect()),
        })?;
        let rows = self.rows.len();
        let kept = self.kept.iter();
        let kept: Vec<(&Name, Column)> = kept.map(|(name, parts)| (name, parts.join())).collect();
        let new = self.columns.iter();
        let mut new: Vec<_> = new
            .map(|(name, column)| (name, column.columns(rows).into_iter()))
            .collect();
        for first in (0..rows).step_by(Chunk::ROWS) {
            let count = Chunk::ROWS.min(rows - first);
            let of_key = key_columns(&self.key, count);
            let staying = self.staying.iter().map(|(name, ty)| {
                let of_key = of_key.iter().find(|(label, _)| label == name);
                let kept = kept.iter().find(|(label, _)| *label == name);
                let column = match (of_key, kept) {
                    (Some((_, column)), _) => column.clone(),
                    (_, Some((_, column))) => column.slice(first, count),
                    _ => Column::nulls(*ty, count),
                };
                (name.clone(), column)
            });
            let mut columns: Vec<(Name, Column)> = staying.collect();
            for (name, cells) in &mut new {
                columns.extend(cells.next().map(|cells| (name.clone(), cells)));
            }
            let rows = Chunk {
                id,
                columns,
                rows: count,
            };
            if out.push(rows)? != Answer::More {
                break;
            }
        }
        out.end(id)
    }
}

/// The rows of each label, in order of appearance.
fn by_label(column_key: &[&Column], rows: usize) -> Vec<(String, Vec<u32>)> {
    let mut found: Vec<(String, Vec<u32>)> = Vec::new();
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    for row in 0..rows {
        let text = match column_key {
            [one] => one.text(row),
            _ => None,
        };
        let number = text.and_then(|text| numbers.get(text).copied());
        let number = number.unwrap_or_else(|| {
            let label = label(column_key, row);
            *numbers.entry(label.clone()).or_insert_with(|| {
                found.push((label, Vec::new()));
                found.len() - 1
            })
        });
        found[number].1.push(row as u32);
    }
    found
}

fn collision(column: &str, known: Type, found: Type) -> Failure {
    Failure::new(
        "flux::table::schema_collision",
        format!(
            "schema collision detected: column \"{column}\" is both of type {known} and {found}"
        ),
    )
    .help("convert the values to one type first, for example with `toFloat()` or `toString()`")
}
