//! Packages that users of Flux gave.

pub mod bonitoo_io;
pub mod qxip;
