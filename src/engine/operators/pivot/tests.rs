//! Tables that `pivot` makes.

use super::{Pivot, Pivoting};
use crate::engine::operators::testing;
use crate::table::Memory;

#[track_caller]
fn check(row_key: &str, column_key: &str, input: &str, expected: &str) {
    let names = |text: &str| text.split_whitespace().map(Into::into).collect();
    let what = Pivoting {
        row_key: names(row_key),
        column_key: names(column_key),
        value: "v".into(),
    };
    let memory = Memory::new(1_000_000);
    testing::check(Pivot::new(what, &memory), input, expected);
    assert_eq!(memory.used(), 0);
}

#[test]
fn rows_and_columns_in_order_of_appearance() {
    check(
        "t",
        "f",
        "[h=a] t:int f:string v:int extra:string
        3 b 1 x
        1 a 2 x
        ...
        3 a 3 x
        2 c 4 x",
        "[h=a] h t:int b:int a:int c:int
        3 1 3 -
        1 - 2 -
        2 - - 4",
    );
}

#[test]
fn tables_of_fields_become_one() {
    check(
        "_time",
        "f",
        "[f=a h=x] _time:time v:int
        20 1
        40 2
        [f=b h=x] _time:time v:float
        10 3.5
        20 4
        [f=a h=w] _time:time v:int
        1 5",
        "[h=w] h _time:time a:int
        1 5
        [h=x] h _time:time a:int b:float
        20 1 4
        40 2 -
        10 - 3.5",
    );
}

#[test]
fn the_last_value_wins_and_a_null_empties_the_cell() {
    check(
        "t",
        "f",
        "[] t:int f:string v:int\n1 x 1\n1 x 2\n2 x 5\n2 x -\n2 y 6",
        "[] t:int x:int y:int\n1 2 -\n2 - 6",
    );
}

#[test]
fn names_of_columns() {
    check(
        "t",
        "f g",
        "[f=x] t:int g:string v:int\n1 p 1\n1 - 2",
        "[] t:int x_p:int x_null:int\n1 1 2",
    );
    check(
        "t",
        "f",
        "[] t:int f:float v:int\n1 0.5 1",
        "[] t:int 5E-01:int\n1 1",
    );
    check(
        "",
        "f",
        "[] f:string v:int\nx 1\ny 2\nx 3",
        "[] x:int y:int\n3 2",
    );
    let taken = "[h=h] t:int f:string v:int\n1 h 1";
    check(
        "t",
        "f",
        taken,
        "error: value \"h\" appears in a column key column, but a column named \"h\" already exists; consider renaming \"h\" to something else before pivoting",
    );
}

#[test]
fn row_keys_are_compared_cell_by_cell() {
    check(
        "a b",
        "f",
        "[] a:string b:string f:string v:int\nx yz c 1\nxy z c 2\n- z c 3\nx yz d 4",
        "[] a:string b:string c:int d:int\nx yz 1 4\nxy z 2 -\n- z 3 -",
    );
}

#[test]
fn what_is_missing_or_empty() {
    let missing = "error: specified value column does not exist in table: v";
    check("t", "f", "[] t:int f:string\n1 x", missing);
    let missing = "error: specified row key column does not exist in table: t";
    check("t", "f", "[] f:string v:int", missing);
    check("t", "f", "[h=a] t:int f:string v:int", "[h=a] h t:int");
    let mixed = "[f=x h=a] t:int v:int\n1 1\n[f=x] t:int h:string v:int\n1 a 2";
    check(
        "t",
        "f",
        mixed,
        "[] t:int x:int\n1 2\n[h=a] h t:int x:int\n1 1",
    );
}

#[test]
fn a_column_of_two_types() {
    check(
        "t",
        "f",
        "[f=x h=a] t:int v:int\n1 1\n[f=x h=a] t:int v:string\n1 a",
        "error: schema collision detected: column \"x\" is both of type int and string",
    );
}
