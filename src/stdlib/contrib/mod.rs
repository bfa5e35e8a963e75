//! Packages that users of Flux gave.

pub mod anaisdg;
pub mod bonitoo_io;
pub mod chobbs;
pub mod jsternberg;
pub mod qxip;
pub mod rhajek;
pub mod rohansreerama5;
pub mod sranka;
#[cfg(test)]
mod tests;
pub mod tomhollingworth;
