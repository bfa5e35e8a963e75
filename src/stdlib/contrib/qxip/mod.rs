//! The packages below `contrib/qxip`.

pub mod hash;
