//! Recorded answers and larger data that lie beside the repository on some machines. Tests that
//! use them pass without them.

use std::path::{Path, PathBuf};

/// A file or folder of that collection, where it is present.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("FLUXLITE_SHARED").map_or_else(beside, PathBuf::from);
    let path = root.join(path);
    path.exists().then_some(path)
}
