//! `#[builtin]`: declares a Flux function where its Rust code stands.
