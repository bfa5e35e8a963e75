//! Buckets as files of a folder, and what to say about buckets that are not there.

use crate::diagnostic::Failure;
use std::fmt::Write;

/// The file of a bucket in a folder that stands for a host: `my%20bucket.lp`. Whatever may mean
/// something to a file system is written as `%` and two hexadecimal digits.
pub fn file_of_bucket(bucket: &str) -> String {
    let mut name = String::with_capacity(bucket.len() + 3);
    for (index, byte) in bucket.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_')
            || byte == b'.' && index > 0;
        if plain {
            name.push(char::from(byte));
        } else {
            write!(name, "%{byte:02X}").expect("a string takes all that is written");
        }
    }
    name + ".lp"
}

/// The bucket whose file this is; none if it is no such file.
pub fn bucket_of_file(file: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(file.len());
    let mut rest = file.strip_suffix(".lp")?.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let (digits, tail) = rest.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

/// The error of a bucket that is not there, given where it was looked for and which there are.
pub fn no_bucket(bucket: &str, place: &str, configured: &[String]) -> Failure {
    let failure = Failure::new(
        "flux::storage::no_bucket",
        format!("could not find bucket \"{bucket}\" {place}"),
    );
    let bind =
        format!("bind it with `--bucket '{bucket}=PATH'` or under `[buckets]` in fluxlite.toml");
    failure.help(match configured {
        [] => format!("{bind}; no bucket is configured"),
        _ => format!("{bind}; configured are {}", configured.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive() {
        for bucket in [
            "a",
            "my bucket",
            "../x",
            ".hidden",
            "a.b-c_d",
            "Ü/%",
            "con:",
        ] {
            let file = file_of_bucket(bucket);
            assert!(!file.contains('/') && !file.starts_with('.'), "{file}");
            assert_eq!(bucket_of_file(&file).as_deref(), Some(bucket));
        }
        assert_eq!(file_of_bucket("my bucket"), "my%20bucket.lp");
        assert_eq!(bucket_of_file("notes.txt"), None);
        assert_eq!(bucket_of_file("bad%2.lp"), None);
    }
}
