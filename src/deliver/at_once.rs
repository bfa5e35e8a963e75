//! Deliveries of which several batches are under way: to a server that answers when it is told.

use super::queue::IN_FLIGHT;
use super::{
    Answer, Batcher, Delivery, Limits, Patience, Problem, Statistics, Tally, Transport, WallClock,
};
use crate::diagnostic::{Diagnostic, Failure};
use crate::world::{Line, Lines, Sink};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// How long a test waits for what must happen.
const LONG: Duration = Duration::from_secs(20);

/// A point: series, field with value, time.
type Point = (String, String, i64);

/// What a server says to a request.
type Say = dyn Fn(&Requests, &Request) -> Answer + Send + Sync;

/// A server, and what it has seen.
struct Server {
    say: Box<Say>,
    requests: Arc<Requests>,
}

#[derive(Default)]
struct Requests {
    log: Mutex<Log>,
    changed: Condvar,
}

#[derive(Clone, Default)]
struct Log {
    /// First lines of the requests, and when they came, in order.
    came: Vec<(String, Instant)>,
    answered: usize,
    /// The most requests at one time.
    most: usize,
}

struct Request {
    body: String,
    /// Which request it is, from 0.
    number: usize,
}

impl Transport for Server {
    fn takes_gzip(&self) -> bool {
        false
    }

    fn send(&self, body: &[u8], _: usize) -> Answer {
        let body = String::from_utf8(body.to_vec()).unwrap();
        let first = body.lines().next().unwrap().to_owned();
        let number = self.requests.change(|log| {
            log.came.push((first, Instant::now()));
            log.most = log.most.max(log.came.len() - log.answered);
            log.came.len() - 1
        });
        let answer = (self.say)(&self.requests, &Request { body, number });
        self.requests.change(|log| log.answered += 1);
        answer
    }
}

impl Requests {
    fn change<T>(&self, change: impl FnOnce(&mut Log) -> T) -> T {
        let changed = change(&mut self.log.lock().unwrap());
        self.changed.notify_all();
        changed
    }

    fn log(&self) -> Log {
        self.log.lock().unwrap().clone()
    }

    /// Waits until so many have come.
    fn wait_for(&self, count: usize) {
        let log = self.log.lock().unwrap();
        let waited = self
            .changed
            .wait_timeout_while(log, LONG, |log| log.came.len() < count);
        assert!(!waited.unwrap().1.timed_out(), "{count} requests");
    }
}

struct Outcome {
    result: Result<(), Failure>,
    log: Log,
    warnings: Vec<String>,
    statistics: Statistics,
}

/// Delivers points in batches of two lines.
fn deliver(
    points: &[Point],
    say: impl Fn(&Requests, &Request) -> Answer + Send + Sync + 'static,
) -> Outcome {
    // Long enough for all answers that a test gives at once.
    deliver_with(2, Duration::from_millis(100), points, say)
}

/// Delivers points in batches of so many lines, and waits so long before the first retry.
fn deliver_with(
    size: usize,
    first: Duration,
    points: &[Point],
    say: impl Fn(&Requests, &Request) -> Answer + Send + Sync + 'static,
) -> Outcome {
    let requests = Arc::new(Requests::default());
    let server = Server {
        say: Box::new(say),
        requests: Arc::clone(&requests),
    };
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&warnings);
    let tally = Tally::default();
    let mut sink = Delivery::of(
        limits(size),
        server,
        WallClock::new(Arc::default()),
        Patience {
            limit: Duration::from_secs(300),
            first,
            longest: first * 2,
        },
        "b".into(),
        tally.clone(),
        Arc::new(move |warning: Diagnostic| heard.lock().unwrap().push(warning.message)),
    )
    .unwrap();
    let written: Result<(), Failure> = points
        .iter()
        .try_for_each(|point| sink.write(&lines(point)));
    let result = written.and_then(|()| sink.finish());
    drop(sink);
    let warnings = warnings.lock().unwrap().clone();
    Outcome {
        result,
        log: requests.log(),
        warnings,
        statistics: tally.all().pop().unwrap_or_default().1,
    }
}

fn limits(lines: usize) -> Limits {
    Limits {
        lines,
        ..Limits::default()
    }
}

fn lines((series, field, time): &Point) -> Lines {
    let (first, second) = (series.len() as u32, (series.len() + field.len()) as u32);
    Lines {
        bytes: [series.as_bytes(), field.as_bytes()].concat(),
        points: vec![Line {
            series: (0, first),
            fields: (first, second),
            time: *time,
        }],
    }
}

/// So many points that do not collide.
fn apart(count: i64) -> Vec<Point> {
    let point = |time| ("m".to_owned(), "f=1i".to_owned(), time);
    (0..count).map(point).collect()
}

fn problem(message: &str) -> Problem {
    Problem::new("flux::test", message, "do this")
}

fn later(after: Option<Duration>) -> Answer {
    let problem = problem("503");
    Answer::Later { problem, after }
}

