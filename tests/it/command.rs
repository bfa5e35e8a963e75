//! Runs the binary, and says what came of it.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
#[cfg(unix)]
use std::{
    thread,
    time::{Duration, Instant},
};

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

    /// With further arguments.
    pub fn args<A: AsRef<std::ffi::OsStr>>(
        mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        self.0.args(arguments);
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
    pub fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_ref()).unwrap();
        file.rewind().unwrap();
        self.0.stdin(file);
        self
    }

    /// Starts it, with a pipe at its standard input and output.
    #[cfg(unix)]
    pub fn start(mut self) -> std::process::Child {
        let pipes = self.0.stdin(Stdio::piped()).stdout(Stdio::piped());
        pipes.spawn().expect("the binary is built")
    }

    /// Runs it to its end.
    pub fn said(mut self) -> Said {
        said(self.0.output().expect("the binary is built"))
    }

    /// Runs it, interrupts it as Ctrl-C does once something is so, and sees it to its end, which
    /// must come soon.
    #[cfg(unix)]
    pub fn interrupted(mut self, once: impl Fn() -> bool) -> Said {
        let patience = Instant::now() + Duration::from_secs(30);
        let until = |is_so: &mut dyn FnMut() -> bool| {
            while !is_so() {
                assert!(Instant::now() < patience, "it takes too long");
                thread::sleep(Duration::from_millis(20));
            }
        };
        self.0.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.0.spawn().expect("the binary is built");
        until(&mut || once());
        // The thread that hears of it may have begun a little later than the run.
        thread::sleep(Duration::from_millis(300));
        let number = child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &number]).status();
        assert!(sent.expect("there is a `kill`").success());
        until(&mut || child.try_wait().expect("it is our child").is_some());
        said(child.wait_with_output().expect("it has ended"))
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

fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A file or folder of the fixtures.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}
