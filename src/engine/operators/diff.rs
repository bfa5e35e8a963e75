//! `experimental.diff`: what two streams hold that differs, table by table.

use super::gather::{Gather, Gathered, Joining, Whole};
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Output, Scalar, Schema, Table, TableId, Type,
};
use arrow_array::UInt32Array;
use rustc_hash::FxHashMap;

/// Compares the tables of its first input, which are wanted, with those of its second.
pub struct Diff {
    memory: Memory,
}

/// The column that says what became of a row: empty where both sides have it, `-` where it is
/// missing, `+` where it is too much.
pub const DIFF: &str = "_diff";

/// By how much floats may differ that count as equal.
const TOLERANCE: f64 = 1e-6;

impl Diff {
    /// An operator for one pass.
    pub fn new(memory: &Memory) -> Gathered<Self> {
        let diff = Self {
            memory: memory.clone(),
        };
        Gathered::new(diff, memory)
    }

    fn table(
        &mut self,
        id: TableId,
        pair: [Option<&Whole>; 2],
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let Some(known) = pair[0].or(pair[1]) else {
            return Ok(());
        };
        let key = known.key.clone();
        if key.contains(DIFF) {
            return Err(Failure::new(
                "flux::engine::diff_key",
                "group key cannot contain _diff column",
            )
            .help("group the streams by other columns first"));
        }
        let sides = Sides::new(&key, pair)?;
        let [wanted, got] = sides.rows;
        if wanted == got && (0..wanted).all(|row| sides.equal(row, row)) {
            return Ok(());
        }
        let same = (0..wanted.min(got))
            .take_while(|back| sides.equal(wanted - 1 - back, got - 1 - back))
            .count();
        let (down, across) = (wanted - same, got - same);
        // The way is looked for in a table of both, which is given back with this one.
        let mut held = self.memory.reservation();
        held.grow(down.saturating_mul(across))?;
        let mut steps = sides.steps(down, across)?;
        steps.extend((0..same).map(|row| Step::Both(down + row)));
        let (schema, chunk) = sides.rows_of(id, &key, &steps);
        out.open(&Table { id, key, schema })?;
        out.push(chunk)?;
        out.end(id)
    }
}

impl Joining for Diff {
    fn join(&mut self, sides: &mut [Gather; 2], out: &mut dyn Output) -> Result<(), Failure> {
        let [wanted, got] = sides.each_mut().map(Gather::take);
        let mut unmatched: FxHashMap<GroupKey, &Whole> =
            got.iter().map(|table| (table.key.clone(), table)).collect();
        let mut pairs: Vec<[Option<&Whole>; 2]> = Vec::new();
        for table in &wanted {
            pairs.push([Some(table), unmatched.remove(&table.key)]);
        }
        let alone = got
            .iter()
            .filter(|table| unmatched.contains_key(&table.key));
        pairs.extend(alone.map(|table| [None, Some(table)]));
        for (number, pair) in pairs.into_iter().enumerate() {
            self.table(TableId(number), pair, out)?;
        }
        Ok(())
    }
}

/// What becomes of one row.
#[derive(Clone, Copy)]
enum Step {
    /// Both sides have it; the number is that of the wanted side.
    Both(usize),
    /// Only the wanted side has it.
    Missing(usize),
    /// Only the other side has it.
    Extra(usize),
}

/// Two tables of one key, column beside column.
struct Sides {
    rows: [usize; 2],
    /// Columns outside the key: those wanted, then those that only the other side has.
    columns: Vec<(Name, [Column; 2])>,
    compared: Vec<Cells>,
}

/// The cells of one column of both sides, ready to be compared.
enum Cells {
    Floats([Vec<Option<f64>>; 2]),
    /// Equal cells have equal numbers.
    Numbers([Vec<u32>; 2]),
}

