//! Some rows of one table, and what is known of its columns.

use super::{Column, TableId, Type};
use crate::diagnostic::Failure;
use arrow_array::{BooleanArray, UInt32Array};
use arrow_select::filter::FilterBuilder;
use std::sync::Arc;

/// A column's label.
pub type Name = Arc<str>;

/// Some rows of one table; `rows` counts also where there are no columns.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// The table they belong to.
    pub id: TableId,
    /// Columns in the table's order, each of `rows` cells.
    pub columns: Vec<(Name, Column)>,
    /// How many rows.
    pub rows: usize,
}

impl Chunk {
    /// The number of rows that operators aim at. Upstream's is the same size of thought, not of
    /// semantics: no result depends on it.
    pub const ROWS: usize = 8192;

    /// A column by its label.
    pub fn column(&self, label: &str) -> Option<&Column> {
        let (_, column) = self.columns.iter().find(|(name, _)| **name == *label)?;
        Some(column)
    }

    /// The rows with these numbers, in this order.
    pub fn take(&self, rows: &UInt32Array) -> Self {
        self.each(rows.len(), |column| column.take(rows))
    }

    /// The rows for which the mask is true.
    pub fn filter(&self, mask: &BooleanArray) -> Self {
        // What the mask keeps is worked out once for all columns.
        let mask = FilterBuilder::new(mask).optimize().build();
        self.each(mask.count(), |column| column.filter_by(&mask))
    }

    /// So many rows from a row on.
    pub fn slice(&self, offset: usize, rows: usize) -> Self {
        self.each(rows, |column| column.slice(offset, rows))
    }

    /// The same rows in another table.
    pub fn with_id(self, id: TableId) -> Self {
        Self { id, ..self }
    }

    /// Labels and types.
    pub fn schema(&self) -> Schema {
        let columns = self.columns.iter();
        Schema(
            columns
                .map(|(name, column)| (name.clone(), column.ty()))
                .collect(),
        )
    }

    /// The rows of several chunks of one table, whose columns are the schema's, one after another.
    pub fn concat(id: TableId, schema: &Schema, chunks: &[Self]) -> Self {
        let rows = chunks.iter().map(|chunk| chunk.rows).sum();
        let columns = schema.0.iter().map(|(name, ty)| {
            let parts: Vec<Column> = chunks
                .iter()
                .map(|chunk| {
                    let column = chunk.column(name).cloned();
                    column.unwrap_or_else(|| Column::nulls(*ty, chunk.rows))
                })
                .collect();
            let parts: Vec<&Column> = parts.iter().collect();
            (name.clone(), Column::concat(*ty, &parts))
        });
        Self {
            id,
            columns: columns.collect(),
            rows,
        }
    }

    /// Bytes of memory its columns hold on to.
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(|(_, column)| column.bytes()).sum()
    }

    fn each(&self, rows: usize, change: impl Fn(&Column) -> Column) -> Self {
        let columns = self.columns.iter();
        Self {
            id: self.id,
            columns: columns
                .map(|(name, column)| (name.clone(), change(column)))
                .collect(),
            rows,
        }
    }
}

/// The columns of a table as far as they are known; they only grow, at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema(pub Vec<(Name, Type)>);

impl Schema {
    /// The type of a column.
    pub fn type_of(&self, label: &str) -> Option<Type> {
        let (_, ty) = self.0.iter().find(|(name, _)| **name == *label)?;
        Some(*ty)
    }

    /// Whether there is such a column.
    pub fn contains(&self, label: &str) -> bool {
        self.type_of(label).is_some()
    }

    /// A chunk of no rows, which only announces these columns.
    pub fn announce(&self, id: TableId) -> Chunk {
        self.nulls(id, 0)
    }

    /// So many rows without a value.
    pub fn nulls(&self, id: TableId, rows: usize) -> Chunk {
        let columns = self.0.iter();
        Chunk {
            id,
            columns: columns
                .map(|(name, ty)| (name.clone(), Column::nulls(*ty, rows)))
                .collect(),
            rows,
        }
    }

    /// Learns a chunk's new columns, and gives the chunk all columns in this schema's order.
    ///
    /// # Errors
    /// If a column has another type than before.
    pub fn admit(&mut self, chunk: &mut Chunk) -> Result<(), Failure> {
        let same = self.0.len() == chunk.columns.len()
            && self
                .0
                .iter()
                .zip(&chunk.columns)
                .all(|((name, ty), (label, column))| name == label && *ty == column.ty());
        if same {
            return Ok(());
        }
        for (name, column) in &chunk.columns {
            match self.type_of(name) {
                None => self.0.push((name.clone(), column.ty())),
                Some(known) if known == column.ty() => {}
                Some(known) => return Err(collision(name, known, column.ty())),
            }
        }
        let complete = self.0.iter().map(|(name, ty)| {
            let known = chunk.column(name).cloned();
            (
                name.clone(),
                known.unwrap_or_else(|| Column::nulls(*ty, chunk.rows)),
            )
        });
        chunk.columns = complete.collect();
        Ok(())
    }
}

/// The error of two tables that meet with one column of two types.
pub fn collision(column: &str, known: Type, found: Type) -> Failure {
    Failure::new(
        "flux::table::schema_collision",
        format!("schema collision detected: column \"{column}\" is both of type {known} and {found}"),
    )
    .help(format!(
        "convert one side first, for example with `map(fn: (r) => ({{r with {column}: {known}(v: r.{column})}}))`"
    ))
}
