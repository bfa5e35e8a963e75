//! Reads of files and folders, one after another and side by side.

use super::*;
use crate::table::{Answer, Chunk, Comparison, Predicate, Table, TableId};
use crate::time::Bounds;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

/// The first tag, or the measurement, and the rows of each table.
#[derive(Default)]
struct Seen(Vec<(String, usize)>);

impl Output for Seen {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        let last = &table.key.columns().last().unwrap().2;
        self.0.push((last.as_str().unwrap().to_owned(), 0));
        Ok(())
    }

    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure> {
        self.0.last_mut().unwrap().1 += chunk.rows;
        Ok(Answer::More)
    }

    fn end(&mut self, _: TableId) -> Result<(), Failure> {
        Ok(())
    }
}

struct Folder {
    folder: tempfile::TempDir,
    buckets: Buckets,
    memory: Memory,
    warnings: Arc<Mutex<Vec<String>>>,
    progress: Progress,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let memory = Memory::new(1 << 30);
        let progress = Progress::default();
        let warnings = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&warnings);
        let warn = Arc::new(move |warning: Diagnostic| {
            told.lock().unwrap().push(warning.message.clone());
        });
        Self {
            buckets: Buckets::new(memory.clone(), BadLines::Skip, progress.clone(), warn),
            folder,
            memory,
            warnings,
            progress,
        }
    }

    fn read(&self, name: &str, scan: &Scan) -> Box<dyn Source> {
        let precision = Precision::default();
        self.buckets
            .read(&self.folder.path().join(name), precision, scan, Time(50))
            .unwrap()
    }
}

fn run(mut source: Box<dyn Source>) -> Vec<(String, usize)> {
    let mut seen = Seen::default();
    source.run(&mut seen).unwrap();
    seen.0
}

fn rows(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
    let owned = |(text, rows): &(&str, usize)| ((*text).to_owned(), *rows);
    expected.iter().map(owned).collect()
}

fn within(start: i64, stop: i64) -> Scan {
    Scan::of(Bounds::new(Time(start), Time(stop)))
}

fn with_tag(value: &str) -> Scan {
    let predicate = Predicate::Compare {
        column: "a".into(),
        op: Comparison::Equal,
        value: value.into(),
    };
    Scan {
        predicate: Some(predicate),
        ..within(0, 100)
    }
}

#[test]
fn folders_are_read_with_all_below_them() {
    let csv = "#datatype,string,long,dateTime:RFC3339,string,string,double\n#group,false,false,false,true,true,false\n#default,_result,,,,,\n,result,table,_time,_measurement,_field,_value\n,,0,1970-01-01T00:00:00.000000003Z,m,x,7\n";
    let folder = Folder::new(&[
        ("b.lp", "m x=2 2\n"),
        ("a/c/d.lp", "m x=1 1\n"),
        ("a/e.csv", csv),
        ("a/notes.txt", "nothing"),
    ]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"m x=3 4\nn x=1 1\n").unwrap();
    let packed = packed.finish().unwrap();
    fs::write(folder.folder.path().join("a/f.lp.gz"), packed).unwrap();
    let all = run(folder.read("", &within(0, 100)));
    assert_eq!(all, rows(&[("m", 4), ("n", 1)]));
}

#[test]
fn reads_that_are_planned_together_share_what_is_loaded() {
    let folder = Folder::new(&[(
        "x.lp",
        "m,a=2 x=1 1\nm,a=1 x=1 1\nm,a=3 x= 1\nm,a=3 x=1 1\nm,a=2 x=1 70\n",
    )]);
    let one = folder.read("x.lp", &with_tag("1"));
    let other = folder.read("x.lp", &with_tag("2"));
    assert!(run(one).contains(&("1".to_owned(), 1)));
    let read = folder.progress.bytes();
    assert!(run(other).contains(&("2".to_owned(), 2)));
    assert_eq!(folder.progress.bytes(), read, "the file was read again");
    // What was not asked for before is loaded now, all of it.
    assert_eq!(
        run(folder.read("x.lp", &within(0, 100))),
        rows(&[("1", 1), ("2", 2), ("3", 1)])
    );
    let again = folder.progress.bytes();
    assert!(again > read);
    assert_eq!(run(folder.read("x.lp", &within(0, 10))).len(), 3);
    assert_eq!(folder.progress.bytes(), again);
    assert_eq!(folder.warnings.lock().unwrap().len(), 1);
}

#[test]
fn only_what_is_asked_for_is_held() {
    let mut text = String::new();
    for time in 0..50_000 {
        writeln!(text, "m,a={} x=1 {}", time % 10, time / 500).unwrap();
    }
    let folder = Folder::new(&[("x.lp", &text)]);
    run(folder.read("x.lp", &within(1, 2)));
    let few = folder.memory.peak();
    run(folder.read("x.lp", &within(0, 100)));
    assert!(few * 10 < folder.memory.peak(), "{few}");
}

#[test]
fn large_files_in_order_are_not_held() {
    let mut text = String::new();
    for series in 0..2 {
        for time in 0..70_000 {
            writeln!(text, "m,a={series} x=1 {time}").unwrap();
        }
    }
    writeln!(text, "n x=\n").unwrap();
    let mut folder = Folder::new(&[("x.lp", &text)]);
    Arc::get_mut(&mut folder.buckets.0).unwrap().held_sorted = 1;
    let both = [within(0, i64::MAX), within(10, 20)].map(|scan| folder.read("x.lp", &scan));
    let [all, few] = both.map(run);
    assert_eq!(all, rows(&[("0", 70_000), ("1", 70_000)]));
    assert_eq!(few, rows(&[("0", 10), ("1", 10)]));
    assert_eq!(folder.memory.used(), 0);
    assert!(folder.memory.peak() < 2 << 20);
    assert_eq!(folder.warnings.lock().unwrap().len(), 1);
}

#[test]
fn what_is_written_after_a_read_was_planned_is_not_in_it() {
    let folder = Folder::new(&[("d/x.lp", "m x=1 1\n")]);
    let before = folder.read("d", &within(0, 100));
    let path = folder.folder.path().join("d/x.lp");
    folder.buckets.is_written(&path);
    let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(b"m x=1 2\n").unwrap();
    assert_eq!(run(before), rows(&[("m", 1)]));
    assert_eq!(run(folder.read("d", &within(0, 100))), rows(&[("m", 2)]));
    file.write_all(b"m x=1 3\n").unwrap();
    assert_eq!(run(folder.read("d", &within(0, 100))), rows(&[("m", 3)]));
}
