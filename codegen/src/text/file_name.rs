//! File names that are valid on every file system.

/// The largest length of an unchanged name, in bytes: file systems have a limit of 255, and extensions are
/// added.
const LONGEST: usize = 100;

/// Names of devices on Windows, which are reserved with any extension ("Naming Files, Paths, and
/// Namespaces").
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Returns a file name without its extension. A short name that no system reserves is unchanged; a name that
/// is too long ends in a hash of the whole name.
pub(crate) fn file_stem(name: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-_+.".contains(character);
    let mut stem: String =
        name.chars().map(|character| if is_plain(character) { character } else { '-' }).collect();
    if stem.len() > LONGEST {
        let mut end = LONGEST;
        while !stem.is_char_boundary(end) {
            end -= 1;
        }
        stem.truncate(end);
        stem.push_str(&format!("-{:016x}", hash(name)));
    }
    if is_reserved(&stem) { format!("{stem}_") } else { stem }
}

/// Returns whether Windows reserves a name, in any case.
pub(super) fn is_reserved(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().to_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        base.strip_prefix(port).is_some_and(|number| {
            let mut characters = number.chars();
            let first = characters.next();
            first.is_some_and(|first| matches!(first, '0'..='9' | '¹' | '²' | '³'))
                && characters.next().is_none()
        })
    });
    is_port || DEVICES.contains(&base.as_str())
}

/// Returns a file name without its extension for each name. File names differ even if case is ignored, and
/// also differ from the names in `taken`.
#[cfg(feature = "tools")]
pub fn file_names<'a>(names: impl IntoIterator<Item = &'a str>, taken: &[&str]) -> Vec<String> {
    let mut given: std::collections::HashSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    let mut stems = Vec::new();
    for name in names {
        let mut stem = file_stem(name);
        if !given.insert(stem.to_lowercase()) {
            stem = file_stem(&format!("{name}-{:016x}", hash(name)));
            given.insert(stem.to_lowercase());
        }
        stems.push(stem);
    }
    stems
}

/// Returns the FNV-1a hash in 64 bits, which is the same on every machine.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_valid_on_every_file_system() {
        for (name, stem) in [
            ("cats+dogs", "cats+dogs"),
            ("événements", "événements"),
            ("con", "con_"),
            ("Aux", "Aux_"),
            ("com1", "com1_"),
            ("com10", "com10"),
            ("console", "console"),
            ("nul.txt", "nul.txt_"),
            ("../a/b", "..-a-b"),
        ] {
            assert_eq!(file_stem(name), stem);
        }
        let (long, longer) = ("é".repeat(300), "é".repeat(301));
        assert!(file_stem(&long).len() < 120 && file_stem(&long) != file_stem(&longer));
    }

    #[cfg(feature = "tools")]
    #[test]
    fn file_names_differ_without_regard_to_case() {
        let names = file_names(["Id", "ID", "Readme", "Cat"], &["README"]);
        let mut lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        lower.push("readme".to_owned());
        lower.sort();
        lower.dedup();
        assert_eq!(lower.len(), 5, "{names:?}");
        assert_eq!((names[0].as_str(), names[3].as_str()), ("Id", "Cat"));
    }
}
