//! What operators that refuse a second table of a key remember, and what they say.

use crate::diagnostic::Failure;
use crate::table::{GroupKey, Scalar, Schema};
use rustc_hash::FxHashSet;

/// All keys seen, not only those of open tables, unless the input promises distinct ones.
#[derive(Debug, Default)]
pub struct SeenKeys {
    keys: FxHashSet<GroupKey>,
    promised: bool,
}

impl SeenKeys {
    /// Remembers nothing where no two tables have equal keys anyway.
    pub fn new(distinct_keys: bool) -> Self {
        Self {
            keys: FxHashSet::default(),
            promised: distinct_keys,
        }
    }

    /// Remembers a key.
    ///
    /// # Errors
    /// If there was a table of this key before.
    pub fn admit(&mut self, key: &GroupKey) -> Result<(), Failure> {
        if self.promised || self.keys.insert(key.clone()) {
            return Ok(());
        }
        Err(Failure::new(
            "flux::engine::duplicate_key",
            format!("found duplicate table with key: {}", describe(key)),
        )
        .help("merge tables of equal keys first, with `group(columns: […])`"))
    }
}

/// A key as messages show it: `{host=a,_field=b}`.
pub fn describe(key: &GroupKey) -> String {
    let cells = key.columns().iter().map(|(name, _, value)| {
        let value = match value {
            Scalar::Null => "null".into(),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Int(value) => value.to_string(),
            Scalar::UInt(value) => value.to_string(),
            Scalar::Float(value) => value.to_string(),
            Scalar::String(value) => value.to_string(),
            Scalar::Time(value) => value.0.to_string(),
        };
        format!("{name}={value}")
    });
    format!("{{{}}}", cells.collect::<Vec<_>>().join(","))
}

/// The error of a table that lacks a column.
pub fn missing_column(column: &str, schema: &Schema) -> Failure {
    let known: Vec<String> = schema
        .0
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let failure = Failure::new(
        "flux::engine::missing_column",
        format!("column \"{column}\" does not exist"),
    );
    match known.is_empty() {
        true => failure.help("the table has no columns"),
        false => failure.help(format!("the table has the columns {}", known.join(", "))),
    }
}
