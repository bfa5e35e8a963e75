//! Windows against recorded answers, and their properties.

use super::*;
use proptest::prelude::*;

fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn trimmed(time: Time) -> String {
    let mut out = Vec::new();
    time.write_trimmed(&mut out);
    String::from_utf8(out).unwrap()
}

/// `every period offset zone`, the zone with its offset after a `+`.
fn window(text: &str) -> Result<Window, Failure> {
    let mut words = text.split_whitespace();
    let mut duration = || Duration::parse(words.next().unwrap()).unwrap();
    let (every, period, offset) = (duration(), duration(), duration());
    let (name, zone_offset) = words.next().unwrap_or("UTC+0s").split_once('+').unwrap();
    let zone = Zone::new(name, Duration::parse(zone_offset).unwrap())?;
    Window::new(every, period, offset, zone)
}

/// The starts of all windows within, and the last stop, or all stops if they do not tile.
#[track_caller]
fn check(spec: &str, range: (&str, &str), expected: &[(&str, &str)]) {
    let range = Bounds::new(time(range.0), time(range.1));
    let window = window(spec).unwrap();
    let found: Vec<_> = window
        .windows_within(range)
        .map(|found| range.clip(found))
        .map(|found| (trimmed(found.start), trimmed(found.stop)))
        .collect();
    let found: Vec<_> = found.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(found, expected, "{spec}");
}

#[track_caller]
fn check_tiles(spec: &str, edges: &[&str]) {
    let range = (edges[0], edges[edges.len() - 1]);
    let expected: Vec<_> = edges.windows(2).map(|pair| (pair[0], pair[1])).collect();
    check(spec, range, &expected);
}

#[test]
fn nanosecond_windows() {
    check_tiles(
        "1w 1w 0s",
        &[
            "2024-01-01T00:00:00Z",
            "2024-01-04T00:00:00Z",
            "2024-01-11T00:00:00Z",
            "2024-01-15T00:00:00Z",
        ],
    );
    check_tiles(
        "20m 20m -3m",
        &[
            "2024-01-01T00:00:00Z",
            "2024-01-01T00:17:00Z",
            "2024-01-01T00:37:00Z",
            "2024-01-01T00:57:00Z",
            "2024-01-01T01:00:00Z",
        ],
    );
    // Gaps, overlaps, and windows that end where they are counted.
    let hour = ("1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z");
    check(
        "30m 10m 0s",
        hour,
        &[
            ("1969-12-31T23:00:00Z", "1969-12-31T23:10:00Z"),
            ("1969-12-31T23:30:00Z", "1969-12-31T23:40:00Z"),
        ],
    );
    check(
        "30m 1h 0s",
        hour,
        &[
            ("1969-12-31T23:00:00Z", "1969-12-31T23:30:00Z"),
            ("1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:30:00Z", "1970-01-01T00:00:00Z"),
        ],
    );
    check(
        "30m -30m 0s",
        hour,
        &[
            ("1969-12-31T23:00:00Z", "1969-12-31T23:30:00Z"),
            ("1969-12-31T23:30:00Z", "1970-01-01T00:00:00Z"),
        ],
    );
}

#[test]
fn month_windows() {
    check_tiles(
        "1mo 1mo 0s",
        &[
            "2023-11-15T00:00:00Z",
            "2023-12-01T00:00:00Z",
            "2024-01-01T00:00:00Z",
            "2024-02-01T00:00:00Z",
            "2024-02-15T00:00:00Z",
        ],
    );
    check_tiles(
        "5mo 5mo 0s",
        &[
            "1968-01-01T00:00:00Z",
            "1968-05-01T00:00:00Z",
            "1968-10-01T00:00:00Z",
            "1969-03-01T00:00:00Z",
            "1969-08-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "1970-02-01T00:00:00Z",
        ],
    );
    check_tiles(
        "1y 1y 6mo",
        &[
            "2023-01-01T00:00:00Z",
            "2023-07-01T00:00:00Z",
            "2024-07-01T00:00:00Z",
            "2025-01-01T00:00:00Z",
        ],
    );
    check(
        "1mo 2mo 0s",
        ("2023-11-15T00:00:00Z", "2024-01-15T00:00:00Z"),
        &[
            ("2023-11-15T00:00:00Z", "2023-12-01T00:00:00Z"),
            ("2023-11-15T00:00:00Z", "2024-01-01T00:00:00Z"),
            ("2023-12-01T00:00:00Z", "2024-01-15T00:00:00Z"),
            ("2024-01-01T00:00:00Z", "2024-01-15T00:00:00Z"),
        ],
    );
    // A start on the 31st: the window of a short month ends early.
    check(
        "1mo 1mo 30d",
        ("2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z"),
        &[
            ("2024-01-01T00:00:00Z", "2024-01-31T00:00:00Z"),
            ("2024-01-31T00:00:00Z", "2024-02-29T00:00:00Z"),
            ("2024-02-29T00:00:00Z", "2024-03-29T00:00:00Z"),
            ("2024-03-31T00:00:00Z", "2024-04-30T00:00:00Z"),
            ("2024-04-30T00:00:00Z", "2024-05-30T00:00:00Z"),
            ("2024-05-31T00:00:00Z", "2024-06-01T00:00:00Z"),
        ],
    );
}

