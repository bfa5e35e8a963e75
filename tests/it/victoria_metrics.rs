//! Real data copied by a script through the HTTP sink into a real time-series database, and read
//! back equal: as numbers, to the millisecond, which is what that database keeps.

use crate::shared::shared;
use influxdb_line_protocol::{FieldValue, parse_lines};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Name and labels of a series → milliseconds → value.
type Points = BTreeMap<BTreeMap<String, String>, BTreeMap<i64, f64>>;

#[test]
fn what_is_copied_is_read_back_equal() {
    let folder = tempfile::tempdir().unwrap();
    let Some(database) = Database::start(folder.path()) else {
        println!("skipped: victoria-metrics is not installed");
        return;
    };
    for (name, precision) in [
        ("bitcoin", "ns"),
        ("home-sensor-data", "s"),
        ("bay-area-weather", "ns"),
        ("eu-wind-data", "s"),
    ] {
        let Some(file) = data(&format!("{name}.lp")) else {
            continue;
        };
        let script = format!(
            r#"from(bucket: "{name}") |> range(start: 0)
    |> to(bucket: "copy", host: "https://cloud.example", org: "o", token: "t")"#
        );
        let run = Command::new(env!("CARGO_BIN_EXE_fluxlite"))
            .args(["run", "-e", &script, "--bucket"])
            .arg(format!("{name}={}?precision={precision}", file.display()))
            .arg("--route")
            .arg(format!("https://cloud.example={}", database.url()))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{name}: {said}");
        let wanted = points_of_file(&file, if precision == "s" { 1000 } else { 1 });
        let measurement = wanted.keys().next().unwrap()["__name__"].clone();
        let measurement = measurement.split('_').next().unwrap();
        assert_eq!(database.points(measurement), wanted, "{name}");
    }
}

/// The whole file where it is present, else its beginning from the fixtures.
fn data(name: &str) -> Option<PathBuf> {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/data")
        .join(name);
    shared(&format!("data/{name}")).or_else(|| fixture.exists().then_some(fixture))
}

/// What the file holds, as an independent parser reads it.
fn points_of_file(file: &Path, milliseconds: i64) -> Points {
    let text = fs::read_to_string(file).unwrap();
    let mut points = Points::new();
    for line in parse_lines(&text) {
        let line = line.unwrap();
        let time = line.timestamp.unwrap();
        let time = if milliseconds == 1 {
            time / 1_000_000
        } else {
            time * milliseconds
        };
        for (field, value) in &line.field_set {
            let value = match value {
                FieldValue::F64(value) => *value,
                FieldValue::I64(value) => *value as f64,
                FieldValue::U64(value) => *value as f64,
                FieldValue::Boolean(value) => f64::from(u8::from(*value)),
                FieldValue::String(_) => continue,
            };
            let tags = line.series.tag_set.iter().flatten();
            let mut labels: BTreeMap<String, String> = tags
                .map(|(key, value)| (key.to_string(), value.to_string()))
                .collect();
            let name = format!("{}_{field}", line.series.measurement);
            labels.insert("__name__".into(), name);
            points.entry(labels).or_default().insert(time, value);
        }
    }
    points
}

/// A database of this test's own, ended by its process id when dropped.
struct Database {
    process: Child,
    port: u16,
}

impl Database {
    fn start(folder: &Path) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let process = Command::new("victoria-metrics")
            .arg(format!("-storageDataPath={}", folder.display()))
            .arg(format!("-httpListenAddr=127.0.0.1:{port}"))
            .args(["-retentionPeriod=100y", "-memory.allowedBytes=256MB"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let database = Self { process, port };
        for _ in 0..100 {
            if database.get("/health").is_some() {
                return Some(database);
            }
            sleep(Duration::from_millis(100));
        }
        panic!("the database did not come up within ten seconds");
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The body of an answer, by HTTP/1.0 so that it comes in one piece.
    fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (_, body) = answer.split_once("\r\n\r\n")?;
        Some(body.to_owned())
    }

    /// All points of the metrics whose name begins so.
    fn points(&self, prefix: &str) -> Points {
        self.get("/internal/force_flush").unwrap();
        let selector = format!("%7B__name__%3D~%22{prefix}_.%2B%22%7D");
        let body = self
            .get(&format!("/api/v1/export?match%5B%5D={selector}"))
            .unwrap();
        let mut points = Points::new();
        for line in body.lines() {
            let series: serde_json::Value = serde_json::from_str(line).unwrap();
            let labels = series["metric"].as_object().unwrap();
            let labels = labels
                .iter()
                // The database adds the bucket as a label of its own.
                .filter(|(key, _)| *key != "db")
                .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()))
                .collect();
            let times = series["timestamps"].as_array().unwrap().iter();
            let values = series["values"].as_array().unwrap().iter();
            let cells = times
                .zip(values)
                .map(|(time, value)| (time.as_i64().unwrap(), value.as_f64().unwrap()));
            points.entry(labels).or_default().extend(cells);
        }
        points
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // It may have ended already; there is nothing else to do about it here.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
