//! Indices of rise and fall: relative strength, Chande's momentum, Kaufman's adaptive average.

use super::smoothing::Smooth;
use std::collections::VecDeque;

/// Rises against falls, both smoothed, from 0 to 100. The first rise is from zero.
pub struct RelativeStrength {
    n: usize,
    rows: usize,
    count: usize,
    up: f64,
    down: f64,
    before: Option<f64>,
}

impl RelativeStrength {
    /// Over so many rows.
    pub fn new(n: usize) -> Self {
        Self {
            n,
            rows: 0,
            count: 0,
            up: 0.0,
            down: 0.0,
            before: None,
        }
    }

    fn average(&self, average: f64, value: f64) -> f64 {
        if self.count == 0 {
            return value;
        }
        if self.rows < self.n {
            let count = self.count as f64;
            return (average * count + value) / (count + 1.0);
        }
        let weight = 1.0 / self.n as f64;
        value * weight + average * (1.0 - weight)
    }

    fn index(&self) -> f64 {
        100.0 - 100.0 / (1.0 + self.up / self.down)
    }
}

impl Smooth for RelativeStrength {
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        if let Some(value) = value {
            let change = value - self.before.unwrap_or(0.0);
            // NaN is neither a rise nor a fall.
            let (up, down) = match change {
                rise if rise > 0.0 => (rise, 0.0),
                fall if fall < 0.0 => (0.0, -fall),
                _ => (0.0, 0.0),
            };
            self.up = self.average(self.up, up);
            self.down = self.average(self.down, down);
            self.count = (self.count + 1).min(self.n);
            self.before = Some(value);
        }
        self.rows = self.rows.saturating_add(1);
        self.before.map(|_| self.index())
    }

    fn short(&self, rows: usize) -> Option<Option<f64>> {
        (rows <= self.n).then(|| Some(self.index()))
    }
}

/// The sum of the last rises against that of the last falls, from -100 to 100.
pub struct Chande {
    n: usize,
    changes: VecDeque<f64>,
    up: f64,
    down: f64,
    before: Option<f64>,
}

impl Chande {
    /// Over so many rows.
    pub fn new(n: usize) -> Self {
        Self {
            n,
            changes: VecDeque::new(),
            up: 0.0,
            down: 0.0,
            before: None,
        }
    }
}

impl Smooth for Chande {
    /// A null counts as zero.
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        let value = value.unwrap_or(0.0);
        let change = value - self.before.replace(value).unwrap_or(value);
        if change > 0.0 {
            self.up += change;
        } else if change < 0.0 {
            self.down -= change;
        }
        let result = 100.0 * (self.up - self.down) / (self.up + self.down);
        self.changes.push_back(change);
        // The first row is no change; it stands for the one that leaves the window first.
        if self.changes.len() > self.n {
            self.changes.pop_front();
            let leaves = self.changes.front().copied().unwrap_or(0.0);
            match leaves > 0.0 {
                true => self.up -= leaves,
                false => self.down += leaves,
            }
        }
        Some(result)
    }
}

/// Kaufman's adaptive moving average: it follows the faster, the more the values go one way.
pub struct Kaufman {
    n: usize,
    rows: usize,
    efficiency: Chande,
    before: f64,
    average: f64,
}

impl Kaufman {
    /// Over so many rows.
    pub fn new(n: usize) -> Self {
        Self {
            n,
            rows: 0,
            efficiency: Chande::new(n),
            before: 0.0,
            average: 0.0,
        }
    }
}

impl Smooth for Kaufman {
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        const FAST: f64 = 2.0 / (2.0 + 1.0);
        const SLOW: f64 = 2.0 / (30.0 + 1.0);
        let momentum = self.efficiency.next(value)?;
        let value = value.unwrap_or(0.0);
        if self.rows == self.n {
            self.average = self.before;
        }
        if self.rows >= self.n {
            let ratio = momentum.abs() / 100.0;
            let weight = (ratio * (FAST - SLOW) + SLOW).powi(2);
            self.average += weight * (value - self.average);
        }
        self.rows = self.rows.saturating_add(1);
        self.before = value;
        Some(self.average)
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::operators::narrow;
    use crate::engine::operators::smoothing::{Kind, Smoothing};

    #[track_caller]
    fn check(kind: Kind, n: usize, input: &str, expected: &str) {
        let columns = vec!["v".into()];
        narrow::check(Smoothing { kind, n, columns }, input, expected);
    }

    #[test]
    fn chande() {
        let input = "[k=a] v:float\n10\n12\n9\n...\n15\n15\n3\n8\n[k=b] v:float\n4\n4\n4\n4\n[k=c] v:float\n1";
        let expected = "[k=a] k v:float
            45.45454545454545\n33.333333333333336\n-33.333333333333336\n-41.1764705882353
            [k=b] k v:float\nNaN\n[k=c] k v:float";
        check(Kind::Chande, 3, input, expected);
    }

    #[test]
    fn relative_strength() {
        let input = "[k=a] s:string v:int\na 1\nb 2\nc 3\n...\nd 4\ne 2\nf -\n[k=b] v:int\n1\n3";
        let expected = "[k=a] k s:string v:float
            c 100\nd 100\ne 33.33333333333333\nf 33.33333333333333\n[k=b] k v:float\n100";
        check(Kind::RelativeStrength, 2, input, expected);
    }

    #[test]
    fn kaufman() {
        let input = "[] v:int\n1\n2\n3\n4\n3\n5";
        let expected = "[] v:float
            2.444444444444444\n3.135802469135802\n3.135237214321501\n3.2664205369198163";
        check(Kind::Kaufman, 2, input, expected);
    }
}
