//! The world as the user has set it up.

use super::config::{Found, wrong};
use super::http::Http;
use super::influx;
use super::listing::{Listing, Names};
use super::local::{self, Buckets};
use super::place::{Place, Places};
use super::requests::Requests;
use super::secrets::Secrets;
use super::settings::{Reports, Settings};
use crate::deliver::{
    Batcher, Delivery, Direct, LineFile, Patience, Statistics, Tally, Text, WallClock,
};
use crate::diagnostic::{Diagnostic, Failure};
use crate::formats::line_protocol::Precision;
use crate::storage::BadLines;
use crate::table::{Memory, Scan, Source};
use crate::time::{self, Time};
use crate::world::{Endpoint, HttpRequest, HttpResponse, Progress, Secret, Sink, World};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The real world, with the user's settings.
pub struct Outside {
    folder: PathBuf,
    now: Option<Time>,
    places: Places,
    secrets: Secrets,
    buckets: Buckets,
    patience: Patience,
    http: Http,
    requests: Requests,
    tally: Tally,
    progress: Progress,
    cancelled: Arc<AtomicBool>,
    warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    /// Where lines go in a dry run.
    instead: Option<Text>,
}

impl Outside {
    /// Reads the configuration.
    ///
    /// # Errors
    /// If an option, the configuration or a file of secrets is wrong. No script has run then.
    pub fn new(settings: Settings, reports: Reports) -> Result<Self, Failure> {
        let found = Found::read(&settings)?;
        let places = Places::new(&settings, &found)?;
        let mut secrets = Secrets::of_environment(&settings.environment);
        let named = settings
            .secrets
            .iter()
            .map(|path| settings.folder.join(path));
        let entries = found.file.secrets.file.iter();
        for path in named.chain(entries.map(|path| found.folder().join(path))) {
            secrets.add_file(path)?;
        }
        let delivery = &found.file.delivery;
        let limit = settings.retry_for.as_ref().or(delivery.retry_for.as_ref());
        let mut patience = Patience::default();
        if let Some(limit) = limit {
            patience.limit = duration(limit)?;
        }
        let warn: Arc<dyn Fn(Diagnostic) + Send + Sync> = Arc::from(reports.warn);
        for (key, value) in [("spool", &delivery.spool), ("budget", &delivery.budget)] {
            if value.is_some() {
                let message = format!("`{key}` under `[delivery]` has no effect in this version");
                warn(Diagnostic::warning("flux::connect::no_effect", message));
            }
        }
        let connection = &found.file.connection;
        let ca = settings.ca.as_ref().map(|path| settings.folder.join(path));
        let ca = ca.or_else(|| connection.ca.as_ref().map(|path| found.folder().join(path)));
        let verify = settings.environment.get("INFLUX_SKIP_VERIFY");
        let verify = verify
            .is_some_and(|value| ["1", "true", "TRUE", "True", "t", "T"].contains(&value.as_str()));
        let timeout = delivery.timeout.as_deref().map(duration).transpose()?;
        let http = Http::new(
            settings.skip_verify || connection.skip_verify.unwrap_or(verify),
            ca.as_deref(),
            timeout,
        )?;
        let bad_lines = match settings.skip_bad_lines {
            true => BadLines::Skip,
            false => BadLines::Fail,
        };
        let memory = settings.memory.unwrap_or_else(|| Memory::new(usize::MAX));
        let progress = Progress::default();
        Ok(Self {
            folder: settings.folder,
            now: settings.now,
            places,
            secrets,
            buckets: Buckets::new(memory, bad_lines, progress.clone(), Arc::clone(&warn)),
            patience,
            http,
            requests: Requests::default(),
            tally: Tally::default(),
            progress,
            cancelled: Arc::default(),
            warn,
            instead: settings.dry_run.then(|| Text::new(reports.lines)),
        })
    }

    /// What was delivered where, by destination.
    pub fn deliveries(&self) -> Vec<(String, Statistics)> {
        self.tally.all()
    }

    /// Begins a run of its own within this world: nothing is cancelled, read or delivered yet, and
    /// files are read anew.
    pub fn begin(&self) {
        self.cancelled.store(false, Ordering::Relaxed);
        self.tally.clear();
        self.progress.clear();
        self.buckets.forget();
    }

    /// Lets the run end: nothing is sent again, and [`World::cancelled`] holds.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// What a query to a server needs.
    fn asking(&self) -> Result<influx::Asking, Failure> {
        Ok(influx::Asking {
            connection: self.http.connection()?,
            patience: self.patience,
            timeout: self.http.timeout(),
            now: World::now(self),
            progress: self.progress.clone(),
            cancelled: Arc::clone(&self.cancelled),
            warn: Arc::clone(&self.warn),
        })
    }

