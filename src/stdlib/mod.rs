//! The standard library: one file or folder for each Flux package, its path the import path.
//! A function's name, types, defaults, documentation and code stand together (`#[builtin]`), and
//! everything else is derived by iterating [`PACKAGES`].

pub mod array;
pub mod bitwise;
pub mod contrib;
pub mod csv;
pub mod date;
pub mod dict;
pub mod experimental;
pub mod generate;
pub mod http;
pub mod influxdata;
pub mod internal;
pub mod interpolate;
pub mod join;
pub mod json;
pub mod kafka;
pub mod location;
pub mod math;
pub mod pagerduty;
pub mod planner;
pub mod profiler;
pub mod pushbullet;
pub mod regexp;
pub mod runtime;
pub mod sampledata;
pub mod slack;
pub mod socket;
pub mod sql;
pub mod strings;
pub mod system;
pub mod testing;
pub mod timeable;
pub mod timezone;
pub mod types;
pub mod universe;
pub mod unspoken;

use crate::value::Package;

/// Every package, by import path.
#[rustfmt::skip]
pub static PACKAGES: &[&Package] = &[
    &array::PACKAGE,
    &bitwise::PACKAGE,
    &contrib::anaisdg::anomalydetection::PACKAGE,
    &contrib::anaisdg::statsmodels::PACKAGE,
    &contrib::bonitoo_io::alerta::PACKAGE,
    &contrib::bonitoo_io::hex::PACKAGE,
    &contrib::bonitoo_io::servicenow::PACKAGE,
    &contrib::bonitoo_io::tickscript::PACKAGE,
    &contrib::bonitoo_io::victorops::PACKAGE,
    &contrib::bonitoo_io::zenoss::PACKAGE,
    &contrib::chobbs::discord::PACKAGE,
    &contrib::jsternberg::influxdb::PACKAGE,
    &contrib::qxip::clickhouse::PACKAGE,
    &contrib::qxip::hash::PACKAGE,
    &contrib::qxip::logql::PACKAGE,
    &contrib::rhajek::bigpanda::PACKAGE,
    &contrib::rohansreerama5::naive_bayes_classifier::PACKAGE,
    &contrib::sranka::opsgenie::PACKAGE,
    &contrib::sranka::sensu::PACKAGE,
    &contrib::sranka::teams::PACKAGE,
    &contrib::sranka::telegram::PACKAGE,
    &contrib::sranka::webexteams::PACKAGE,
    &contrib::tomhollingworth::events::PACKAGE,
    &csv::PACKAGE,
    &date::PACKAGE,
    &date::boundaries::PACKAGE,
    &dict::PACKAGE,
    &experimental::PACKAGE,
    &experimental::aggregate::PACKAGE,
    &experimental::array::PACKAGE,
    &bitwise::EXPERIMENTAL,
    &experimental::bigtable::PACKAGE,
    &experimental::csv::PACKAGE,
    &experimental::date::boundaries::PACKAGE,
    &experimental::http::PACKAGE,
    &experimental::http::requests::PACKAGE,
    &experimental::dynamic::PACKAGE,
    &experimental::geo::PACKAGE,
    &experimental::influxdb::PACKAGE,
    &experimental::iox::PACKAGE,
    &experimental::json::PACKAGE,
    &experimental::mqtt::PACKAGE,
    &experimental::oee::PACKAGE,
    &experimental::polyline::PACKAGE,
    &experimental::prometheus::PACKAGE,
    &experimental::query::PACKAGE,
    &experimental::record::PACKAGE,
    &experimental::table::PACKAGE,
    &experimental::usage::PACKAGE,
    &generate::PACKAGE,
    &http::PACKAGE,
    &http::requests::PACKAGE,
    &influxdata::influxdb::PACKAGE,
    &influxdata::influxdb::monitor::PACKAGE,
    &influxdata::influxdb::sample::PACKAGE,
    &influxdata::influxdb::schema::PACKAGE,
    &influxdata::influxdb::secrets::PACKAGE,
    &influxdata::influxdb::tasks::PACKAGE,
    &influxdata::influxdb::v1::PACKAGE,
    &internal::boolean::PACKAGE,
    &internal::debug::PACKAGE,
    &internal::r#gen::PACKAGE,
    &internal::influxql::PACKAGE,
    &internal::location::PACKAGE,
    &internal::promql::PACKAGE,
    &internal::testing::PACKAGE,
    &internal::testutil::PACKAGE,
    &interpolate::PACKAGE,
    &join::PACKAGE,
    &json::PACKAGE,
    &kafka::PACKAGE,
    &math::PACKAGE,
    &pagerduty::PACKAGE,
    &planner::PACKAGE,
    &profiler::PACKAGE,
    &pushbullet::PACKAGE,
    &regexp::PACKAGE,
    &runtime::PACKAGE,
    &sampledata::PACKAGE,
    &slack::PACKAGE,
    &socket::PACKAGE,
    &sql::PACKAGE,
    &strings::PACKAGE,
    &system::PACKAGE,
    &testing::PACKAGE,
    &testing::expect::PACKAGE,
    &timezone::PACKAGE,
    &types::PACKAGE,
    &universe::PACKAGE,
];

/// The packages that are in scope everywhere, by import path; each sees those before it.
pub static PRELUDE: &[&str] = &["internal/boolean", "universe", "influxdata/influxdb"];

/// Bytes in base64 with padding; the two last digits differ by dialect.
fn base64(bytes: &[u8], last: &[u8; 2]) -> String {
    let digit = |six: u32| match (six & 63) as u8 {
        six @ 0..=25 => char::from(b'A' + six),
        six @ 26..=51 => char::from(b'a' + six - 26),
        six @ 52..=61 => char::from(b'0' + six - 52),
        62 => char::from(last[0]),
        _ => char::from(last[1]),
    };
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.push(digit(bits >> 18));
        out.push(digit(bits >> 12));
        out.push(if chunk.len() > 1 {
            digit(bits >> 6)
        } else {
            '='
        });
        out.push(if chunk.len() > 2 { digit(bits) } else { '=' });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_given_once() {
        let mut paths: Vec<_> = PACKAGES.iter().map(|package| package.path).collect();
        paths.sort_unstable();
        assert!(paths.windows(2).all(|pair| pair[0] != pair[1]), "{paths:?}");
        for package in PACKAGES {
            let builtins = package.builtins.iter().map(|builtin| builtin.name);
            let constants = package.constants.iter().map(|constant| constant.name);
            let mut names: Vec<_> = builtins.chain(constants).collect();
            names.sort_unstable();
            for pair in names.windows(2) {
                assert_ne!(pair[0], pair[1], "twice in {}", package.path);
            }
        }
    }

    #[test]
    fn base64_is_padded() {
        for (bytes, expected) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj")] {
            assert_eq!(base64(bytes.as_bytes(), b"+/"), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff], b"-_"), "-_8=");
    }
}