#[test]
fn batches_that_do_not_collide_are_sent_at_once() {
    let all = 1 + IN_FLIGHT;
    let outcome = deliver(&apart(40), move |requests, request| {
        // The first is answered before any other comes.
        if request.number > 0 {
            requests.wait_for(all);
        }
        Answer::Stored
    });
    assert_eq!(outcome.result, Ok(()));
    assert_eq!(outcome.log.most, IN_FLIGHT);
    let Statistics {
        points, batches, ..
    } = outcome.statistics;
    assert_eq!((points, batches), (40, 20));
}

#[test]
fn the_first_goes_alone() {
    let outcome = deliver(&apart(40), |_, request| {
        if request.number == 0 {
            // Long enough for others to come, if they did not wait.
            std::thread::sleep(Duration::from_millis(50));
        }
        Answer::Hopeless(problem("401"))
    });
    assert_eq!(outcome.log.came.len(), 1);
    let message = outcome.result.unwrap_err().message;
    assert!(message.ends_with("not delivered to b: 401"), "{message}");
}

#[test]
fn batches_that_collide_are_sent_one_after_another() {
    let points: Vec<_> = (0..10).flat_map(|_| apart(2)).collect();
    let outcome = deliver(&points, |_, _| {
        std::thread::sleep(Duration::from_millis(5));
        Answer::Stored
    });
    assert_eq!(outcome.result, Ok(()));
    // Points of one series and time share a line while they share a batch.
    assert_eq!(outcome.log.came.len(), 1);
    let points: Vec<_> = (0..10).flat_map(|_| apart(3)).collect();
    let outcome = deliver(&points, |_, _| {
        std::thread::sleep(Duration::from_millis(5));
        Answer::Stored
    });
    assert_eq!(outcome.result, Ok(()));
    assert!(outcome.log.came.len() > 5);
    assert_eq!(outcome.log.most, 1);
}

