//! Package `pushbullet`: notes to Pushbullet.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "pushbullet",
    docs: "Sends notes to Pushbullet.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("pushbullet.flux")),
};
