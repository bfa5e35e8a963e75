//! Tables that `aggregateWindow` makes.

use super::{AggregateWindow, Fold, WindowedFold};
use crate::engine::operators::accumulator::Aggregation;
use crate::engine::operators::selector::Pick;
use crate::engine::operators::testing;
use crate::engine::operators::windowing::Windowing;
use crate::table::{Bounds, Memory, Promise};
use crate::time::{Duration, Time, Window, Zone};

const ORDERED: Promise = Promise {
    distinct_keys: true,
    uniform_keys: true,
    time_order: true,
};

fn windows(every: i64, period: i64) -> Windowing {
    let duration = Duration::from_nanoseconds;
    let window = Window::new(
        duration(every),
        duration(period),
        Duration::ZERO,
        Zone::utc(),
    );
    Windowing::new(window.unwrap(), Bounds::new(Time(0), Time(35)))
}

fn every_ten(fold: Fold) -> WindowedFold {
    WindowedFold {
        windowing: windows(10, 10),
        fold,
        column: "v".into(),
        at_start: false,
        time: "_time".into(),
        create_empty: true,
        range_stands: true,
    }
}

#[track_caller]
fn check(what: &WindowedFold, input: &str, expected: &str) {
    for promise in [Promise::default(), ORDERED] {
        let memory = Memory::new(1_000_000);
        let operator = AggregateWindow::new(what.clone(), promise, &memory);
        testing::check(operator, input, expected);
        assert_eq!(memory.used(), 0);
    }
}

const ROWS: &str = "[_start=0 _stop=35 k=a] _time:time v:float w:string
    1 1 p
    5 3 q
    ...
    9 2 r
    25 - s
    30 7 t";

#[test]
fn means_of_all_windows() {
    check(
        &every_ten(Fold::Aggregate(Aggregation::Mean)),
        ROWS,
        "[_start=0 _stop=35 k=a] _time:time _start _stop k v:float
        10 2
        20 -
        30 -
        35 7",
    );
}

#[test]
fn counts_of_windows_with_rows() {
    let what = WindowedFold {
        at_start: true,
        create_empty: false,
        ..every_ten(Fold::Aggregate(Aggregation::Count))
    };
    check(
        &what,
        ROWS,
        "[_start=0 _stop=35 k=a] _time:time _start _stop k v:int
        0 3
        20 1
        30 1",
    );
    let empty = "[k=a] _time:time v:float";
    let header = "[k=a _start=0 _stop=35] _time:time k _start _stop v:int";
    check(&what, empty, header);
}

#[test]
fn other_aggregates_have_the_time_last() {
    let what = WindowedFold {
        create_empty: false,
        ..every_ten(Fold::Aggregate(Aggregation::Spread))
    };
    check(
        &what,
        ROWS,
        "[_start=0 _stop=35 k=a] _start _stop k v:float _time:time
        2 10
        - 30
        0 35",
    );
    check(&what, "[k=a] _time:time v:float", "");
}

#[test]
fn selectors_keep_rows_and_give_null_rows() {
    check(
        &every_ten(Fold::Select(Pick::Max)),
        ROWS,
        "[_start=0 _stop=35 k=a] _start _stop k _time:time v:float w:string
        10 3 q
        20 - -
        30 - -
        35 7 t",
    );
    let what = WindowedFold {
        create_empty: false,
        time: "at".into(),
        ..every_ten(Fold::Select(Pick::Last))
    };
    check(
        &what,
        ROWS,
        "[_start=0 _stop=35 k=a] _start _stop k _time:time v:float w:string at:time
        9 2 r 10
        30 7 t 35",
    );
}

#[test]
fn windows_may_overlap_or_leave_gaps() {
    let what = WindowedFold {
        windowing: windows(10, 20),
        ..every_ten(Fold::Aggregate(Aggregation::Count))
    };
    check(
        &what,
        ROWS,
        "[_start=0 _stop=35 k=a] _time:time _start _stop k v:int
        10 3
        20 3
        30 1
        35 2
        35 1",
    );
    let what = WindowedFold {
        windowing: windows(10, 5),
        ..what
    };
    check(
        &what,
        ROWS,
        "[_start=0 _stop=35 k=a] _time:time _start _stop k v:int
        5 1
        15 0
        25 0
        35 1",
    );
}

#[test]
fn rows_in_any_order_and_tables_of_one_key() {
    let memory = Memory::new(1_000_000);
    let what = every_ten(Fold::Aggregate(Aggregation::Sum));
    let operator = AggregateWindow::new(what, Promise::default(), &memory);
    testing::check(
        operator,
        "[_start=0 _stop=35 k=a] _time:time v:int
        25 1
        1 2
        [_start=0 _stop=20 k=a] _time:time v:int
        21 4
        2 8",
        "[_start=0 _stop=35 k=a] _time:time _start _stop k v:int
        10 10
        20 -
        30 5
        35 -",
    );
}

#[test]
fn what_cannot_be_done() {
    let sum = every_ten(Fold::Aggregate(Aggregation::Sum));
    let text = "error: unsupported aggregate column type string";
    check(&sum, "[] _time:time v:string\n1 x", text);
    check(
        &sum,
        "[v:int=1] _time:time\n1",
        "error: cannot aggregate columns that are part of the group key",
    );
    check(
        &sum,
        "[] v:int\n1",
        "[_start=0 _stop=35] _time:time _start _stop v:int\n(open)\nerror: missing time column \"_time\"",
    );
}
