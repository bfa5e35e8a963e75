//! `fluxlite.toml`, the `INFLUX_*` variables and the configuration of the `influx` command line,
//! brought together with the options.

use super::settings::Settings;
use crate::diagnostic::Failure;
use crate::world::Secret;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// `fluxlite.toml` as it stands in the file; paths are absolute or start from its folder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ConfigFile {
    pub(super) buckets: BTreeMap<String, BucketEntry>,
    pub(super) hosts: BTreeMap<String, HostEntry>,
    pub(super) secrets: SecretsEntry,
    pub(super) connection: ConnectionEntry,
    pub(super) delivery: DeliveryEntry,
}

/// A bucket without host.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum BucketEntry {
    Path(String),
    #[serde(rename_all = "snake_case")]
    Table {
        path: String,
        precision: Option<String>,
    },
}

/// What a script calls a host.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HostEntry {
    pub(super) route: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SecretsEntry {
    pub(super) file: Option<PathBuf>,
}

/// Where buckets without host are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ConnectionEntry {
    pub(super) host: Option<String>,
    pub(super) org: Option<String>,
    token: Option<String>,
    pub(super) skip_verify: Option<bool>,
    pub(super) ca: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DeliveryEntry {
    pub(super) retry_for: Option<String>,
    /// How long one answer may take.
    pub(super) timeout: Option<String>,
    pub(super) spool: Option<toml::Value>,
    pub(super) budget: Option<toml::Value>,
}

/// The configuration file, and where it was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) file: ConfigFile,
    /// None if there is no file.
    pub(super) path: Option<PathBuf>,
}

impl Found {
    /// Reads the file that is named, or the nearest `fluxlite.toml` upwards from the script, or
    /// that in the user's folder of configuration.
    pub(super) fn read(settings: &Settings) -> Result<Self, Failure> {
        let Some(path) = find(settings) else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(&path).map_err(|error| {
            wrong(format!(
                "cannot read the configuration {}: {error}",
                path.display()
            ))
        })?;
        let file = toml::from_str(&text).map_err(|error| {
            let message = error.to_string();
            wrong(format!("{}: {}", path.display(), message.trim_end()))
                .help("it may have `[buckets]`, `[hosts.\"URL\"]`, `[connection]`, `[secrets]` and `[delivery]`")
        })?;
        Ok(Self {
            file,
            path: Some(path),
        })
    }

    /// The folder that paths in the file start from.
    pub(super) fn folder(&self) -> &Path {
        let folder = self.path.as_deref().and_then(Path::parent);
        folder.unwrap_or(Path::new(""))
    }
}

fn find(settings: &Settings) -> Option<PathBuf> {
    if let Some(path) = &settings.config {
        return Some(settings.folder.join(path));
    }
    let script = settings
        .script
        .as_ref()
        .map(|script| settings.folder.join(script));
    let start = script.as_deref().and_then(Path::parent);
    let above = start.unwrap_or(&settings.folder).ancestors();
    let variable = |name: &str| settings.environment.get(name).map(PathBuf::from);
    let users = variable("XDG_CONFIG_HOME")
        .or_else(|| variable("HOME").map(|home| home.join(".config")))
        .or_else(|| variable("APPDATA"))
        .map(|folder| folder.join("fluxlite"));
    above
        .map(Path::to_owned)
        .chain(users)
        .map(|folder| folder.join("fluxlite.toml"))
        .find(|path| path.is_file())
}

/// The server of buckets without host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) host: Option<String>,
    pub(super) org: Option<String>,
    pub(super) token: Option<Secret>,
}

/// Where buckets without host are: options before `fluxlite.toml` before variables before the
/// `influx` command line's own configuration. The latter's token goes to no other host than its
/// own.
pub(super) fn server(settings: &Settings, file: &ConnectionEntry) -> Result<Server, Failure> {
    let variable = |name: &str| {
        let value = settings.environment.get(name).map(|value| value.trim());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let secret = |text: String| Secret::new(text);
    let mut server = Server {
        host: settings
            .host
            .clone()
            .or_else(|| file.host.clone())
            .or_else(|| variable("INFLUX_HOST")),
        org: settings
            .org
            .clone()
            .or_else(|| file.org.clone())
            .or_else(|| variable("INFLUX_ORG"))
            .or_else(|| variable("INFLUX_ORG_ID")),
        token: settings
            .token
            .clone()
            .or_else(|| file.token.clone().map(secret))
            .or_else(|| variable("INFLUX_TOKEN").map(secret)),
    };
    let Some(known) = influx_command_line(settings, &variable)? else {
        return Ok(server);
    };
    if server
        .host
        .as_ref()
        .is_none_or(|host| Some(host) == known.url.as_ref())
    {
        server.host = server.host.or(known.url);
        server.org = server.org.or(known.org);
        server.token = server.token.or(known.token.map(secret));
    }
    Ok(server)
}

/// An entry of the `influx` command line's configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct InfluxEntry {
    url: Option<String>,
    token: Option<String>,
    org: Option<String>,
    active: bool,
}

