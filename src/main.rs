//! The `fluxlite` binary.
fn main() {}
