//! Text of findings: one line of limited length.

use super::{Foreign, is_hidden};

/// The longest message, in characters. A name or number of a description may be as long as the description.
pub(crate) const LONGEST: usize = 2_000;

/// The longest help, in characters: a line for the settings may have a whole pointer.
pub(crate) const LONGEST_HELP: usize = 6_000;

/// Returns a message on one line without control sequences. Cuts the middle out of a message that is too
/// long.
pub(crate) fn message(mut text: String, most: usize) -> String {
    if text.len() > most {
        let start = text.char_indices().nth(most / 2).map(|(at, _)| at);
        let end = text.char_indices().nth_back(most / 2).map(|(at, _)| at);
        if let (Some(start), Some(end)) = (start, end)
            && start < end
        {
            text.replace_range(start..end, " … ");
        }
    }
    if text.contains(is_hidden) { Foreign::new(&text).line() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_its_start_and_end() {
        let long = format!("`{}` is not a number", "é".repeat(5_000));
        let short = message(long, LONGEST);
        assert!(short.starts_with("`éé") && short.ends_with("éé` is not a number"), "{short}");
        assert!(short.chars().count() < LONGEST + 10);
        let text = "é".repeat(LONGEST);
        assert_eq!(message(text.clone(), LONGEST), text);
    }
}
