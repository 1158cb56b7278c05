//! Typical mistakes about files, with words of their own: what the file is, and what to do.

use super::locate::Lines;
use super::read::SyntaxFault;
use crate::diagnostics::Code;

/// Returns the fault of a text that is not YAML or JSON at all, although a parser may accept it.
pub(super) fn other_text(text: &str) -> Option<SyntaxFault> {
    let start = text.trim_start();
    // `<<` is a merge key of YAML.
    if !start.starts_with('<') || start.starts_with("<<") {
        return None;
    }
    let first = start.get(..100.min(start.len())).unwrap_or(start).to_ascii_lowercase();
    let what = if first.contains("<!doctype html") || first.contains("<html") {
        "this is an HTML page, not a description"
    } else {
        "this is XML, not YAML or JSON"
    };
    let (line, column) = Lines::of(text).position(text.len() - start.len());
    Some(fault(
        what,
        "download the description itself: the file that the page shows or links to",
        line,
        column,
    ))
}

/// Explains the error of the JSON parser at a position, if comments are the cause.
pub(super) fn in_json(text: &str, line: usize, column: usize) -> Option<SyntaxFault> {
    let written = text.split('\n').nth(line.checked_sub(1)?)?;
    let start = written.char_indices().nth(column.checked_sub(1)?).map_or(written.len(), |(start, _)| start);
    // The parser may have read the first character of the comment.
    let comment = ["//", "/*", "#"].iter().find_map(|mark| {
        let from = written.get(..start)?.len().saturating_sub(1);
        let found = written.get(from..)?.find(mark)?;
        (found <= 1).then_some(from + found)
    })?;
    let column = written.get(..comment)?.chars().count() + 1;
    Some(fault("JSON has no comments", "remove the comment, or write the file in YAML", line, column))
}

/// Explains the error of the YAML parser at a position, if tabs or several documents are the cause.
pub(super) fn in_yaml(text: &str, message: &str, line: usize) -> Option<SyntaxFault> {
    if message.contains("more than one document") {
        let marks = text.split('\n').enumerate().filter(|(_, line)| line.trim_end() == "---");
        let is_content = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let has_content = |index: usize| text.split('\n').take(index).any(is_content);
        let (index, _) = marks.into_iter().find(|(index, _)| has_content(*index))?;
        let help = "keep the description, and move the other document to a file of its own";
        return Some(fault(
            "the file has several YAML documents; here the second begins",
            help,
            index + 1,
            1,
        ));
    }
    let written = text.split('\n').nth(line.checked_sub(1)?)?;
    let indentation = written.len() - written.trim_start_matches([' ', '\t']).len();
    let tab = written.get(..indentation)?.find('\t')?;
    Some(fault(
        "the line is indented by a tab, which YAML does not allow",
        "indent it by spaces",
        line,
        tab + 1,
    ))
}

/// Returns the encoding of bytes that are not UTF-8, if a byte order mark or every other byte shows it.
pub(super) fn encoding(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => {
            "the file is encoded in UTF-16, not in UTF-8"
        }
        _ => "the file is not encoded in UTF-8",
    }
}

/// Returns what is wrong with a path that names no file, and what to do.
pub(super) fn path(path: &str) -> Option<(&'static str, &'static str)> {
    if path.starts_with("http://") || path.starts_with("https://") {
        let help = "download it first, as with `curl --location --output openapi.yaml URL`";
        return Some(("a URL is not fetched", help));
    }
    None
}

fn fault(message: &str, help: &'static str, line: usize, column: usize) -> SyntaxFault {
    SyntaxFault { code: Code::Syntax, message: message.to_owned(), help, line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_key_is_yaml() {
        assert!(other_text("<<: {openapi: 3.0.3}\n").is_none());
        assert!(other_text("\n <html></html>").is_some_and(|fault| (fault.line, fault.column) == (2, 2)));
    }

    #[test]
    fn only_a_comment_is_explained_as_one() {
        assert!(in_json("{\"a\": 1 \"b//\": 2}", 1, 9).is_none());
        assert!(in_json("{\"a\": 1, // b\n}", 1, 10).is_some());
    }
}
