//! What the user says about the outside: plain data, not yet looked into.

use crate::diagnostic::Diagnostic;
use crate::table::Memory;
use crate::time::Time;
use crate::world::Secret;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;

/// Options of the command line and the process's environment, as they were given. Texts are
/// parsed where the [`Outside`](super::Outside) is made, so that all wrong configuration is
/// reported alike.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// The script, if it is a file: the search for `fluxlite.toml` begins beside it.
    pub script: Option<PathBuf>,
    /// The configuration file to use, instead of one that is found.
    pub config: Option<PathBuf>,
    /// `NAME=PATH[?precision=s]`: buckets without host.
    pub buckets: Vec<String>,
    /// `ns`, `us`, `ms` or `s`: of timestamps in bound files that say nothing else.
    pub precision: Option<String>,
    /// Whether malformed lines in bound files are skipped, counted and reported.
    pub skip_bad_lines: bool,
    /// `URL=TARGET`: what the script addresses to URL goes to another URL, or a folder.
    pub routes: Vec<String>,
    /// The server that buckets without host are on.
    pub host: Option<String>,
    /// The organization there.
    pub org: Option<String>,
    /// What authorizes there.
    pub token: Option<Secret>,
    /// A dotenv file of secrets.
    pub secrets: Option<PathBuf>,
    /// How long what fails in passing, to deliver or to read, is tried again, as a Flux duration.
    pub retry_for: Option<String>,
    /// Whether any TLS certificate is accepted.
    pub skip_verify: bool,
    /// A PEM file of certificates to trust instead of the system's.
    pub ca: Option<PathBuf>,
    /// Whether nothing is written anywhere, and lines go to [`Reports::lines`] instead.
    pub dry_run: bool,
    /// What `now()` is for lines without a time, if not the clock.
    pub now: Option<Time>,
    /// The budget for what is read from files; none sets no limit.
    pub memory: Option<Memory>,
    /// The environment's variables.
    pub environment: BTreeMap<String, String>,
}

impl Settings {
    /// No options, with the process's working folder and environment. Variables that are not
    /// Unicode are left out.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os();
        Self {
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            environment: variables
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            ..Self::default()
        }
    }
}

/// Where the outside tells what happens.
pub struct Reports {
    /// Takes warnings as they come, from any thread.
    pub warn: Box<dyn Fn(Diagnostic) + Send + Sync>,
    /// Takes the line protocol of a dry run.
    pub lines: Box<dyn Write + Send>,
}

impl Default for Reports {
    fn default() -> Self {
        Self {
            warn: Box::new(|_| {}),
            lines: Box::new(std::io::sink()),
        }
    }
}

impl fmt::Debug for Reports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reports")
    }
}
