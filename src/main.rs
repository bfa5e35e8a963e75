//! The `fluxlite` binary.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
