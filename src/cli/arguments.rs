//! The command line: every command and option, and what they mean.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Runs Flux scripts without InfluxDB, and delivers their points.
#[derive(Debug, Parser)]
#[command(
    name = "fluxlite",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Arguments {
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a script, or an expression.
    Run(Box<Run>),
    /// Try Flux out in an interactive session.
    Repl(Box<Repl>),
    /// Lay scripts out in the canonical format.
    Fmt(Fmt),
    /// Run the testcases of Flux files.
    Test(Test),
    /// Find what is wrong with scripts: syntax, names and types. Nothing is run.
    Check(Check),
    /// Describe a package or function of the library.
    Doc(Doc),
    /// Print the completions of a shell, for it to read.
    Completions(Completions),
}

/// `fluxlite fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Scripts, or folders with scripts in them; `-` reads standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,

    /// Writes nothing; lists the scripts that are not formatted, and fails if there are any.
    #[arg(long, conflicts_with = "write")]
    pub check: bool,

    /// Writes the scripts back, instead of printing them.
    #[arg(long)]
    pub write: bool,
}

/// `fluxlite check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Scripts, and folders whose `.flux` files are checked; `-` reads standard input.
    #[arg(required_unless_present = "lints", value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// One JSON object a line for each finding, on standard output.
    #[arg(long)]
    pub json: bool,

    /// Look at the syntax alone.
    #[arg(long)]
    pub syntax_only: bool,

    /// What `fluxlite run` will be given: makes `params` or `v` known. Repeatable.
    #[arg(long, value_name = "NAME=VALUE")]
    pub param: Vec<String>,

    /// Lints that are not looked for, or `all`. Repeatable.
    #[arg(short, long, value_name = "LINT", value_delimiter = ',')]
    pub allow: Vec<String>,

    /// Lints whose findings are errors, or `all`. Repeatable.
    #[arg(short, long, value_name = "LINT", value_delimiter = ',')]
    pub deny: Vec<String>,

    /// List the lints, and look at no script.
    #[arg(long)]
    pub lints: bool,
}

/// `fluxlite run`.
#[derive(Debug, Args)]
pub struct Run {
    /// The script; `-` reads it from standard input.
    #[arg(required_unless_present = "exec", conflicts_with = "exec")]
    pub script: Option<PathBuf>,

    /// The script's text, instead of a file.
    #[arg(short = 'e', long, value_name = "EXPR")]
    pub exec: Option<String>,

    #[command(flatten)]
    pub evaluation: Evaluation,

    /// Print the plan, with what is pushed into each source; nothing is run or written.
    #[arg(long)]
    pub explain: bool,

    #[command(flatten)]
    pub connection: Connection,
}

/// `fluxlite test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Flux files, or folders with files called `…_test.flux`.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,

    /// Only testcases whose `FILE: NAME` matches this regular expression, or holds this text.
    #[arg(long, value_name = "REGEX")]
    pub filter: Option<String>,

    /// Only testcases called so, whatever their tags: `name` or `package.name`.
    #[arg(long = "test", value_name = "NAMES", value_delimiter = ',')]
    pub tests: Vec<String>,

    /// Not the testcases called so.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub skip: Vec<String>,

    /// Also testcases with tags, if all of their tags are among these.
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub tags: Vec<String>,

    /// Only testcases with tags.
    #[arg(long)]
    pub skip_untagged: bool,

    /// Also name what is skipped, and say how long each testcase took.
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,

    /// A dot for each testcase that passes.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `fluxlite repl`.
#[derive(Debug, Args)]
pub struct Repl {
    #[command(flatten)]
    pub evaluation: Evaluation,

    #[command(flatten)]
    pub connection: Connection,
}

/// `fluxlite doc`.
#[derive(Debug, Args)]
pub struct Doc {
    /// A package by its import path or name, a function, or `package.function`; nothing lists all
    /// packages.
    pub name: Option<String>,
}

/// `fluxlite completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// How Flux is evaluated, and what becomes of its results.
#[derive(Debug, Args)]
pub struct Evaluation {
    /// Fixes `now()` (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,

    /// Sets `params.NAME`, or `v.NAME` where NAME begins with `v.`; a value is a Flux literal,
    /// else a string. Repeatable.
    #[arg(long, value_name = "NAME=VALUE")]
    pub param: Vec<String>,

    /// How results are printed [default: table on a terminal and in a session, csv otherwise].
    #[arg(short, long, value_enum)]
    pub output: Option<OutputFormat>,

    /// Write nothing anywhere: the line protocol that would be written goes to standard output
    /// (with `-o`: to standard error, and results to standard output).
    #[arg(long)]
    pub dry_run: bool,

    /// How much memory tables may take, for example `500MB` or `2GiB` [default: three quarters of
    /// the machine's or of the control group's].
    #[arg(long, value_name = "SIZE")]
    pub memory: Option<String>,

    /// No summary and no progress.
    #[arg(short, long)]
    pub quiet: bool,
}

/// Where buckets are, and how they are reached.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Buckets and servers")]
pub struct Connection {
    /// Binds a bucket without host to local data: a `.lp`, `.lp.gz` or annotated `.csv` file, or
    /// a folder of them. Repeatable.
    #[arg(long = "bucket", value_name = "NAME=PATH[?precision=s]")]
    pub buckets: Vec<String>,

    /// Precision of timestamps in bound line-protocol files that say nothing else.
    #[arg(long, value_name = "ns|us|ms|s")]
    pub precision: Option<String>,

    /// What to do with malformed lines in bound files.
    #[arg(long, value_enum, default_value_t)]
    pub bad_lines: BadLines,

    /// Sends what the script addresses to host URL to TARGET instead: another URL, or a folder
    /// that then serves as that host's store. Repeatable.
    #[arg(long = "route", value_name = "URL=TARGET")]
    pub routes: Vec<String>,

    /// The InfluxDB server that buckets without host are on.
    #[arg(long, value_name = "URL")]
    pub host: Option<String>,

    /// The organization at that server.
    #[arg(long, value_name = "NAME")]
    pub org: Option<String>,

    /// A dotenv file of secrets; refused if others can read it.
    #[arg(long, value_name = "FILE")]
    pub secrets: Option<PathBuf>,

    /// The configuration [default: the nearest `fluxlite.toml` from the script's folder upwards].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How long what fails in passing is tried again, to deliver or to read [default: 5m].
    #[arg(long, value_name = "DURATION")]
    pub retry_for: Option<String>,

    /// Accept any TLS certificate.
    #[arg(long)]
    pub skip_verify: bool,

    /// Trust the certificates in this PEM file instead of the system's.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For reading.
    Table,
    /// Annotated CSV, as InfluxDB writes it.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON object a row.
    Jsonl,
    /// Line protocol, as `to()` would write it.
    Lp,
}

/// What to do with malformed lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum BadLines {
    /// Stop with file, line and reason.
    #[default]
    Fail,
    /// Skip, count and report them.
    Skip,
}
