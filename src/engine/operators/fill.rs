//! `fill`: nulls of one column become a value, or the value before them.

use super::narrow::{PerTable, TableState};
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, ColumnBuilder, GroupKey, Memory, Name, Promise, Scalar, Table, Type,
};
use arrow_array::{ArrowPrimitiveType, PrimitiveArray};

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct Fill {
    /// The column.
    pub column: Name,
    /// What nulls become; without it, the value before them.
    pub value: Option<Scalar>,
}

impl PerTable for Fill {
    type State = Filling;

    const REFUSES_EQUAL_KEYS: bool = false;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<Filling, Failure> {
        let filling = |column: Option<&Name>| Filling {
            column: column.cloned(),
            value: self.value.clone(),
            last: self.value.clone().unwrap_or(Scalar::Null),
        };
        if let (Some(known), Some(value)) = (table.schema.type_of(&self.column), &self.value) {
            admit(known, value)?;
        }
        match (table.key.get(&self.column), &self.value) {
            // A key cell that is not null stays, as does a null without a value for it.
            (Some((_, Scalar::Null)), Some(value)) => {
                table.key = with_cell(&table.key, &self.column, value);
                Ok(filling(Some(&self.column)))
            }
            (Some(_), _) => Ok(filling(None)),
            (None, Some(value)) if !table.schema.contains(&self.column) => {
                let ty = value.ty().unwrap_or(Type::String);
                table.schema.0.push((self.column.clone(), ty));
                Ok(filling(Some(&self.column)))
            }
            (None, _) => Ok(filling(Some(&self.column))),
        }
    }

