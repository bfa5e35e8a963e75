//! What a server's answer to a query means, if it is not the answer.

use super::error::{Reply, wait};
use super::reason::{named, reason};
use crate::deliver::Problem;
use std::time::{Duration, SystemTime};

/// What to do about an answer that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Asking again may help.
    Later(Problem, Option<Duration>),
    /// It will not.
    Final(Problem),
}

/// What a status other than success means.
pub(super) fn refusal(reply: &Reply) -> Refusal {
    let reason = reason(&reply.body);
    let told = match reason.is_empty() {
        true => named(reply.status),
        false => format!("{}: {reason}", named(reply.status)),
    };
    let problem = |code, help: &str| Problem::new(code, told.clone(), help);
    let last = |code, help: &str| Refusal::Final(problem(code, help));
    let later = |problem| {
        let after = reply.retry_after.as_deref();
        Refusal::Later(
            problem,
            after.and_then(|text| wait(text, SystemTime::now())),
        )
    };
    match reply.status {
        300..400 => Refusal::Final(Problem::new(
            "flux::connect::redirect",
            match &reply.location {
                Some(location) => format!("{}: it refers to {location}", named(reply.status)),
                None => told,
            },
            "write the host that it refers to",
        )),
        400 if reason.contains("provide either orgID or org") => last(
            "flux::connect::no_organization",
            "name the organization: `org: \"…\"` in the script where it names a host, `--org` or INFLUX_ORG for the configured server",
        ),
        400 if reason.contains("id must have a length") => last(
            "flux::connect::not_found",
            "an ID is 16 hexadecimal digits; where you have a name, write `bucket` and `org`",
        ),
        400 if reason.contains("organization") => last(
            "flux::connect::not_found",
            "check the name of the organization",
        ),
        400 => last(
            "flux::connect::query_failed",
            "the server could not run what it was sent; `--explain` shows it",
        ),
        401 => last(
            "flux::connect::unauthorized",
            "the token is missing, wrong or deleted: check the secret it comes from, and that it belongs to this server",
        ),
        403 => last(
            "flux::connect::forbidden",
            "the token may not read this bucket, or is inactive: give it permission to read, or use another",
        ),
        // A token that may not read a bucket is told that there is none.
        404 if reason.contains("could not find bucket") => last(
            "flux::connect::not_found",
            "check the name of the bucket; InfluxDB gives the same answer to a token that may not read it, or is inactive",
        ),
        404 => last(
            "flux::connect::not_found",
            "check host, organization and bucket; the URL may not lead to InfluxDB's API",
        ),
        408 | 425 => later(problem(
            "flux::connect::timeout",
            "the server is too busy: run the script again later, or raise `--retry-for`",
        )),
        429 => later(problem(
            "flux::connect::rate_limit",
            "the organization's limit for queries is reached: run the script again later, raise `--retry-for`, or read less",
        )),
        501 | 505 => last(
            "flux::connect::no_influxdb",
            "the URL does not lead to InfluxDB's API",
        ),
        // What a server's own code stumbles over, it stumbles over again.
        500 if reason.starts_with("panic:") => last(
            "flux::connect::query_failed",
            "the server cannot compute what it was sent, which `--explain` shows; filter by `_field`, or put `limit(n: 1000000000)` before what fails, so that it is done here",
        ),
        500.. => later(problem(
            "flux::connect::server",
            "the server is in trouble: run the script again later, or raise `--retry-for`",
        )),
        _ => last(
            "flux::connect::no_influxdb",
            "the URL may not lead to InfluxDB's API",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks code and kind of a recorded answer, and that its reason is told.
    fn check(status: u16, message: &str, code: &str, final_: bool) {
        let body = serde_json::json!({"code": "some", "message": message}).to_string();
        let found = refusal(&Reply {
            status,
            body,
            ..Reply::default()
        });
        let (problem, is_final) = match found {
            Refusal::Final(problem) => (problem, true),
            Refusal::Later(problem, _) => (problem, false),
        };
        assert_eq!((problem.code, is_final), (code, final_), "{message}");
        assert!(problem.message.contains(message), "{}", problem.message);
    }

    #[test]
    fn answers_mean_what_servers_were_seen_to_mean() {
        check(
            401,
            "unauthorized access",
            "flux::connect::unauthorized",
            true,
        );
        check(
            404,
            "failed to initialize execute state: could not find bucket \"b\"",
            "flux::connect::not_found",
            true,
        );
        check(
            400,
            "failed to decode request body: organization name \"no-such-org\" not found",
            "flux::connect::not_found",
            true,
        );
        check(
            400,
            "failed to decode request body: Please provide either orgID or org",
            "flux::connect::no_organization",
            true,
        );
        check(
            400,
            "failed to decode request body: id must have a length of 16 bytes",
            "flux::connect::not_found",
            true,
        );
        check(
            400,
            "error @1:1-1:4: undefined identifier foo",
            "flux::connect::query_failed",
            true,
        );
        check(
            500,
            "panic: unsupported for aggregate max: *reads.stringMultiShardArrayCursor",
            "flux::connect::query_failed",
            true,
        );
        check(429, "too many", "flux::connect::rate_limit", false);
        check(503, "busy", "flux::connect::server", false);
        check(
            500,
            "an internal error has occurred",
            "flux::connect::server",
            false,
        );
    }

    #[test]
    fn a_wait_that_is_asked_for_is_kept() {
        let found = refusal(&Reply {
            status: 429,
            retry_after: Some("7".into()),
            ..Reply::default()
        });
        assert!(
            matches!(found, Refusal::Later(_, Some(wait)) if wait == Duration::from_secs(7)),
            "{found:?}"
        );
    }
}
