//! What decoding gives, written down event by event.

use super::*;
use proptest::prelude::*;
use std::fmt::Write;

fn show(text: &str, mode: Mode) -> String {
    let mut seen = String::new();
    for event in Decoder::new(text.as_bytes(), mode) {
        match event {
            Ok(Event::Open { result, table }) => {
                let key: Vec<String> = table
                    .key
                    .columns()
                    .iter()
                    .map(|(name, _, value)| format!("{name}={value:?}"))
                    .collect();
                let columns: Vec<String> = table
                    .schema
                    .0
                    .iter()
                    .map(|(name, ty)| format!("{name}:{ty}"))
                    .collect();
                writeln!(seen, "{result} [{}] {}", key.join(" "), columns.join(" ")).unwrap();
            }
            Ok(Event::Rows(chunk)) => {
                for row in 0..chunk.rows {
                    let cells = chunk.columns.iter();
                    let cells: Vec<String> = cells
                        .map(|(_, column)| format!("{:?}", column.get(row)))
                        .collect();
                    writeln!(seen, "  {}", cells.join(" ")).unwrap();
                }
            }
            Ok(Event::End(_)) => writeln!(seen, "end").unwrap(),
            Ok(Event::Error { message, reference }) => {
                writeln!(seen, "error {message:?} {reference:?}").unwrap();
            }
            Err(failure) => writeln!(seen, "{}", failure.message).unwrap(),
        }
    }
    seen
}

fn check(text: &str, expected: &str) {
    let expected = expected.trim_start_matches('\n');
    assert_eq!(show(text, Mode::Annotations), expected, "{text}");
    let windows = text.replace('\n', "\r\n");
    assert_eq!(show(&windows, Mode::Annotations), expected, "{windows}");
}

const HEAD: &str = "#datatype,string,long,string,long\n#group,false,false,true,false\n#default,_result,,,\n,result,table,k,v\n";

#[test]
fn tables_switch_with_the_table_cell() {
    check(
        &format!("{HEAD},,0,a,1\n,,0,a,2\n,,1,b,3\n,,0,c,4\n"),
        r#"
_result [k=String("a")] k:string v:int
  String("a") Int(1)
  String("a") Int(2)
end
_result [k=String("b")] k:string v:int
  String("b") Int(3)
end
_result [k=String("c")] k:string v:int
  String("c") Int(4)
end
"#,
    );
}

#[test]
fn blocks_defaults_and_empty_tables() {
    check(
        "#group,false,false,true,false,false\n#default,one,7,gone,5,\n#datatype,string,long,string,long,double\n,result,table,k,v,f\n\n#datatype,string,long,string,long,double\n#nobody,knows,this,,,\n#group,false,false,true,false,false\n#default,two,0,,5,0.5\n,result,table,k,v,f\n,,,,,\n,,,x,1,-2\n",
        r#"
one [k=String("gone")] k:string v:int f:float
end
two [k=Null] k:string v:int f:float
  Null Int(5) Float(0.5)
  String("x") Int(1) Float(-2.0)
end
"#,
    );
}

#[test]
fn quoted_cells_and_repeated_ones() {
    check(
        &format!(
            "{HEAD},,0,\"a,b\",1\n,,0,\"a,b\",1\n,,0,plain,2\n,,0,plain,2\n,,0,,3\n,,0,,3\n,,0,\"q\"\"\",4\n"
        ),
        r#"
_result [k=String("a,b")] k:string v:int
  String("a,b") Int(1)
  String("a,b") Int(1)
  String("plain") Int(2)
  String("plain") Int(2)
  Null Int(3)
  Null Int(3)
  String("q\"") Int(4)
end
"#,
    );
    check(
        &format!("{HEAD},,0,\"a,5\",1\n,,0,a,5\n,,0,\"a,5\",\"1\"\n"),
        r#"
_result [k=String("a,5")] k:string v:int
  String("a,5") Int(1)
  String("a") Int(5)
  String("a,5") Int(1)
end
"#,
    );
}

