//! Nelder and Mead's search for the least value of a function, without a gradient. The steps and
//! the order of sums are those of gonum's `optimize.NelderMead`, with the coefficients that Gao and
//! Han (2012) give for each number of dimensions, so that results agree.

/// How far the first simplex reaches into each dimension.
const SIZE: f64 = 0.05;
/// The search ends after so many steps without a fall by more than `TOLERANCE`.
const PATIENCE: usize = 100;
const TOLERANCE: f64 = 1e-4;

/// A point and the function's value there.
type Vertex = (Vec<f64>, f64);

/// Where the search that begins at `start` ends, and the value there. None where the function has
/// no finite value at the start.
pub fn minimize(start: &[f64], function: impl Fn(&[f64]) -> f64) -> Option<Vertex> {
    let first = function(start);
    if first.is_nan() || first == f64::INFINITY {
        return None;
    }
    let mut search = Search::new(start, first, function);
    let (mut best, mut waited) = (first, 0);
    loop {
        let value = search.vertices[0].1;
        match value < best && best - value > TOLERANCE {
            true => (best, waited) = (value, 0),
            false => waited += 1,
        }
        if waited >= PATIENCE || value == f64::NEG_INFINITY {
            return Some(search.vertices.swap_remove(0));
        }
        search.step();
    }
}

struct Search<F> {
    function: F,
    expansion: f64,
    contraction: f64,
    shrink: f64,
    /// By ascending value; one more than there are dimensions.
    vertices: Vec<Vertex>,
    /// Of all but the worst.
    centroid: Vec<f64>,
}

impl<F: Fn(&[f64]) -> f64> Search<F> {
    fn new(start: &[f64], first: f64, function: F) -> Self {
        let dimensions = start.len() as f64;
        let mut vertices: Vec<Vertex> = (0..start.len())
            .map(|dimension| {
                let mut point = start.to_vec();
                point[dimension] += SIZE;
                let value = function(&point);
                (point, value)
            })
            .collect();
        vertices.push((start.to_vec(), first));
        let mut search = Self {
            function,
            expansion: 1.0 + 2.0 / dimensions,
            contraction: 0.75 - 1.0 / (2.0 * dimensions),
            shrink: 1.0 - 1.0 / dimensions,
            vertices,
            centroid: Vec::new(),
        };
        search.order();
        search
    }

    fn order(&mut self) {
        self.vertices.sort_by(|a, b| a.1.total_cmp(&b.1));
        let dimensions = self.vertices.len() - 1;
        self.centroid = vec![0.0; dimensions];
        for (point, _) in &self.vertices[..dimensions] {
            for (sum, value) in self.centroid.iter_mut().zip(point) {
                *sum += value;
            }
        }
        for sum in &mut self.centroid {
            *sum /= dimensions as f64;
        }
    }

    /// The point at a distance behind the centroid, seen from the worst one, and its value.
    fn beyond(&self, scale: f64) -> Vertex {
        let worst = &self.vertices[self.vertices.len() - 1].0;
        let point = self.centroid.iter().zip(worst);
        let point: Vec<f64> = point
            .map(|(center, worst)| (center - worst) * scale + center)
            .collect();
        let value = (self.function)(&point);
        (point, value)
    }

    fn step(&mut self) {
        let last = self.vertices.len() - 1;
        let (best, second, worst) = (
            self.vertices[0].1,
            self.vertices[last - 1].1,
            self.vertices[last].1,
        );
        let reflected = self.beyond(1.0);
        if reflected.1 >= best && reflected.1 < second {
            return self.replace_worst(reflected);
        }
        if reflected.1 < best {
            let expanded = self.beyond(self.expansion);
            return self.replace_worst(match expanded.1 < reflected.1 {
                true => expanded,
                false => reflected,
            });
        }
        let outside = reflected.1 < worst;
        let (scale, limit) = match outside {
            true => (self.contraction, reflected.1),
            false => (-self.contraction, worst),
        };
        let contracted = self.beyond(scale);
        let better = contracted.1 < limit || (outside && contracted.1 <= limit);
        match better {
            true => self.replace_worst(contracted),
            false => self.shrink(),
        }
    }

    fn replace_worst(&mut self, vertex: Vertex) {
        self.vertices.pop();
        // A new vertex goes before those of equal value.
        let place = self.vertices.partition_point(|known| known.1 < vertex.1);
        self.vertices.insert(place, vertex.clone());
        let dimensions = self.centroid.len() as f64;
        let out = &self.vertices[self.vertices.len() - 1].0;
        for ((center, out), into) in self.centroid.iter_mut().zip(out).zip(&vertex.0) {
            *center += -1.0 / dimensions * out;
            *center += 1.0 / dimensions * into;
        }
    }

    fn shrink(&mut self) {
        let best = self.vertices[0].0.clone();
        for (point, value) in &mut self.vertices[1..] {
            for (cell, best) in point.iter_mut().zip(&best) {
                *cell = (*cell - best) * self.shrink + best;
            }
            *value = (self.function)(point);
        }
        self.order();
    }
}

#[cfg(test)]
mod tests {
    use super::minimize;

    #[test]
    fn finds_the_bottom() {
        let valley = |point: &[f64]| (point[0] - 1.0).powi(2) + (point[1] + 2.0).powi(4);
        let (point, value) = minimize(&[5.0, 5.0], valley).unwrap();
        assert!((point[0] - 1.0).abs() < 0.01, "{point:?}");
        assert!((point[1] + 2.0).abs() < 0.1, "{point:?}");
        assert!(value < 1e-3, "{value}");
    }

    #[test]
    fn needs_a_value_to_begin_with() {
        assert!(minimize(&[1.0], |_| f64::NAN).is_none());
        assert!(minimize(&[1.0], |_| f64::INFINITY).is_none());
    }
}
