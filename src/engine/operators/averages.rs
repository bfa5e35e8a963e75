//! Moving averages, plain and exponential.

use super::smoothing::Smooth;

/// The mean of the last values, nulls left out. Sums are never taken apart again, so that a great
/// value that has left the window leaves no error behind: the window is the end of one block of
/// rows and the beginning of the next, and sums of both are at hand.
pub struct Moving {
    n: usize,
    block: Vec<Option<f64>>,
    /// Sum and count of the block so far.
    front: (f64, usize),
    /// Sum and count of the block before from each of its rows on.
    back: Vec<(f64, usize)>,
}

impl Moving {
    /// Over so many rows.
    pub fn new(n: usize) -> Self {
        Self {
            n,
            block: Vec::new(),
            front: (0.0, 0),
            back: Vec::new(),
        }
    }
}

fn mean((sum, count): (f64, usize)) -> Option<f64> {
    (count > 0).then(|| sum / count as f64)
}

fn plus(total: (f64, usize), value: Option<f64>) -> (f64, usize) {
    value.map_or(total, |value| (total.0 + value, total.1 + 1))
}

impl Smooth for Moving {
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        self.block.push(value);
        self.front = plus(self.front, value);
        let (sum, count) = self.back.get(self.block.len()).copied().unwrap_or_default();
        let result = mean((self.front.0 + sum, self.front.1 + count));
        if self.block.len() == self.n {
            self.back.resize(self.n, (0.0, 0));
            let mut total = (0.0, 0);
            for (row, value) in self.block.drain(..).enumerate().rev() {
                total = plus(total, value);
                self.back[row] = total;
            }
            self.front = (0.0, 0);
        }
        result
    }

    /// Upstream gives the mean of too few rows, but nothing where only one is missing.
    fn short(&self, rows: usize) -> Option<Option<f64>> {
        (rows + 1 < self.n).then(|| mean(self.front))
    }
}

/// The exponential moving average; it begins with the mean of the first values.
pub struct Exponential {
    n: usize,
    rows: usize,
    count: usize,
    value: f64,
}

impl Exponential {
    /// Over so many rows.
    pub fn new(n: usize) -> Self {
        Self {
            n,
            rows: 0,
            count: 0,
            value: 0.0,
        }
    }

    /// The next average, once there have been enough rows.
    fn advance(&mut self, value: Option<f64>) -> Option<Option<f64>> {
        self.rows = self.rows.saturating_add(1);
        if self.rows <= self.n {
            if let Some(value) = value {
                self.value += value;
                self.count += 1;
            }
            if self.rows < self.n {
                return None;
            }
            if self.count > 0 {
                self.value /= self.count as f64;
            }
        } else if let Some(value) = value {
            let weight = 2.0 / (self.n as f64 + 1.0);
            self.value = match self.count {
                0 => value,
                _ => value * weight + self.value * (1.0 - weight),
            };
            self.count = self.count.max(1);
        }
        Some((self.count > 0).then_some(self.value))
    }
}

impl Smooth for Exponential {
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        self.advance(value).flatten()
    }

    fn short(&self, rows: usize) -> Option<Option<f64>> {
        (rows < self.n).then(|| mean((self.value, self.count)))
    }
}

/// The change, in percent, of an average of averages of averages.
pub struct Triple {
    n: usize,
    stages: [Exponential; 3],
    before: Option<f64>,
}

impl Triple {
    /// Over so many rows.
    pub fn new(n: usize) -> Self {
        Self {
            n,
            stages: [(); 3].map(|()| Exponential::new(n)),
            before: None,
        }
    }
}

impl Smooth for Triple {
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        let mut average = value;
        for stage in &mut self.stages {
            average = stage.advance(average)?;
        }
        let before = std::mem::replace(&mut self.before, average)?;
        Some((average? / before - 1.0) * 100.0)
    }

    fn short(&self, rows: usize) -> Option<Option<f64>> {
        (rows <= 3 * (self.n - 1)).then_some(None)
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
    fn moving_average() {
        let input = "[k=a] s:string v:int
            p 1
            q 4
            ...
            r 7
            s -
            ...
            t -
            u -
            v 2
            [k=b] v:float
            9
            [k=c] v:float";
        let expected = "[k=a] k s:string v:float
            r 4
            s 5.5
            t 7
            u -
            v 2
            [k=b] k v:float
            9
            [k=c] k v:float";
        check(Kind::Moving, 3, input, expected);
        // One row too few gives nothing.
        check(Kind::Moving, 2, "[] v:float\n9", "[] v:float");
        check(Kind::Moving, 1, "[] v:float\n9\n-", "[] v:float\n9\n-");
    }

    #[test]
    fn a_great_value_leaves_no_error_behind() {
        let input = "[] v:float\n1\n1e17\n1\n1\n1\n2\nNaN\n1\n3";
        let expected = "[] v:float\n50000000000000000\n50000000000000000\n1\n1\n1.5\nNaN\nNaN\n2";
        check(Kind::Moving, 2, input, expected);
    }

    #[test]
    fn exponential_average() {
        let input = "[k=a] s:string v:uint
            p 1
            q -
            ...
            r 3
            s 5
            t -
            [k=b] v:float
            1
            4
            [k=c] v:float
            [k=d] v:float
            -
            -
            -
            6
            8";
        let expected = "[k=a] k s:string v:float
            r 2
            s 3.5
            t 3.5
            [k=b] k v:float
            2.5
            [k=c] k v:float
            [k=d] k v:float
            -
            6
            7";
        check(Kind::Exponential, 3, input, expected);
    }

    #[test]
    fn triple_exponential_derivative() {
        let input =
            "[k=a] s:string v:float\na 1\nb 2\nc 3\nd 4\n...\ne 5\nf 8\n[k=b] v:float\n1\n2";
        // With n = 1 each average is the value itself.
        let expected = "[k=a] k s:string v:float
            b 100\nc 50\nd 33.33333333333333\ne 25\nf 60.00000000000001\n[k=b] k v:float\n100";
        check(Kind::TripleExponentialDerivative, 1, input, expected);
        let expected = "[k=a] k s:string v:float
            e 39.99999999999999\nf 45.502645502645514\n[k=b] k v:float\n-";
        check(Kind::TripleExponentialDerivative, 2, input, expected);
    }

    #[test]
    fn refusals() {
        let message = "error: movingAverage does not support column \"v\" of type string";
        check(Kind::Moving, 2, "[] v:string\nx", message);
        let message = "[] w:int\n(open)\nerror: column \"v\" does not exist";
        check(
            Kind::Exponential,
            2,
            "[] w:int\n1\n2\n3",
            &message.replace("(open)", "2\n3\n(open)"),
        );
    }
}