/// The first request is stored, then come as many as may be under way; these are answered when all
/// are there, each by its number, and everything else is stored.
fn all_at_once(points: i64, answer: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Outcome {
    deliver(&apart(points), move |requests, request| {
        if !(1..=IN_FLIGHT).contains(&request.number) {
            return Answer::Stored;
        }
        requests.wait_for(1 + IN_FLIGHT);
        answer(request.number)
    })
}

#[test]
fn in_an_outage_one_asks_and_the_others_wait() {
    let wait = Duration::from_millis(300);
    // Whether all are told to wait, or one.
    for told in [1..5, 3..4] {
        let outcome = all_at_once(40, move |number| {
            later(told.contains(&number).then_some(wait))
        });
        assert_eq!(outcome.result, Ok(()));
        let came = &outcome.log.came;
        let waited = came[5].1 - came[4].1;
        assert!(waited >= wait, "all of them wait: {waited:?}");
        assert_eq!(outcome.warnings.len(), 1, "{:?}", outcome.warnings);
        let Statistics {
            points,
            batches,
            retries,
            undelivered,
            ..
        } = outcome.statistics;
        assert_eq!((points, batches, retries, undelivered), (40, 20, 4, 0));
    }
}

#[test]
fn after_an_outage_the_others_wait_for_an_answer() {
    let outcome = deliver(&apart(40), |requests, request| match request.number {
        1..=4 => {
            requests.wait_for(5);
            later(None)
        }
        5..=7 => {
            // Long enough for others to come, if they did not wait.
            std::thread::sleep(Duration::from_millis(30));
            match requests.log().came.len() {
                seen if seen > request.number + 1 => Answer::Hopeless(problem("a stampede")),
                _ if request.number < 7 => later(None),
                _ => Answer::Stored,
            }
        }
        _ => Answer::Stored,
    });
    assert_eq!(outcome.result, Ok(()));
    assert_eq!(outcome.warnings.len(), 1, "{:?}", outcome.warnings);
    assert_eq!(
        (outcome.statistics.points, outcome.statistics.retries),
        (40, 6)
    );
}

#[test]
fn a_hopeless_answer_ends_the_waits_of_others() {
    let start = Instant::now();
    let outcome = all_at_once(10, |number| match number {
        1 => Answer::Stored,
        2 => {
            // By now the others wait.
            std::thread::sleep(Duration::from_millis(100));
            Answer::Hopeless(problem("401"))
        }
        _ => later(Some(Duration::from_secs(200))),
    });
    assert!(start.elapsed() < LONG);
    let message = outcome.result.unwrap_err().message;
    assert_eq!(message, "6 points were not delivered to b: 401");
    assert_eq!(outcome.log.came.len(), 5, "nothing is sent after it");
    let Statistics {
        points,
        undelivered,
        retries,
        ..
    } = outcome.statistics;
    assert_eq!((points, undelivered, retries), (4, 6, 0));
}

#[test]
fn patience_ends_for_all() {
    // The wait that one of them is told is longer than patience.
    let outcome = all_at_once(10, |number| {
        later((number == 4).then_some(Duration::from_secs(3_600)))
    });
    let message = outcome.result.unwrap_err().message;
    let expected = "8 points were not delivered to b: 503; the server asks to wait 60 min";
    assert!(message.starts_with(expected), "{message}");
    assert_eq!(outcome.statistics.undelivered, 8);
}

#[test]
fn the_problem_of_the_first_points_is_told() {
    let outcome = deliver(&apart(10), |requests, request| {
        if request.number == 0 {
            return Answer::Stored;
        }
        requests.wait_for(5);
        let time: u64 = request.body.lines().next().unwrap()[7..].parse().unwrap();
        // The later batches are answered first.
        std::thread::sleep(Duration::from_millis(10 * (10 - time)));
        match time {
            2 => Answer::Stored,
            _ => Answer::Refused(problem(&format!("400 at {time}"))),
        }
    });
    let message = outcome.result.unwrap_err().message;
    assert_eq!(message, "6 points were not delivered to b: 400 at 4");
    assert_eq!(outcome.statistics.undelivered, 6);
}

#[test]
fn a_thread_that_fails_does_not_make_the_others_wait() {
    for bad in [0, 2] {
        let outcome = deliver(&apart(100), move |_, request| {
            assert!(request.number != bad, "this is part of the test");
            Answer::Stored
        });
        let message = outcome.result.unwrap_err().message;
        assert!(
            message.contains("it is not known what was delivered"),
            "{message}"
        );
    }
}

/// A database that keeps to InfluxDB's rules: the last value of a field, the first type.
#[derive(Debug, Default, PartialEq)]
struct Database {
    values: BTreeMap<(String, String, String), String>,
    types: BTreeMap<(String, String), char>,
}

impl Database {
    /// Stores a batch, and tells how many lines were refused.
    fn store(&mut self, body: &str) -> usize {
        let stored = body.lines().filter(|line| self.store_line(line));
        body.lines().count() - stored.count()
    }

    fn store_line(&mut self, line: &str) -> bool {
        let parts: Vec<_> = line.split(' ').collect();
        let fields = || {
            parts[1]
                .split(',')
                .map(|field| field.split_once('=').unwrap())
        };
        let measurement = parts[0].split(',').next().unwrap().to_owned();
        for (key, value) in fields() {
            let found = value
                .chars()
                .last()
                .filter(|last| *last == 'i')
                .unwrap_or('f');
            let known = self.types.entry((measurement.clone(), key.into()));
            if *known.or_insert(found) != found {
                return false;
            }
        }
        for (key, value) in fields() {
            let place = (parts[0].into(), parts[2].into(), key.into());
            self.values.insert(place, value.into());
        }
        true
    }
}

fn points() -> impl Strategy<Value = Vec<Point>> {
    let series = prop_oneof![Just("m,t=a"), Just("m,t=b"), Just("n")];
    let field = prop_oneof![4 => Just("f"), 4 => Just("g"), 1 => Just("h")];
    let ending = prop_oneof![8 => Just("i"), 1 => Just(".5")];
    let point = (series, field, 0..100i64, ending, 0..8i64);
    let points = proptest::collection::vec(point, 0..60);
    // Mostly in order of time, as streams are.
    (points, any::<bool>()).prop_map(|(points, spread)| {
        let point = |(at, (series, field, value, ending, time)): (i64, _)| {
            let time = if spread { at / 4 + time / 6 } else { time };
            (
                String::from(series),
                format!("{field}={value}{ending}"),
                time,
            )
        };
        (0..).zip(points).map(point).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the server's pace and troubles, it has in the end what it would have had if every
    /// batch had waited for the one before.
    #[test]
    fn a_server_cannot_tell_that_batches_were_sent_at_once(
        points in points(),
        moods in proptest::collection::vec(0..12u64, 64),
    ) {
        let mut expected = Database::default();
        let mut batcher = Batcher::new(limits(3));
        let mut batches = Vec::new();
        for point in &points {
            batcher.add(&lines(point), |batch| { batches.push(batch); Ok(()) }).unwrap();
        }
        batches.extend(batcher.take());
        let refused: usize = batches
            .iter()
            .map(|batch| expected.store(std::str::from_utf8(&batch.body).unwrap()))
            .sum();
        let lines: usize = batches.iter().map(super::Batch::lines).sum();
        let database = Arc::new(Mutex::new(Database::default()));
        let stored = Arc::clone(&database);
        let outcome = deliver_with(3, Duration::from_millis(1), &points, move |_, request| {
            let mood = moods.get(request.number).copied().unwrap_or(3);
            if mood == 0 {
                return later(None);
            }
            std::thread::sleep(Duration::from_micros(mood % 4 * 700));
            let refused = stored.lock().unwrap().store(&request.body);
            // Stored, but the answer is lost on the way.
            if mood == 1 {
                return later(None);
            }
            std::thread::sleep(Duration::from_micros(mood / 4 * 700));
            match refused {
                0 => Answer::Stored,
                dropped => Answer::Partly { problem: problem("422"), dropped },
            }
        });
        prop_assert_eq!(outcome.result.is_err(), refused > 0);
        prop_assert_eq!(&*database.lock().unwrap(), &expected);
        let Statistics { points, undelivered, .. } = outcome.statistics;
        prop_assert_eq!((points, undelivered), ((lines - refused) as u64, refused as u64));
    }
}
