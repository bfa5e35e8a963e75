//! What the standard library's declarations say, as text: for `:help`, and for whoever wants a
//! page of it. Everything is read off the one table of packages.

use crate::stdlib::{PACKAGES, PRELUDE};
use crate::value::{Builtin, Package};
use std::fmt::Write;

/// What is known of a name: a package by its import path or its name, a function as
/// `package.function`, or one of those that need no import. Several packages may have one name.
pub fn describe(name: &str) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    if let Some((package, member)) = name.rsplit_once('.') {
        let named = PACKAGES.iter().filter(|one| is_named(one, package));
        found.extend(named.filter_map(|one| describe_member(one, member)));
    } else {
        let prelude = PACKAGES.iter().filter(|one| PRELUDE.contains(&one.path));
        found.extend(prelude.filter_map(|one| describe_member(one, name)));
        let named = PACKAGES.iter().filter(|one| is_named(one, name));
        found.extend(named.map(|one| describe_package(one)));
    }
    (!found.is_empty()).then(|| found.join("\n\n"))
}

/// All names that can be described: packages, `package.member`, and what needs no import.
pub fn names() -> Vec<String> {
    let mut names = Vec::new();
    for package in PACKAGES {
        names.push(package.path.to_owned());
        let own = package.name();
        for member in members(package) {
            if PRELUDE.contains(&package.path) {
                names.push(member.to_owned());
            } else {
                names.push(format!("{own}.{member}"));
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// What a package exports, by name.
pub fn members(package: &Package) -> Vec<&'static str> {
    let builtins = package.builtins.iter().map(|builtin| builtin.name);
    let constants = package.constants.iter().map(|constant| constant.name);
    let written = package.flux.map_or_else(Vec::new, definitions);
    let written = written.into_iter().map(|definition| definition.name);
    let mut names: Vec<_> = builtins.chain(constants).chain(written).collect();
    names.retain(|name| !name.starts_with('_'));
    names.sort_unstable();
    names.dedup();
    names
}

/// The packages with an import path or a name like this.
pub fn packages_named(name: &str) -> impl Iterator<Item = &'static Package> {
    let packages = PACKAGES.iter().copied();
    packages.filter(move |package| is_named(package, name))
}

fn is_named(package: &Package, name: &str) -> bool {
    package.path == name || package.name() == name
}

fn describe_package(package: &Package) -> String {
    let mut text = format!("import \"{}\"\n\n{}\n", package.path, package.docs);
    for member in members(package) {
        let _ = write!(text, "\n  {}.{member}", package.name());
    }
    text
}

fn describe_member(package: &Package, member: &str) -> Option<String> {
    let name = match PRELUDE.contains(&package.path) {
        true => member.to_owned(),
        false => format!("{}.{member}", package.name()),
    };
    let import = match PRELUDE.contains(&package.path) {
        true => String::new(),
        false => format!("import \"{}\"\n\n", package.path),
    };
    if let Some(builtin) = package.builtins.iter().find(|one| one.name == member) {
        return Some(import + &describe_builtin(&name, builtin));
    }
    if let Some(constant) = package.constants.iter().find(|one| one.name == member) {
        return Some(format!(
            "{import}{name}: {}\n\n{}",
            constant.ty, constant.docs
        ));
    }
    let definitions = definitions(package.flux?);
    let definition = definitions.into_iter().find(|one| one.name == member)?;
    let docs = definition.docs.join(" ");
    Some(
        format!("{import}{name} = {}\n\n{docs}", definition.head)
            .trim_end()
            .to_owned(),
    )
}

fn describe_builtin(name: &str, builtin: &Builtin) -> String {
    let mut text = format!(
        "{name}: {}\n\n{}\n",
        builtin.signature(),
        builtin.docs.trim()
    );
    for param in builtin.params {
        let default = param.default.as_ref();
        let default = default.map_or(String::new(), |default| format!(" = {}", default.text));
        let docs = param.docs.trim().replace('\n', "\n      ");
        let _ = write!(text, "\n  {}{default}\n      {docs}", param.signature());
    }
    if let Some(since) = builtin.since {
        let _ = write!(text, "\n\nSince Flux {since}.");
    }
    if let Some(deprecated) = builtin.deprecated {
        let _ = write!(text, "\n\nDeprecated: {deprecated}");
    }
    text
}

/// What a package's Flux text defines.
struct Definition {
    name: &'static str,
    /// Its parameters, or its value if that is no function.
    head: String,
    /// The lines of the comment before it.
    docs: Vec<&'static str>,
}

fn definitions(text: &'static str) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut docs: Vec<&str> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(comment) = line.strip_prefix("//") {
            docs.push(comment.trim());
            continue;
        }
        let plain = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let defined = line
            .split_once(" = ")
            .map(|(name, value)| (name.strip_prefix("option ").unwrap_or(name), value))
            .filter(|(name, _)| plain(name));
        if let Some((name, value)) = defined {
            let mut head = value.to_owned();
            // Parameters may go on over several lines.
            while head.starts_with('(')
                && !head.contains("=>")
                && let Some(next) = lines.next()
            {
                head.push_str(next.trim());
                head.push(' ');
            }
            if let Some((parameters, _)) = head.split_once("=>") {
                let parameters = parameters.trim().replace(",)", ")").replace(", )", ")");
                head = format!("{parameters} => …");
            }
            found.push(Definition {
                name,
                head,
                docs: std::mem::take(&mut docs),
            });
        } else if !line.starts_with(' ') {
            docs.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_packages_are_described() {
        let cases = [
            ("filter", "fn: (r: A) => bool"),
            ("array.from", "import \"array\""),
            ("window", "every=0s"),
            ("math.pi", "math.pi: float"),
            ("influxdata/influxdb/secrets", "secrets.get"),
            ("secrets", "import \"influxdata/influxdb/secrets\""),
        ];
        for (name, expected) in cases {
            let text = describe(name).unwrap_or_default();
            assert!(text.contains(expected), "{name}: {text}");
        }
        assert_eq!(describe("nothing.like.this"), None);
    }

    #[test]
    fn every_name_is_described() {
        for name in names() {
            assert!(describe(&name).is_some(), "{name}");
        }
    }
}
