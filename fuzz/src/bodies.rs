//! What must hold of any input, one function a room. `tests/it/fuzz.rs` runs these, too.

#[path = "bodies/run.rs"]
mod run;

pub use run::interpreter;

use fluxlite::diagnostic::Diagnostic;
use fluxlite::formats::annotated_csv::{Decoder, Mode};
use fluxlite::formats::line_protocol::{Precision, ReadError, Reader};
use fluxlite::formats::{influxql_json, prometheus};
use fluxlite::session::Checker;
use fluxlite::source::{Source, SourceMap};
use fluxlite::storage::{BadLines, Loader, Options};
use fluxlite::syntax::visit::each_expression;
use fluxlite::syntax::{Parsed, continues, format, is_incomplete, parse};
use fluxlite::table::Memory;
use fluxlite::time::{Duration, Time};
use std::cell::RefCell;
use std::io::Cursor;
use std::sync::Arc;

/// Text to tokens, and what the lines of an interactive session need of them.
pub fn lexer(text: &str) {
    is_incomplete(text);
    let half = text.len() / 2;
    if let Some((start, rest)) = text.split_at_checked(half) {
        continues(start, rest);
    }
}

/// Any text has a tree, spans lie within the text, and a printed expression reads back as itself.
pub fn parser(text: &str) {
    let source = added(text);
    let parsed = parse(&source);
    inside(&source, &parsed.diagnostics);
    if parsed.failed() {
        return;
    }
    each_expression(&parsed.file.body, &mut |value| {
        let printed = format!("x = {value}");
        let again = parse(&added(&printed));
        assert!(!again.failed(), "{printed:?}: {:?}", again.diagnostics);
        let mut reprinted = String::new();
        each_expression(&again.file.body, &mut |value| {
            reprinted = format!("x = {value}");
        });
        assert_eq!(printed, reprinted);
    });
}

/// Names, types and lints find an answer for any text.
pub fn checker(text: &str) {
    thread_local! {
        static CHECKER: RefCell<Option<(Checker, usize)>> = const { RefCell::new(None) };
    }
    CHECKER.with_borrow_mut(|kept| {
        // A checker keeps its texts, so that it is made anew once these are many.
        let fresh = || {
            (
                Checker::new(SourceMap::default(), ["v.bucket"].into_iter()),
                0,
            )
        };
        let (checker, bytes) = kept.get_or_insert_with(fresh);
        let found = checker.check("script.flux", text);
        no_panic(&found);
        *bytes += text.len() + 64;
        if *bytes > 1 << 22 {
            *kept = None;
        }
    });
}

/// The laws of layouts: one of its own is its own, the tree stays, comments are kept.
pub fn formatter(text: &str) {
    let source = added(text);
    let before = parse(&source);
    let Ok(formatted) = format(&source) else {
        assert!(before.failed(), "{text:?} has no layout");
        return;
    };
    let source_after = added(&formatted);
    let after = parse(&source_after);
    assert!(!after.failed(), "{text:?} became {formatted:?}");
    assert_eq!(
        meaning(&before),
        meaning(&after),
        "{text:?} became {formatted:?}"
    );
    let kept = comments(&source_after, &after);
    assert_eq!(
        comments(&source, &before),
        kept,
        "{text:?} became {formatted:?}"
    );
    let twice = format(&source_after).ok();
    assert_eq!(twice.as_ref(), Some(&formatted), "of {text:?}");
}

/// Line protocol, read line by line and loaded as a bucket.
pub fn line_protocol(bytes: &[u8]) {
    let mut reader = Reader::new(bytes, Precision::Nanoseconds);
    loop {
        match reader.next() {
            Ok(None) | Err(ReadError::Stream(_)) => break,
            Ok(Some(point)) => {
                point.fields().for_each(drop);
            }
            Err(ReadError::Line(_)) => {}
        }
    }
    let options = Options {
        precision: Precision::Seconds,
        bad_lines: BadLines::Skip,
        now: Time(0),
    };
    let mut loader = Loader::new(options, &Memory::new(1 << 28));
    if loader
        .line_protocol("fuzz.lp", Cursor::new(bytes.to_vec()))
        .is_ok()
    {
        loader.finish();
    }
}

/// Everything that reads the answers of servers: CSV with and without annotations, JSON, metrics.
pub fn annotated_csv(bytes: &[u8]) {
    for mode in [Mode::Annotations, Mode::Raw] {
        // What has failed once gives no more.
        let events = Decoder::new(bytes, mode);
        assert!(events.count() <= 4 * bytes.len() + 4);
    }
    drop(influxql_json::tables(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(prometheus::tables(text, "http://localhost", 0));
    }
}

/// Durations and times: what is read is written, and read again as itself.
pub fn times(text: &str) {
    if let Ok(duration) = Duration::parse(text) {
        let written = duration.to_string();
        assert_eq!(Duration::parse(&written).ok(), Some(duration), "{text:?}");
    }
    if let Ok(time) = Time::parse(text) {
        let written = time.to_string();
        assert_eq!(Time::parse(&written).ok(), Some(time), "{text:?}");
        time.civil();
        time.week();
    }
}

fn added(text: &str) -> Arc<Source> {
    SourceMap::default().add("fuzz.flux", text)
}

/// Labels point into the text, and not into the middle of a character.
fn inside(source: &Source, diagnostics: &[Diagnostic]) {
    for (span, _) in diagnostics.iter().flat_map(|found| &found.labels) {
        let range = span.start as usize..span.end as usize;
        assert!(
            source.text.get(range).is_some(),
            "{span:?} of {:?}",
            source.text
        );
    }
}

fn no_panic(found: &[Diagnostic]) {
    for one in found {
        assert_ne!(one.code, "flux::session::panic", "{}", one.message);
    }
}

/// What the statements say, without needless parentheses.
fn meaning(parsed: &Parsed) -> Vec<String> {
    let mut found = Vec::new();
    each_expression(&parsed.file.body, &mut |value| {
        found.push(value.to_string().replace(['(', ')'], ""));
    });
    found
}

fn comments(source: &Source, parsed: &Parsed) -> Vec<String> {
    let text = |span: fluxlite::source::Span| {
        source.text[span.start as usize..span.end as usize]
            .trim_end()
            .to_owned()
    };
    let mut all: Vec<String> = parsed
        .comments
        .iter()
        .map(|comment| text(comment.span))
        .collect();
    all.sort();
    all
}
