//! Texts for `bodies::formatter`, made by libFuzzer and by exchanging tokens.

#![no_main]

use fluxlite_fuzz::{bodies, text};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| text(bytes, bodies::formatter));

fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| {
    fluxlite_fuzz::mutate(bytes, size, most, seed)
});
