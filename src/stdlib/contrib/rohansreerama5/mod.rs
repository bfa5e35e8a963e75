//! The packages below `contrib/RohanSreerama5`.

pub mod naive_bayes_classifier;
