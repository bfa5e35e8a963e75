//! The world of a testcase: the clock, files to read, secrets made up for tests and a server that
//! sends back what it is sent, but no buckets, no real servers and no secrets of the user's.

use crate::diagnostic::{Diagnostic, Failure};
use crate::table::{Scan, Source};
use crate::time::Time;
use crate::world::{Endpoint, HttpRequest, HttpResponse, Secret, Sink, World};
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What is found under a secret's key; tests of upstream rely on these.
const SECRETS: [(&str, &str); 2] = [("password", "mysecretpassword"), ("token", "mysecrettoken")];

/// Nothing a script does here leaves the process.
#[derive(Debug, Default)]
pub struct Sandbox {
    folder: PathBuf,
    warnings: Mutex<Vec<Diagnostic>>,
}

impl Sandbox {
    /// A world whose relative paths start from a folder.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            warnings: Mutex::default(),
        }
    }

    /// What was warned of so far.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let warnings = self.warnings.lock();
        warnings.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl World for Sandbox {
    fn now(&self) -> Time {
        super::clock()
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read + Send>, Failure> {
        super::open(&self.folder, path)
    }

    fn secret(&self, key: &str) -> Result<Secret, Failure> {
        let mut known = SECRETS.iter();
        match known.find(|(name, _)| *name == key) {
            Some((_, secret)) => Ok(Secret::new(*secret)),
            None => {
                let message = format!("no secret is called \"{key}\" in tests");
                Err(Failure::new("flux::connect::secret", message)
                    .help("the secrets of tests are \"password\" and \"token\""))
            }
        }
    }

    fn read(&self, bucket: &Endpoint, _scan: &Scan) -> Result<Box<dyn Source>, Failure> {
        let message = format!("there is no bucket {} in tests", bucket.bucket);
        Err(Failure::new("flux::connect::no_bucket_in_tests", message)
            .help("give the test its data with `array.from` or `csv.from`"))
    }

    fn write(&self, bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        let message = format!("there is no bucket {} in tests", bucket.bucket);
        Err(Failure::new("flux::connect::no_bucket_in_tests", message)
            .help("compare what would be written with `testing.diff`"))
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpResponse, Failure> {
        Ok(HttpResponse::echo(request))
    }

    fn warn(&self, warning: Diagnostic) {
        let warnings = self.warnings.lock();
        warnings
            .unwrap_or_else(PoisonError::into_inner)
            .push(warning);
    }
}
