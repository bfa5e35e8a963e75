//! Package `pagerduty`: events for PagerDuty.

use super::universe::narrowed::Narrowed;
use crate::engine::operators::dedup_key::DedupKey;
use crate::value::{Context, Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "pagerduty",
    docs: "Sends events to PagerDuty.",
    builtins: &[&DEDUP_KEY],
    constants: &[],
    flux: Some(include_str!("pagerduty.flux")),
};

/// Adds a column `_pagerdutyDedupKey` with a digest of the group key, by which PagerDuty knows the
/// events of one alert.
#[builtin(
    since = "0.43.0",
    returns = "stream[{A with _pagerdutyDedupKey: string}]"
)]
pub fn dedup_key(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns of the group key that make no difference.
    #[default(["_start", "_stop", "_level"])]
    exclude: Vec<Arc<str>>,
) -> Stream {
    Narrowed::stream(cx, "dedupKey", DedupKey { exclude }, tables)
}
