//! Annotated CSV as upstream reads and writes it: tables with `#datatype`, `#group` and
//! `#default`, several blocks and results in one text; and plain CSV with a header.

mod alike;
mod block;
mod cell;
mod column;
mod decoder;
mod encoder;
mod layout;
mod record;

pub use decoder::{Decoder, Mode};
pub use encoder::Encoder;
