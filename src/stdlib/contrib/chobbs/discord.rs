//! Package `contrib/chobbs/discord`: messages to Discord.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/chobbs/discord",
    docs: "Sends messages to Discord.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("discord.flux")),
};
