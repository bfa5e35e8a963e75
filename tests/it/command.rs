//! Runs the binary, and says what came of it.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A run of `fluxlite` in the repository's folder, without the environment's own InfluxDB.
#[derive(Debug)]
pub struct Fluxlite(Command);

/// What a run said.
#[derive(Debug)]
pub struct Said {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Fluxlite {
    /// `fluxlite run` with these arguments.
    pub fn run<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        Self::command("run", arguments)
    }

    /// Another command with these arguments.
    pub fn command<A: AsRef<std::ffi::OsStr>>(
        name: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fluxlite"));
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_clear()
            .env("HOME", "/nonexistent")
            .stdin(Stdio::null())
            .arg(name)
            .args(arguments);
        Self(command)
    }

    /// A run of this text.
    pub fn script(text: &str) -> Self {
        Self::run(["-e", text])
    }

    /// With a further argument.
    pub fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    /// With a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// In another folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// With this on standard input.
    pub fn stdin(mut self, text: &str) -> Self {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.rewind().unwrap();
        self.0.stdin(file);
        self
    }

    /// Runs it to its end.
    pub fn said(mut self) -> Said {
        let Output {
            status,
            stdout,
            stderr,
        } = self.0.output().expect("the binary is built");
        Said {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// Runs it, and gives what it wrote to standard output if it succeeded.
    pub fn succeeds(self) -> String {
        let said = self.said();
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    }

    /// Runs it, and gives what it wrote to standard error if it failed with this code.
    pub fn fails(self, code: i32) -> String {
        let said = self.said();
        assert_eq!(said.code, code, "out: {}\nerr: {}", said.out, said.err);
        said.err
    }
}

/// A file or folder of the fixtures.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}
