//! Secrets: from files that only their owner can read, and from the environment.

use super::config::wrong;
use crate::diagnostic::Failure;
use crate::world::Secret;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where secrets are looked for, in this order: files, then the environment.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    files: Vec<(PathBuf, BTreeMap<String, Secret>)>,
    environment: BTreeMap<String, Secret>,
}

impl Secrets {
    /// Only the environment.
    pub(super) fn of_environment(variables: &BTreeMap<String, String>) -> Self {
        let variables = variables.iter();
        Self {
            files: Vec::new(),
            environment: variables
                .map(|(name, value)| (name.clone(), Secret::new(value.as_str())))
                .collect(),
        }
    }

    /// Adds a dotenv file.
    pub(super) fn add_file(&mut self, path: PathBuf) -> Result<(), Failure> {
        let unreadable = |error: &dyn std::fmt::Display| {
            wrong(format!(
                "cannot read the secrets in {}: {error}",
                path.display()
            ))
        };
        refuse_if_others_can_read(&path)?;
        let file = std::fs::File::open(&path).map_err(|error| unreadable(&error))?;
        let mut secrets = BTreeMap::new();
        for (number, entry) in dotenvy::from_read_iter(file).enumerate() {
            // The error's own text would show the line, and so perhaps the secret.
            let (key, value) = entry.map_err(|_| {
                unreadable(&format!(
                    "entry {} is not of the form NAME=VALUE",
                    number + 1
                ))
                .help("put values with blanks, quotes or `#` in single quotes")
            })?;
            secrets.insert(key, Secret::new(value));
        }
        self.files.push((path, secrets));
        Ok(())
    }

    /// A secret.
    pub(super) fn get(&self, key: &str) -> Result<Secret, Failure> {
        let files = self.files.iter().map(|(_, secrets)| secrets);
        let found = files
            .chain([&self.environment])
            .find_map(|secrets| secrets.get(key));
        if let Some(secret) = found {
            return Ok(secret.clone());
        }
        let files = self.files.iter();
        let mut places: Vec<_> = files.map(|(path, _)| path.display().to_string()).collect();
        places.push("the environment".into());
        let help = match self.files.is_empty() {
            true => format!(
                "set the environment variable {key}, or put `{key}=…` into a file and name it with `--secrets`"
            ),
            false => format!("put `{key}=…` into that file, or set the environment variable {key}"),
        };
        Err(Failure::new(
            "flux::connect::no_secret",
            format!(
                "secret not found: \"{key}\" is neither in {}",
                places.join(" nor in ")
            )
            .replace(
                // One place needs no "neither".
                "is neither in the environment",
                "is not in the environment",
            ),
        )
        .help(help))
    }
}

#[cfg(unix)]
fn refuse_if_others_can_read(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|error| {
        wrong(format!(
            "cannot read the secrets in {}: {error}",
            path.display()
        ))
    })?;
    match metadata.permissions().mode() & 0o044 {
        0 => Ok(()),
        _ => Err(wrong(format!(
            "the secrets in {} can be read by others",
            path.display()
        ))
        .help(format!("`chmod 600 {}` keeps them to you", path.display()))),
    }
}

#[cfg(not(unix))]
fn refuse_if_others_can_read(_path: &Path) -> Result<(), Failure> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Secrets {
        let variables = variables.iter();
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Secrets::of_environment(&variables.map(owned).collect())
    }

    #[test]
    #[cfg(unix)]
    fn files_go_before_the_environment_and_are_for_their_owner() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.env");
        std::fs::write(&path, "# tokens\nexport A='a b#c'\nB=\"b\"\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        let mut secrets = environment(&[("A", "other"), ("C", "c")]);
        mode(0o640);
        let refused = secrets.add_file(path.clone()).unwrap_err();
        assert!(
            refused.message.contains("can be read by others"),
            "{refused}"
        );
        mode(0o600);
        secrets.add_file(path.clone()).unwrap();
        for (key, value) in [("A", "a b#c"), ("B", "b"), ("C", "c")] {
            assert_eq!(**secrets.get(key).unwrap().expose(), *value);
        }
        let missing = secrets.get("D").unwrap_err().message;
        assert!(
            missing.contains("secrets.env nor in the environment"),
            "{missing}"
        );
        std::fs::write(&path, "E=secret words 'unclosed\n").unwrap();
        let malformed = secrets.add_file(path).unwrap_err();
        assert!(
            !format!("{malformed:?}").contains("unclosed"),
            "{malformed:?}"
        );
    }

    #[test]
    fn a_missing_secret_names_where_it_was_looked_for() {
        let missing = environment(&[]).get("TOKEN").unwrap_err();
        assert_eq!(
            missing.message,
            "secret not found: \"TOKEN\" is not in the environment"
        );
        assert!(missing.help.unwrap().contains("--secrets"));
    }
}
