//! How much memory tables may take.

use std::fs;
use std::path::Path;

/// Bytes as people write them: `500MB`, `1.5 GiB`, `1000000`.
pub fn parse_size(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, unit) = text.split_at(digits.unwrap_or(text.len()));
    let scale: f64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "t" | "tb" => 1e12,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        "tib" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * scale;
    (bytes >= 1.0).then_some(bytes as usize)
}

/// Three quarters of what the machine, or the control group this process is in, has.
pub fn default_limit() -> usize {
    let known = [group_limit(), machine_memory()];
    let least = known.into_iter().flatten().min();
    least.map_or(usize::MAX, |bytes| bytes / 4 * 3)
}

/// The limit of the control group, of version 2 or 1.
fn group_limit() -> Option<usize> {
    let files = [
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ];
    let read = |file| {
        fs::read_to_string(Path::new(file))
            .ok()?
            .trim()
            .parse()
            .ok()
    };
    files.into_iter().find_map(read)
}

fn machine_memory() -> Option<usize> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn sizes_as_people_write_them() {
        for (text, bytes) in [
            ("1000000", Some(1_000_000)),
            ("500MB", Some(500_000_000)),
            ("1.5 GiB", Some(1_610_612_736)),
            ("2g", Some(2_000_000_000)),
            ("0", None),
            ("many", None),
            ("5 parsecs", None),
        ] {
            assert_eq!(parse_size(text), bytes, "{text}");
        }
    }
}
