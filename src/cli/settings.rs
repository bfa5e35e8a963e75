//! From the command line to the settings of the outside.

use super::arguments::{BadLines, Connection};
use fluxlite::connect::Settings;
use std::path::Path;

/// What the options and the environment say about the outside.
pub fn settings(connection: &Connection, script: Option<&Path>, dry_run: bool) -> Settings {
    let Connection {
        buckets,
        precision,
        bad_lines,
        routes,
        host,
        org,
        secrets,
        config,
        retry_for,
        skip_verify,
        ca,
    } = connection;
    Settings {
        script: script.map(Path::to_owned),
        config: config.clone(),
        buckets: buckets.clone(),
        precision: precision.clone(),
        skip_bad_lines: *bad_lines == BadLines::Skip,
        routes: routes.clone(),
        host: host.clone(),
        org: org.clone(),
        secrets: secrets.clone(),
        retry_for: retry_for.clone(),
        skip_verify: *skip_verify,
        ca: ca.clone(),
        dry_run,
        ..Settings::of_process()
    }
}
