//! The packages below `contrib/rhajek`.

pub mod bigpanda;
