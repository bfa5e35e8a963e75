//! Made-up data: the same on every run, in the shapes that users have.

use std::fmt::Write;

/// A small generator of numbers; the same seed gives the same numbers.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        // xorshift64*: enough for data that is not all alike.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn decimal(&mut self) -> f64 {
        (self.next() % 100_000) as f64 / 100.0
    }
}

const START: i64 = 1_700_000_000_000_000_000;

/// Line protocol as Telegraf writes it: hosts in turn, a few fields of numbers.
pub fn line_protocol(lines: usize) -> String {
    let mut numbers = Numbers(7);
    let mut text = String::new();
    for line in 0..lines {
        let time = START + (line / 50) as i64 * 10_000_000_000;
        let (busy, idle) = (numbers.decimal(), numbers.decimal());
        writeln!(
            text,
            "cpu,cpu=cpu-total,host=server{:02},region=eu-central usage_user={busy},usage_idle={idle},processes={}i {time}",
            line % 50,
            numbers.next() % 500,
        )
        .expect("a string takes all that is written");
    }
    text
}

/// Line protocol of messages: long texts in quotes.
pub fn messages(lines: usize) -> String {
    let mut numbers = Numbers(7);
    let mut text = String::new();
    for line in 0..lines {
        let time = START + line as i64 * 1_000_000;
        writeln!(
            text,
            r#"syslog,host=web\ {},severity=info message="GET /index?id={} \"200\" in {} ms, as always",code=200i {time}"#,
            line % 8,
            numbers.next(),
            numbers.next() % 1000,
        )
        .expect("a string takes all that is written");
    }
    text
}

/// Annotated CSV as a query of InfluxDB returns it: tables of a thousand rows.
pub fn annotated_csv(rows: usize) -> String {
    let mut numbers = Numbers(7);
    let mut text = String::from(
        "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string,string\r\n\
         #group,false,false,true,true,false,false,true,true,true,true\r\n\
         #default,_result,,,,,,,,,\r\n\
         ,result,table,_start,_stop,_time,_value,_field,_measurement,host,region\r\n",
    );
    for row in 0..rows {
        let table = row / 1000;
        let second = row % 1000;
        writeln!(
            text,
            ",,{table},2023-11-14T00:00:00Z,2023-11-15T00:00:00Z,2023-11-14T{:02}:{:02}:{:02}Z,{},usage_user,cpu,server{table:03},eu-central\r",
            second / 3600,
            second / 60 % 60,
            second % 60,
            numbers.decimal(),
        )
        .expect("a string takes all that is written");
    }
    text
}
