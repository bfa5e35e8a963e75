//! Tables in, lines out.
