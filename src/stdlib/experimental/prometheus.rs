//! Package `experimental/prometheus`: metrics of Prometheus.

use crate::diagnostic::Failure;
use crate::formats::{EventSource, prometheus};
use crate::table::Source;
use crate::value::{Context, Package, Stream, Transform};
use crate::world::HttpRequest;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/prometheus",
    docs: "Reads metrics of Prometheus, and computes quantiles of its histograms.",
    builtins: &[&SCRAPE],
    constants: &[],
    flux: Some(include_str!("prometheus.flux")),
};

/// Reads the metrics that a server shows, in the text form of Prometheus: a table for each.
#[builtin(since = "0.50.0", returns = "stream[A]", constraints = "A: Record")]
pub fn scrape(
    #[context] cx: &Context,
    /// Where the metrics are.
    url: Arc<str>,
) -> Stream {
    Stream::other(cx, Scrape(url), Vec::new())
}

#[derive(Debug)]
struct Scrape(Arc<str>);

impl Transform for Scrape {
    fn name(&self) -> &str {
        "prometheus.scrape"
    }

    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        let mut request = HttpRequest::new("GET", Arc::clone(&self.0));
        let accept = "text/plain;version=0.0.4";
        request.headers = vec![("Accept".into(), accept.into())];
        let response = cx.world().http(&request)?;
        let failure = |message| Failure::new("flux::prometheus::scrape", message);
        if !(200..300).contains(&response.status) {
            let message = format!("{} answered with {}", request.host(), response.status);
            return Err(failure(message).help("check the URL: metrics often stand at /metrics"));
        }
        let text = std::str::from_utf8(&response.body).map_err(|_| {
            failure(format!("{} answered with what is no text", request.host()))
                .help("the server must speak the text form of Prometheus")
        })?;
        let mut held = cx.memory().reservation();
        held.grow(text.len())?;
        let events = prometheus::tables(text, &self.0, cx.world().now().0)?;
        let events = events.into_iter().map(move |event| {
            // It is held as long as tables are left.
            let _ = &held;
            Ok(event)
        });
        Ok(Box::new(EventSource::new("prometheus.scrape()", events)))
    }

    fn explain(&self) -> String {
        HttpRequest::new("GET", Arc::clone(&self.0))
            .host()
            .to_owned()
    }
}
