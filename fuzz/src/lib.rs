//! What the fuzz targets share: the bodies, which the ordinary tests run as well, and a mutator
//! that knows tokens.

pub mod bodies;
pub mod tokens;

/// Runs a body that wants text.
pub fn text(bytes: &[u8], body: fn(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        body(text);
    }
}

/// One half by libFuzzer's own mutations, which know coverage and the dictionary; the other by
/// exchanging tokens, which keeps most texts readable as Flux.
pub fn mutate(bytes: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let text = std::str::from_utf8(&bytes[..size]);
    let mutated = text.map(|text| tokens::mutated(text, u64::from(seed)));
    match mutated {
        Ok(mutated) if seed.is_multiple_of(2) && mutated.len() <= most => {
            bytes[..mutated.len()].copy_from_slice(mutated.as_bytes());
            mutated.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(bytes, size, most),
    }
}