fn influx_command_line(
    settings: &Settings,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<Option<InfluxEntry>, Failure> {
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let usual = home.map(|home| Path::new(&home).join(".influxdbv2").join("configs"));
    let named = variable("INFLUX_CONFIGS_PATH").map(|path| settings.folder.join(path));
    let Some(path) = named.or(usual) else {
        return Ok(None);
    };
    let Ok(text) = std::fs::read_to_string(&path) else {
        // Without that command line there is no such file.
        return Ok(None);
    };
    let entries: BTreeMap<String, InfluxEntry> = toml::from_str(&text).map_err(|error| {
        // The error's own text would show the line, and so perhaps the token.
        let message = error.message();
        wrong(format!(
            "the influx CLI's configuration {} is no valid TOML: {message}",
            path.display()
        ))
    })?;
    let Some(name) = variable("INFLUX_ACTIVE_CONFIG") else {
        return Ok(entries.into_values().find(|entry| entry.active));
    };
    let mut entries = entries;
    entries.remove(&name).map(Some).ok_or_else(|| {
        let known: Vec<_> = entries.into_keys().collect();
        wrong(format!(
            "INFLUX_ACTIVE_CONFIG names `{name}`, which {} does not have",
            path.display()
        ))
        .help(format!("it has: {}", known.join(", ")))
    })
}

/// A failure of configuration: the command line was used wrongly, no script has run.
pub(super) fn wrong(message: impl Into<String>) -> Failure {
    Failure::new("flux::connect::config", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(folder: &Path, variables: &[(&str, &str)]) -> Settings {
        let variables = variables.iter();
        Settings {
            folder: folder.to_owned(),
            environment: variables
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Settings::default()
        }
    }

    fn expected(host: &str, org: &str, token: &str) -> Server {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Server {
            host: text(host),
            org: text(org),
            token: text(token).map(Secret::new),
        }
    }

    #[test]
    fn options_go_before_the_file_before_variables_before_the_influx_command_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".influxdbv2")).unwrap();
        let configs = "[a]\nurl = \"http://a\"\ntoken = \"ta\"\norg = \"oa\"\nactive = true\n[b]\nurl = \"http://b\"\ntoken = \"tb\"\norg = \"ob\"\n";
        std::fs::write(folder.path().join(".influxdbv2/configs"), configs).unwrap();
        let home = folder.path().to_str().unwrap();
        let of = |variables: &[(&str, &str)], file: &str, host: Option<&str>| {
            let mut settings = settings(folder.path(), &[&[("HOME", home)], variables].concat());
            settings.host = host.map(str::to_owned);
            server(&settings, &toml::from_str(file).unwrap()).unwrap()
        };
        assert_eq!(of(&[], "", None), expected("http://a", "oa", "ta"));
        assert_eq!(
            of(&[("INFLUX_ACTIVE_CONFIG", "b")], "", None),
            expected("http://b", "ob", "tb")
        );
        assert_eq!(
            of(&[("INFLUX_ORG", "o")], "", None),
            expected("http://a", "o", "ta")
        );
        let variables = [("INFLUX_HOST", "http://e"), ("INFLUX_TOKEN", "te\n")];
        assert_eq!(of(&variables, "", None), expected("http://e", "", "te"));
        assert_eq!(
            of(&variables, "host = \"http://f\"\norg = \"of\"", None),
            expected("http://f", "of", "te")
        );
        assert_eq!(
            of(&[], "host = \"http://f\"", Some("http://g")),
            expected("http://g", "", "")
        );
        assert_eq!(
            of(&[], "", Some("http://a")),
            expected("http://a", "oa", "ta")
        );
    }

    #[test]
    fn the_nearest_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        let users = folder.path().join("home/.config/fluxlite");
        std::fs::create_dir_all(&users).unwrap();
        std::fs::write(users.join("fluxlite.toml"), "").unwrap();
        let home = folder.path().join("home");
        let mut settings = settings(&below, &[("HOME", home.to_str().unwrap())]);
        settings.script = Some("x.flux".into());
        let found = |settings: &Settings| Found::read(settings).unwrap().path.unwrap();
        assert_eq!(found(&settings), users.join("fluxlite.toml"));
        std::fs::write(folder.path().join("fluxlite.toml"), "").unwrap();
        assert_eq!(found(&settings), folder.path().join("fluxlite.toml"));
        std::fs::write(folder.path().join("a/fluxlite.toml"), "[bucket]").unwrap();
        let error = Found::read(&settings).unwrap_err();
        assert!(
            error.message.contains("a/fluxlite.toml") && error.message.contains("`bucket`"),
            "{error}"
        );
        settings.config = Some("none.toml".into());
        assert!(
            Found::read(&settings)
                .unwrap_err()
                .message
                .contains("none.toml")
        );
    }
}
