//! The HTTP client, and the threads that it runs on.

use super::config::wrong;
use crate::diagnostic::Failure;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder};
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;

/// How often it is looked whether the user wants the run to end.
pub(super) const LOOK: Duration = Duration::from_millis(100);

/// How servers are reached. Nothing is started before something is sent.
#[derive(Debug)]
pub(super) struct Http {
    skip_verify: bool,
    /// Certificates to trust instead of the system's.
    trusted: Option<Vec<Certificate>>,
    timeout: Duration,
    started: Mutex<Option<Arc<Connection>>>,
}

/// A started client.
#[derive(Debug)]
pub(super) struct Connection {
    client: Client,
    /// None only while it is dropped.
    runtime: Option<Runtime>,
}

impl Http {
    /// A client that waits for an answer so long; a minute unless said. `ca` is a file of
    /// certificates to trust instead of the system's.
    ///
    /// # Errors
    /// If there are no certificates in the file.
    pub(super) fn new(
        skip_verify: bool,
        ca: Option<&Path>,
        timeout: Option<Duration>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            skip_verify,
            trusted: ca.map(certificates).transpose()?,
            timeout: timeout.unwrap_or(Duration::from_secs(60)),
            started: Mutex::default(),
        })
    }

    /// How long an answer to a delivery may take.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The client, started if it was not.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(super) fn connection(&self) -> Result<Arc<Connection>, Failure> {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = &*started {
            return Ok(connection.clone());
        }
        let connection = Arc::new(Connection {
            client: self.client()?,
            runtime: Some(runtime()?),
        });
        Ok(started.insert(connection).clone())
    }

    fn client(&self) -> Result<Client, Failure> {
        // A redirected POST would become a GET, which succeeds and stores nothing.
        built(self.builder(self.skip_verify, Policy::none()))
    }

    /// A client with other manners, which needs this one's [`Connection`] to wait in.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(super) fn other_client(
        &self,
        skip_verify: bool,
        redirect: Policy,
    ) -> Result<Client, Failure> {
        built(self.builder(skip_verify || self.skip_verify, redirect))
    }

    fn builder(&self, skip_verify: bool, redirect: Policy) -> ClientBuilder {
        // An error means that the embedder has chosen a provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("fluxlite/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect)
            .connect_timeout(self.timeout.min(Duration::from_secs(10)))
            .timeout(self.timeout)
            .tls_danger_accept_invalid_certs(skip_verify);
        if let Some(trusted) = &self.trusted {
            builder = builder.tls_certs_only(trusted.iter().cloned());
        }
        builder
    }
}

fn built(builder: ClientBuilder) -> Result<Client, Failure> {
    builder.build().map_err(|error| {
        wrong(format!(
            "cannot prepare for HTTP: {}",
            super::influx::chain(&error)
        ))
    })
}

fn certificates(path: &Path) -> Result<Vec<Certificate>, Failure> {
    let unusable = |error: &dyn std::fmt::Display| {
        let message = format!("cannot use the certificates in {}: {error}", path.display());
        wrong(message).help("`--ca` takes a file with certificates in PEM form")
    };
    let pem = std::fs::read(path).map_err(|error| unusable(&error))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if certificates.is_empty() => Err(unusable(&"there are none")),
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(unusable(&error)),
    }
}

fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("network")
        .enable_all()
        .build()
        .map_err(|error| wrong(format!("cannot start a thread for the network: {error}")))
}

impl Connection {
    /// The client.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Lets something go on beside.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let runtime = self.runtime.as_ref();
        let runtime = runtime.expect("it is there until this is dropped");
        // It ends by itself, or with the runtime.
        drop(runtime.spawn(work));
    }

    /// Waits for what is sent; only on threads of our own, which are no part of any runtime.
    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        let runtime = self.runtime.as_ref();
        runtime
            .expect("it is there until this is dropped")
            .block_on(work)
    }

    /// Waits as [`Connection::wait`] does; none if the run is cancelled before it is done.
    pub(super) fn wait_unless<T>(
        &self,
        cancelled: &dyn Fn() -> bool,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        self.wait(async {
            let mut work = pin!(work);
            loop {
                match tokio::time::timeout(LOOK, &mut work).await {
                    Ok(done) => return Some(done),
                    Err(_) if cancelled() => return None,
                    Err(_) => {}
                }
            }
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // An embedder may drop us in a runtime of its own, where waiting is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