#[test]
fn values_that_are_never_null_are_empty_texts() {
    let text = "#datatype,string,long,string,string\n#group,false,false,false,false\n#default,_result,,,\n,result,table,_value,t\n,,0,,\n,,0,a,\n,,0,\"\",\"\"\n";
    let values = |decoder: Decoder<&[u8]>| {
        let mut seen = Vec::new();
        for event in decoder {
            if let Event::Rows(chunk) = event.unwrap() {
                let columns = chunk.columns.iter();
                seen.extend(columns.map(|(_, column)| {
                    let texts = (0..chunk.rows).map(|row| column.text(row).map(str::to_owned));
                    texts.collect::<Vec<_>>()
                }));
            }
        }
        seen
    };
    let decoder = || Decoder::new(text.as_bytes(), Mode::Annotations);
    let (a, empty) = (Some("a".to_owned()), Some(String::new()));
    let nulls = vec![None; 3];
    assert_eq!(
        values(decoder()),
        [vec![None, a.clone(), None], nulls.clone()]
    );
    assert_eq!(
        values(decoder().with_whole_values()),
        [vec![empty.clone(), a, empty], nulls]
    );
}

#[test]
fn all_types() {
    check(
        "#datatype,string,long,boolean,unsignedLong,double,dateTime:RFC3339,dateTime:RFC3339\n#group,false,false,false,false,false,false,true\n#default,_result,,,,,,\n,result,table,b,u,f,t,s\n,,0,true,1,1.5,1970-01-01T00:00:00Z,1970-01-01T00:00:01Z\n,,0,,,,,1970-01-01T00:00:01Z\n,,0,f,2,inf,1970-01-01T00:00:00.000000001Z,1970-01-01T00:00:01Z\n",
        r#"
_result [s=Time(Time(1000000000))] b:bool u:uint f:float t:time s:time
  Bool(true) UInt(1) Float(1.5) Time(Time(0)) Time(Time(1000000000))
  Null Null Null Null Time(Time(1000000000))
  Bool(false) UInt(2) Float(inf) Time(Time(1)) Time(Time(1000000000))
end
"#,
    );
}

#[test]
fn errors() {
    let rows = |rows: &str| {
        let seen = show(&format!("{HEAD}{rows}"), Mode::Annotations);
        seen.lines().last().unwrap_or("").to_string()
    };
    assert_eq!(
        rows(",,0,a,1\n,,0,a,x\n"),
        "line 6, column \"v\": \"x\" is no long"
    );
    assert_eq!(rows(",,0,a,1\n,,0,a\n"), "line 6: wrong number of fields");
    assert_eq!(rows(",,0,a,1\n,,0\n"), "line 6: wrong number of fields");
    assert_eq!(rows(",,0,a,1\n,,1,a\n"), "line 6: wrong number of fields");
    assert_eq!(rows(",,0,a,1,\n"), "line 5: wrong number of fields");
    assert_eq!(rows(",,0,a,\"1\",\n"), "line 5: wrong number of fields");
    assert_eq!(
        rows(""),
        "missing table ID: a block without rows needs one in `#default`"
    );
    check(
        "a,b\n1,2\n",
        "failed to read metadata: missing expected annotation datatype. consider using the mode: \"raw\" for csv that is not expected to have annotations.\n",
    );
    check(
        "#datatype,string\n",
        "failed to read metadata: missing expected annotation group. consider using the mode: \"raw\" for csv that is not expected to have annotations.\n",
    );
    check(
        "#datatype,string,long,v\n#group,false,false,false\n#default,,0,\n,result,table,x\n",
        "failed to read metadata: column \"x\" has invalid datatype: unsupported data type \"v\"\n",
    );
    check("", "");
    check("\n", "");
}

#[test]
fn the_error_block() {
    check(
        &format!(
            "{HEAD},,0,a,1\n\n#datatype,string,string\n#group,true,true\n#default,,\n,error,reference\n,\"it \"\"broke\"\"\",897\n"
        ),
        r#"
_result [k=String("a")] k:string v:int
  String("a") Int(1)
end
error "it \"broke\"" "897"
"#,
    );
}

#[test]
fn raw() {
    assert_eq!(
        show("a,b\n1,\n\n5\" pipe,\"x\"\n", Mode::Raw),
        "_result [] a:string b:string\n  String(\"1\") Null\n  String(\"5\\\" pipe\") String(\"x\")\nend\n"
    );
    assert_eq!(
        show("a,b\n", Mode::Raw),
        "_result [] a:string b:string\nend\n"
    );
    assert!(show("a,b\n1\n", Mode::Raw).ends_with("line 2: wrong number of fields\n"));
}

