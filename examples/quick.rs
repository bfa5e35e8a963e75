//! Local runner.
use fluxlite::diagnostic::{Diagnostic, Failure};
use fluxlite::engine::ResultConsumer;
use fluxlite::formats::{ResultWriter, annotated_csv::*};
use fluxlite::session::{Session, Settings};
use fluxlite::table::*;
use fluxlite::time::Time;
use fluxlite::world::*;
use std::io::{Read, Write};
use std::sync::Arc;
struct W;
fn n<T>() -> Result<T, Failure> {
    Err(Failure::new("x", "nothing"))
}
impl World for W {
    fn now(&self) -> Time {
        Time(
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap()
                .as_nanos() as i64,
        )
    }
    fn open(&self, p: &str) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(
            std::fs::File::open(p).map_err(|e| Failure::new("x", e.to_string()))?,
        ))
    }
    fn secret(&self, _: &str) -> Result<Secret, Failure> {
        n()
    }
    fn read(&self, _: &Endpoint, _: &Scan) -> Result<Box<dyn Source>, Failure> {
        n()
    }
    fn write(&self, _: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        n()
    }
    fn warn(&self, d: Diagnostic) {
        eprintln!("warning: {}", d.message)
    }
}
struct C<T>(T, String);
impl<T: ResultWriter> ResultConsumer for C<T> {
    fn table(&mut self, r: &str, k: &GroupKey, s: &Schema, c: &[Chunk]) -> Result<(), Failure> {
        if self.1 != r {
            self.0.begin(r).unwrap();
            self.1 = r.into();
        }
        self.0.table(k, s, c).unwrap();
        Ok(())
    }
}
fn main() {
    let file = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&file).unwrap_or(file);
    let s = Session::new(Arc::new(W), Settings::default());
    let mut out = Vec::new();
    let mut c = C(Encoder::new(&mut out), "\0".into());
    let r = s.run("script", &text, &mut c);
    match r {
        Ok(()) => {
            c.0.finish().unwrap();
            std::io::stdout().write_all(&out).unwrap();
        }
        Err(d) => {
            for d in d {
                eprintln!("{:?}", d.report(s.sources().snapshot()));
            }
            std::process::exit(1)
        }
    }
}
