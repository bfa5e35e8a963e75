//! How a cell becomes the name of a column.

use crate::table::{Column, Scalar};

/// The cells of a row, joined.
pub fn label(columns: &[&Column], row: usize) -> String {
    let parts: Vec<String> = columns
        .iter()
        .map(|column| text(&column.get(row)))
        .collect();
    parts.join("_")
}

fn text(cell: &Scalar) -> String {
    match cell {
        Scalar::Null => "null".into(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::UInt(value) => value.to_string(),
        Scalar::Float(value) => float(*value),
        Scalar::String(value) => value.to_string(),
        Scalar::Time(time) => time.to_string(),
    }
}

/// Scientific, with at least two digits in the exponent.
fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.into();
    }
    let text = format!("{value:E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}E{sign}{digits:0>2}")
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::table::Scalar;
    use crate::time::Time;

    #[test]
    fn cells_as_names() {
        for (cell, name) in [
            (Scalar::Null, "null"),
            (Scalar::Bool(true), "true"),
            (Scalar::Float(0.5), "5E-01"),
            (Scalar::Float(1.0), "1E+00"),
            (Scalar::Float(-1.25e120), "-1.25E+120"),
            (Scalar::UInt(8), "8"),
            (
                Scalar::Time(Time(500_000_000)),
                "1970-01-01T00:00:00.500000000Z",
            ),
        ] {
            assert_eq!(text(&cell), name);
        }
    }
}
