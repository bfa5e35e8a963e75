//! Where a bucket really is.

use super::binding::{Binding, precision};
use super::config::{self, Found, Server, wrong};
use super::listing::Listing;
use super::local::stored;
use super::routes::{Route, Target};
use super::settings::Settings;
use crate::diagnostic::Failure;
use crate::formats::line_protocol::Precision;
use crate::storage::{file_of_bucket, no_bucket};
use crate::world::{Endpoint, Named, Secret};
use std::path::PathBuf;

/// Everything that says where buckets are.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    bindings: Vec<Binding>,
    routes: Vec<Route>,
    server: Server,
}

/// Where one bucket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a file or a folder of files.
    Bound(Binding),
    /// In the file of a folder that stands for a host.
    Stored {
        /// The bucket's file, which need not exist.
        file: PathBuf,
        bucket: String,
    },
    /// On a server.
    Remote(Remote),
}

/// A bucket on a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remote {
    pub(super) host: String,
    pub(super) bucket: Named,
    pub(super) org: Option<Named>,
    pub(super) token: Option<Secret>,
}

impl Places {
    /// Brings options and configuration together; options go first.
    pub(super) fn new(settings: &Settings, found: &Found) -> Result<Self, Failure> {
        let usual = settings
            .precision
            .as_deref()
            .map_or(Ok(Precision::default()), precision)?;
        let options = settings.buckets.iter();
        let options = options.map(|text| Binding::parse(text, &settings.folder, usual));
        let entries = found.file.buckets.iter();
        let entries =
            entries.map(|(bucket, entry)| Binding::of_file(bucket, entry, found.folder(), usual));
        let given = settings.routes.iter();
        let given = given.map(|text| Route::parse(text, &settings.folder));
        let hosts = found.file.hosts.iter();
        let hosts = hosts.map(|(host, entry)| Route::new(host, &entry.route, found.folder()));
        Ok(Self {
            bindings: options.chain(entries).collect::<Result<_, _>>()?,
            routes: given.chain(hosts).collect::<Result<_, _>>()?,
            server: config::server(settings, &found.file.connection)?,
        })
    }

    /// Where a bucket is.
    ///
    /// # Errors
    /// If nothing says so; the message tells what is configured.
    pub(super) fn find(&self, endpoint: &Endpoint) -> Result<Place, Failure> {
        let host = match (&endpoint.host, &endpoint.bucket) {
            (Some(host), _) => host.to_string(),
            (None, Named::Name(bucket)) if self.binding(bucket).is_some() => {
                let binding = self.binding(bucket).cloned();
                return Ok(Place::Bound(binding.expect("it was found just now")));
            }
            (None, bucket) => self
                .server
                .host
                .clone()
                .ok_or_else(|| self.nowhere(bucket))?,
        };
        let own = endpoint.host.is_none();
        let org = self.server.org.as_deref().filter(|_| own).map(org);
        let token = self.server.token.clone().filter(|_| own);
        let target = self.routes.iter().find_map(|route| route.of(&host));
        Ok(match target.unwrap_or(Target::Url(host)) {
            Target::Folder(folder) => {
                let bucket = match &endpoint.bucket {
                    Named::Name(text) | Named::Id(text) => text.to_string(),
                };
                Place::Stored {
                    file: folder.join(file_of_bucket(&bucket)),
                    bucket,
                }
            }
            Target::Url(host) => Place::Remote(Remote {
                host,
                bucket: endpoint.bucket.clone(),
                org: endpoint.org.clone().or(org),
                token: endpoint.token.clone().or(token),
            }),
        })
    }

    /// Where a request goes that a script sends itself to a URL; `host` is what may be shown of it.
    ///
    /// # Errors
    /// If a folder stands for the host.
    pub(super) fn url(&self, url: &str, host: &str) -> Result<String, Failure> {
        let (path, query) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        match self.routes.iter().find_map(|route| route.of(path)) {
            None => Ok(url.into()),
            Some(Target::Url(target)) => {
                let slash = if path.ends_with('/') { "/" } else { "" };
                Ok(format!("{target}{slash}{query}"))
            }
            Some(Target::Folder(_)) => Err(wrong(format!(
                "cannot ask {host}: its route leads to a folder, which only keeps what `to` writes"
            ))
            .help("give the host a route to a URL, or take its route away")),
        }
    }

    /// Where the buckets of a server are listed; without a host those that are bound here, and
    /// if there are none those of the configured server.
    pub(super) fn listing(&self, endpoint: &Endpoint) -> Listing {
        let own = endpoint.host.is_none();
        let host = match &endpoint.host {
            Some(host) => host.to_string(),
            None => match &self.server.host {
                Some(host) if self.bindings.is_empty() => host.clone(),
                _ => return Listing::Names(self.bound()),
            },
        };
        let org = self.server.org.as_deref().filter(|_| own).map(org);
        let token = self.server.token.clone().filter(|_| own);
        let target = self.routes.iter().find_map(|route| route.of(&host));
        match target.unwrap_or(Target::Url(host)) {
            Target::Folder(folder) => Listing::Names(stored(&folder)),
            Target::Url(host) => Listing::Remote(Remote {
                host,
                bucket: Named::default(),
                org: endpoint.org.clone().or(org),
                token: endpoint.token.clone().or(token),
            }),
        }
    }

    /// The names of the bound buckets.
    fn bound(&self) -> Vec<String> {
        let names = self.bindings.iter().map(|binding| binding.bucket.clone());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names.dedup();
        names
    }

