//! Package `internal/gen`: made-up tables. They look like upstream's, with other values, for its
//! random numbers are its own.

use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Name, Output, Scalar, Schema, Source, Table, TableId, Type,
};
use crate::value::{Context, Package, Record, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/gen",
    docs: "Makes tables up.",
    builtins: &[&TABLES],
    constants: &[],
    flux: None,
};

/// Seconds between rows.
const PERIOD: i64 = 10_000_000_000;
/// How many rows a table has, if the script says 0.
const ROWS: i64 = 6;
/// How many series there may be.
const MOST_SERIES: usize = 1_000_000;
/// Rows of a chunk.
const CHUNK: i64 = 8192;

/// Makes tables up: one for each combination of tag values, with a row every ten seconds until
/// now. Equal seeds give equal values.
#[builtin(
    since = "0.49.0",
    returns = "stream[{A with _time: time, _value: float}]"
)]
pub fn tables(
    #[context] cx: &Context,
    /// How many rows a table has.
    n: i64,
    /// Which share of values is null. Default is none, `0.0`.
    #[default(0.0)]
    nulls: f64,
    /// The tags, and how many values each has.
    #[ty("[{name: string, cardinality: int}]")]
    tags: Option<Vec<Arc<Record>>>,
    /// What the values depend on. Default is the time.
    seed: Option<i64>,
) -> Result<Stream, Failure> {
    let seed = seed.unwrap_or_else(|| cx.world().now().0);
    let mut random = Random(seed as u64);
    let mut series: Vec<Vec<(Name, Name)>> = vec![Vec::new()];
    for tag in tags.unwrap_or_default() {
        let (name, cardinality) = of_tag(&tag)?;
        if cardinality == 0 {
            continue;
        }
        if series.len().saturating_mul(cardinality) > MOST_SERIES {
            let message = format!("gen.tables would make more than {MOST_SERIES} tables");
            return Err(Failure::new("flux::gen::series", message)
                .help("the cardinalities of tags multiply: make them smaller"));
        }
        let values: Vec<Name> = (0..cardinality).map(|_| random.word()).collect();
        let longer = series.iter().flat_map(|tags| {
            values.iter().map(|value| {
                let mut tags = tags.clone();
                tags.retain(|(label, _)| *label != name);
                tags.push((name.clone(), value.clone()));
                tags
            })
        });
        series = longer.collect();
    }
    // Words are short, so that two of them may be the same.
    series.sort();
    series.dedup();
    let rows = if n == 0 { ROWS } else { n.max(0) };
    let last = cx.world().now().0 / PERIOD * PERIOD;
    let start = rows
        .checked_mul(PERIOD)
        .and_then(|span| last.checked_sub(span));
    let start = start.ok_or_else(|| {
        let message = format!("{n} rows reach further back than times do");
        Failure::new("flux::gen::rows", message)
    })?;
    let made = Made {
        series,
        rows,
        nulls,
        start,
        random,
    };
    Ok(Stream::other(cx, made, Vec::new()))
}

fn of_tag(tag: &Record) -> Result<(Name, usize), Failure> {
    match (tag.get("name"), tag.get("cardinality")) {
        (Some(Value::String(name)), Some(Value::Int(cardinality))) => {
            Ok((name.clone(), usize::try_from(*cardinality).unwrap_or(0)))
        }
        _ => Err(
            Failure::new("flux::gen::tag", "a tag needs a name and a cardinality")
                .help("write `tags: [{name: \"host\", cardinality: 3}]`"),
        ),
    }
}

/// Pseudo-random numbers: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Three to seven letters and digits, a letter first.
    fn word(&mut self) -> Name {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let length = 3 + self.next() % 5;
        let letters = (0..length).map(|at| {
            let choice = if at == 0 { 52 } else { LETTERS.len() as u64 };
            char::from(LETTERS[(self.next() % choice) as usize])
        });
        letters.collect::<String>().into()
    }
}

