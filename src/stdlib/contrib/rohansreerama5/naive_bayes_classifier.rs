//! Package `contrib/RohanSreerama5/naiveBayesClassifier`: a naive Bayes classifier.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/RohanSreerama5/naiveBayesClassifier",
    docs: "Classifies by a naive Bayes classifier.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("naive_bayes_classifier.flux")),
};