    fn binding(&self, bucket: &str) -> Option<&Binding> {
        self.bindings
            .iter()
            .find(|binding| binding.bucket == bucket)
    }

    fn nowhere(&self, bucket: &Named) -> Failure {
        let known = self.bound();
        let (Named::Name(text) | Named::Id(text)) = bucket;
        let mut failure = no_bucket(text, "here, and no server is configured", &known);
        if let Some(help) = &mut failure.help {
            *help += "; or name a server in the script (`host`, `org`, `token`), with `--host`, or in INFLUX_HOST";
        }
        failure
    }
}

/// An organization as configurations name it: by its name or its ID.
fn org(text: &str) -> Named {
    let is_id = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_id {
        true => Named::Id(text.into()),
        false => Named::Name(text.into()),
    }
}

impl Place {
    /// As messages call it.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Bound(binding) => format!(
                "the bucket \"{}\" in {}",
                binding.bucket,
                binding.path.display()
            ),
            Self::Stored { file, bucket } => {
                format!("the bucket \"{bucket}\" in {}", file.display())
            }
            Self::Remote(remote) => remote.describe(),
        }
    }

    /// The file that lines for it are appended to, and the unit of their timestamps.
    ///
    /// # Errors
    /// If it is a file: those are never changed.
    pub(super) fn file_to_write(&self) -> Result<Option<(PathBuf, Precision)>, Failure> {
        Ok(match self {
            Self::Remote(_) => None,
            Self::Stored { file, .. } => Some((file.clone(), Precision::default())),
            Self::Bound(binding) if binding.path.is_dir() => {
                let file = binding.path.join(file_of_bucket(&binding.bucket));
                Some((file, binding.precision))
            }
            Self::Bound(Binding { bucket, path, .. }) => {
                let (what, help) = match path.exists() {
                    true => (
                        "a file, which is never changed",
                        "bind the bucket to a folder, and what is written is appended to a file there",
                    ),
                    false => (
                        "a path that does not exist",
                        "make a folder there, and what is written is appended to a file in it",
                    ),
                };
                return Err(wrong(format!(
                    "cannot write to the bucket \"{bucket}\": it is bound to {}, {what}",
                    path.display()
                ))
                .help(help));
            }
        })
    }
}

impl Remote {
    /// Bucket and server as messages call them.
    pub(super) fn describe(&self) -> String {
        let host = self.server();
        match &self.bucket {
            Named::Name(name) => format!("the bucket \"{name}\" at {host}"),
            Named::Id(id) => format!("the bucket {id} at {host}"),
        }
    }

    /// The server as messages call it; without a password that the URL may hold.
    pub(super) fn server(&self) -> String {
        match (self.host.find("://"), self.host.rfind('@')) {
            (Some(scheme), Some(at)) if scheme < at => {
                format!("{}{}", &self.host[..scheme + 3], &self.host[at + 1..])
            }
            _ => self.host.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(bucket: &str, host: Option<&str>) -> Endpoint {
        Endpoint {
            bucket: Named::Name(bucket.into()),
            host: host.map(Into::into),
            ..Endpoint::default()
        }
    }

    fn places(buckets: &[&str], routes: &[&str], host: Option<&str>) -> Places {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let settings = Settings {
            folder: "/base".into(),
            buckets: owned(buckets),
            routes: owned(routes),
            host: host.map(str::to_owned),
            org: Some("0123456789abcdef".into()),
            token: Some(Secret::new("hidden")),
            ..Settings::default()
        };
        Places::new(&settings, &Found::default()).unwrap()
    }

    #[test]
    fn buckets_are_found_by_host_binding_and_route() {
        let places = places(
            &["b=x.lp"],
            &["http://h=store", "http://s=http://t"],
            Some("http://s/"),
        );
        let find = |bucket, host| places.find(&endpoint(bucket, host)).unwrap().describe();
        assert_eq!(find("b", None), "the bucket \"b\" in /base/x.lp");
        assert_eq!(
            find("b", Some("http://h")),
            "the bucket \"b\" in /base/store/b.lp"
        );
        assert_eq!(
            find("c d", Some("http://h")),
            "the bucket \"c d\" in /base/store/c%20d.lp"
        );
        assert_eq!(find("c", None), "the bucket \"c\" at http://t");
        assert_eq!(
            find("c", Some("http://u:p@o")),
            "the bucket \"c\" at http://o"
        );
    }

    #[test]
    fn only_the_configured_server_gets_the_configured_token() {
        let places = places(&[], &[], Some("http://s"));
        let find = |host| match places.find(&endpoint("b", host)).unwrap() {
            Place::Remote(remote) => (remote.org, remote.token),
            other => panic!("{other:?}"),
        };
        let org = Some(Named::Id("0123456789abcdef".into()));
        assert_eq!(find(None), (org, Some(Secret::new("hidden"))));
        assert_eq!(find(Some("http://o")), (None, None));
    }

    #[test]
    fn a_bucket_that_is_nowhere_is_an_error_that_says_what_there_is() {
        let failure = places(&["b=x.lp", "c=y.lp"], &[], None)
            .find(&endpoint("d", None))
            .unwrap_err();
        assert!(failure.message.contains("\"d\""), "{failure}");
        let help = failure.help.unwrap();
        assert!(help.contains("b, c") && help.contains("--bucket"), "{help}");
    }
}
