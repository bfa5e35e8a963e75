//! Compressed streams, known by their first bytes rather than by their names.

use flate2::read::MultiGzDecoder;
use std::io::{self, Cursor, Read};

/// The stream, unpacked if it is gzip (also several gzip streams one after another).
///
/// # Errors
/// If its first bytes cannot be read. A truncated gzip stream is an error of the reader that is
/// returned.
pub fn unpacked(mut stream: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut magic = [0; 2];
    let mut filled = 0;
    while filled < magic.len() {
        match stream.read(&mut magic[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let is_gzip = magic == [0x1f, 0x8b];
    let whole = Cursor::new(magic).take(filled as u64).chain(stream);
    Ok(match is_gzip {
        true => Box::new(MultiGzDecoder::new(whole)),
        false => Box::new(whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        unpacked(Box::new(Cursor::new(bytes)))?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn plain_and_packed_streams() {
        for text in ["", "m", "m x=1"] {
            assert_eq!(read(text.into()).unwrap(), text);
        }
        let two = [gzip("m x=1\n"), gzip("m x=2\n")].concat();
        assert_eq!(read(two).unwrap(), "m x=1\nm x=2\n");
    }

    #[test]
    fn a_truncated_stream_is_an_error() {
        let mut bytes = gzip("m x=1\nm x=2\n");
        bytes.truncate(bytes.len() - 9);
        assert!(read(bytes).is_err());
    }
}
