//! The bodies of the fuzz targets over every script of the tree, and over some mutations of each.

#[path = "../../fuzz/src/bodies.rs"]
mod bodies;
#[path = "../../fuzz/src/tokens.rs"]
mod tokens;

use std::fs;
use std::path::Path;

fn scripts(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scripts(&path, found);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "flux" || ending == "case")
        {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// Runs a body over the scripts as they are, and over so many mutations of each short one.
fn check(body: fn(&str), mutations: u64) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    scripts(&root.join("tests"), &mut found);
    scripts(&root.join("src/stdlib"), &mut found);
    assert!(found.len() > 50, "{} scripts", found.len());
    for (number, text) in found.iter().enumerate() {
        body(text);
        let seeds = if text.len() < 1500 { mutations } else { 0 };
        for seed in 0..seeds {
            body(&tokens::mutated(text, number as u64 * 1000 + seed));
        }
    }
}

#[test]
fn lexer() {
    check(bodies::lexer, 4);
}

#[test]
fn parser() {
    check(bodies::parser, 4);
}

#[test]
fn checker() {
    check(bodies::checker, 2);
}

#[test]
fn formatter() {
    check(bodies::formatter, 1);
}

#[test]
fn interpreter() {
    check(bodies::interpreter, 1);
}

#[test]
fn foreign_bytes() {
    let samples: &[&[u8]] = &[
        b"",
        b"m,t=a f=1 1\nm f=\"\\\",b=t\n,\xff=1",
        b"#datatype,string,long,double\n#group,false,false,true\n#default,_result,,\n,result,table,v\n,,\xff,1\n,,\xfe,2\n",
        br#"{"results":[{"series":[{"name":"m","columns":["time"],"values":[[0]]}]}]}"#,
        b"# TYPE m counter\nm{a=\"b\"} 1 2\n",
    ];
    for sample in samples {
        for end in 0..=sample.len() {
            bodies::line_protocol(&sample[..end]);
            bodies::annotated_csv(&sample[..end]);
        }
    }
}

#[test]
fn times() {
    for text in [
        "",
        "1h",
        "-1mo5ns",
        "9223372036854775807ns",
        "1y1y",
        "2020-02-30",
        "2020-01-01T24:00:00Z",
        "1677-09-21T00:12:43.145224193Z",
    ] {
        (0..=text.len()).for_each(|end| bodies::times(&text[..end]));
    }
}
