//! The packages below `contrib/qxip`.

pub mod clickhouse;
pub mod hash;
pub mod logql;
