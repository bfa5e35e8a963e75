//! `limit` and `tail`: the first or last rows of each table.

use super::seen::SeenKeys;
use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Operator, Output, Promise, Table, TableId};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Passes on `count` rows after the first `offset` of each table. A table that has rows, but none
/// behind the offset, is left out; an empty one is passed on.
#[derive(Debug)]
pub struct Limit {
    count: usize,
    offset: usize,
    /// Whether empty tables are left out, too, as behind `sort`.
    drop_empty: bool,
    open: FxHashMap<TableId, Limited>,
}

#[derive(Debug)]
struct Limited {
    /// The table, until it has been opened.
    unopened: Option<Table>,
    skip: usize,
    left: usize,
    had_rows: bool,
}

impl Limit {
    /// At most so many rows after so many.
    pub fn new(count: usize, offset: usize, drop_empty: bool) -> Self {
        Self {
            count,
            offset,
            drop_empty,
            open: FxHashMap::default(),
        }
    }
}

impl Operator for Limit {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        // A table without an offset before it is opened at once, so that tables keep their order.
        let at_once = self.offset == 0 && !self.drop_empty || self.count == 0;
        if at_once {
            out.open(table)?;
        }
        let limited = Limited {
            unopened: (!at_once).then(|| table.clone()),
            skip: self.offset,
            left: self.count,
            had_rows: false,
        };
        self.open.insert(table.id, limited);
        Ok(())
    }

    fn push(&mut self, _: usize, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        let limited = self
            .open
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        limited.had_rows |= chunk.rows > 0;
        let skipped = limited.skip.min(chunk.rows);
        limited.skip -= skipped;
        let rows = limited.left.min(chunk.rows - skipped);
        limited.left -= rows;
        if rows > 0
            && let Some(table) = limited.unopened.take()
        {
            out.open(&table)?;
        }
        let answer = match limited.unopened {
            // The columns are known when it opens.
            Some(_) => Answer::More,
            None => out.push(chunk.slice(skipped, rows))?,
        };
        Ok(if limited.left == 0 {
            answer.max(Answer::TableDone)
        } else {
            answer
        })
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(limited) = self.open.remove(&id) else {
            return Ok(());
        };
        if let Some(table) = limited.unopened {
            if limited.had_rows || self.drop_empty {
                return Ok(());
            }
            out.open(&table)?;
        }
        out.end(id)
    }
}

/// Passes on the last rows of each table before its last `offset`. It holds no more than these.
#[derive(Debug)]
pub struct Tail {
    count: usize,
    offset: usize,
    seen: SeenKeys,
    open: FxHashMap<TableId, VecDeque<Chunk>>,
}

impl Tail {
    /// At most so many rows before the last so many.
    pub fn new(count: usize, offset: usize, input: Promise) -> Self {
        Self {
            count,
            offset,
            seen: SeenKeys::new(input.distinct_keys),
            open: FxHashMap::default(),
        }
    }
}

impl Operator for Tail {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        self.open.insert(table.id, VecDeque::new());
        out.open(table)
    }

    fn push(&mut self, _: usize, chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        if self.count == 0 {
            return Ok(Answer::TableDone);
        }
        let kept = self
            .open
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        kept.push_back(chunk);
        let wanted = self.count.saturating_add(self.offset);
        let mut rows: usize = kept.iter().map(|chunk| chunk.rows).sum();
        while let Some(oldest) = kept.front()
            && rows - oldest.rows >= wanted
        {
            rows -= oldest.rows;
            kept.pop_front();
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let chunks = self.open.remove(&id).unwrap_or_default();
        let rows: usize = chunks.iter().map(|chunk| chunk.rows).sum();
        let stop = rows.saturating_sub(self.offset);
        let start = stop.saturating_sub(self.count);
        let mut before = 0;
        for chunk in chunks {
            let from = start.saturating_sub(before).min(chunk.rows);
            let to = stop.saturating_sub(before).min(chunk.rows);
            before += chunk.rows;
            if from < to && out.push(chunk.slice(from, to - from))? != Answer::More {
                break;
            }
        }
        out.end(id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Tail};
    use crate::engine::operators::testing::check;
    use crate::table::Promise;

    const TABLES: &str = "[k=a] v:int\n1\n2\n...\n3\n[k=b] v:int\n4\n[k=c] v:int";

    #[test]
    fn first_rows() {
        check(
            Limit::new(2, 0, false),
            TABLES,
            "[k=a] k v:int\n1\n2\n[k=b] k v:int\n4\n[k=c] k v:int",
        );
        check(
            Limit::new(5, 1, false),
            TABLES,
            "[k=a] k v:int\n2\n3\n[k=c] k v:int",
        );
        check(
            Limit::new(0, 0, false),
            TABLES,
            "[k=a] k v:int\n[k=b] k v:int\n[k=c] k v:int",
        );
        check(
            Limit::new(1, 0, true),
            TABLES,
            "[k=a] k v:int\n1\n[k=b] k v:int\n4",
        );
    }

    #[test]
    fn last_rows() {
        let tail = |count, offset| Tail::new(count, offset, Promise::default());
        check(
            tail(2, 0),
            TABLES,
            "[k=a] k v:int\n2\n3\n[k=b] k v:int\n4\n[k=c] k v:int",
        );
        check(
            tail(2, 1),
            TABLES,
            "[k=a] k v:int\n1\n2\n[k=b] k v:int\n[k=c] k v:int",
        );
        check(
            tail(0, 0),
            TABLES,
            "[k=a] k v:int\n[k=b] k v:int\n[k=c] k v:int",
        );
    }
}
