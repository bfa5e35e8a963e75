//! The operators, one file each.

#[cfg(test)]
pub mod testing;
