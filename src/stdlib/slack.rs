//! Package `slack`: messages to Slack.

use crate::diagnostic::Failure;
use crate::value::Package;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "slack",
    docs: "Sends messages to Slack.",
    builtins: &[&VALIDATE_COLOR_STRING],
    constants: &[],
    flux: Some(include_str!("slack.flux")),
};

/// Gives a colour as it is, if it is `good`, `warning`, `danger`, or a hexadecimal code like
/// `#12abef`.
#[builtin(since = "0.41.0", pure)]
pub fn validate_color_string(
    /// The colour.
    color: Arc<str>,
) -> Result<Arc<str>, Failure> {
    let is_code = |code: &str| {
        let hexadecimal = code.bytes().all(|byte| byte.is_ascii_hexdigit());
        hexadecimal && u64::from_str_radix(code, 16).is_ok_and(|code| code <= 0xff_ffff)
    };
    let named = ["good", "warning", "danger"].contains(&&*color);
    if named || color.strip_prefix('#').is_some_and(is_code) {
        return Ok(color);
    }
    Err(
        Failure::new("flux::slack::color", "could not parse color string")
            .help("write `good`, `warning`, `danger`, or a code like `#12abef`"),
    )
}

#[cfg(test)]
mod tests {
    use super::validate_color_string;

    #[test]
    fn colors() {
        for color in ["good", "warning", "danger", "#12aBcD", "#fff"] {
            assert_eq!(&*validate_color_string(color.into()).unwrap(), color);
        }
        for color in ["blue", "#", "#1000000", "#+1", "12abcd", ""] {
            validate_color_string(color.into()).unwrap_err();
        }
    }
}
