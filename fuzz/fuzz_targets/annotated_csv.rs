//! Bytes for `bodies::annotated_csv`.

#![no_main]

use fluxlite_fuzz::bodies;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| bodies::annotated_csv(bytes));
