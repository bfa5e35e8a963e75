//! The packages below `contrib/chobbs`.

pub mod discord;
