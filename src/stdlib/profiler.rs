//! Package `profiler`: upstream's profilers. The option is accepted and means nothing here; `--explain` shows the plan, and `--stats` what it took.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "profiler",
    docs: "Names what upstream is to measure. It changes nothing here.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("profiler.flux")),
};