impl Sides {
    /// # Errors
    /// If the sides have a column of two types.
    fn new(key: &GroupKey, pair: [Option<&Whole>; 2]) -> Result<Self, Failure> {
        let nothing = Schema::default();
        let schemas = pair.map(|table| table.map_or(&nothing, |table| &table.schema));
        // Without columns there is nothing to compare, however many rows.
        let with_columns = pair.map(|table| table.filter(|table| !table.schema.0.is_empty()));
        let rows = with_columns.map(|table| table.map_or(0, |table| table.rows));
        let chunks = pair.map(|table| table.map(Whole::chunk));
        let mut columns: Vec<(Name, [Column; 2])> = Vec::new();
        let wanted = schemas[0].0.iter();
        let extra = schemas[1].0.iter();
        let extra = extra.filter(|(label, _)| !schemas[0].contains(label));
        for (label, ty) in wanted.chain(extra) {
            if **label == *DIFF || key.contains(label) {
                continue;
            }
            if let Some(found) = schemas[1].type_of(label)
                && found != *ty
            {
                return Err(Failure::new(
                    "flux::engine::diff_type",
                    format!("column \"{label}\" has different types {ty} != {found}"),
                )
                .help("convert the column of one side first"));
            }
            let column = |side: usize| {
                let chunk = chunks[side].as_ref();
                let column = chunk.and_then(|chunk| chunk.column(label)).cloned();
                column.unwrap_or_else(|| Column::nulls(*ty, rows[side]))
            };
            columns.push((label.clone(), [column(0), column(1)]));
        }
        let compared = columns.iter().map(|(_, both)| Cells::new(both)).collect();
        Ok(Self {
            rows,
            columns,
            compared,
        })
    }

    fn equal(&self, wanted: usize, got: usize) -> bool {
        self.compared.iter().all(|cells| cells.equal(wanted, got))
    }

    /// The way through the first rows of both sides that has most of them in common: the longest
    /// common subsequence, as a table of all lengths gives it. Where several are as long, the one
    /// that upstream finds: from the end on a surplus row is taken before a missing one.
    ///
    /// # Errors
    /// If the table is too large for the machine.
    fn steps(&self, wanted: usize, got: usize) -> Result<Vec<Step>, Failure> {
        const BOTH: u8 = 0;
        const MISSING: u8 = 1;
        const EXTRA: u8 = 2;
        let cells = wanted.saturating_mul(got);
        let mut ways = Vec::new();
        ways.try_reserve_exact(cells).map_err(|_| {
            Failure::new(
                "flux::engine::diff_size",
                format!("tables of {wanted} and {got} rows are too different to be compared"),
            )
            .help("group the rows into smaller tables first")
        })?;
        ways.resize(cells, BOTH);
        let mut before = vec![0_u32; wanted + 1];
        let mut lengths = before.clone();
        for across in 0..got {
            for down in 0..wanted {
                let (length, way) = if self.equal(down, across) {
                    (before[down] + 1, BOTH)
                } else if before[down + 1] >= lengths[down] {
                    (before[down + 1], EXTRA)
                } else {
                    (lengths[down], MISSING)
                };
                lengths[down + 1] = length;
                ways[across * wanted + down] = way;
            }
            std::mem::swap(&mut before, &mut lengths);
        }
        let mut steps = Vec::with_capacity(wanted.max(got));
        let (mut down, mut across) = (wanted, got);
        while down > 0 || across > 0 {
            let way = match (down, across) {
                (_, 0) => MISSING,
                (0, _) => EXTRA,
                _ => ways[(across - 1) * wanted + down - 1],
            };
            if way != EXTRA {
                down -= 1;
            }
            if way != MISSING {
                across -= 1;
            }
            steps.push(match way {
                BOTH => Step::Both(down),
                MISSING => Step::Missing(down),
                _ => Step::Extra(across),
            });
        }
        steps.reverse();
        Ok(steps)
    }

    fn rows_of(&self, id: TableId, key: &GroupKey, steps: &[Step]) -> (Schema, Chunk) {
        let marks = steps.iter().map(|step| {
            Scalar::from(match step {
                Step::Both(_) => "",
                Step::Missing(_) => "-",
                Step::Extra(_) => "+",
            })
        });
        let mut columns = vec![(DIFF.into(), Column::from_scalars(Type::String, marks))];
        columns.extend(super::aggregate::key_columns(key, steps.len()));
        // The rows of both sides one after another, and which of these each step takes.
        let taken = steps.iter().map(|step| match step {
            Step::Both(row) | Step::Missing(row) => *row as u32,
            Step::Extra(row) => (self.rows[0] + row) as u32,
        });
        let taken: UInt32Array = taken.collect();
        for (label, [wanted, got]) in &self.columns {
            let both = Column::concat(wanted.ty(), &[wanted, got]);
            columns.push((label.clone(), both.take(&taken)));
        }
        let chunk = Chunk {
            id,
            columns,
            rows: steps.len(),
        };
        (chunk.schema(), chunk)
    }
}

