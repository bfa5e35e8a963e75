//! Where what a script addresses to a host really goes.

use super::config::wrong;
use crate::diagnostic::Failure;
use std::path::{Path, PathBuf};

/// What a script calls a host, and where that goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    host: String,
    target: Target,
}

/// Where a host's requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a server.
    Url(String),
    /// To a folder that stands for it.
    Folder(PathBuf),
}

impl Route {
    /// Reads `URL=TARGET`; a folder is relative to one.
    pub(super) fn parse(text: &str, folder: &Path) -> Result<Self, Failure> {
        let form = || {
            wrong(format!("the route `{text}` is not of the form URL=TARGET"))
                .help("for example `--route https://cloud2.influxdata.com=data/cloud`")
        };
        // A URL before the target may itself hold an equals sign only in its query.
        let (host, target) = text.split_once('=').ok_or_else(form)?;
        if target.is_empty() {
            return Err(form());
        }
        Self::new(host, target, folder)
    }

    /// A route to a URL or a folder.
    pub(super) fn new(host: &str, target: &str, folder: &Path) -> Result<Self, Failure> {
        if !is_url(host) {
            return Err(wrong(format!(
                "a route begins at a URL, and `{host}` has no `http://` or `https://`"
            ))
            .help("write the host as the script does"));
        }
        let target = match is_url(target) {
            true => Target::Url(target.into()),
            false => Target::Folder(folder.join(target)),
        };
        Ok(Self {
            host: normal(host),
            target,
        })
    }

    /// Where a host goes by this route: itself, or a path below it.
    pub(super) fn of(&self, host: &str) -> Option<Target> {
        let host = normal(host);
        let below = host.strip_prefix(&self.host)?;
        if !below.is_empty() && !below.starts_with('/') {
            return None;
        }
        Some(match &self.target {
            Target::Url(url) => Target::Url(format!("{}{below}", url.trim_end_matches('/'))),
            folder => folder.clone(),
        })
    }
}

fn is_url(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Scheme and host in lower case, no slash at the end.
fn normal(url: &str) -> String {
    let url = url.trim_end_matches('/');
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url[authority..]
        .find('/')
        .map_or(url.len(), |at| authority + at);
    url[..end].to_ascii_lowercase() + &url[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(route: &str, host: &str) -> String {
        match Route::parse(route, Path::new("/base")).unwrap().of(host) {
            None => "elsewhere".into(),
            Some(Target::Url(url)) => url,
            Some(Target::Folder(path)) => path.display().to_string(),
        }
    }

    #[test]
    fn hosts_and_what_lies_below_them_are_routed() {
        let cases = [
            ("http://a:1=http://b:2", "http://a:1", "http://b:2"),
            ("http://a:1=http://b:2/x/", "HTTP://A:1/Y", "http://b:2/x/Y"),
            ("http://a:1=http://b:2", "http://a:10", "elsewhere"),
            ("https://a/=data/c=d", "https://a", "/base/data/c=d"),
            ("https://a=/abs", "https://a/", "/abs"),
            ("https://a=data", "http://a", "elsewhere"),
        ];
        for (route, host, expected) in cases {
            assert_eq!(target(route, host), expected, "{host} by {route}");
        }
        for malformed in ["", "a=b", "http://a", "http://a="] {
            Route::parse(malformed, Path::new("")).unwrap_err();
        }
    }
}
