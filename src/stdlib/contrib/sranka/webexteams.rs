//! Package `contrib/sranka/webexteams`: messages to Webex.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/sranka/webexteams",
    docs: "Sends messages to Webex.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("webexteams.flux")),
};