#[derive(Clone, Debug)]
struct Made {
    series: Vec<Vec<(Name, Name)>>,
    rows: i64,
    nulls: f64,
    start: i64,
    random: Random,
}

impl Transform for Made {
    fn name(&self) -> &str {
        "gen.tables"
    }

    fn source(&self, _: &Context) -> Result<Box<dyn Source>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn explain(&self) -> String {
        format!("{} tables of {} rows", self.series.len(), self.rows)
    }
}

impl Source for Made {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let series = std::mem::take(&mut self.series);
        for (index, tags) in series.into_iter().enumerate() {
            let id = TableId(index);
            let tags = tags.into_iter();
            let key = tags.map(|(label, value)| (label, Type::String, Scalar::String(value)));
            let key = GroupKey::new(key.collect());
            let columns = key.columns().iter();
            let mut schema: Vec<(Name, Type)> =
                columns.map(|(label, ty, _)| (label.clone(), *ty)).collect();
            schema.push(("_time".into(), Type::Time));
            schema.push(("_value".into(), Type::Float));
            out.open(&Table {
                id,
                key: key.clone(),
                schema: Schema(schema),
            })?;
            let mut begun = 0;
            while begun < self.rows {
                let end = (begun + CHUNK).min(self.rows);
                out.push(self.chunk(id, &key, begun..end))?;
                begun = end;
            }
            out.end(id)?;
        }
        Ok(())
    }
}

impl Made {
    /// Values are normally distributed (Box and Muller).
    fn chunk(&mut self, id: TableId, key: &GroupKey, rows: std::ops::Range<i64>) -> Chunk {
        let times: Vec<i64> = rows.map(|row| self.start + row * PERIOD).collect();
        let values = times.iter().map(|_| {
            let radius = (-2.0 * (1.0 - self.random.share()).ln()).sqrt();
            let value = radius * (std::f64::consts::TAU * self.random.share()).cos();
            (self.random.share() >= self.nulls).then_some(value)
        });
        let values = Column::Float(values.collect());
        let count = times.len();
        let columns = key.columns().iter();
        let mut columns: Vec<(Name, Column)> = columns
            .map(|(label, ty, cell)| (label.clone(), Column::Constant(*ty, cell.clone(), count)))
            .collect();
        columns.push(("_time".into(), Column::Time(times.into())));
        columns.push(("_value".into(), values));
        Chunk {
            id,
            columns,
            rows: count,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::session::testing::{check, check_value};

    #[test]
    fn tables_are_as_many_and_as_long_as_asked() {
        check(
            "import \"internal/gen\"
            gen.tables(n: 9000, seed: 1, tags: [{name: \"a\", cardinality: 2}, {name: \"b\", cardinality: 3}])
                |> count() |> group() |> keep(columns: [\"_value\"])",
            "[] _value:int\n9000\n9000\n9000\n9000\n9000\n9000",
        );
        check(
            "import \"internal/gen\"
            gen.tables(n: 0, nulls: 1.0) |> map(fn: (r) => ({t: int(v: r._time), v: exists r._value}))",
            "[] t:int v:bool\n-60000000000 false\n-50000000000 false\n-40000000000 false\n-30000000000 false\n-20000000000 false\n-10000000000 false",
        );
    }

    #[test]
    fn equal_seeds_give_equal_values() {
        check(
            "import \"internal/gen\"
            left = gen.tables(n: 100, seed: 7)
            right = gen.tables(n: 100, seed: 7)
            join(tables: {l: left, r: right}, on: [\"_time\", \"_value\"]) |> map(fn: (r) => ({v: 1})) |> sum(column: \"v\")",
            "[] v:int\n100",
        );
        check_value(
            "import \"internal/gen\"
            gen.tables(n: 1, tags: [{name: \"a\", cardinality: 1000}, {name: \"b\", cardinality: 1001}])",
            "error: gen.tables would make more than 1000000 tables",
        );
    }
}