impl Cells {
    fn new(columns: &[Column; 2]) -> Self {
        let floats = columns.each_ref().map(Column::floats);
        if let [Some(wanted), Some(got)] = floats {
            return Self::Floats([wanted.iter().collect(), got.iter().collect()]);
        }
        let mut known: FxHashMap<Scalar, u32> = FxHashMap::default();
        Self::Numbers(columns.each_ref().map(|column| {
            let numbers = (0..column.len()).map(|row| {
                let next = known.len() as u32;
                *known.entry(column.get(row)).or_insert(next)
            });
            numbers.collect()
        }))
    }

    fn equal(&self, wanted: usize, got: usize) -> bool {
        match self {
            Self::Numbers([a, b]) => a[wanted] == b[got],
            Self::Floats([a, b]) => match (a[wanted], b[got]) {
                // As upstream: a difference that is no number is not too large.
                (Some(a), Some(b)) => {
                    let distance = (a - b).abs();
                    distance.is_nan() || distance <= TOLERANCE
                }
                (a, b) => a.is_none() && b.is_none(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Diff;
    use crate::engine::operators::testing::{check_inputs, run};
    use crate::table::Memory;

    #[track_caller]
    fn check(wanted: &str, got: &str, expected: &str) {
        let memory = Memory::new(1_000_000);
        check_inputs(&mut Diff::new(&memory), &[wanted, got], expected);
        assert_eq!(memory.used(), 0, "memory is given back");
    }

    #[test]
    fn equal_tables_give_nothing() {
        check("[k=a] v:int w:int\n1 2", "[k=a] w:int v:int\n2 1", "");
        check("[k=a] v:int", "", "");
        check("[] v:int w:int\n1 -", "[] v:int\n1", "");
        check(
            "[] v:float\n1\nNaN\ninf\nNaN",
            "[] v:float\n1.0000005\nNaN\ninf\n3",
            "",
        );
    }

    #[test]
    fn rows_are_matched_in_order() {
        check(
            "[k=a] v:int\n1\n3\n4\n[k=b] v:int\n7",
            "[k=a] v:int\n1\n2\n3\n...\n4",
            "[k=a] _diff:string k v:int\n 1\n+ 2\n 3\n 4
             [k=b] _diff:string k v:int\n- 7",
        );
        check(
            "[] v:int\n1\n2",
            "[] v:int\n3\n4",
            "[] _diff:string v:int\n- 1\n- 2\n+ 3\n+ 4",
        );
        check(
            "[] v:int\n1",
            "[] v:int\n1\n1",
            "[] _diff:string v:int\n+ 1\n 1",
        );
    }

    #[test]
    fn columns_of_one_side_are_null_on_the_other() {
        check(
            "[] _diff:string k:int\nx 2",
            "[] k:int v:int\n2 5",
            "[] _diff:string k:int v:int\n- 2 -\n+ 2 5",
        );
    }

    #[test]
    fn too_different() {
        let memory = Memory::new(1_000);
        let rows = |from: usize| -> String {
            let rows = (from..from + 40).map(|row| format!("\n{row}"));
            format!("[] v:int{}", rows.collect::<String>())
        };
        let mut diff = Diff::new(&memory);
        let found = run(&mut diff, &[&rows(0), &rows(100)]);
        assert!(found.starts_with("error: the script needs more"), "{found}");
    }

    #[test]
    fn refusals() {
        check(
            "[] v:int",
            "[] v:float",
            "error: column \"v\" has different types int != float",
        );
        check(
            "[_diff=a] v:int",
            "",
            "error: group key cannot contain _diff column",
        );
    }
}
