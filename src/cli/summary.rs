//! The last words of a run, and the line that moves while it runs.

use fluxlite::deliver::Statistics;
use fluxlite::world::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a run read and delivered, in a few lines.
pub fn summary(
    read: &Progress,
    delivered: &[(String, Statistics)],
    time: Duration,
    dry_run: bool,
) -> String {
    let wrote = if dry_run { "would write" } else { "wrote" };
    let mut text = format!("read {} in {}", amount(read), seconds(time));
    for (destination, statistics) in delivered {
        let Statistics {
            points,
            bytes,
            batches,
            retries,
            undelivered,
            ..
        } = statistics;
        text += &format!(
            "\n{wrote} {} ({}) in {} to {destination}",
            counted(*points, "point", "points"),
            bytes_text(*bytes),
            counted(*batches, "batch", "batches"),
        );
        if *retries > 0 {
            text += &format!(", after {}", counted(*retries, "retry", "retries"));
        }
        if *undelivered > 0 {
            text += &format!(
                "; NOT delivered: {}",
                counted(*undelivered, "point", "points")
            );
        }
    }
    text
}

fn amount(read: &Progress) -> String {
    match read.bytes() {
        0 => counted(read.rows(), "row", "rows"),
        bytes => format!(
            "{} ({})",
            counted(read.rows(), "row", "rows"),
            bytes_text(bytes)
        ),
    }
}

fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1000.0),
        seconds => format!("{seconds:.1} s"),
    }
}

/// `1 point`, `12,345 points`.
fn counted(count: u64, one: &str, several: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let what = if count == 1 { one } else { several };
    format!("{text} {what}")
}

fn bytes_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// A line on the terminal that tells what has been read, for work that takes over a second. Gone
/// when dropped.
pub struct Line(Option<(Sender<()>, JoinHandle<()>)>);

impl Line {
    /// Begins to watch, if standard error is a terminal.
    pub fn watch(read: Progress) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let (stop, stopped) = channel::<()>();
        let watching = thread::Builder::new()
            .name("progress".into())
            .spawn(move || {
                let begun = Instant::now();
                if stopped.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                let style = ProgressStyle::with_template("{spinner} {msg}");
                let bar = ProgressBar::new_spinner()
                    .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
                loop {
                    let rate = read.rows() as f64 / begun.elapsed().as_secs_f64();
                    bar.set_message(format!(
                        "read {}, {}/s",
                        amount(&read),
                        counted(rate as u64, "row", "rows")
                    ));
                    bar.tick();
                    if stopped.recv_timeout(Duration::from_millis(200))
                        != Err(RecvTimeoutError::Timeout)
                    {
                        break;
                    }
                }
                bar.finish_and_clear();
            });
        Self(watching.ok().map(|watching| (stop, watching)))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some((stop, watching)) = self.0.take() {
            drop(stop);
            // A line that could not be drawn is no reason to fail.
            let _ = watching.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bytes_text, counted};

    #[test]
    fn numbers_for_reading() {
        assert_eq!(counted(1, "point", "points"), "1 point");
        assert_eq!(counted(1_234_567, "point", "points"), "1,234,567 points");
        assert_eq!(counted(100, "row", "rows"), "100 rows");
        assert_eq!(bytes_text(999), "999 B");
        assert_eq!(bytes_text(1_500_000), "1.5 MB");
    }
}
