//! Texts for `bodies::times`.

#![no_main]

use fluxlite_fuzz::{bodies, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| text(bytes, bodies::times));