#[test]
fn no_row_is_lost_between_months() {
    let window = window("1mo 1mo -1d").unwrap();
    for (row, start) in [
        ("2024-02-28T23:59:59Z", "2024-01-31"),
        ("2024-02-29T00:00:00Z", "2024-02-29"),
        ("2024-03-30T00:00:00Z", "2024-02-29"),
        ("2024-03-31T00:00:00Z", "2024-03-31"),
    ] {
        let starts: Vec<_> = window.windows_of(time(row)).map(|w| w.start).collect();
        assert_eq!(starts, [time(start)], "{row}");
    }
}

#[test]
fn windows_go_by_the_zone_s_clock() {
    check_tiles(
        "1d 1d 0s America/New_York+0s",
        &[
            "2024-11-02T04:00:00Z",
            "2024-11-03T04:00:00Z",
            "2024-11-04T05:00:00Z",
            "2024-11-05T05:00:00Z",
        ],
    );
    check_tiles(
        "1d 1d 0s Australia/Lord_Howe+0s",
        &[
            "2024-04-05T13:00:00Z",
            "2024-04-06T13:00:00Z",
            "2024-04-07T13:30:00Z",
            "2024-04-08T13:30:00Z",
        ],
    );
    check_tiles(
        "1w 1w 0s Europe/Berlin+0s",
        &[
            "2024-03-20T23:00:00Z",
            "2024-03-27T23:00:00Z",
            "2024-04-03T22:00:00Z",
            "2024-04-10T22:00:00Z",
        ],
    );
    // The repeated hour makes one long window, the skipped hour none.
    check_tiles(
        "1h 1h 0s Europe/Berlin+0s",
        &[
            "2024-10-26T22:00:00Z",
            "2024-10-26T23:00:00Z",
            "2024-10-27T00:00:00Z",
            "2024-10-27T02:00:00Z",
            "2024-10-27T03:00:00Z",
        ],
    );
    check_tiles(
        "1h 1h 0s Europe/Berlin+0s",
        &[
            "2024-03-30T23:00:00Z",
            "2024-03-31T00:00:00Z",
            "2024-03-31T01:00:00Z",
            "2024-03-31T02:00:00Z",
        ],
    );
    check_tiles(
        "1mo 1mo 0s Europe/Paris+0s",
        &[
            "2024-02-29T23:00:00Z",
            "2024-03-31T22:00:00Z",
            "2024-04-30T22:00:00Z",
        ],
    );
    check_tiles(
        "1d 1d 0s UTC+8h",
        &[
            "2024-05-01T00:00:00Z",
            "2024-05-01T16:00:00Z",
            "2024-05-02T16:00:00Z",
        ],
    );
    check_tiles(
        "1mo 1mo 0s UTC+-4h",
        &[
            "2024-04-01T00:00:00Z",
            "2024-04-01T04:00:00Z",
            "2024-05-01T04:00:00Z",
        ],
    );
    check_tiles(
        "1d 1d 0s America/Chicago+2h",
        &[
            "2024-07-01T03:00:00Z",
            "2024-07-02T03:00:00Z",
            "2024-07-02T04:00:00Z",
        ],
    );
}

