//! What a server's answer to a write means, and what to do about it.

use super::reason::{named, reason};
use crate::deliver::{Answer, Problem};
use std::error::Error;
use std::time::{Duration, SystemTime};

/// An answer, as far as it matters.
#[derive(Clone, Debug, Default)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) location: Option<String>,
    pub(super) content_type: String,
    pub(super) body: String,
}

/// What an answer to so many lines means.
pub(super) fn answer(reply: &Reply, lines: usize) -> Answer {
    let reason = reason(&reply.body);
    let told = match reason.is_empty() {
        true => named(reply.status),
        false => format!("{}: {reason}", named(reply.status)),
    };
    let problem = |code, help: &str| Problem::new(code, told.clone(), help);
    match reply.status {
        200..300 if reply.content_type.contains("html") => Answer::Hopeless(Problem::new(
            "flux::deliver::no_influxdb",
            format!("it answers with a web page instead of taking the points: {reason}"),
            "the URL, or a proxy on the way (see HTTPS_PROXY), does not lead to InfluxDB's API",
        )),
        200..300 => Answer::Stored,
        300..400 => Answer::Hopeless(Problem::new(
            "flux::deliver::redirect",
            match &reply.location {
                Some(location) => format!("{}: it refers to {location}", named(reply.status)),
                None => told,
            },
            "write the host that it refers to",
        )),
        400 => match rejected(&reason, lines) {
            None => Answer::Hopeless(problem(
                "flux::deliver::bad_request",
                "check bucket, org and host",
            )),
            Some(dropped) if dropped < lines => Answer::Partly {
                problem: problem(
                    "flux::deliver::partly_rejected",
                    "the other points were stored; InfluxDB Cloud lists rejected points in the bucket `_monitoring`",
                ),
                dropped,
            },
            Some(_) => Answer::Refused(problem(
                "flux::deliver::rejected",
                "nothing of this batch was stored: correct the data and run the script again; points that are there already are only written again",
            )),
        },
        401 => Answer::Hopeless(problem(
            "flux::deliver::unauthorized",
            "the token is missing, wrong or deleted: check the secret it comes from, and that it belongs to this server",
        )),
        403 => Answer::Hopeless(problem(
            "flux::deliver::forbidden",
            "the token may not write to this bucket, or is inactive: give it permission to write, or use another",
        )),
        404 => Answer::Hopeless(problem(
            "flux::deliver::not_found",
            "check the names of bucket and organization, and that the token's organization has that bucket; fluxlite does not create buckets",
        )),
        408 | 425 => later(
            reply,
            problem(
                "flux::deliver::timeout",
                "the server is too busy: run the script again later, or raise `--retry-for`",
            ),
        ),
        413 => Answer::TooLarge(problem(
            "flux::deliver::too_large",
            "even one line alone was too large: shorten its texts",
        )),
        422 => Answer::Partly {
            problem: problem(
                "flux::deliver::partly_rejected",
                "the other points were stored; a field keeps the type that it had first, and points older than the bucket's retention are not taken",
            ),
            dropped: dropped(&reason).unwrap_or(lines),
        },
        429 => later(
            reply,
            problem(
                "flux::deliver::rate_limit",
                "the organization's limit for writes or series is reached: run the script again later, raise `--retry-for`, or write less",
            ),
        ),
        500 if ["unexpected EOF", "gzip"]
            .iter()
            .any(|part| reason.contains(part)) =>
        {
            Answer::Hopeless(problem(
                "flux::deliver::server",
                "the server could not unpack the batch: something on the way may have changed it",
            ))
        }
        501 | 505 => Answer::Hopeless(problem(
            "flux::deliver::no_influxdb",
            "the URL does not lead to InfluxDB's API",
        )),
        500.. => later(
            reply,
            problem(
                "flux::deliver::server",
                "the server is in trouble: run the script again later, or raise `--retry-for`",
            ),
        ),
        _ => Answer::Hopeless(problem(
            "flux::deliver::no_influxdb",
            "the URL may not lead to InfluxDB's API",
        )),
    }
}

/// What it means that there is no answer.
pub(super) fn unanswered(error: &reqwest::Error) -> Answer {
    let told = chain(error);
    if told.contains("certificate") {
        return Answer::Hopeless(Problem::new(
            "flux::deliver::certificate",
            told,
            "name the authority that issued the server's certificate with `--ca FILE`; `--skip-verify` trusts anyone",
        ));
    }
    if error.is_builder() {
        return Answer::Hopeless(Problem::new(
            "flux::deliver::request",
            told,
            "check the host",
        ));
    }
    let (message, help) = if error.is_timeout() {
        (
            "no answer in time".to_owned(),
            "the server or the way to it is too slow: run the script again later",
        )
    } else if error.is_connect() {
        (
            format!("no connection: {told}"),
            "check the host, the network and HTTPS_PROXY; `--retry-for` says how long it is tried",
        )
    } else {
        (
            format!("the connection broke: {told}"),
            "run the script again: points that are there already are only written again",
        )
    };
    Answer::Later {
        problem: Problem::new("flux::deliver::connection", message, help),
        after: None,
    }
}

