//! Package `contrib/sranka/sensu`: events for Sensu.

use crate::value::Package;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/sranka/sensu",
    docs: "Sends events to Sensu.",
    builtins: &[&TO_SENSU_NAME],
    constants: &[],
    flux: Some(include_str!("sensu.flux")),
};

/// Makes a name that Sensu takes: characters that it does not become `_`.
#[builtin(since = "0.90.0", pure)]
pub fn to_sensu_name(
    /// Any name.
    v: Arc<str>,
) -> String {
    if v.is_empty() {
        return "_".into();
    }
    let taken = |c: char| c.is_ascii_alphanumeric() || ['_', '.', '-'].contains(&c);
    let characters = v.chars();
    characters.map(|c| if taken(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::to_sensu_name;

    #[test]
    fn names() {
        for (name, expected) in [("", "_"), ("a-B_1.c", "a-B_1.c"), ("ü b/c", "__b_c")] {
            assert_eq!(to_sensu_name(name.into()), expected);
        }
    }
}
