//! Suggestions for misspelled words.

/// Returns the known word that is nearest to a word, if a third of the characters or fewer differ, or at most
/// two.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(2);
    let distances = known.into_iter().map(|known| (edit_distance(word, known), known));
    distances.min().filter(|(distance, _)| *distance <= most).map(|(_, known)| known)
}

/// Returns a suggestion for an unknown word: "did you mean `word`?"
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|known| format!("did you mean `{known}`?"))
}

/// Returns the number of characters to add, drop or change to get from one word to the other (Levenshtein
/// distance).
fn edit_distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, expected) in from.chars().enumerate() {
        let mut next = vec![line + 1];
        for ((column, found), above) in to.chars().enumerate().zip(row.iter().skip(1)) {
            let diagonal = row.get(column).copied().unwrap_or(usize::MAX);
            let left = next.last().copied().unwrap_or(usize::MAX);
            let changed = diagonal.saturating_add(usize::from(expected != found));
            next.push(changed.min(left.saturating_add(1)).min(above.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_similar_words_are_suggested() {
        let known = ["description", "overlays", "package"];
        assert_eq!(nearest("overlay", known), Some("overlays"));
        assert_eq!(nearest("desciption", known), Some("description"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
    }
}
