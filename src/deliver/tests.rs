//! Deliveries over a transport that answers as it is told.

use super::{Answer, Clock, Delivery, Patience, Problem, Statistics, Tally, Transport};
use crate::diagnostic::Failure;
use crate::world::{Line, Lines, Sink};
use std::collections::VecDeque;
use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Answers in turn, then stores everything.
struct Server {
    answers: Mutex<VecDeque<Answer>>,
    bodies: Arc<Mutex<Vec<String>>>,
}

impl Transport for Server {
    fn takes_gzip(&self) -> bool {
        true
    }

    fn send(&self, gzip: &[u8], lines: usize) -> Answer {
        let mut body = String::new();
        let mut decoder = flate2::read::GzDecoder::new(gzip);
        decoder.read_to_string(&mut body).unwrap();
        assert_eq!(body.lines().count(), lines);
        self.bodies.lock().unwrap().push(body);
        self.answers
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or(Answer::Stored)
    }
}

/// A clock on which only waiting takes time.
struct Waits {
    waits: Arc<Mutex<Vec<Duration>>>,
    cancelled: bool,
}

impl Clock for Waits {
    fn elapsed(&self) -> Duration {
        self.waits.lock().unwrap().iter().sum()
    }

    fn wait_while(&self, time: Duration, _: &dyn Fn() -> bool) -> bool {
        self.waits.lock().unwrap().push(time);
        !self.cancelled
    }
}

#[derive(Default)]
struct Case {
    answers: Vec<Answer>,
    points: usize,
    limit: u64,
    cancelled: bool,
}

struct Outcome {
    /// Of the sink, up to `finish`.
    result: Result<(), Failure>,
    /// Lines in each request. Behind the first batch two may arrive in any order.
    requests: Vec<usize>,
    waits: Vec<Duration>,
    warnings: Vec<String>,
    statistics: Statistics,
}

impl Case {
    fn run(self) -> Outcome {
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let waits = Arc::new(Mutex::new(Vec::new()));
        let warnings = Arc::new(Mutex::new(Vec::new()));
        let tally = Tally::default();
        let server = Server {
            answers: Mutex::new(self.answers.into()),
            bodies: bodies.clone(),
        };
        let clock = Waits {
            waits: waits.clone(),
            cancelled: self.cancelled,
        };
        let patience = Patience {
            limit: Duration::from_secs(self.limit),
            ..Patience::default()
        };
        let heard = warnings.clone();
        let warn = Arc::new(move |warning: crate::diagnostic::Diagnostic| {
            heard.lock().unwrap().push(warning.message);
        });
        let mut sink =
            Delivery::start(server, clock, patience, "the bucket b", tally.clone(), warn).unwrap();
        let points = lines(self.points);
        let result = sink.write(&points).and_then(|()| sink.finish());
        drop(sink);
        let count = |body: &String| body.lines().count();
        let requests = bodies.lock().unwrap().iter().map(count).collect();
        let waits = waits.lock().unwrap().clone();
        let warnings = warnings.lock().unwrap().clone();
        let statistics = tally.all().pop().map(|(_, statistics)| statistics);
        Outcome {
            result,
            requests,
            waits,
            warnings,
            statistics: statistics.unwrap_or_default(),
        }
    }
}

fn lines(points: usize) -> Lines {
    let mut lines = Lines {
        bytes: b"mf=1i".to_vec(),
        points: Vec::new(),
    };
    let point = |time| Line {
        series: (0, 1),
        fields: (1, 5),
        time,
    };
    lines.points.extend((0..points as i64).map(point));
    lines
}

fn problem(message: &str) -> Problem {
    Problem::new("flux::test", message, "do this")
}

fn later(after: Option<u64>) -> Answer {
    Answer::Later {
        problem: problem("503"),
        after: after.map(Duration::from_secs),
    }
}

#[test]
fn batches_hold_five_thousand_lines() {
    for (points, requests) in [
        (0, vec![]),
        (5_000, vec![5_000]),
        (5_001, vec![5_000, 1]),
        (12_000, vec![5_000, 5_000, 2_000]),
    ] {
        let case = Case {
            points,
            ..Case::default()
        };
        let mut outcome = case.run();
        assert_eq!(outcome.result, Ok(()));
        outcome.requests.sort_by(|one, other| other.cmp(one));
        assert_eq!(outcome.requests, requests);
        assert_eq!(outcome.statistics.points, points as u64);
        assert_eq!(outcome.statistics.batches, requests.len() as u64);
    }
}

#[test]
fn what_fails_in_passing_is_sent_again() {
    let outcome = Case {
        answers: vec![later(None), later(Some(7)), later(None)],
        points: 3,
        limit: 300,
        ..Case::default()
    }
    .run();
    assert_eq!(outcome.result, Ok(()));
    assert_eq!(outcome.requests, [3, 3, 3, 3]);
    assert_eq!(outcome.waits.len(), 3);
    assert!(
        outcome.waits.contains(&Duration::from_secs(7)),
        "the server's own wait is kept"
    );
    assert_eq!(outcome.warnings.len(), 1, "{:?}", outcome.warnings);
    let Statistics {
        points,
        retries,
        undelivered,
        ..
    } = outcome.statistics;
    assert_eq!((points, retries, undelivered), (3, 3, 0));
}

