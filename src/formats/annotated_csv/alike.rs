//! What the rows of a table have in common: the cells at their beginning and at their end that are
//! the same in all of them. They are compared as one piece, and counted later.

use super::column::Cells;

/// The bytes that the next row probably begins and ends with, once a row was read.
#[derive(Debug, Default)]
pub(super) struct Alike {
    known: bool,
    head: Edge,
    tail: Edge,
    /// Where the cells of the row began.
    starts: Vec<usize>,
}

/// One end of a row.
#[derive(Debug, Default)]
struct Edge {
    /// Its bytes, with the comma that divides the head from the next cell.
    bytes: Vec<u8>,
    /// How many cells it has.
    cells: usize,
    /// How many rows had it that its columns were not told of.
    rows: usize,
}

impl Alike {
    /// Where the first cell begins that has to be read, and its number, if a line has the head.
    #[inline]
    pub(super) fn head(&mut self, line: &[u8]) -> Option<(usize, usize)> {
        let Edge { bytes, cells, rows } = &mut self.head;
        if !self.known || !line.starts_with(bytes) {
            return None;
        }
        *rows += 1;
        Some((bytes.len(), *cells))
    }

    /// The number of the first cell of the tail; that of no cell if there is none.
    #[inline]
    pub(super) fn tail_begins(&self, columns: usize) -> usize {
        match self.known {
            true => columns - self.tail.cells,
            false => columns,
        }
    }

    /// Whether a line goes on with the tail and ends with it.
    #[inline]
    pub(super) fn tail(&mut self, rest: &[u8]) -> bool {
        let same = rest == self.tail.bytes;
        self.tail.rows += usize::from(same);
        same
    }

    /// Tells the columns what they were not told. What rows have in common must be learnt anew.
    pub(super) fn settle(&mut self, columns: &mut [Cells]) {
        let Self { head, tail, .. } = self;
        let heads = columns.iter_mut().take(head.cells);
        heads.for_each(|column| column.again(head.rows));
        let tails = columns.iter_mut().rev().take(tail.cells);
        tails.for_each(|column| column.again(tail.rows));
        (head.rows, tail.rows) = (0, 0);
        self.known = false;
    }

    /// The first cell of a row begins here.
    pub(super) fn begin(&mut self, at: usize) {
        self.starts.clear();
        self.starts.push(at);
    }

    /// A further cell of the row begins here.
    pub(super) fn starts(&mut self, at: usize) {
        self.starts.push(at);
    }

    /// Learns from a row all of whose cells were read.
    pub(super) fn learn(&mut self, line: &[u8], columns: &[Cells]) {
        let same = |column: &&Cells| column.is_constant();
        let first = columns.iter().take_while(same).count();
        if first == columns.len() {
            // All cells were the same: there is none in between yet.
            return;
        }
        let start = self.starts[first];
        let tail = columns.iter().rev().take_while(same).count();
        let end = match tail {
            0 => line.len(),
            _ => self.starts[columns.len() - tail],
        };
        self.head.set(&line[..start], first);
        self.tail.set(&line[end..], tail);
        self.known = true;
    }
}

impl Edge {
    fn set(&mut self, bytes: &[u8], cells: usize) {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        self.cells = cells;
        self.rows = 0;
    }
}
