//! Packages in whole scripts.
