//! How fast formats are read and written: `cargo bench --bench formats`.

mod data;

use divan::Bencher;
use divan::counter::BytesCount;
use fluxlite::diagnostic::Failure;
use fluxlite::formats::annotated_csv::{Decoder, Encoder, Mode};
use fluxlite::formats::line_protocol::{Precision, Reader};
use fluxlite::formats::{Event, ResultWriter, threaded};
use fluxlite::storage::{BadLines, Loader, Options};
use fluxlite::table::{Answer, Chunk, Memory, Output, Scan, Table, TableId};
use fluxlite::time::{Bounds, Time};
use std::io::Cursor;
use std::sync::Arc;

fn main() {
    divan::main();
}

fn read(text: &str) -> usize {
    let mut reader = Reader::new(text.as_bytes(), Precision::Nanoseconds);
    let mut fields = 0;
    while let Some(point) = reader.next().expect("the data is sound") {
        fields += point.fields().len();
    }
    fields
}

#[divan::bench]
fn line_protocol_numbers(bencher: Bencher<'_, '_>) {
    let text = data::line_protocol(200_000);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read(&text));
}

#[divan::bench]
fn line_protocol_messages(bencher: Bencher<'_, '_>) {
    let text = data::messages(200_000);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read(&text));
}

fn load(text: &str) -> Loader {
    let options = Options {
        precision: Precision::Nanoseconds,
        bad_lines: BadLines::Fail,
        now: Time(0),
    };
    let mut loader = Loader::new(options, &Memory::new(1 << 32));
    let loaded = loader.line_protocol("bench", Cursor::new(text.to_owned()));
    loaded.expect("the data is sound");
    loader
}

#[divan::bench]
fn bucket_load(bencher: Bencher<'_, '_>) {
    let text = data::line_protocol(200_000);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| load(&text).finish());
}

struct Count(usize);

impl Output for Count {
    fn open(&mut self, _table: &Table) -> Result<(), Failure> {
        Ok(())
    }

    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure> {
        self.0 += chunk.rows;
        Ok(Answer::More)
    }

    fn end(&mut self, _id: TableId) -> Result<(), Failure> {
        Ok(())
    }
}

#[divan::bench]
fn bucket_scan(bencher: Bencher<'_, '_>) {
    let text = data::line_protocol(200_000);
    let (bucket, _) = load(&text).finish();
    let bucket = Arc::new(bucket);
    let scan = Scan::of(Bounds::ALL);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut count = Count(0);
        let read = bucket.scan(&scan).run(&mut count);
        read.expect("nothing fails");
        count.0
    });
}

fn rows(events: impl Iterator<Item = Result<Event, Failure>>) -> usize {
    events
        .map(|event| event.expect("the data is sound").rows())
        .sum()
}

#[divan::bench]
fn csv_decode(bencher: Bencher<'_, '_>) {
    let text = data::annotated_csv(200_000);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| rows(Decoder::new(text.as_bytes(), Mode::Annotations)));
}

#[divan::bench]
fn csv_decode_on_a_thread(bencher: Bencher<'_, '_>) {
    let text: Arc<[u8]> = data::annotated_csv(200_000).into_bytes().into();
    bencher
        .counter(BytesCount::new(text.len()))
        .with_inputs(|| Cursor::new(text.clone()))
        .bench_values(|stream| rows(threaded(Decoder::new(stream, Mode::Annotations))));
}

#[divan::bench]
fn csv_encode(bencher: Bencher<'_, '_>) {
    let text = data::annotated_csv(200_000);
    let events: Vec<Event> = Decoder::new(text.as_bytes(), Mode::Annotations)
        .map(|event| event.expect("the data is sound"))
        .collect();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut encoder = Encoder::new(Vec::with_capacity(text.len()));
        encoder.begin("_result").expect("memory takes all");
        let mut chunks = Vec::new();
        let mut open = None;
        for event in &events {
            match event {
                Event::Open { table, .. } => open = Some(table),
                Event::Rows(chunk) => chunks.push(chunk.clone()),
                Event::End(_) => {
                    let table = open.take().expect("it was opened");
                    let written = encoder.table(&table.key, &table.schema, &chunks);
                    written.expect("memory takes all");
                    chunks.clear();
                }
                Event::Error { .. } => {}
            }
        }
        encoder.finish().expect("memory takes all");
    });
}
