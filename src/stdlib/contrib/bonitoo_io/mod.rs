//! The packages below `contrib/bonitoo-io`.

pub mod hex;