#[test]
fn an_endless_window_is_the_range() {
    let window = Window::new(
        Duration::INFINITE,
        Duration::INFINITE,
        Duration::ZERO,
        Zone::utc(),
    )
    .unwrap();
    let range = Bounds::new(Time(5), Time(9));
    assert_eq!(window.windows_within(range).collect::<Vec<_>>(), [range]);
    let own: Vec<_> = window.windows_of(Time(7)).map(|w| range.clip(w)).collect();
    assert_eq!(own, [range]);
}

#[test]
fn truncation() {
    let check = |text, unit, expected| {
        let unit = Duration::parse(unit).unwrap();
        let found = time(text).truncate(unit, Zone::utc()).unwrap();
        assert_eq!(found, time(expected), "{text} {unit}");
    };
    let t = "2024-08-15T13:47:59.987654321Z";
    check(t, "1us", "2024-08-15T13:47:59.987654Z");
    check(t, "7m", "2024-08-15T13:46:00Z");
    check(t, "1w", "2024-08-15");
    check(t, "3mo", "2024-07-01");
    check(t, "5mo", "2024-08-01");
    check(t, "2w", "2024-08-15");
    check("2025-08-15", "2y", "2024-01-01");
    check("1965-07-20", "5mo", "1965-06-01");
    check("1969-12-31", "1w", "1969-12-25");
    check("1969-12-31T23:59:59Z", "1h", "1969-12-31T23:00:00Z");
}

#[test]
fn useless_intervals_are_errors() {
    for spec in ["0s 1h 0s", "1mo1d 1mo 0s", "-1h 1h 0s"] {
        let failure = window(spec).unwrap_err();
        assert_eq!(failure.code, "flux::time::invalid_window", "{spec}");
    }
}

fn any_window() -> impl Strategy<Value = Window> {
    let step = prop_oneof![
        (1..400i64).prop_map(Duration::from_months),
        (1..i64::MAX / 1000).prop_map(Duration::from_nanoseconds),
        (1..400i64).prop_map(|hours| Duration::from_nanoseconds(hours * 3_600_000_000_000)),
    ];
    let period = prop_oneof![
        Just(None),
        (-40..40i64).prop_map(|months| Some(Duration::from_months(months))),
        (1..1000i64).prop_map(|hours| Some(Duration::from_nanoseconds(hours * 1_800_000_000_000))),
    ];
    let offset =
        (-3000..3000i64).prop_map(|hours| Duration::from_nanoseconds(hours * 1_800_000_000_000));
    let zone = prop_oneof![
        Just("UTC"),
        Just("Europe/Berlin"),
        Just("Australia/Lord_Howe")
    ];
    (step, period, offset, zone).prop_map(|(every, period, offset, zone)| {
        let zone = Zone::new(zone, Duration::ZERO).unwrap();
        // Months as the period of shorter windows are left out: clamped at the ends of months,
        // such windows do not end in the order in which they begin (see `indices_of`).
        let period = period.filter(|period| every.months > 0 || period.months == 0);
        Window::new(every, period.unwrap_or(every), offset, zone).unwrap()
    })
}

proptest! {
    #[test]
    fn windows_contain_their_times(window in any_window(), nanoseconds: i64) {
        let time = Time(nanoseconds / 2);
        for index in window.indices_of(time) {
            let bounds = window.bounds(index);
            // Between two months, the window before takes what neither covers.
            let next = window.bounds(index.saturating_add(1));
            prop_assert!(bounds.start <= time, "{bounds:?}");
            prop_assert!(time < bounds.stop || window.tiles && time < next.start, "{bounds:?}");
        }
    }

    #[test]
    fn no_window_is_forgotten(window in any_window(), nanoseconds: i64) {
        let time = Time(nanoseconds / 2);
        let found = window.indices_of(time);
        for index in [found.start - 1, found.end] {
            prop_assert!(!window.bounds(index).contains(time));
        }
        prop_assert!(!window.tiles || found.end - found.start == 1);
    }

    #[test]
    fn any_time_is_safe(window in any_window(), start: i64, stop: i64) {
        window.index_of(Time(start));
        window.indices_of(Time(stop));
        let within = window.indices_within(Bounds::new(Time(start), Time(stop)));
        prop_assert!(within.is_empty() || !window.bounds(within.start).is_empty() || !window.zone.is_utc() || window.period.is_zero());
    }
}
