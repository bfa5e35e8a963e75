//! `difference`: each value less the one before.

use super::narrow::{PerTable, TableState, replace, retype, unsupported, without_first};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Name, Table, Type};
use rustc_hash::FxHashMap;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Which columns.
    pub columns: Vec<Name>,
    /// Whether a fall gives null.
    pub non_negative: bool,
    /// Whether the first row stays, with a null.
    pub keep_first: bool,
    /// Whether counting begins at zero: the first row then has 0, and a fall gives the value.
    pub initial_zero: bool,
}

/// The last values that were not null.
pub struct State {
    function: Difference,
    previous: FxHashMap<Name, Previous>,
    began: bool,
}

#[derive(Clone, Copy, Default)]
struct Previous {
    int: Option<i64>,
    uint: Option<u64>,
    float: Option<f64>,
}

impl PerTable for Difference {
    type State = State;
    const REFUSES_EQUAL_KEYS: bool = false;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        retype(table, &self.columns, result_type)?;
        Ok(State {
            function: self.clone(),
            previous: FxHashMap::default(),
            began: false,
        })
    }
}

fn result_type(label: &str, ty: Type) -> Result<Type, Failure> {
    match ty {
        Type::Int | Type::UInt => Ok(Type::Int),
        Type::Float => Ok(Type::Float),
        Type::Time => {
            Err(unsupported("difference", label, ty)
                .help("use `elapsed()` for the time between rows"))
        }
        _ => Err(unsupported("difference", label, ty)),
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let Self {
            function, previous, ..
        } = self;
        let chunk = replace(chunk, &function.columns, |name, column| {
            result_type(name, column.ty())?;
            let previous = previous.entry(name.clone()).or_default();
            Ok(function.column(column, previous))
        })?;
        let dropped = usize::from(!self.began && !self.function.keep_first);
        self.began |= chunk.rows > 0;
        Ok(Some(without_first(chunk, dropped)))
    }
}

impl Difference {
    fn column(&self, column: &Column, previous: &mut Previous) -> Column {
        if let Some(values) = column.floats() {
            let step = |value| self.step(&mut previous.float, value, 0.0, |a, b| a - b);
            return Column::Float(values.iter().map(step).collect());
        }
        if let Some(values) = column.uints() {
            // The difference of two unsigned numbers is right as a signed one, also below zero.
            let mut step = |value: Option<u64>| {
                let before = previous.uint;
                previous.uint = value.or(before);
                self.step(
                    &mut before.map(|value| value as i64),
                    value.map(|value| value as i64),
                    0,
                    i64::wrapping_sub,
                )
            };
            return Column::Int(values.iter().map(&mut step).collect());
        }
        let values = column.ints().expect("the types were looked at before");
        let step = |value| self.step(&mut previous.int, value, 0, i64::wrapping_sub);
        Column::Int(values.iter().map(step).collect())
    }

    fn step<T: Copy + PartialOrd>(
        &self,
        previous: &mut Option<T>,
        value: Option<T>,
        zero: T,
        minus: impl Fn(T, T) -> T,
    ) -> Option<T> {
        let value = value?;
        let Some(before) = previous.replace(value) else {
            return (self.keep_first && self.initial_zero).then_some(zero);
        };
        let difference = minus(value, before);
        if difference >= zero || !self.non_negative {
            return Some(difference);
        }
        (self.initial_zero && value >= zero).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Difference;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(options: &str, input: &str, expected: &str) {
        let difference = Difference {
            columns: vec!["v".into(), "w".into()],
            non_negative: options.contains("nonNegative"),
            keep_first: options.contains("keepFirst"),
            initial_zero: options.contains("initialZero"),
        };
        narrow::check(difference, input, expected);
    }

    const INPUT: &str = "[k=a] v:int w:uint s:string
        5 3 p
        ...
        - 10 q
        2 4 r
        9 - s
        [k=b] v:float
        [k=c] v:float
        1.5";

    #[test]
    fn the_first_row_goes_and_nulls_are_skipped() {
        let expected = "[k=a] k v:int w:int s:string
            - 7 q
            -3 -6 r
            7 - s
            [k=b] k v:float
            [k=c] k v:float";
        check("", INPUT, expected);
    }

    #[test]
    fn options() {
        for (options, rows) in [
            ("keepFirst", "- - p\n- 7 q\n-3 -6 r\n7 - s"),
            ("nonNegative", "- 7 q\n- - r\n7 - s"),
            ("nonNegative initialZero", "- 7 q\n2 4 r\n7 - s"),
            (
                "nonNegative keepFirst initialZero",
                "0 0 p\n- 7 q\n2 4 r\n7 - s",
            ),
        ] {
            let input = INPUT.split_once("[k=b]").unwrap().0;
            check(
                options,
                input,
                &format!("[k=a] k v:int w:int s:string\n{rows}"),
            );
        }
    }

    #[test]
    fn a_missing_column_costs_the_first_row_all_the_same() {
        check("", "[] s:string\np\nq", "[] s:string\nq");
    }

    #[test]
    fn types_and_key_columns() {
        check(
            "",
            "[] v:string\nx",
            "error: difference does not support column \"v\" of type string",
        );
        check(
            "",
            "[] v:time\n1",
            "error: difference does not support column \"v\" of type time",
        );
        check(
            "",
            "[v=1] s:string\nx",
            "error: cannot aggregate columns that are part of the group key",
        );
    }
}
