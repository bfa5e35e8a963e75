//! Asks a server in Flux, and reads its answer while it arrives.

use super::body::{Body, Broken, interrupted};
use super::error::{self, Reply, unanswered};
use super::read_error::{Refusal, refusal};
use super::write::{authorization, base, hidden, is_near, read};
use crate::connect::http::Connection;
use crate::connect::place::Remote;
use crate::deliver::{Answer as Sent, Attempt, Patience, Problem, Wait, WallClock};
use crate::diagnostic::{Diagnostic, Failure};
use crate::formats::annotated_csv::{Decoder, Mode};
use crate::formats::{Event, threaded};
use crate::table::{Answer, Grouping, Name, Output, Scalar, Scan, Source, TableId, Type, quoted};
use crate::time::Time;
use crate::world::{Named, Progress, Secret};
use reqwest::Url;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often the wait for an answer may take the time that a delivery may: a query computes.
const COMPUTING: u32 = 10;

/// What a query needs besides its text.
#[derive(Clone)]
pub(crate) struct Asking {
    pub(crate) connection: Arc<Connection>,
    pub(crate) patience: Patience,
    pub(crate) timeout: Duration,
    pub(crate) now: Time,
    pub(crate) progress: Progress,
    pub(crate) cancelled: Arc<AtomicBool>,
    pub(crate) warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
}

/// A query, ready to be sent.
pub(crate) struct Query {
    asking: Asking,
    /// What is read, for messages.
    what: String,
    url: Url,
    headers: HeaderMap,
    body: String,
    token: Option<Secret>,
    /// Whether the rows are points as they are stored.
    of_points: bool,
    /// The columns that are grouped by. CSV does not show those that a table lacks.
    grouped_by: Arc<[Name]>,
}

impl Query {
    /// A read of a bucket, as Flux: `from(…)` and what was pushed into it.
    ///
    /// # Errors
    /// If the URL is none, or the token cannot be sent.
    pub(crate) fn of_bucket(remote: &Remote, scan: &Scan, asking: Asking) -> Result<Self, Failure> {
        let bucket = match &remote.bucket {
            Named::Name(name) => format!("bucket: {}", quoted(name)),
            Named::Id(id) => format!("bucketID: {}", quoted(id)),
        };
        let mut query = Self::new(remote, remote.describe(), &scan.script(&bucket), asking)?;
        // A point always has a value; an aggregate of a window without points has none.
        query.of_points = scan.aggregate.is_none() && scan.index.is_none();
        if let Some(Grouping {
            columns,
            except: false,
        }) = &scan.group
        {
            query.grouped_by = Arc::clone(columns);
        }
        Ok(query)
    }

    /// A query to a server; `what` is what it reads.
    ///
    /// # Errors
    /// If the URL is none, or the token cannot be sent.
    pub(crate) fn new(
        remote: &Remote,
        what: String,
        flux: &str,
        asking: Asking,
    ) -> Result<Self, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/csv"));
        if let Some(value) = authorization(remote)? {
            headers.insert(AUTHORIZATION, value);
        }
        let mut url = base(remote, "api/v2/query")?;
        match &remote.org {
            Some(Named::Name(org)) => url.query_pairs_mut().append_pair("org", org),
            Some(Named::Id(org)) => url.query_pairs_mut().append_pair("orgID", org),
            None => &mut url.query_pairs_mut(),
        };
        if is_near(&url) {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        let body = serde_json::json!({
            "query": flux,
            "type": "flux",
            "now": asking.now.to_string(),
            "dialect": {
                "header": true,
                "dateTimeFormat": "RFC3339Nano",
                "annotations": ["group", "datatype", "default"],
            },
        });
        Ok(Self {
            asking,
            what,
            url,
            headers,
            body: body.to_string(),
            token: remote.token.clone(),
            of_points: false,
            grouped_by: [].into(),
        })
    }

    /// Sends it once. The answer's head has come then.
    fn send(&self, broken: &Broken) -> Result<Body, Refusal> {
        let silence = self.asking.timeout.saturating_mul(COMPUTING);
        let connection = &self.asking.connection;
        let request = connection
            .client()
            .post(self.url.clone())
            .headers(self.headers.clone())
            // The whole of a long answer may take any time; silence is what ends it.
            .timeout(Duration::MAX)
            .body(self.body.clone());
        let response = match self.wait(silence, async { request.send().await })? {
            Ok(response) => response,
            Err(failed) => return Err(self.unsent(&failed)),
        };
        let status = response.status();
        let kind = response.headers().get(CONTENT_TYPE);
        let is_page =
            kind.is_some_and(|kind| kind.as_bytes().windows(4).any(|four| four == b"html"));
        if status.is_success() && !is_page {
            return Ok(Body::new(
                Arc::clone(connection),
                response,
                silence,
                self.asking.progress.clone(),
                Arc::clone(&self.asking.cancelled),
                broken.clone(),
            ));
        }
        let reply = self.wait(self.asking.timeout, read(response));
        let mut reply = reply.ok().and_then(Result::ok).unwrap_or_else(|| Reply {
            status: status.as_u16(),
            ..Reply::default()
        });
        // It is cut where it is long, and a part of the token would not be known again.
        reply.body = hidden(&reply.body, self.token.as_ref());
        if is_page && status.is_success() {
            return Err(Refusal::Final(Problem::new(
                "flux::connect::no_influxdb",
                "it answers with a web page",
                "the URL, or a proxy on the way (see HTTPS_PROXY), does not lead to InfluxDB's API",
            )));
        }
        Err(refusal(&reply))
    }

