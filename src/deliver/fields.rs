//! The fields of a line, told apart.

/// Where one field stands in a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Where the key begins.
    pub(super) start: u32,
    /// Where the equals sign stands.
    key_end: u32,
    /// Where the value ends.
    pub(super) end: u32,
}

impl Field {
    /// The key, with its escapes.
    pub(super) fn key<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        let key = self.start as usize..self.key_end as usize;
        bytes.get(key).unwrap_or_default()
    }

    /// The value, as it is written.
    pub(super) fn value<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        let value = self.key_end as usize + 1..self.end as usize;
        bytes.get(value).unwrap_or_default()
    }
}

/// Calls `visit` with each field of `key=value,key=value`, which stands at a place of a buffer.
pub(super) fn each_field(bytes: &[u8], (start, end): (u32, u32), mut visit: impl FnMut(Field)) {
    let mut at = start as usize;
    let end = end as usize;
    let bytes = bytes.get(..end).unwrap_or_default();
    while at < end {
        let first = at;
        while let Some(byte) = bytes.get(at)
            && *byte != b'='
        {
            let escaped = *byte == b'\\' && matches!(bytes.get(at + 1), Some(b',' | b'=' | b' '));
            at += if escaped { 2 } else { 1 };
        }
        let key_end = at.min(end);
        at = value_end(bytes, at + 1);
        visit(Field {
            start: first as u32,
            key_end: key_end as u32,
            end: at as u32,
        });
        at += 1;
    }
}

/// Where the value that begins at a place ends: at a comma, which in quotes is text.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let quoted = bytes.get(start) == Some(&b'"');
    let mut at = start + usize::from(quoted);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quoted => at += 1,
            b'"' if quoted => return at + 1,
            b',' if !quoted => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