    fn promise(&self, input: Promise) -> Promise {
        Promise {
            // A filled key may become equal to another.
            distinct_keys: input.distinct_keys && self.value.is_none(),
            ..input
        }
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

fn with_cell(key: &GroupKey, label: &Name, value: &Scalar) -> GroupKey {
    key.with(label, value.ty().unwrap_or(Type::String), value.clone())
}

fn admit(known: Type, value: &Scalar) -> Result<(), Failure> {
    let given = value.ty().unwrap_or(Type::String);
    if known == given {
        return Ok(());
    }
    Err(Failure::new(
        "flux::engine::fill_type",
        format!("fill column type mismatch: {known}/{given}"),
    )
    .help(format!(
        "the column is of type {known}; write a value of that type"
    )))
}

/// What is remembered of one table.
pub struct Filling {
    /// None if nothing is to be filled.
    column: Option<Name>,
    value: Option<Scalar>,
    /// What the next null becomes.
    last: Scalar,
}

impl TableState for Filling {
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let Some(label) = &self.column else {
            return Ok(Some(chunk));
        };
        match chunk.columns.iter_mut().find(|(name, _)| name == label) {
            Some((_, column)) => {
                if let Some(value) = &self.value {
                    admit(column.ty(), value)?;
                }
                *column = filled(column, &mut self.last, self.value.is_none());
            }
            None => {
                if let Some(value) = &self.value {
                    let column = Column::constant(value.clone(), chunk.rows);
                    chunk.columns.push((label.clone(), column));
                }
            }
        }
        Ok(Some(chunk))
    }
}

/// The column without nulls, as far as there is something to put there.
fn filled(column: &Column, last: &mut Scalar, previous: bool) -> Column {
    if column.is_empty() {
        return column.clone();
    }
    if column.null_count() == 0 {
        if previous {
            *last = column.get(column.len() - 1);
        }
        return column.clone();
    }
    macro_rules! primitive {
        ($array:ident, $column:ident, $scalar:path, $wrap:expr) => {{
            let mut value = match last {
                $scalar(value) => Some($wrap(value.clone())),
                _ => None,
            };
            let array = over($array, &mut value, previous);
            Column::$column(array)
        }};
    }
    let result = match column {
        Column::Constant(ty, ..) => Column::Constant(*ty, last.clone(), column.len()),
        Column::Int(array) => primitive!(array, Int, Scalar::Int, |value| value),
        Column::UInt(array) => primitive!(array, UInt, Scalar::UInt, |value| value),
        Column::Float(array) => primitive!(array, Float, Scalar::Float, |value| value),
        Column::Time(array) => {
            primitive!(array, Time, Scalar::Time, |time: crate::time::Time| time.0)
        }
        Column::Bool(_) => {
            let mut builder = ColumnBuilder::new(Type::Bool);
            let mut value = last.clone();
            for row in 0..column.len() {
                let cell = column.get(row);
                if previous && !cell.is_null() {
                    value = cell.clone();
                }
                builder.push(if cell.is_null() { &value } else { &cell });
            }
            builder.finish()
        }
        Column::String(_) | Column::Dictionary(_) => {
            let mut builder = ColumnBuilder::new(Type::String);
            let mut value = last.as_str();
            for row in 0..column.len() {
                let text = column.text(row);
                if previous && text.is_some() {
                    value = text;
                }
                match text.or(value) {
                    Some(text) => builder.push_text(text),
                    None => builder.push_null(),
                }
            }
            builder.finish()
        }
    };
    if previous {
        *last = result.get(result.len() - 1);
    }
    result
}

fn over<T: ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    value: &mut Option<T::Native>,
    previous: bool,
) -> PrimitiveArray<T> {
    array
        .iter()
        .map(|cell| {
            if previous && cell.is_some() {
                *value = cell;
            }
            cell.or(*value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Fill;
    use crate::engine::operators::narrow;
    use crate::table::Scalar;

    #[track_caller]
    fn check(column: &str, value: Option<Scalar>, input: &str, expected: &str) {
        let column = column.into();
        narrow::check(Fill { column, value }, input, expected);
    }

    const ROWS: &str = "[] v:int s:string b:bool f:float t:time
        - - - - -
        5 a true 1 1
        ...
        - - - - -
        2 b false 2 2
        - - - - -";

    #[test]
    fn with_a_value() {
        let rows = |column| {
            let mut lines = ROWS.lines().map(str::trim).filter(|line| *line != "...");
            let header = lines.next().unwrap_or_default();
            let rows = lines.map(|line| {
                let mut cells: Vec<&str> = line.split(' ').collect();
                if cells[column] == "-" {
                    cells[column] = ["9", "x", "true", "0.5", "7"][column];
                }
                cells.join(" ")
            });
            format!("{header}\n{}", rows.collect::<Vec<_>>().join("\n"))
        };
        let values = [
            Scalar::Int(9),
            Scalar::from("x"),
            Scalar::Bool(true),
            Scalar::Float(0.5),
            Scalar::Time(crate::time::Time(7)),
        ];
        for (index, value) in values.into_iter().enumerate() {
            let column = ["v", "s", "b", "f", "t"][index];
            check(column, Some(value), ROWS, &rows(index));
        }
    }

    #[test]
    fn with_the_value_before() {
        for (ty, a, b) in [
            ("int", "5", "2"),
            ("string", "a", "b"),
            ("bool", "true", "false"),
            ("float", "0.5", "1"),
            ("time", "5", "2"),
            ("uint", "5", "2"),
        ] {
            let input = format!("[] c:{ty}\n-\n{a}\n...\n-\n{b}\n-\n...\n-");
            let expected = format!("[] c:{ty}\n-\n{a}\n{a}\n{b}\n{b}\n{b}");
            check("c", None, &input, &expected);
        }
    }

    #[test]
    fn columns_of_the_key_and_unknown_ones() {
        let none = || Some(Scalar::from("none"));
        check("k", none(), "[k=-] v:int\n1", "[k=none] k v:int\n1");
        check("k", none(), "[k=a] v:int\n1", "[k=a] k v:int\n1");
        check("k", none(), "[] v:int\n1", "[] v:int k:string\n1 none");
        check("k", None, "[] v:int\n1", "[] v:int\n1");
        let message = "error: fill column type mismatch: int/string";
        check("v", none(), "[] v:int\n1", message);
    }
}
