//! Checks that Cargo, rustc and file systems accept the name of a package.

use openapi_client_codegen::text::Foreign;

/// The longest name that crates.io accepts, in bytes.
const LONGEST: usize = 64;

/// Reserved names, with the reason.
const RESERVED: &[(&[&str], &str)] = &[
    (
        &[
            "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
            "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
            "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
            "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe",
            "unsized", "use", "virtual", "where", "while", "yield", "_",
        ],
        "it is a Rust keyword",
    ),
    (&["alloc", "core", "proc_macro", "std", "test"], "a crate of the standard library has this name"),
    (
        &["build", "deps", "doc", "examples", "incremental"],
        "Cargo uses this name for a folder of build artifacts",
    ),
    (
        &["openapi_client_codegen", "openapi_client_runtime", "serde", "tokio"],
        "the new crate depends on a crate of this name",
    ),
];

/// Returns the name if it is valid for a package.
///
/// # Errors
/// Fails with the reason and a proposal if the name is not valid.
pub(super) fn checked(name: String) -> Result<String, String> {
    let Some(why) = fault(&name) else { return Ok(name) };
    let proposal = proposal(&name);
    let shown = Foreign::new(&name).line();
    Err(format!(
        "`{shown}` cannot be the name of a package: {why}\nchoose another, such as `--name {proposal}`"
    ))
}

fn fault(name: &str) -> Option<&'static str> {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some("it does not begin with an ASCII letter");
    }
    if !name.chars().all(fits) {
        return Some("it has a character other than ASCII letters, digits, `-` and `_`");
    }
    if name.len() > LONGEST {
        return Some("it is longer than 64 characters");
    }
    if is_device(name) {
        return Some("Windows reserves this name for a device");
    }
    let crate_name = name.to_lowercase().replace('-', "_");
    RESERVED.iter().find(|(names, _)| names.contains(&crate_name.as_str())).map(|(_, why)| *why)
}

/// Returns whether Windows reserves a name for a device, in any case ("Naming Files, Paths, and Namespaces").
fn is_device(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_port = |port: &str| {
        let number = name.strip_prefix(port).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    ["con", "prn", "aux", "nul"].contains(&name.as_str()) || is_port("com") || is_port("lpt")
}

/// Returns a similar name that is valid for a package.
fn proposal(name: &str) -> String {
    let mut words = String::new();
    for character in name.chars() {
        match character {
            character if character.is_ascii_alphanumeric() => words.push(character),
            _ if words.ends_with('-') || words.is_empty() => {}
            _ => words.push('-'),
        }
    }
    words.truncate(LONGEST - "-client".len());
    let words = words.trim_matches(|character: char| character == '-' || character.is_ascii_digit());
    if words.is_empty() { "api-client".to_owned() } else { format!("{words}-client") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_names_are_refused_with_a_valid_proposal() {
        let long = "a".repeat(65);
        for (name, proposed) in [
            ("async", "async-client"),
            ("Self", "Self-client"),
            ("test", "test-client"),
            ("core", "core-client"),
            ("proc-macro", "proc-macro-client"),
            ("deps", "deps-client"),
            ("serde", "serde-client"),
            ("openapi-client-runtime", "openapi-client-runtime-client"),
            ("con", "con-client"),
            ("COM1", "COM-client"),
            ("nul", "nul-client"),
            ("1st", "st-client"),
            ("", "api-client"),
            ("événements", "v-nements-client"),
            ("a\u{1b}[2J", "a-2J-client"),
            (&long, &format!("{}-client", "a".repeat(57))),
        ] {
            let message = checked(name.to_owned()).unwrap_err();
            assert!(message.ends_with(&format!("`--name {proposed}`")), "{message}");
            assert!(!message.contains('\u{1b}'));
            assert_eq!(checked(proposed.to_owned()), Ok(proposed.to_owned()));
        }
        for name in ["images", "my_api", "async-client", "com10", "client"] {
            assert_eq!(checked(name.to_owned()), Ok(name.to_owned()));
        }
    }
}
