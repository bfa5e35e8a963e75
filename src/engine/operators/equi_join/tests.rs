//! Tests of joins on equal columns.

use super::{Combine, EquiJoin, Method};
use crate::engine::operators::testing;
use crate::table::Memory;
use crate::value::Value;

const ALL: [Method; 4] = [Method::Inner, Method::Left, Method::Right, Method::Full];

/// Joins on `id`, and makes records of `k`, `lid`, `lv`, `rv`.
#[track_caller]
fn check(method: Method, left: &str, right: &str, expected: &str) {
    let memory = Memory::new(1_000_000);
    let call = |left: Value, right: Value| {
        let (Value::Record(left), Value::Record(right)) = (left, right) else {
            panic!("rows are records");
        };
        let member = |record: &crate::value::Record, name: &str| {
            record.get(name).cloned().unwrap_or(Value::Null(None))
        };
        let key = match left.get("k") {
            Some(Value::Null(_)) | None => member(&right, "k"),
            Some(key) => key.clone(),
        };
        Ok(Value::record([
            ("rv", member(&right, "rv")),
            ("lv", member(&left, "lv")),
            ("lid", member(&left, "id")),
            ("k", key),
        ]))
    };
    let combine = Combine::new("join", Box::new(call), None);
    let on = vec![["id".into(), "id".into()]];
    let mut join = EquiJoin::new(on, method, true, combine, &memory);
    testing::check_inputs(&mut join, &[left, right], expected);
    drop(join);
    assert_eq!(memory.used(), 0);
}

#[test]
fn rows_without_a_partner_stay_on_the_sides_that_keep_them() {
    let left = "[k=x] id:int lv:string\n5 e\n1 a\n...\n1 b\n- n";
    let right = "[k=x] id:int rv:string\n1 p\n9 q\n- m\n...\n1 r";
    let matched = ["1 a p", "1 a r", "1 b p", "1 b r"];
    for method in ALL {
        let mut rows = Vec::new();
        if method.keeps(1) {
            rows.push("- - m");
        }
        if method.keeps(0) {
            rows.push("- n -");
        }
        rows.extend(matched);
        if method.keeps(0) {
            rows.push("5 e -");
        }
        if method.keeps(1) {
            rows.push("- - q");
        }
        let expected = format!("[k=x] k lid:int lv:string rv:string\n{}", rows.join("\n"));
        check(method, left, right, &expected);
    }
}

#[test]
fn only_tables_of_one_key_meet() {
    let left = "[k=x] id:int lv:int\n1 1\n[k=y] id:int lv:int\n1 3";
    let right = "[k=x] id:int rv:int\n1 10\n[k=z] id:int rv:int\n1 20";
    for (method, alone) in [
        (Method::Inner, [false, false]),
        (Method::Left, [true, false]),
        (Method::Right, [false, true]),
        (Method::Full, [true, true]),
    ] {
        let header = "k lid:int lv:int rv:int";
        let mut expected = format!("[k=x] {header}\n1 1 10\n");
        if alone[0] {
            expected += &format!("[k=y] {header}\n1 3 -\n");
        }
        if alone[1] {
            expected += &format!("[k=z] {header}\n- - 20\n");
        }
        check(method, left, right, &expected);
    }
}

#[test]
fn refusals() {
    let rows = "[k=x] id:int lv:int\n1 1";
    for (left, right, message) in [
        (
            rows,
            "",
            "error preparing right side of join: cannot join on an empty table",
        ),
        (
            "[k=x] id:int",
            rows,
            "error preparing left side of join: cannot join on an empty table",
        ),
        (
            rows,
            "[k=x] rv:int\n1",
            "cannot set join columns in right table stream: table is missing column 'id'",
        ),
    ] {
        check(Method::Left, left, right, &format!("error: {message}"));
    }
    check(Method::Inner, "", "", "");
    let other_key = "[h=x] id:int lv:int\n1 1";
    let message = "error: join cannot modify group key: output record has a missing or invalid value for column 'h:string'";
    check(Method::Inner, other_key, other_key, message);
}