    /// Checks a destination, and gives the file it is, if it is one.
    fn destination(
        &self,
        bucket: &Endpoint,
    ) -> Result<(Place, Option<(PathBuf, Precision)>), Failure> {
        let place = self.places.find(bucket)?;
        if let Place::Remote(remote) = &place {
            influx::check(remote)?;
        }
        let file = place.file_to_write()?;
        Ok((place, file))
    }
}

impl World for Outside {
    fn now(&self) -> Time {
        self.now.unwrap_or_else(super::clock)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read + Send>, Failure> {
        super::open(&self.folder, path)
    }

    fn secret(&self, key: &str) -> Result<Secret, Failure> {
        self.secrets.get(key)
    }

    fn read(&self, bucket: &Endpoint, scan: &Scan) -> Result<Box<dyn Source>, Failure> {
        let place = self.places.find(bucket)?;
        let now = self.now();
        match &place {
            Place::Bound(binding) => self
                .buckets
                .read(&binding.path, binding.precision, scan, now),
            Place::Stored { file, bucket } => {
                local::exists(file, bucket)?;
                self.buckets.read(file, Precision::default(), scan, now)
            }
            Place::Remote(remote) => {
                let query = influx::Query::of_bucket(remote, scan, self.asking()?)?;
                Ok(Box::new(query))
            }
        }
    }

    fn buckets(&self, server: &Endpoint) -> Result<Box<dyn Source>, Failure> {
        match self.places.listing(server) {
            Listing::Names(names) => Ok(Box::new(Names(names))),
            Listing::Remote(remote) => {
                let what = format!("the buckets of {}", remote.server());
                let query = influx::Query::new(&remote, what, "buckets()", self.asking()?)?;
                Ok(Box::new(query))
            }
        }
    }

    fn writable(&self, bucket: &Endpoint) -> Result<(), Failure> {
        self.destination(bucket).map(drop)
    }

    fn write(&self, bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        let (place, file) = self.destination(bucket)?;
        let destination = place.describe();
        let unit = file
            .as_ref()
            .map_or(1, |(_, precision)| precision.nanoseconds());
        let batcher = Batcher::default().unit(unit);
        if let Some(text) = &self.instead {
            return Ok(Box::new(Direct::new(
                batcher,
                text.clone(),
                destination,
                self.tally.clone(),
            )));
        }
        match (place, file) {
            (Place::Remote(remote), _) => {
                let transport = influx::Write::new(&remote, self.http.connection()?)?;
                let clock = WallClock::new(self.cancelled.clone());
                let delivery = Delivery::start(
                    transport,
                    clock,
                    self.patience,
                    destination,
                    self.tally.clone(),
                    self.warn.clone(),
                )?;
                Ok(Box::new(delivery))
            }
            (_, Some((path, _))) => {
                self.buckets.is_written(&path);
                Ok(Box::new(Direct::new(
                    batcher,
                    LineFile::new(path),
                    destination,
                    self.tally.clone(),
                )))
            }
            (place, None) => Err(wrong(format!("cannot write to {}", place.describe()))),
        }
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpResponse, Failure> {
        let url = self.places.url(&request.url, request.host())?;
        if self.instead.is_some() && !request.asks {
            let bytes = request.body.len();
            let message = format!(
                "{request:?} with {bytes} bytes was not sent; the script goes on as if it had been answered with 200"
            );
            let warning = Diagnostic::warning("flux::connect::dry_run", message);
            (self.warn)(warning.help("a dry run sends nothing that could change anything"));
            return Ok(HttpResponse {
                status: 200,
                ..HttpResponse::default()
            });
        }
        let answer = self
            .requests
            .send(&self.http, request, &url, &|| self.cancelled())?;
        self.progress.add_bytes(answer.body.len());
        Ok(answer)
    }

    fn warn(&self, warning: Diagnostic) {
        (self.warn)(warning);
    }

    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn progress(&self) -> Progress {
        self.progress.clone()
    }
}

/// A length of time as options and configuration have it.
fn duration(text: &str) -> Result<Duration, Failure> {
    let parsed = time::Duration::parse(text.trim()).map_err(|failure| Failure {
        code: "flux::connect::config",
        ..failure
    })?;
    match parsed {
        time::Duration {
            months: 0,
            nanoseconds,
            negative: false,
        } => Ok(Duration::from_nanos(nanoseconds.unsigned_abs())),
        _ => Err(wrong(format!("`{text}` is no length of time to wait"))
            .help("write it like `30s`, `5m` or `2h`, not negative and without months or years")),
    }
}
