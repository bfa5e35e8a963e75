//! Package `contrib/sranka/opsgenie`: alerts for Opsgenie.

use crate::diagnostic::Failure;
use crate::stdlib::json::encode;
use crate::value::{Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/sranka/opsgenie",
    docs: "Sends alerts to Opsgenie.",
    builtins: &[&RESPONDERS_TO_JSON],
    constants: &[],
    flux: Some(include_str!("opsgenie.flux")),
};

/// Writes responders as Opsgenie takes them.
#[builtin(name = "respondersToJSON", since = "0.84.0", pure)]
pub fn responders_to_json(
    /// Responders, each after its kind: `user:`, `team:`, `escalation:` or `schedule:`.
    v: Vec<Arc<str>>,
) -> Result<String, Failure> {
    let responders: Result<Vec<String>, Failure> =
        v.iter().map(|responder| written(responder)).collect();
    Ok(format!("[{}]", responders?.join(",")))
}

fn written(responder: &str) -> Result<String, Failure> {
    let kinds = [
        ("user", "username"),
        ("team", "name"),
        ("escalation", "name"),
        ("schedule", "name"),
    ];
    let known = responder.split_once(':').and_then(|(kind, name)| {
        let (kind, property) = kinds.into_iter().find(|(known, _)| *known == kind)?;
        Some((kind, property, name))
    });
    let Some((kind, property, name)) = known else {
        return Err(Failure::new(
            "flux::opsgenie::responder",
            format!(
                "unsupported responder \"{responder}\", it must start with one of ['user:','team:','escalation:','schedule:']"
            ),
        ));
    };
    let name = encode(Value::string(name))?;
    let name = String::from_utf8_lossy(&name);
    Ok(format!("{{\"type\":\"{kind}\",\"{property}\":{name}}}"))
}

#[cfg(test)]
mod tests {
    use super::responders_to_json;

    #[test]
    fn responders() {
        let write = |responders: &[&str]| {
            let responders = responders.iter().map(|text| (*text).into());
            responders_to_json(responders.collect())
        };
        assert_eq!(write(&[]).unwrap(), "[]");
        assert_eq!(
            write(&["user:a@b", "team:x:\"y\""]).unwrap(),
            r#"[{"type":"user","username":"a@b"},{"type":"team","name":"x:\"y\""}]"#
        );
        assert!(
            write(&["group:x"])
                .unwrap_err()
                .message
                .contains("\"group:x\"")
        );
        write(&["user"]).unwrap_err();
    }
}
