//! The numbers of descriptions, which are parts of all of their names.

use std::collections::BTreeSet;

/// Returns the last number in a name.
pub(super) fn number_in(name: &str) -> Option<u64> {
    let digits =
        name.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty() && digits.len() < 12);
    // A status follows the path.
    let digits: Vec<&str> = digits.collect();
    match digits.as_slice() {
        [] => None,
        [only] => only.parse().ok(),
        [.., number, _] if name.contains('/') => number.parse().ok(),
        [.., number] => number.parse().ok(),
    }
}

/// Returns the numbers of the descriptions in the lines that rustc names, or in the lines before.
pub(super) fn numbers_of_error(error: &str, models: &str) -> BTreeSet<u64> {
    let lines: Vec<&str> = models.lines().collect();
    let mut found = BTreeSet::new();
    for place in error.lines().filter_map(|line| line.split_once("models.rs:").map(|(_, rest)| rest)) {
        let Some(line) = place.split(':').next().and_then(|line| line.parse::<usize>().ok()) else {
            continue;
        };
        let before = lines.iter().take(line).rev().take(400);
        let named = before.filter(|line| {
            line.contains(" struct ")
                || line.contains(" enum ")
                || line.contains("impl")
                || line.contains(" type ")
        });
        found.extend(
            named.take(1).filter_map(|line| {
                number_in(line.split_once(['{', '(', ';']).map_or(*line, |(name, _)| name))
            }),
        );
    }
    // rustc also names types.
    found.extend(error.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| {
        let start = word.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = word.split_at(start);
        let is_name = letters.starts_with(|c: char| c.is_ascii_uppercase()) && letters != "E";
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        is_name.then(|| digits.parse::<u64>().ok()).flatten()
    }));
    found
}
