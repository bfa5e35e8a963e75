//! From the command line to the settings of the outside.

use super::arguments::{BadLines, Connection, Run};
use fluxlite::connect::Settings;

/// What the options and the environment say about the outside.
pub fn settings(run: &Run) -> Settings {
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
    } = &run.connection;
    let script = run
        .script
        .clone()
        .filter(|script| script.as_os_str() != "-");
    Settings {
        script,
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
        dry_run: run.dry_run,
        ..Settings::of_process()
    }
}