/// The causes of an error, without the URL, which messages have already.
pub(crate) fn chain(error: &reqwest::Error) -> String {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        // The client's own words say less than what is behind them.
        if !text.starts_with("client error (") && !causes.contains(&text) {
            causes.push(text);
        }
        next = cause.source();
    }
    match causes.is_empty() {
        true => "the request could not be made".into(),
        false => causes.join(": "),
    }
}

fn later(reply: &Reply, problem: Problem) -> Answer {
    let after = reply.retry_after.as_deref();
    Answer::Later {
        problem,
        after: after.and_then(|text| wait(text, SystemTime::now())),
    }
}

/// `Retry-After`: seconds, or a date.
pub(super) fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    let seconds = u64::try_from(date.timestamp().as_second()).ok()?;
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    Some(date.duration_since(now).unwrap_or_default())
}

/// How many of the lines a 400 has rejected; none if it is not about lines.
fn rejected(reason: &str, lines: usize) -> Option<usize> {
    if let Some(rest) = reason.strip_prefix("partial write error (") {
        // The number is of those that were stored.
        let stored = number(rest).unwrap_or(0);
        return Some(lines.saturating_sub(stored).max(1));
    }
    if reason.contains("points rejected") {
        return Some(number(reason).unwrap_or(lines));
    }
    let about_lines = ["unable to parse", "partial write", "invalid line protocol"];
    let found = about_lines.iter().any(|part| reason.contains(part));
    found.then_some(lines)
}

/// `dropped=2`, as a 422 counts.
fn dropped(reason: &str) -> Option<usize> {
    let (_, rest) = reason.split_once("dropped=")?;
    number(rest)
}

fn number(text: &str) -> Option<usize> {
    let end = text.find(|letter: char| !letter.is_ascii_digit());
    text.get(..end.unwrap_or(text.len()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kind of an answer to ten lines, its message, and its number.
    fn read(status: u16, body: &str) -> (&'static str, String, usize) {
        let reply = Reply {
            status,
            body: body.into(),
            ..Reply::default()
        };
        match answer(&reply, 10) {
            Answer::Stored => ("stored", String::new(), 0),
            Answer::Later { problem, .. } => ("later", problem.message, 0),
            Answer::TooLarge(problem) => ("too large", problem.message, 0),
            Answer::Partly { problem, dropped } => ("partly", problem.message, dropped),
            Answer::Refused(problem) => ("refused", problem.message, 0),
            Answer::Hopeless(problem) => ("hopeless", problem.message, 0),
        }
    }

    fn json(message: &str) -> String {
        serde_json::json!({"code": "some", "message": message}).to_string()
    }

    #[test]
    fn answers_mean_what_servers_were_seen_to_mean() {
        let cases = [
            (204, "", "stored", 0),
            (
                400,
                "unable to parse 'm v=': missing field value",
                "refused",
                0,
            ),
            (400, "Please provide either orgID or org", "hopeless", 0),
            (
                400,
                "partial write error (5 accepted): 1 out of 6 points rejected (check rejected_points in your _monitoring bucket for further information)",
                "partly",
                5,
            ),
            (
                400,
                "3 out of 3 points rejected (check rejected_points)",
                "partly",
                3,
            ),
            (401, "unauthorized access", "hopeless", 0),
            (403, "insufficient permissions for write", "hopeless", 0),
            (404, "bucket \"no-such-bucket\" not found", "hopeless", 0),
            (
                413,
                "unable to read data: points batch is too large",
                "too large",
                0,
            ),
            (
                422,
                "failure writing points to database: partial write: field type conflict: input field \"v\" on measurement \"m\" is type integer, already exists as type float dropped=2",
                "partly",
                2,
            ),
            (422, "without a count", "partly", 10),
            (429, "org has exceeded limited_write plan limit", "later", 0),
            (
                500,
                "An internal error has occurred - check server logs",
                "later",
                0,
            ),
            (500, "unable to read data: unexpected EOF", "hopeless", 0),
            (503, "", "later", 0),
            (405, "", "hopeless", 0),
        ];
        for (status, message, kind, count) in cases {
            let body = if message.is_empty() {
                String::new()
            } else {
                json(message)
            };
            let (found, told, number) = read(status, &body);
            assert_eq!((found, number), (kind, count), "{status} {message}");
            if status != 204 {
                assert!(
                    told.starts_with(&status.to_string()) && told.ends_with(message),
                    "{told}"
                );
            }
        }
    }

    #[test]
    fn a_web_page_is_no_success() {
        let reply = Reply {
            status: 200,
            content_type: "text/html".into(),
            body: "<h1>Log in</h1>".into(),
            ..Reply::default()
        };
        let Answer::Hopeless(problem) = answer(&reply, 1) else {
            panic!("it must be told");
        };
        assert!(problem.message.ends_with("Log in"), "{problem:?}");
    }

    #[test]
    fn redirects_are_told() {
        let reply = Reply {
            status: 301,
            location: Some("https://other/".into()),
            ..Reply::default()
        };
        let Answer::Hopeless(problem) = answer(&reply, 1) else {
            panic!("it must be told");
        };
        assert!(problem.message.contains("https://other/"), "{problem:?}");
    }

    #[test]
    fn waits_are_seconds_or_dates() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let cases = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(7)),
            ("Sun, 06 Nov 1994 08:49:20 GMT", Some(0)),
            ("soon", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(wait(text, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
