//! Writes large inputs for the whole-process figures:
//!
//! ```text
//! cargo run --release --example generate -- csv 1000000000 > large.csv
//! cargo run --release --example generate -- lp 1000000000 > large.lp
//! ```
//!
//! `csv`: annotated CSV as InfluxDB answers a query, tables of 100,000 rows, one for each host.
//! `lp`: line protocol of 1,000 interleaved series with one tag and one float field.
//! `lp-sorted`: the same points, series by series.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

const START: i64 = 1_700_000_000;
const ROWS: i64 = 100_000;
const SERIES: i64 = 1_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(kind), Some(Ok(bytes))) = (arguments.first(), arguments.get(1).map(|n| n.parse()))
    else {
        return ExitCode::from(2);
    };
    let mut out = Counted {
        out: BufWriter::with_capacity(1 << 20, io::stdout().lock()),
        left: bytes,
    };
    let written = match kind.as_str() {
        "csv" => csv(&mut out),
        "lp" => line_protocol(&mut out, false, bytes),
        "lp-sorted" => line_protocol(&mut out, true, bytes),
        _ => return ExitCode::from(2),
    };
    match written.and_then(|()| out.out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Counts what is left to be written.
struct Counted<W> {
    out: W,
    left: u64,
}

impl<W: Write> Counted<W> {
    fn line(&mut self, text: &str) -> io::Result<bool> {
        self.out.write_all(text.as_bytes())?;
        self.left = self.left.saturating_sub(text.len() as u64);
        Ok(self.left > 0)
    }
}

/// A value that looks measured: three to five digits, two of them behind the point.
fn value(n: i64) -> f64 {
    let mixed = n.wrapping_mul(6_364_136_223_846_793_005).rotate_left(23) & 0xffff;
    mixed as f64 / 100.0
}

fn csv(out: &mut Counted<impl Write>) -> io::Result<()> {
    out.line("#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string\r\n")?;
    out.line("#group,false,false,true,true,false,false,true,true,true\r\n")?;
    out.line("#default,_result,,,,,,,,\r\n")?;
    out.line(",result,table,_start,_stop,_time,_value,_field,_measurement,host\r\n")?;
    for table in 0.. {
        for row in 0..ROWS {
            let time = instant(START + row);
            let line = format!(
                ",,{table},2023-11-14T00:00:00Z,2023-11-20T00:00:00Z,{time},{},usage_user,cpu,host-{table:05}\r\n",
                value(row + table)
            );
            if !out.line(&line)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn line_protocol(out: &mut Counted<impl Write>, sorted: bool, bytes: u64) -> io::Result<()> {
    let point = |series: i64, n: i64| {
        let time = START + n;
        format!(
            "cpu,host=host-{series:05} usage={} {time}000000000\n",
            value(n + series)
        )
    };
    let of_each = (bytes / point(0, 0).len() as u64 / SERIES as u64).max(1) as i64;
    let (outer, inner) = if sorted {
        (SERIES, of_each)
    } else {
        (of_each, SERIES)
    };
    for a in 0..outer {
        for b in 0..inner {
            let (series, n) = if sorted { (a, b) } else { (b, a) };
            if !out.line(&point(series, n))? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// RFC 3339 of a second in the days after [`START`], without a calendar: these are all in
/// November 2023.
fn instant(seconds: i64) -> String {
    let of_november = seconds - 1_698_796_800;
    let (day, second) = (of_november / 86_400 + 1, of_november % 86_400);
    format!(
        "2023-11-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}
