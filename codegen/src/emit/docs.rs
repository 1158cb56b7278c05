//! Descriptions to rustdoc: one attribute a line, and Markdown that rustdoc and clippy read without a
//! warning. Code in a description never becomes a doctest.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// Documentation in the making, line by line.
#[derive(Debug, Default)]
pub(super) struct Text {
    lines: Vec<String>,
}

impl Text {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph of our own words, which are known to be safe.
    pub(super) fn own(mut self, paragraph: &str) -> Self {
        if !paragraph.is_empty() {
            self.separate();
            self.lines.extend(paragraph.lines().map(str::to_owned));
        }
        self
    }

    /// Adds the words of the description.
    pub(super) fn described(mut self, markdown: &str) -> Self {
        let safe = safe(markdown);
        if !safe.is_empty() {
            self.separate();
            self.lines.extend(safe);
        }
        self
    }

    /// Adds the words of the description or, where it has none, words of our own.
    pub(super) fn described_or(self, markdown: &str, own: &str) -> Self {
        if markdown.trim().is_empty() { self.own(own) } else { self.described(markdown) }
    }

    fn separate(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// One attribute for each line: prettyplease would print a longer one as a block comment.
    pub(super) fn attributes(self) -> TokenStream {
        // rustc refuses control characters in a comment, and those that turn the direction of a text.
        let is_refused = |character: char| {
            character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let plain = |line: &String| -> String { line.replace(is_refused, " ") };
        let lines =
            self.lines.iter().map(plain).map(|line| if line.is_empty() { line } else { format!(" {line}") });
        quote!(#(#[doc = #lines])*)
    }
}

/// One line of our own words.
pub(super) fn line(own: &str) -> TokenStream {
    Text::new().own(own).attributes()
}

/// The words of a description on one line, for a cell of a table.
pub(super) fn cell(markdown: &str) -> String {
    let line = safe(markdown).join(" ");
    line.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A text as it is written in JSON or on the wire, shown as code whatever it holds.
pub(super) fn code(text: &str) -> String {
    let shown: String = text
        .chars()
        .flat_map(|character| match character {
            character if character.is_control() => character.escape_default().collect::<Vec<char>>(),
            character => vec![character],
        })
        .collect();
    match shown.as_str() {
        "" => "`\"\"`".to_owned(),
        _ if shown.contains("``") => format!("``` {shown} ```"),
        _ if shown.contains('`') => format!("`` {shown} ``"),
        _ => format!("`{shown}`"),
    }
}

/// What is said of a default, which is never sent; nothing where there is none.
pub(super) fn assumed(default: Option<&Value>) -> String {
    let said =
        |value: &Value| format!("Where it is absent, the server assumes {}.", code(&value.to_string()));
    default.map(said).unwrap_or_default()
}

/// The words of a description as they may stand in a doc comment.
fn safe(markdown: &str) -> Vec<String> {
    let mut shaper = Shaper::default();
    for line in markdown.replace("\r\n", "\n").replace('\t', "    ").trim().lines() {
        shaper.line(line.trim_end());
    }
    shaper.finish()
}

/// Puts lists, quotes and code into the one form that no lint objects to.
#[derive(Debug, Default)]
struct Shaper {
    lines: Vec<String>,
    /// The fence that is open, as many backticks or tildes as it has.
    fence: Option<String>,
    /// Where the text of each open list item begins: as written, and as put out.
    items: Vec<(usize, usize)>,
    after_blank: bool,
    in_quote: bool,
}

impl Shaper {
    fn line(&mut self, line: &str) {
        let rest = line.trim_start();
        let indent = line.len() - rest.len();
        if let Some(fence) = self.fence.clone() {
            let padding = " ".repeat(self.base());
            if rest.starts_with(&fence) && rest.trim_end_matches(['`', '~']).is_empty() {
                self.fence = None;
            }
            self.lines.push(format!("{padding}{rest}"));
            return;
        }
        if rest.is_empty() {
            self.lines.push(String::new());
            self.after_blank = true;
            self.in_quote = false;
            return;
        }
        if let Some(fence) = fence_of(rest) {
            self.leave_items(indent);
            let language = language(rest.trim_start_matches(['`', '~']));
            self.lines.push(format!("{}{fence}{language}", " ".repeat(self.base())));
            self.fence = Some(fence);
        } else if let Some(width) = marker_width(rest) {
            self.items.retain(|(written, _)| *written <= indent);
            let base = self.base();
            let (marker, text) = rest.split_at_checked(width).unwrap_or((rest, ""));
            // One space behind the marker is enough, and what goes on below begins where the text does.
            let padding = text.len() - text.trim_start().len();
            self.items.push((indent + width + padding, base + width));
            self.lines.push(format!("{}{marker}{}", " ".repeat(base), inline(text.trim_start())));
        } else {
            if self.after_blank {
                self.leave_items(indent);
            }
            let is_quote = rest.starts_with('>');
            // A line that goes on with a quote or an item must say so, or the next reader misses it.
            let mark = if self.in_quote && !is_quote { "> " } else { "" };
            self.in_quote = is_quote || self.in_quote;
            self.lines.push(format!("{}{mark}{}", " ".repeat(self.base()), inline(rest)));
        }
        self.after_blank = false;
    }

    fn base(&self) -> usize {
        self.items.last().map_or(0, |(_, put_out)| *put_out)
    }

    fn leave_items(&mut self, indent: usize) {
        self.items.retain(|(written, _)| *written <= indent);
    }

    fn finish(mut self) -> Vec<String> {
        if let Some(fence) = self.fence.take() {
            self.lines.push(fence);
        }
        self.lines
    }
}

fn fence_of(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.chars().take_while(|character| *character == mark).count();
    // An inline span may begin a line; a fence has no more of its marks behind it.
    let rest = line.trim_start_matches(mark);
    (length >= 3 && !rest.contains(mark)).then(|| mark.to_string().repeat(length))
}

/// A code block without a language would be compiled and run as Rust.
fn language(written: &str) -> &str {
    let word = written.trim().split([' ', ',', '{']).next().unwrap_or_default();
    let runs =
        ["", "rust", "should_panic", "no_run", "ignore", "compile_fail", "test_harness"].contains(&word);
    let plain = word
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '+' | '_'));
    if runs || !plain || word.starts_with("edition") || word.starts_with("ignore") { "text" } else { word }
}

/// How wide the marker of a list item is, with the space behind it.
fn marker_width(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = if digits > 0 && digits < 10 {
        line.get(digits..)?.starts_with(['.', ')']).then_some(digits + 1)?
    } else {
        line.starts_with(['-', '*', '+']).then_some(1)?
    };
    line.get(marker..)?.starts_with(' ').then_some(marker + 1)
}

/// A line with everything escaped that would be a link, a tag or a bare address.
fn inline(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (taken, written) = match character {
            '`' => code_span(rest),
            '\\' => {
                let length = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                (length, rest.get(..length).unwrap_or(rest).to_owned())
            }
            '[' => link(rest).unwrap_or((1, "\\[".to_owned())),
            ']' => (1, "\\]".to_owned()),
            '<' => tag(rest).unwrap_or((1, "\\<".to_owned())),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => address(rest),
            other => (other.len_utf8(), other.to_string()),
        };
        safe.push_str(&written);
        rest = rest.get(taken..).unwrap_or_default();
    }
    safe
}

/// A span up to the same number of backticks; a lone backtick is only that.
fn code_span(text: &str) -> (usize, String) {
    let ticks = text.bytes().take_while(|byte| *byte == b'`').count();
    let (open, inside) = text.split_at_checked(ticks).unwrap_or((text, ""));
    let mut from = 0;
    while let Some(found) = inside.get(from..).and_then(|rest| rest.find('`')) {
        let at = from + found;
        let run = inside.get(at..).unwrap_or_default().bytes().take_while(|byte| *byte == b'`').count();
        if run == ticks {
            let length = ticks + at + run;
            return (length, text.get(..length).unwrap_or(text).to_owned());
        }
        from = at + run;
    }
    (ticks, open.replace('`', "\\`"))
}

/// `[text](target)`, which is a link whatever stands around it.
fn link(text: &str) -> Option<(usize, String)> {
    let close = text.find("](")?;
    let label = text.get(1..close)?;
    if label.contains(['[', ']']) {
        return None;
    }
    let target = text.get(close + 2..)?;
    let end = target.find(')')?;
    let address = target.get(..end)?;
    // A relative target would be looked up among the Rust items and the pages of the crate.
    let whole = close + 2 + end + 1;
    let is_absolute = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    let label = inline(label);
    Some((whole, if is_absolute { format!("[{label}]({address})") } else { label }))
}

/// Line breaks and addresses in angle brackets; any other tag is shown, not obeyed.
fn tag(text: &str) -> Option<(usize, String)> {
    let end = text.find('>')? + 1;
    let tag = text.get(..end)?;
    let known = matches!(tag, "<br>" | "<br/>" | "<br />")
        || tag.starts_with("<http://")
        || tag.starts_with("<https://");
    (known && !tag.contains(' ') || tag == "<br />").then(|| (end, tag.to_owned()))
}

fn address(text: &str) -> (usize, String) {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|'))
        .unwrap_or(text.len());
    let whole = text.get(..end).unwrap_or(text);
    let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', ']', '*', '_', '}']);
    if address.ends_with("//") {
        return (address.len(), address.to_owned());
    }
    (address.len(), format!("<{address}>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_rustdoc_would_obey() {
        for (written, shown) in [
            ("an `id` or [a link](https://example.com)", "an `id` or [a link](https://example.com)"),
            ("see https://example.com.", "see <https://example.com>."),
            ("a [V2] host <host> and a ` tick", "a \\[V2\\] host \\<host> and a \\` tick"),
            ("tags<br><br>more", "tags<br><br>more"),
            ("[local](#section) word", "local word"),
            ("`a [b] <c>`", "`a [b] <c>`"),
        ] {
            assert_eq!(safe(written), [shown]);
        }
    }

    #[test]
    fn whatever_is_written_can_be_shown() {
        for (written, shown) in [
            ("a[b]", "`a[b]`"),
            ("", "`\"\"`"),
            ("a\nb", "`a\\nb`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
        ] {
            assert_eq!(code(written), shown);
        }
        assert_eq!(cell(&code("a|b")), "`a\\|b`");
        let docs = Text::new().own("turned \u{202e}round").attributes().to_string();
        assert!(!docs.contains('\u{202e}'), "{docs}");
    }

    #[test]
    fn code_is_text_and_lists_are_indented() {
        let shown = safe("Do:\n\n```\ncurl\n```\n\n- one\ngoes on\n    - two\n\n        deep\n> quote\nlazy");
        assert_eq!(
            shown.join("\n"),
            "Do:\n\n```text\ncurl\n```\n\n- one\n  goes on\n  - two\n\n    deep\n    > quote\n    > lazy"
        );
        assert_eq!(safe("*   wide\ngoes on\n    \n    below"), ["* wide", "  goes on", "", "  below"]);
        assert_eq!(safe("    code"), ["code"]);
        assert_eq!(safe("```rust\nfn"), ["```text", "fn", "```"]);
    }
}
