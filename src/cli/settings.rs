//! From the command line to the settings of the outside.

use super::arguments::{BadLines, Connection, Evaluation};
use super::report::Reporter;
use fluxlite::connect::{Outside, Reports, Settings};
use fluxlite::diagnostic::Failure;
use fluxlite::session;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The outside as options, environment and configuration have it. `script` is the file that is
/// run, if there is one; what scripts share with it is told to the session, too.
///
/// # Errors
/// If the options or the configuration are wrong.
pub fn outside(
    evaluation: &Evaluation,
    connection: &Connection,
    script: Option<&Path>,
    session: &session::Settings,
    reporter: &Arc<Reporter>,
) -> Result<Arc<Outside>, Failure> {
    let warner = Arc::clone(reporter);
    let reports = Reports {
        warn: Box::new(move |warning| warner.print(&warning)),
        lines: match evaluation.output {
            // Results have standard output.
            Some(_) => Box::new(io::stderr()),
            None => Box::new(io::stdout()),
        },
    };
    let settings = Settings {
        now: session.now,
        memory: Some(session.memory.clone()),
        ..settings(connection, script, evaluation.dry_run)
    };
    Outside::new(settings, reports).map(Arc::new)
}

/// What the options and the environment say about the outside.
fn settings(connection: &Connection, script: Option<&Path>, dry_run: bool) -> Settings {
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
