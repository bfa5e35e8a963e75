//! An answer while it arrives: a stream of bytes that is fed by the network, and never ends
//! early without saying so.

use super::error::unanswered;
use crate::connect::http::{Connection, LOOK};
use crate::deliver::{Answer, Problem};
use crate::world::Progress;
use reqwest::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use reqwest::{Response, Version};
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, channel};

/// Pieces of an answer that wait at most.
const AHEAD: usize = 32;

/// Why an answer broke off; shared with whoever decodes it on another thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Broken(Arc<Mutex<Option<Problem>>>);

impl Broken {
    fn set(&self, problem: Problem) -> io::Error {
        let text = problem.message.clone();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
        io::Error::other(text)
    }

    /// The reason, if it broke off.
    pub(super) fn take(&self) -> Option<Problem> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The body of an answer.
pub(super) struct Body {
    connection: Arc<Connection>,
    pieces: Receiver<Result<Vec<u8>, Problem>>,
    piece: Vec<u8>,
    read: usize,
    end: End,
    progress: Progress,
    cancelled: Arc<AtomicBool>,
    broken: Broken,
}

/// What is known of how an answer ends.
struct End {
    /// Whether HTTP itself says where.
    told: bool,
    /// The last bytes so far.
    last: [u8; 4],
    length: u64,
}

impl Body {
    /// Reads an answer as it arrives; silence of this length is an end.
    pub(super) fn new(
        connection: Arc<Connection>,
        mut response: Response,
        silence: Duration,
        progress: Progress,
        cancelled: Arc<AtomicBool>,
        broken: Broken,
    ) -> Self {
        let headers = response.headers();
        let told = response.version() >= Version::HTTP_2
            || headers.contains_key(TRANSFER_ENCODING)
            || headers.contains_key(CONTENT_LENGTH);
        let (sender, pieces) = channel(AHEAD);
        connection.spawn(async move {
            loop {
                let piece = match tokio::time::timeout(silence, response.chunk()).await {
                    Ok(Ok(Some(bytes))) => Ok(Vec::from(bytes)),
                    Ok(Ok(None)) => return,
                    Ok(Err(error)) => Err(broke(&error)),
                    Err(_) => Err(Problem::new(
                        "flux::connect::timeout",
                        "no more of the answer came in time",
                        "the server or the way to it is too slow: run the script again later",
                    )),
                };
                let is_last = piece.is_err();
                // Nobody listens any more: the script had enough.
                if sender.send(piece).await.is_err() || is_last {
                    return;
                }
            }
        });
        Self {
            connection,
            pieces,
            piece: Vec::new(),
            read: 0,
            end: End {
                told,
                last: [0; 4],
                length: 0,
            },
            progress,
            cancelled,
            broken,
        }
    }

    /// The next piece, if there is one.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(self.broken.set(interrupted()));
            }
            let pieces = &mut self.pieces;
            let piece = match pieces.try_recv() {
                Ok(piece) => Ok(Some(piece)),
                Err(_) => self
                    .connection
                    .wait(async { tokio::time::timeout(LOOK, pieces.recv()).await }),
            };
            match piece {
                Ok(Some(Ok(piece))) => return Ok(Some(piece)),
                Ok(Some(Err(problem))) => return Err(self.broken.set(problem)),
                Ok(None) if self.end.is_whole() => return Ok(None),
                Ok(None) => {
                    return Err(self.broken.set(Problem::new(
                        "flux::connect::truncated",
                        "the answer ends in the middle",
                        "a proxy on the way, or the server itself, has cut it: run the script again",
                    )));
                }
                Err(_) => {}
            }
        }
    }
}

impl End {
    fn passed(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        for byte in bytes.iter().rev().take(4).rev() {
            self.last.rotate_left(1);
            self.last[3] = *byte;
        }
    }

    /// InfluxDB ends each result with an empty line; a row that is cut has no end at all.
    fn is_whole(&self) -> bool {
        let has_line_end = self.last[3] == b'\n';
        let has_empty_line = self.last.ends_with(b"\n\n") || self.last == *b"\r\n\r\n";
        match (self.length, self.told) {
            (0, told) => told,
            (1 | 2, _) => has_line_end,
            (_, true) => has_line_end,
            (_, false) => has_empty_line,
        }
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.piece.len() {
            match self.next()? {
                Some(piece) => {
                    self.end.passed(&piece);
                    self.progress.add_bytes(piece.len());
                    self.piece = piece;
                    self.read = 0;
                }
                None => return Ok(0),
            }
        }
        let rest = self.piece.get(self.read..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.read += length;
        Ok(length)
    }
}

/// The user wants the run to end.
pub(super) fn interrupted() -> Problem {
    Problem::new(
        "flux::connect::interrupted",
        "interrupted while waiting for the answer",
        "run the script again",
    )
}

/// A connection that broke.
fn broke(error: &reqwest::Error) -> Problem {
    match unanswered(error) {
        Answer::Later { problem, .. } | Answer::Hopeless(problem) => Problem::new(
            "flux::connect::truncated",
            format!("the answer broke off: {}", problem.message),
            "run the script again",
        ),
        // Nothing else comes of an error.
        _ => Problem::new(
            "flux::connect::truncated",
            "the answer broke off",
            "run the script again",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_answers_are_told_from_cut_ones() {
        let cases = [
            ("a\r\n\r\n", true, true),
            ("a\r\n\r\n", false, true),
            ("a\r\n", true, true),
            ("a\r\n", false, false),
            ("a\r\nb", true, false),
            ("\r\n", false, true),
            ("", true, true),
            ("", false, false),
        ];
        for (text, told, expected) in cases {
            let mut end = End {
                told,
                last: [0; 4],
                length: 0,
            };
            // In pieces, as they come.
            for piece in text.as_bytes().chunks(3) {
                end.passed(piece);
            }
            assert_eq!(end.is_whole(), expected, "{text:?} {told}");
        }
    }
}
