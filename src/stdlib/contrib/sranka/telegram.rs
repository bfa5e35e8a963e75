//! Package `contrib/sranka/telegram`: messages to Telegram.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/sranka/telegram",
    docs: "Sends messages to Telegram.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("telegram.flux")),
};
