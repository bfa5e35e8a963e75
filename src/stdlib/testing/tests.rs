//! The package in whole scripts.
