//! Tests of inference.
