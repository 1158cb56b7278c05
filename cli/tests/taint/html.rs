//! Checks that HTML contains only the tags of the page.

use crate::MARK;

const TAGS: &[&str] = &[
    "!doctype", "b", "body", "code", "details", "div", "footer", "h1", "h2", "h3", "head", "header", "html",
    "i", "main", "mark", "meta", "p", "pre", "section", "span", "style", "summary", "table", "td", "th",
    "title", "tr",
];

/// Fails if a tag does not belong to the page, or contains foreign text.
pub(crate) fn assert_dead(name: &str, page: &str) {
    for rest in page.split('<').skip(1) {
        let (tag, _) = rest.split_once('>').unwrap_or_else(|| panic!("{name}: an open tag: {rest}"));
        let word = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        assert!(TAGS.contains(&word), "{name}: <{tag}>");
        assert!(!tag.contains(MARK) && !tag.contains("href") && !tag.contains(" on"), "{name}: <{tag}>");
    }
}
