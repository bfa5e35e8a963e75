//! Bytes for `bodies::line_protocol`.

#![no_main]

use fluxlite_fuzz::bodies;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| bodies::line_protocol(bytes));