    /// Waits for something of the server, so long at most, and only while the run is wanted.
    fn wait<T>(&self, longest: Duration, work: impl Future<Output = T>) -> Result<T, Refusal> {
        let cancelled = || self.asking.cancelled.load(Ordering::Relaxed);
        let connection = &self.asking.connection;
        let done = connection.wait_unless(&cancelled, async {
            tokio::time::timeout(longest, work).await
        });
        match done {
            Some(Ok(done)) => Ok(done),
            None => Err(Refusal::Final(interrupted())),
            Some(Err(_)) => Err(Refusal::Later(
                Problem::new(
                    "flux::connect::timeout",
                    "no answer in time",
                    "the server or the way to it is too slow: run the script again later",
                ),
                None,
            )),
        }
    }

    fn unsent(&self, failed: &reqwest::Error) -> Refusal {
        let as_read = |problem: Problem| Problem {
            code: match problem.code {
                "flux::deliver::certificate" => "flux::connect::certificate",
                "flux::deliver::request" => "flux::connect::request",
                _ => "flux::connect::connection",
            },
            ..problem
        };
        match unanswered(failed) {
            Sent::Later { problem, after } => Refusal::Later(
                Problem {
                    help: "check the host, the network and HTTPS_PROXY; `--retry-for` says how long it is tried".into(),
                    ..as_read(problem)
                },
                after,
            ),
            Sent::Hopeless(problem) => Refusal::Final(as_read(problem)),
            _ => Refusal::Final(Problem::new(
                "flux::connect::connection",
                error::chain(failed),
                "check the host",
            )),
        }
    }

    fn failure(&self, problem: Problem) -> Failure {
        let message = hidden(&problem.message, self.token.as_ref());
        Failure::new(
            problem.code,
            format!("cannot read {}: {message}", self.what),
        )
        .help(problem.help)
    }

    /// Sends it and hands the answer on. What breaks before the first table is tried again.
    fn attempt(&self, out: &mut dyn Output) -> Attempt<Result<(), Failure>> {
        let broken = Broken::default();
        let body = match self.send(&broken) {
            Ok(body) => body,
            Err(Refusal::Later(problem, after)) => return Attempt::Later { problem, after },
            Err(Refusal::Final(problem)) => return Attempt::Done(Err(self.failure(problem))),
        };
        let decoder = Decoder::new(body, Mode::Annotations);
        let events = threaded(match self.of_points {
            true => decoder.with_whole_values(),
            false => decoder,
        });
        let mut pushing = Pushing {
            grouped_by: &self.grouped_by,
            opened: 0,
            skipped: None,
        };
        for event in events {
            let outcome = match event {
                Ok(Event::Error { message, reference }) => {
                    let message = match reference.is_empty() {
                        true => message,
                        false => format!("{message} ({reference})"),
                    };
                    Err(self.failure(Problem::new(
                        "flux::connect::query_failed",
                        message,
                        "the server failed while it computed the answer",
                    )))
                }
                Ok(event) => pushing.push(event, out),
                Err(failure) => match broken.take() {
                    Some(problem) if pushing.opened == 0 && is_passing(&problem) => {
                        return Attempt::Later {
                            problem,
                            after: None,
                        };
                    }
                    Some(problem) => Err(self.failure(problem)),
                    None => Err(self.failure(undecodable(failure))),
                },
            };
            match outcome {
                Ok(Answer::Done) => break,
                Ok(_) => {}
                Err(failure) => return Attempt::Done(Err(failure)),
            }
        }
        Attempt::Done(Ok(()))
    }
}

/// What it means that an answer cannot be decoded, though all of it came.
fn undecodable(failure: Failure) -> Problem {
    let Failure {
        code,
        message,
        help,
        ..
    } = failure;
    match code {
        // What the decoder says then is about scripts that read CSV.
        "flux::formats::csv_metadata" => Problem::new(
            "flux::connect::no_influxdb",
            "the answer is no annotated CSV",
            "the URL does not lead to InfluxDB's API, or something on the way has changed the answer",
        ),
        _ => Problem::new(code, message, help.unwrap_or_default()),
    }
}

/// Whether it may not happen again.
fn is_passing(problem: &Problem) -> bool {
    problem.code != "flux::connect::interrupted"
}

impl Source for Query {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let clock = WallClock::new(Arc::clone(&self.asking.cancelled));
        let outcome = self.asking.patience.insist(
            &clock,
            || self.attempt(out),
            |Wait { problem, wait }| {
                let message = format!("{} cannot be read now: {}", self.what, problem.message);
                let warning = Diagnostic::warning("flux::connect::retry", message)
                    .help(format!("it is tried again in {:.1} s", wait.as_secs_f64()));
                (self.asking.warn)(warning);
            },
        );
        match outcome {
            Ok(done) => done,
            Err(problem) => Err(self.failure(problem)),
        }
    }
}

/// Hands events on; tables count on over all results of an answer.
struct Pushing<'a> {
    grouped_by: &'a [Name],
    opened: usize,
    skipped: Option<TableId>,
}

impl Pushing<'_> {
    fn push(&mut self, event: Event, out: &mut dyn Output) -> Result<Answer, Failure> {
        match event {
            Event::Open { mut table, .. } => {
                self.opened += 1;
                for name in self.grouped_by {
                    if !table.schema.contains(name) && !table.key.contains(name) {
                        table.key = table.key.with(name, Type::String, Scalar::Null);
                    }
                }
                out.open(&table)?;
            }
            Event::Rows(chunk) if self.skipped == Some(chunk.id) => {}
            Event::Rows(chunk) => {
                let id = chunk.id;
                match out.push(chunk)? {
                    Answer::TableDone => self.skipped = Some(id),
                    answer => return Ok(answer),
                }
            }
            Event::End(id) => out.end(id)?,
            Event::Error { .. } => {}
        }
        Ok(Answer::More)
    }
}
