//! Points that are read ahead are those that the reader gives.

use super::*;
use std::fmt::Write;
use std::io::Cursor;

const ASKED: fn() -> Asked = || Asked {
    bounds: Bounds::ALL,
    excludes: Box::new(|_| false),
    series: usize::MAX,
};

/// Interleaved series that get further fields, texts and malformed lines now and then.
fn text(lines: usize) -> String {
    let mut text = String::new();
    for line in 0..lines {
        let series = line % 7;
        match line % 1000 {
            13 => writeln!(text, "m,a={series} x=broken 1"),
            14 => writeln!(text, "m,a={series} s{line}=\"{line}\",x=1 {line}"),
            15 => writeln!(text, "m,b={line} x=1i"),
            _ => writeln!(text, "m,a={series} x={line} {line}"),
        }
        .unwrap();
    }
    text
}

fn show(point: &Point<'_>) -> String {
    let series = point.series();
    let fields: Vec<_> = point
        .fields()
        .map(|field| (&series.fields[field.slot], field.value))
        .collect();
    let tags = &series.tags;
    format!("{} {:?} {tags:?} {fields:?}", point.line, point.time)
}

fn ahead(text: &str, asked: Asked) -> Vec<String> {
    let source = Cursor::new(text.to_owned());
    let mut points = Points::new(source, Precision::Nanoseconds, asked);
    let mut seen = Vec::new();
    loop {
        seen.push(match points.next() {
            Ok(Some(Next::Point(point))) => show(&point),
            Ok(Some(Next::Renumbered)) => "renumbered".into(),
            Ok(None) => return seen,
            Err(error) => error.to_string(),
        });
    }
}

fn one_by_one(text: &str) -> Vec<String> {
    let mut reader = Reader::new(text.as_bytes(), Precision::Nanoseconds);
    let mut seen = Vec::new();
    loop {
        seen.push(match reader.next() {
            Ok(Some(point)) => show(&point),
            Ok(None) => return seen,
            Err(error) => error.to_string(),
        });
    }
}

#[test]
fn points_are_those_of_the_reader() {
    for lines in [0, 1, 100, POINTS - 1, POINTS, POINTS + 1, 10 * POINTS] {
        let text = text(lines);
        assert!(ahead(&text, ASKED()) == one_by_one(&text), "{lines} lines");
    }
}

#[test]
fn malformed_lines_alone() {
    let text = "m x=\n".repeat(3 * POINTS);
    assert!(ahead(&text, ASKED()) == one_by_one(&text));
}

#[test]
fn series_are_forgotten_and_excluded() {
    let text = text(3 * POINTS);
    let seen = ahead(
        &text,
        Asked {
            series: 3,
            ..ASKED()
        },
    );
    let (renumbered, points): (Vec<_>, Vec<_>) =
        seen.into_iter().partition(|line| line == "renumbered");
    assert!(points == one_by_one(&text));
    assert!(renumbered.len() > POINTS / 3);

    let excludes = Box::new(|series: &Series| *series.tags[0].1 == *"3");
    let seen = ahead(
        &text,
        Asked {
            excludes,
            ..ASKED()
        },
    );
    let is_excluded = |line: &&String| line.contains(r#"[("a", "3")]"#) || line.contains("a=3");
    // Lines with quotes are looked at all the same.
    let others = |seen: &[String]| -> Vec<String> {
        let seen = seen.iter().filter(|line| !is_excluded(line));
        seen.cloned().collect()
    };
    assert!(others(&seen) == others(&one_by_one(&text)));
    let excluded = seen.iter().filter(is_excluded);
    assert_eq!(excluded.filter(|line| !line.contains("String")).count(), 1);
}

#[test]
fn a_stream_that_fails_says_so_after_its_points() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("torn"))
        }
    }
    for lines in [10, 2 * POINTS] {
        let text = "m x=1 1\n".repeat(lines);
        let source = Cursor::new(text).chain(Failing);
        let mut points = Points::new(source, Precision::Nanoseconds, ASKED());
        for _ in 0..lines {
            assert!(matches!(points.next(), Ok(Some(Next::Point(_)))));
        }
        assert!(matches!(points.next(), Err(ReadError::Stream(_))));
        assert!(matches!(points.next(), Ok(None)));
    }
}
