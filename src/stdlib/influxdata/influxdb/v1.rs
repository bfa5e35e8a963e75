//! Package `influxdata/influxdb/v1`: what InfluxDB 1.x knew, and older names of package `schema`.

use super::writer::named;
use crate::diagnostic::Failure;
use crate::formats::annotated_csv::{Decoder, Mode};
use crate::formats::{EventSource, influxql_json};
use crate::stdlib::http::request::with_query;
use crate::table::Source;
use crate::value::{Context, Package, Stream, Transform};
use crate::world::{HttpRequest, Named, Secret};
use fluxlite_macros::builtin;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/v1",
    docs: "Reads what InfluxDB 1.x knew; the others are older names of functions of package `influxdata/influxdb/schema`.",
    builtins: &[&DATABASES, &JSON],
    constants: &[],
    flux: Some(include_str!("v1.flux")),
};

/// Reads the JSON in which InfluxDB 1.x answers a query: a table for each series and field.
#[builtin(since = "0.16.0", returns = "stream[A]", constraints = "A: Record")]
pub fn json(
    #[context] cx: &Context,
    /// The JSON. Mutually exclusive with `file`.
    json: Option<Arc<str>>,
    /// Path of a file. Mutually exclusive with `json`.
    file: Option<Arc<str>>,
) -> Result<Stream, Failure> {
    let given = |text: Option<Arc<str>>| text.filter(|text| !text.is_empty());
    let json = match (given(json), given(file)) {
        (Some(json), None) => Json::Inline(json),
        (None, Some(file)) => Json::File(file),
        (None, None) => return Err(source("must provide json raw text or filename")),
        (Some(_), Some(_)) => {
            let message = "must provide exactly one of the parameters json or file";
            return Err(source(message));
        }
    };
    Ok(Stream::other(cx, json, Vec::new()))
}

fn source(message: &str) -> Failure {
    Failure::new("flux::influxdb::json", message)
        .help("`json` is the text itself, `file` is a path")
}

#[derive(Debug)]
enum Json {
    Inline(Arc<str>),
    File(Arc<str>),
}

impl Transform for Json {
    fn name(&self) -> &str {
        "v1.json"
    }

    /// An answer is one value, which is read whole.
    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        let mut bytes = Vec::new();
        match self {
            Self::Inline(text) => bytes.extend_from_slice(text.as_bytes()),
            Self::File(path) => {
                let mut file = cx.world().open(path)?;
                file.read_to_end(&mut bytes).map_err(|error| {
                    let message = format!("cannot read {path}: {error}");
                    Failure::new("flux::connect::file", message)
                })?;
            }
        }
        let mut held = cx.memory().reservation();
        held.grow(bytes.len())?;
        let events = influxql_json::tables(&bytes)?;
        let events = events.into_iter().map(move |event| {
            // It is held as long as tables are left.
            let _ = &held;
            Ok(event)
        });
        Ok(Box::new(EventSource::new("v1.json()", events)))
    }

    fn explain(&self) -> String {
        match self {
            Self::Inline(text) => format!("json: {} bytes", text.len()),
            Self::File(path) => format!("file: {path:?}"),
        }
    }
}

/// Lists the databases and retention policies that stand for buckets of a server.
#[builtin(
    since = "0.16.0",
    returns = "stream[{organizationID: string, databaseName: string, retentionPolicy: string, retentionPeriod: int, default: bool, bucketID: string}]"
)]
pub fn databases(
    #[context] cx: &Context,
    /// URL of the InfluxDB server.
    host: Option<Arc<str>>,
    /// Name of the organization. Mutually exclusive with `orgID`.
    org: Option<Arc<str>>,
    /// ID of the organization. Mutually exclusive with `org`.
    #[name("orgID")]
    org_id: Option<Arc<str>>,
    /// API token of the server.
    token: Option<Arc<str>>,
) -> Result<Stream, Failure> {
    let wrong = |message: &str| Failure::new("flux::influxdb::databases", message);
    let org = named(org, org_id).map_err(|()| wrong("must specify only one of org or orgID"))?;
    let host = host.ok_or_else(|| {
        wrong("databases requires a remote host to be specified")
            .help("write `v1.databases(host: \"…\", org: \"…\", token: \"…\")`")
    })?;
    let org = org.ok_or_else(|| {
        wrong("reading from a remote host requires an organization to be set")
            .help("name it with `org` or `orgID`")
    })?;
    let token = token.map(Secret::new);
    Ok(Stream::other(
        cx,
        Databases { host, org, token },
        Vec::new(),
    ))
}

