//! The packages below `contrib/anaisdg`.

pub mod anomalydetection;
pub mod statsmodels;
