//! The damped, multiplicative model of Holt and Winters, and its fit.

use super::simplex::minimize;

/// Values at equal distances, as far as they are known, and how to carry them on.
pub struct Model<'a> {
    /// The values; the first is known.
    pub values: &'a [Option<f64>],
    /// How many to foretell.
    pub horizon: usize,
    /// After how many values the season begins again; none below two.
    pub season: usize,
    /// Whether the fitted values come before the foretold ones.
    pub with_fit: bool,
}

/// What comes before the factors of the season: alpha, beta, gamma, phi, level and trend.
const FIXED: usize = 6;

impl Model<'_> {
    fn is_seasonal(&self) -> bool {
        self.season >= 2
    }

    /// The foretold values, and the sum of the squares of the fit's errors. None where the values
    /// are too few to say anything.
    ///
    /// # Errors
    /// If no fit can begin, since the values' mean is zero.
    pub fn fit(&self) -> Result<Option<(Vec<f64>, f64)>, ()> {
        let count = self.values.len();
        if count < 2 || (self.is_seasonal() && count < self.season) || self.horizon == 0 {
            return Ok(None);
        }
        let mut start = vec![0.0; FIXED];
        (start[4], start[5]) = self.level_and_trend();
        if self.is_seasonal() {
            let factors = self.values[..self.season].iter();
            let level = start[4];
            start.extend(factors.map(|value| value.map_or(1.0, |value| value / level)));
        }
        let guesses = || {
            std::iter::successors(Some(0.3), |guess| Some(guess + 0.4))
                .take_while(|guess| *guess < 1.0)
        };
        let mut best: Option<(Vec<f64>, f64)> = None;
        for alpha in guesses() {
            for beta in guesses() {
                for gamma in guesses() {
                    for phi in guesses() {
                        start[..4].copy_from_slice(&[alpha, beta, gamma, phi]);
                        let found =
                            minimize(&start, |parameters| self.error(parameters)).ok_or(())?;
                        if best.as_ref().is_none_or(|best| found.1 < best.1) {
                            best = Some(found);
                        }
                    }
                }
            }
        }
        let Some((parameters, error)) = best else {
            return Ok(None);
        };
        let mut values = Vec::with_capacity(count + self.horizon);
        self.run(&parameters, self.horizon, |time, value| {
            if self.with_fit || time >= count {
                values.push(value);
            }
        });
        Ok(Some((values, error)))
    }

    fn level_and_trend(&self) -> (f64, f64) {
        let value = |index: usize| self.values.get(index).copied().flatten();
        if !self.is_seasonal() {
            // Where the search begins is upstream's choice.
            const WEIGHT: f64 = 0.5;
            let first = value(0).unwrap_or(0.0);
            let trend = value(1).map_or(0.0, |second| WEIGHT * (second - first));
            return (WEIGHT * first, trend);
        }
        let season = self.season as f64;
        let (mut level, mut trend) = (0.0, 0.0);
        for index in 0..self.season {
            if let Some(now) = value(index) {
                level += (1.0 / season) * now;
                if let Some(later) = value(self.season + index) {
                    trend += 1.0 / (season * season) * (later - now);
                }
            }
        }
        (level, trend)
    }

    /// The sum of the squared errors of a fit; unknown values have none.
    fn error(&self, parameters: &[f64]) -> f64 {
        let mut sum = 0.0;
        self.run(parameters, 0, |time, value| {
            if let Some(known) = self.values[time] {
                sum += (value - known).powi(2);
            }
        });
        sum
    }

    /// Carries the model on from the first value, over all values and so many more.
    fn run(&self, parameters: &[f64], horizon: usize, mut visit: impl FnMut(usize, f64)) {
        let [alpha, beta, gamma, phi] = [0, 1, 2, 3].map(|index| parameters[index].clamp(0.0, 1.0));
        let (mut level, mut trend) = (parameters[4], parameters[5]);
        let mut factors = parameters[FIXED..].to_vec();
        let season = factors.len();
        let mut value = self.values[0].unwrap_or(0.0);
        let mut damping = phi;
        visit(0, value);
        let mut offset = season.wrapping_sub(1);
        for time in 1..self.values.len() + horizon {
            let (mut now, mut then) = (1.0, 1.0);
            let place = |shift: usize| (time + offset + shift) % season;
            if season > 0 {
                // A whole season back; adding one keeps the number positive.
                now = factors[place(0)];
                then = factors[place(time % season)];
            }
            let expected = level + phi * trend;
            let next_level = alpha * (value / now) + (1.0 - alpha) * expected;
            let next_trend = beta * (next_level - level) + (1.0 - beta) * phi * trend;
            let factor = gamma * (value / expected) + (1.0 - gamma) * now;
            value = (next_level + damping * next_trend) * then;
            (level, trend) = (next_level, next_trend);
            damping += phi.powf(time as f64);
            if season > 0 {
                let place = place(0);
                factors[place] = factor;
                offset += 1;
            }
            visit(time, value);
        }
    }
}
