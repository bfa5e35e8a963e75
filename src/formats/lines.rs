//! Lines out of a stream, through one buffer that is used again and again.

use std::io::{self, Read};

/// The first size of the buffer; it grows for a line that does not fit.
const BUFFER: usize = 512 * 1024;

/// The longest line, so that a quote that is never closed does not fill the memory.
const LONGEST: usize = 512 * 1024 * 1024;

/// A stream's bytes that are not yet taken as lines.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    source: R,
    bytes: Vec<u8>,
    /// Where the bytes begin that were not yet taken.
    pub(crate) start: usize,
    filled: usize,
    ended: bool,
    /// How many lines were taken.
    pub(crate) taken: u64,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(source: R) -> Self {
        Self {
            source,
            bytes: Vec::new(),
            start: 0,
            filled: 0,
            ended: false,
            taken: 0,
        }
    }

    /// Some bytes of the buffer, by their place in it.
    #[inline]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &[u8] {
        &self.bytes[start..end]
    }

    /// The first newline among the bytes that were not taken: where it stands, and where the next
    /// line begins. At the end of the stream a line ends without one. None if there are no more
    /// bytes.
    #[inline]
    pub(crate) fn newline(&mut self) -> io::Result<Option<(usize, usize)>> {
        let mut searched = 0;
        loop {
            let unsearched = &self.bytes[self.start + searched..self.filled];
            if let Some(found) = memchr::memchr(b'\n', unsearched) {
                let end = self.start + searched + found;
                return Ok(Some((end, end + 1)));
            }
            searched = self.filled - self.start;
            if !self.fill()? {
                return Ok((searched > 0).then_some((self.filled, self.filled)));
            }
        }
    }

    /// The byte at a distance from the beginning of what was not taken.
    #[inline]
    pub(crate) fn byte(&mut self, distance: usize) -> io::Result<Option<u8>> {
        while self.start + distance >= self.filled {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(Some(self.bytes[self.start + distance]))
    }

    /// The end of all bytes that are there.
    pub(crate) fn filled(&self) -> usize {
        self.filled
    }

    /// Reads on, moving the bytes that were not taken to the buffer's beginning; false at the end
    /// of the stream.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.filled == self.bytes.len() {
            if self.filled >= LONGEST {
                return Err(too_long(self.taken + 1));
            }
            let size = (self.bytes.len() * 2).max(BUFFER);
            self.bytes.resize(size, 0);
        }
        loop {
            match self.source.read(&mut self.bytes[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(!self.ended);
        }
    }
}

/// What of several lines belongs together must fit, too.
pub(crate) fn check_length(length: usize, line: u64) -> io::Result<()> {
    match length <= LONGEST {
        true => Ok(()),
        false => Err(too_long(line)),
    }
}

fn too_long(line: u64) -> io::Error {
    let message = format!(
        "line {line} has more than {} MB: is a quote never closed?",
        LONGEST >> 20
    );
    io::Error::new(io::ErrorKind::InvalidData, message)
}
