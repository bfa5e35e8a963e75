//! `fluxlite fmt`: prints, checks, writes; leaves alone what is no Flux.

use crate::command::Fluxlite;
use std::fs;

#[test]
fn scripts_are_printed_checked_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("below");
    fs::create_dir(&below).unwrap();
    let (good, bad) = (folder.path().join("good.flux"), below.join("bad.flux"));
    fs::write(&good, "a = 1\n").unwrap();
    fs::write(&bad, "a=1 // one\nb  =2").unwrap();
    fs::write(folder.path().join("notes.txt"), "a  =  1").unwrap();
    let fmt = |flags: &[&str]| {
        let command = Fluxlite::command("fmt", flags);
        command.arg(folder.path()).said()
    };

    let printed = fmt(&[]);
    assert_eq!(printed.code, 0, "{}", printed.err);
    assert_eq!(printed.out, "a = 1\n\n// one\nb = 2\na = 1\n");

    let checked = fmt(&["--check"]);
    assert_eq!(checked.code, 1);
    assert_eq!(checked.out, format!("{}\n", bad.display()));
    assert_eq!(fs::read_to_string(&bad).unwrap(), "a=1 // one\nb  =2");

    assert_eq!(fmt(&["--write"]).code, 0);
    assert_eq!(
        fs::read_to_string(&bad).unwrap(),
        "a = 1\n\n// one\nb = 2\n"
    );
    assert_eq!(fmt(&["--check"]).code, 0);
}

#[test]
fn what_is_no_flux_is_reported_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("broken.flux");
    fs::write(&script, "a = (\n").unwrap();
    let said = Fluxlite::command("fmt", ["--write"]).arg(&script).said();
    assert_eq!(said.code, 1);
    assert!(said.err.contains("broken.flux"), "{}", said.err);
    assert_eq!(fs::read_to_string(&script).unwrap(), "a = (\n");
    let missing = Fluxlite::command("fmt", ["nowhere.flux"]).said();
    assert_eq!(missing.code, 1);
    assert!(
        missing.err.contains("cannot read nowhere.flux"),
        "{}",
        missing.err
    );
}

/// What is written here follows the layout that `fmt` gives to others.
#[test]
fn the_projects_own_flux_is_laid_out() {
    let said = Fluxlite::command("fmt", ["--check", "src", "tests/conformance"])
        .within(std::path::Path::new(env!("CARGO_MANIFEST_DIR")))
        .said();
    assert_eq!((said.code, &*said.out), (0, ""), "{}", said.err);
}
