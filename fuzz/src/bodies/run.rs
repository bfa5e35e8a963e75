//! Running scripts where there is no outside, within limits of memory and time.

use fluxlite::diagnostic::{Diagnostic, Failure};
use fluxlite::engine::ResultConsumer;
use fluxlite::formats::line_protocol::Precision;
use fluxlite::session::{Session, Settings};
use fluxlite::storage::{BadLines, Bucket, Loader, Options};
use fluxlite::table::{Chunk, GroupKey, Memory, Scan, Schema, Source};
use fluxlite::time::Time;
use fluxlite::world::{Endpoint, HttpRequest, HttpResponse, Secret, Sink, World};
use std::cell::RefCell;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much a script may hold.
const MEMORY: usize = 64 << 20;

/// How long it may run before it is asked to end; one that does not listen is a hang.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many scripts one session runs before it is made anew, since it keeps their texts.
const RUNS: usize = 500;

/// Runs a script: tables, values and errors are all right, a panic is not.
pub fn interpreter(text: &str) {
    thread_local! {
        static KEPT: RefCell<Option<(Arc<Inside>, Session, usize)>> = const { RefCell::new(None) };
    }
    KEPT.with_borrow_mut(|kept| {
        let (world, session, runs) = kept.get_or_insert_with(|| {
            let world = Arc::new(Inside::default());
            let settings = Settings {
                now: Some(Time(1_600_000_000_000_000_000)),
                parameters: vec![("v.bucket".into(), "b".into())],
                memory: Memory::new(MEMORY),
                ..Settings::default()
            };
            let session = Session::new(world.clone(), settings);
            (world, session, 0)
        });
        world.begin();
        if let Err(diagnostics) = session.run("script.flux", text, &mut Nobody) {
            super::no_panic(&diagnostics);
        }
        assert_eq!(session.memory().used(), 0, "memory is still reserved");
        *runs += 1;
        if *runs > RUNS {
            *kept = None;
        }
    });
}

/// A consumer that looks at every table and keeps none.
struct Nobody;

impl ResultConsumer for Nobody {
    fn table(
        &mut self,
        _result: &str,
        key: &GroupKey,
        schema: &Schema,
        chunks: &[Chunk],
    ) -> Result<(), Failure> {
        let rows: usize = chunks.iter().map(|chunk| chunk.rows).sum();
        assert!(
            rows < usize::MAX && std::mem::size_of_val(key) + std::mem::size_of_val(schema) > 0
        );
        Ok(())
    }
}

/// A clock that stands, one bucket, and a wish to end that comes with time.
struct Inside {
    bucket: Arc<Bucket>,
    begun: Mutex<Instant>,
}

impl Default for Inside {
    fn default() -> Self {
        let options = Options {
            precision: Precision::Seconds,
            bad_lines: BadLines::Skip,
            now: Time(0),
        };
        let mut loader = Loader::new(options, &Memory::new(MEMORY));
        let mut lines = String::new();
        for n in 0..40 {
            let time = 1_599_990_000 + n * 60;
            lines += &format!(
                "m,t=a,host=h{} f=1.{n},i={n}i,s=\"x{n}\",b=true {time}\n",
                n % 3
            );
        }
        let loaded = loader.line_protocol("bucket", Cursor::new(lines));
        assert!(loaded.is_ok());
        Self {
            bucket: Arc::new(loader.finish().0),
            begun: Mutex::new(Instant::now()),
        }
    }
}

impl Inside {
    fn begin(&self) {
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

fn nothing<T>() -> Result<T, Failure> {
    Err(Failure::new("fuzz::nothing", "there is nothing here"))
}

impl World for Inside {
    fn now(&self) -> Time {
        Time(1_600_000_000_000_000_000)
    }

    fn open(&self, _path: &str) -> Result<Box<dyn Read + Send>, Failure> {
        nothing()
    }

    fn secret(&self, _key: &str) -> Result<Secret, Failure> {
        Ok(Secret::new("secret"))
    }

    fn read(&self, _bucket: &Endpoint, scan: &Scan) -> Result<Box<dyn Source>, Failure> {
        Ok(self.bucket.scan(scan))
    }

    fn write(&self, _bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        nothing()
    }

    fn http(&self, _request: &HttpRequest) -> Result<HttpResponse, Failure> {
        nothing()
    }

    fn warn(&self, _warning: Diagnostic) {}

    fn cancelled(&self) -> bool {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.elapsed() > PATIENCE
    }
}