#[derive(Debug)]
struct Databases {
    host: Arc<str>,
    org: Named,
    token: Option<Secret>,
}

impl Transform for Databases {
    fn name(&self) -> &str {
        "v1.databases"
    }

    /// The server is asked in Flux.
    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        let org = match &self.org {
            Named::Name(name) => ("org".into(), name.clone()),
            Named::Id(id) => ("orgID".into(), id.clone()),
        };
        let url = format!("{}/api/v2/query", self.host.trim_end_matches('/'));
        let mut request = HttpRequest::new("POST", with_query(&url, vec![org]));
        request.asks = true;
        let line = |name: &str, value: &str| (name.into(), value.into());
        request.headers = vec![
            line("Content-Type", "application/json"),
            line("Accept", "application/csv"),
        ];
        if let Some(token) = &self.token {
            let value = format!("Token {}", token.expose());
            request.headers.push(line("Authorization", &value));
        }
        let script = "import \"influxdata/influxdb/v1\"\nv1.databases()";
        let dialect = r#""header":true,"annotations":["group","datatype","default"]"#;
        let script = serde_json::json!(script);
        let body = format!("{{\"query\":{script},\"dialect\":{{{dialect}}}}}");
        request.body = body.into_bytes().into();
        let response = cx.world().http(&request)?;
        if response.status != 200 {
            let told = String::from_utf8_lossy(&response.body);
            let mut told: String = told.chars().take(500).collect();
            // A server that repeats the token must not make us print it.
            if let Some(token) = self
                .token
                .as_ref()
                .filter(|token| !token.expose().is_empty())
            {
                told = told.replace(&**token.expose(), "***");
            }
            return Err(Failure::new(
                "flux::influxdb::databases",
                format!(
                    "{} answered with {}: {told}",
                    request.host(),
                    response.status
                ),
            )
            .help("check host, org and token"));
        }
        let decoder = Decoder::new(Cursor::new(response.body), Mode::Annotations);
        Ok(Box::new(EventSource::new("v1.databases()", decoder)))
    }
}

#[cfg(test)]
mod tests {
    use crate::session::testing::{check, check_value, run};
    use crate::world::testing::Echo;
    use std::sync::Arc;

    #[test]
    fn answers_of_influxql() {
        check(
            r#"import "influxdata/influxdb/v1"
            v1.json(json: "{\"results\":[{\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"v\"],\"values\":[[5,1]]}]}]}")"#,
            "[_measurement=m _field=v] _time:time _measurement _field _value:float\n5 1",
        );
        check(
            "import \"influxdata/influxdb/v1\"\nv1.json(json: \"{\\\"error\\\":\\\"no\\\"}\")",
            "error: no",
        );
        check_value(
            "import \"influxdata/influxdb/v1\"\nv1.json()",
            "error: must provide json raw text or filename",
        );
    }

    #[test]
    fn databases_are_asked_for() {
        let script = |arguments: &str| {
            format!("import \"influxdata/influxdb/v1\"\nv1.databases({arguments})")
        };
        let world = Arc::new(Echo {
            body: Some("#datatype,string,long,string,boolean\n#group,false,false,false,false\n#default,_result,,,\n,result,table,databaseName,default\n,,0,d,true\n".into()),
            ..Echo::default()
        });
        assert_eq!(
            run(
                world.clone(),
                &script("host: \"http://a.test/\", org: \"o p\", token: \"t\"")
            ),
            "[] databaseName:string default:bool\nd true\n"
        );
        let requests = world.requests.lock().unwrap();
        assert_eq!(&*requests[0].url, "http://a.test/api/v2/query?org=o+p");
        assert!(
            requests[0]
                .headers
                .contains(&("Authorization".into(), "Token t".into()))
        );
        assert!(requests[0].asks, "a dry run asks, too");
        check_value(
            &script("org: \"o\""),
            "error: databases requires a remote host to be specified",
        );
        check_value(
            &script("host: \"h\""),
            "error: reading from a remote host requires an organization to be set",
        );
        let refusing = Arc::new(Echo {
            status: Some(401),
            body: Some("no SECRET here".into()),
            ..Echo::default()
        });
        assert_eq!(
            run(
                refusing,
                &script("host: \"http://a.test\", org: \"o\", token: \"SECRET\"")
            ),
            "error: http://a.test answered with 401: no *** here"
        );
    }
}