#[test]
fn many_rows_and_many_texts() {
    let mut text = HEAD.to_string();
    for row in 0..20_000 {
        writeln!(text, ",,0,key {},{row}", if row % 3 == 0 { 0 } else { row }).unwrap();
    }
    let mut rows = 0;
    for event in Decoder::new(text.as_bytes(), Mode::Annotations) {
        if let Event::Rows(chunk) = event.unwrap() {
            for row in 0..chunk.rows {
                let number = if rows % 3 == 0 { 0 } else { rows };
                assert_eq!(
                    chunk.columns[0].1.text(row),
                    Some(&*format!("key {number}"))
                );
                assert_eq!(chunk.columns[1].1.get(row), crate::table::Scalar::Int(rows));
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 20_000);
}

#[test]
fn nothing_is_lost_between_threads() {
    let mut text = HEAD.to_string();
    for row in 0..50_000 {
        writeln!(text, ",,{},k,{row}", row / 7).unwrap();
    }
    let decoder = Decoder::new(std::io::Cursor::new(text.into_bytes()), Mode::Annotations);
    let events: Vec<Event> = crate::formats::threaded(decoder)
        .map(Result::unwrap)
        .collect();
    assert_eq!(events.iter().map(Event::rows).sum::<usize>(), 50_000);
    assert_eq!(events.len(), 50_000usize.div_ceil(7) * 3);
}

proptest! {
    #[test]
    fn anything_is_read_without_panic(text in "[#a,\"\n\r0-9 ]{0,60}", rows in "(,,[01],[ab]?,(1|2|\"3\"|x)?,?\n){0,6}") {
        show(&text, Mode::Annotations);
        show(&text, Mode::Raw);
        show(&format!("{HEAD}{text}"), Mode::Annotations);
        show(&format!("{HEAD}{rows}"), Mode::Annotations);
    }

    #[test]
    fn quotes_change_nothing(rows in proptest::collection::vec(("[01]", "[ab]?", "[0-9]{1,3}"), 1..30)) {
        let join = |quote: &str| {
            let lines = rows.iter().map(|(table, key, value)| {
                format!(",,{quote}{table}{quote},{quote}{key}{quote},{quote}{value}{quote}\n")
            });
            HEAD.to_string() + &lines.collect::<String>()
        };
        prop_assert_eq!(show(&join(""), Mode::Annotations), show(&join("\""), Mode::Annotations));
    }
    #[test]
    fn what_rows_have_in_common_changes_nothing(
        rows in proptest::collection::vec(("a|a|a|a|b|", "[0-9]|", "c|c|c|c|c|d|", 0usize..40), 1..40),
    ) {
        let head = "#datatype,string,long,string,long,string,string\n#group,false,false,false,false,false,false\n#default,r,,x,,,\n,result,table,a,n,b,c\n";
        let join = |quote: &str| {
            let lines = rows.iter().map(|(a, n, b, odd)| {
                let more = ["", ",1"][usize::from(*odd == 7)];
                let row = format!(",,0,{quote}{a}{quote},{n}{more},{quote}{b}{quote},z\n");
                // A line that has quotes anyway is read the other way in between.
                match *odd {
                    9 => row.replace('z', "\"z\""),
                    _ => row,
                }
            });
            head.to_string() + &lines.collect::<String>()
        };
        prop_assert_eq!(show(&join(""), Mode::Annotations), show(&join("\""), Mode::Annotations));
    }
}

#[test]
fn a_table_cell_that_is_no_text_ends_with_its_rows() {
    let text = [HEAD.as_bytes(), b",,\xff,a,1\n,,\xff,a,2\n,,\xfe,b,3\n"].concat();
    let events: Vec<_> = Decoder::new(&text[..], Mode::Annotations)
        .take(10)
        .collect();
    let rows = events.iter().flatten().map(Event::rows);
    assert_eq!(rows.collect::<Vec<_>>(), [0, 2, 0, 0, 1, 0]);
}
