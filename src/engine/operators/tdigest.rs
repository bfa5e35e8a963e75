//! Ted Dunning's merging t-digest: quantiles of a stream in constant space.
//!
//! "Computing Extremely Accurate Quantiles Using t-Digests", with the arcsine scale function.
//! Buffer sizes and interpolation follow InfluxData's digest, so that estimates are the same.

use std::f64::consts::PI;

/// A digest of floats. NaN is ignored.
#[derive(Debug)]
pub struct TDigest {
    compression: f64,
    processed: Vec<Centroid>,
    unprocessed: Vec<f64>,
    processed_weight: f64,
    any: bool,
    min: f64,
    max: f64,
}

#[derive(Clone, Copy, Debug)]
struct Centroid {
    mean: f64,
    weight: f64,
}

impl TDigest {
    /// An empty digest. With greater compression it is more exact and larger; 1000 is upstream's.
    pub fn new(compression: f64) -> Self {
        Self {
            compression,
            processed: Vec::new(),
            unprocessed: Vec::new(),
            processed_weight: 0.0,
            any: false,
            min: f64::MAX,
            max: -f64::MAX,
        }
    }

    /// Takes a value in.
    pub fn add(&mut self, value: f64) {
        self.any = true;
        if value.is_nan() {
            return;
        }
        self.unprocessed.push(value);
        if self.unprocessed.len() > self.unprocessed_limit()
            || self.processed.len() > self.processed_limit()
        {
            self.process();
        }
    }

    /// Whether anything was added, NaN included.
    pub fn any(&self) -> bool {
        self.any
    }

    /// Forgets everything.
    pub fn reset(&mut self) {
        self.processed.clear();
        self.unprocessed.clear();
        self.processed_weight = 0.0;
        self.any = false;
        self.min = f64::MAX;
        self.max = -f64::MAX;
    }

    /// The estimated quantile; NaN if nothing was added.
    pub fn quantile(&mut self, q: f64) -> f64 {
        self.process();
        let (first, last) = match self.processed.as_slice() {
            [] => return f64::NAN,
            [only] => return only.mean,
            [first, .., last] => (*first, *last),
        };
        let index = q * self.processed_weight;
        if index <= first.weight / 2.0 {
            return self.min + 2.0 * index / first.weight * (first.mean - self.min);
        }
        // Each centroid is taken to stand in the middle of its weight.
        let mut before = 0.0;
        let mut previous_middle = 0.0;
        for (number, centroid) in self.processed.iter().enumerate() {
            let middle = before + centroid.weight / 2.0;
            if middle >= index {
                let previous = self.processed[number - 1];
                return weighted_average(
                    previous.mean,
                    middle - index,
                    centroid.mean,
                    index - previous_middle,
                );
            }
            before += centroid.weight;
            previous_middle = middle;
        }
        let to_last = index - self.processed_weight - last.weight / 2.0;
        let to_max = last.weight / 2.0 - to_last;
        weighted_average(last.mean, to_last, self.max, to_max)
    }

    fn processed_limit(&self) -> usize {
        2 * self.compression.ceil() as usize
    }

    fn unprocessed_limit(&self) -> usize {
        8 * self.compression.ceil() as usize
    }

    /// Merges what was added lately into the centroids.
    fn process(&mut self) {
        if self.unprocessed.is_empty() && self.processed.len() <= self.processed_limit() {
            return;
        }
        self.processed_weight += self.unprocessed.len() as f64;
        self.unprocessed.sort_unstable_by(f64::total_cmp);
        let centroids = std::mem::take(&mut self.processed);
        let mut added = self.unprocessed.iter().copied().peekable();
        let mut known = centroids.into_iter().peekable();
        let mut next = || match (added.peek(), known.peek()) {
            (Some(&value), Some(centroid)) if centroid.mean < value => known.next(),
            (Some(&mean), _) => {
                added.next();
                Some(Centroid { mean, weight: 1.0 })
            }
            (None, _) => known.next(),
        };
        let Some(mut current) = next() else { return };
        let mut merged = Vec::with_capacity(self.compression.ceil() as usize + 1);
        let mut so_far = current.weight;
        let mut limit = self.processed_weight * self.integrated_q(1.0);
        while let Some(centroid) = next() {
            let projected = so_far + centroid.weight;
            if projected <= limit {
                current.absorb(centroid);
            } else {
                let place = self.integrated_location(so_far / self.processed_weight);
                limit = self.processed_weight * self.integrated_q(place + 1.0);
                merged.push(current);
                current = centroid;
            }
            so_far = projected;
        }
        merged.push(current);
        self.min = self.min.min(merged[0].mean);
        self.max = self.max.max(current.mean);
        self.processed = merged;
        self.unprocessed.clear();
    }

    fn integrated_q(&self, k: f64) -> f64 {
        let angle = k.min(self.compression) * PI / self.compression - PI / 2.0;
        (angle.sin() + 1.0) / 2.0
    }

    fn integrated_location(&self, q: f64) -> f64 {
        self.compression * ((2.0 * q - 1.0).asin() + PI / 2.0) / PI
    }
}

impl Centroid {
    fn absorb(&mut self, other: Self) {
        self.weight += other.weight;
        self.mean += other.weight * (other.mean - self.mean) / self.weight;
    }
}

/// Between the two values, whatever rounding says.
fn weighted_average(a: f64, weight_a: f64, b: f64, weight_b: f64) -> f64 {
    let average = (a * weight_a + b * weight_b) / (weight_a + weight_b);
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    low.max(average.min(high))
}

#[cfg(test)]
mod tests {
    use super::TDigest;

    fn check(values: impl IntoIterator<Item = f64>, compression: f64, q: f64, expected: f64) {
        let mut digest = TDigest::new(compression);
        values.into_iter().for_each(|value| digest.add(value));
        let found = digest.quantile(q);
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn quantiles_of_few_values() {
        check([7.0, 1.0, 4.0, 10.0], 1000.0, 0.5, 5.5);
        check([7.0, 1.0, 4.0], 1000.0, 0.0, 1.0);
        check([7.0, 1.0, 4.0], 1000.0, 1.0, 7.0);
        check([3.0], 1000.0, 0.9, 3.0);
        check([3.0, f64::NAN], 1000.0, 0.9, 3.0);
    }

    #[test]
    fn quantiles_of_squares() {
        let squares = || (0..100).map(|n| f64::from(n * n));
        check(squares(), 1000.0, 0.01, 0.5);
        check(squares(), 1000.0, 0.5, 2450.5);
        check(squares(), 100.0, 0.99, 9702.5);
    }

    #[test]
    fn many_values_stay_few_centroids() {
        let mut digest = TDigest::new(100.0);
        (0..100_000).for_each(|n| digest.add(f64::from(n % 1000)));
        assert!((digest.quantile(0.5) - 500.0).abs() < 5.0);
        assert!(digest.processed.len() < 210);
    }
}
