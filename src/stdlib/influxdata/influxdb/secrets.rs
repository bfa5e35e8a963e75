//! Package `influxdata/influxdb/secrets`: what no script should spell out.

use crate::diagnostic::Failure;
use crate::value::{Context, Package};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/secrets",
    docs: "Fetches secrets from the environment, the secrets file and the configuration.",
    builtins: &[&GET],
    constants: &[],
    flux: None,
};

/// The secret with a key.
#[builtin(since = "0.41.0")]
pub fn get(
    #[context] cx: &Context,
    /// The key.
    key: Arc<str>,
) -> Result<Arc<str>, Failure> {
    let secret = cx.world().secret(&key)?;
    Ok(Arc::clone(secret.expose()))
}