#[test]
fn patience_ends() {
    let outcome = Case {
        answers: vec![later(None); 100],
        points: 12_000,
        limit: 60,
        ..Case::default()
    }
    .run();
    let failure = outcome.result.unwrap_err();
    assert!(
        failure
            .message
            .starts_with("12000 points were not delivered to the bucket b: 503; given up after"),
        "{failure}"
    );
    assert_eq!(failure.help.as_deref(), Some("do this"));
    let waited: Duration = outcome.waits.iter().sum();
    assert!(
        waited <= Duration::from_secs(60) && waited > Duration::from_secs(20),
        "{waited:?}"
    );
    assert!(
        outcome.requests.iter().all(|lines| *lines == 5_000),
        "later batches are not sent"
    );
    assert_eq!(outcome.statistics.undelivered, 12_000);
}

#[test]
fn a_wait_longer_than_patience_is_not_waited_for() {
    let ask = |after| {
        let case = Case {
            answers: vec![later(Some(after))],
            points: 1,
            limit: 300,
            ..Case::default()
        };
        case.run()
    };
    // A window of the limit's own length is, though.
    assert_eq!(ask(300).result, Ok(()));
    let outcome = ask(3_600);
    assert_eq!(outcome.waits, []);
    let message = outcome.result.unwrap_err().message;
    assert!(message.contains("asks to wait 60 min"), "{message}");
}

#[test]
fn interrupted_waiting_gives_up() {
    let outcome = Case {
        answers: vec![later(None)],
        points: 1,
        limit: 300,
        cancelled: true,
    }
    .run();
    assert!(outcome.result.unwrap_err().message.contains("interrupted"));
    assert_eq!(outcome.requests, [1]);
}

#[test]
fn too_large_batches_are_halved() {
    let too_large = || Answer::TooLarge(problem("413"));
    let outcome = Case {
        answers: vec![
            too_large(),
            Answer::Stored,
            too_large(),
            Answer::Stored,
            too_large(),
        ],
        points: 5,
        ..Case::default()
    }
    .run();
    // Two and three lines; the three are halved again, and of the two the first is still too large.
    assert_eq!(outcome.requests, [5, 2, 3, 1, 2, 1, 1]);
    assert_eq!(outcome.result, Ok(()));
    let outcome = Case {
        answers: vec![too_large(), too_large(), Answer::Stored],
        points: 2,
        ..Case::default()
    }
    .run();
    assert_eq!(outcome.requests, [2, 1, 1]);
    assert_eq!(
        outcome.result.unwrap_err().message,
        "1 point was not delivered to the bucket b: 413"
    );
    assert_eq!(outcome.statistics.points, 1);
}

#[test]
fn refused_points_do_not_stop_the_others() {
    let mut outcome = Case {
        answers: vec![
            Answer::Refused(problem("400")),
            Answer::Partly {
                problem: problem("422"),
                dropped: 2,
            },
        ],
        points: 12_000,
        ..Case::default()
    }
    .run();
    outcome.requests.sort_unstable();
    assert_eq!(outcome.requests, [2_000, 5_000, 5_000]);
    let message = outcome.result.unwrap_err().message;
    assert_eq!(
        message,
        "5002 points were not delivered to the bucket b: 400"
    );
    let Statistics {
        points,
        undelivered,
        ..
    } = outcome.statistics;
    assert_eq!((points, undelivered), (6_998, 5_002));
}

#[test]
fn what_can_never_succeed_is_tried_once() {
    let outcome = Case {
        answers: vec![Answer::Hopeless(problem("401"))],
        points: 12_000,
        ..Case::default()
    }
    .run();
    assert_eq!(outcome.requests, [5_000]);
    let message = outcome.result.unwrap_err().message;
    assert_eq!(
        message,
        "12000 points were not delivered to the bucket b: 401"
    );
}

#[test]
fn a_dropped_delivery_delivers_and_warns() {
    let send = |answers: Vec<Answer>| {
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let warnings = Arc::new(Mutex::new(Vec::new()));
        let heard = warnings.clone();
        let server = Server {
            answers: Mutex::new(answers.into()),
            bodies: bodies.clone(),
        };
        let clock = Waits {
            waits: Arc::default(),
            cancelled: false,
        };
        let warn = Arc::new(move |warning: crate::diagnostic::Diagnostic| {
            heard.lock().unwrap().push(warning.message);
        });
        let mut sink = Delivery::start(
            server,
            clock,
            Patience::default(),
            "b",
            Tally::default(),
            warn,
        )
        .unwrap();
        sink.write(&lines(3)).unwrap();
        drop(sink);
        let sent = bodies.lock().unwrap().len();
        let warnings = warnings.lock().unwrap().clone();
        (sent, warnings)
    };
    assert_eq!(send(vec![]), (1, vec![]));
    let (sent, warnings) = send(vec![Answer::Hopeless(problem("401"))]);
    assert_eq!(
        (sent, &*warnings),
        (1, &["3 points were not delivered to b: 401".to_owned()][..])
    );
}
