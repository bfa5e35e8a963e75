//! Package `contrib/sranka/teams`: messages to Microsoft Teams.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/sranka/teams",
    docs: "Sends messages to Microsoft Teams.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("teams.flux")),
};
