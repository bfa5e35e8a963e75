//! The labels that every table of a bucket has, and the keys and columns made of them.

use crate::table::{Column, Name, Scalar, Type};
use crate::time::{Bounds, Time};

/// Labels, made once a read.
pub(in crate::storage) struct Labels {
    pub(in crate::storage) start: Name,
    pub(in crate::storage) stop: Name,
    pub(in crate::storage) time: Name,
    pub(in crate::storage) value: Name,
    pub(in crate::storage) field: Name,
    pub(in crate::storage) measurement: Name,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            start: "_start".into(),
            stop: "_stop".into(),
            time: "_time".into(),
            value: "_value".into(),
            field: "_field".into(),
            measurement: "_measurement".into(),
        }
    }
}

impl Labels {
    /// Field, measurement and tags by label, as storage orders columns.
    pub(in crate::storage) fn texts(
        &self,
        measurement: &Name,
        tags: &[(Name, Name)],
        field: &Name,
    ) -> Vec<(Name, Name)> {
        let mut texts = tags.to_vec();
        texts.push((self.field.clone(), field.clone()));
        texts.push((self.measurement.clone(), measurement.clone()));
        texts.sort_by(|(a, _), (b, _)| a.cmp(b));
        texts
    }

    /// The key columns of a stretch of time, and of some texts.
    pub(in crate::storage) fn key(
        &self,
        bounds: Bounds,
        texts: &[(Name, Name)],
    ) -> Vec<(Name, Type, Scalar)> {
        let times = [(&self.start, bounds.start), (&self.stop, bounds.stop)];
        let times = times.map(|(label, time)| (label.clone(), Type::Time, Scalar::Time(time)));
        let texts = texts
            .iter()
            .map(|(label, text)| (label.clone(), Type::String, Scalar::String(text.clone())));
        times.into_iter().chain(texts).collect()
    }

    /// The columns of rows, in storage's order: bounds, time if there is one, value, texts.
    pub(in crate::storage) fn columns(
        &self,
        bounds: Bounds,
        times: Option<Column>,
        values: Column,
        texts: &[(Name, Name)],
    ) -> Vec<(Name, Column)> {
        let rows = values.len();
        let edge = |time: Time| Column::Constant(Type::Time, Scalar::Time(time), rows);
        let mut columns = vec![
            (self.start.clone(), edge(bounds.start)),
            (self.stop.clone(), edge(bounds.stop)),
        ];
        columns.extend(times.map(|times| (self.time.clone(), times)));
        columns.push((self.value.clone(), values));
        columns.extend(texts.iter().map(|(label, text)| {
            let cell = Scalar::String(text.clone());
            (label.clone(), Column::Constant(Type::String, cell, rows))
        }));
        columns
    }
}
