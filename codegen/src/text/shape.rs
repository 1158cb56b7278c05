//! Foreign Markdown to Markdown with nothing live in it: taken apart by the parser that rustdoc uses, written again,
//! and read once more as rustdoc will read it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::escape::{self, is_turning, longest_run};
use super::print;

/// How often HTML is looked for: each round shows what the one before has brought to light.
const ROUNDS: usize = 4;

/// Blocks, line by line.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let text = cleaned(text);
    if is_plain(&text) {
        return text.lines().map(|line| line.trim_end().to_owned()).collect();
    }
    let lines = print::blocks(&without_html(&text));
    if is_safe(&lines.join("\n")) { lines } else { fenced("", &text) }
}

/// One line.
pub(super) fn inline(text: &str) -> String {
    let line = flat(text, false);
    // Words of the generator stand before it.
    if is_safe(&format!("x {line}")) { line } else { escape::code(text) }
}

/// One line for a cell of a table.
pub(super) fn cell(text: &str) -> String {
    let line = flat(text, true);
    if is_safe(&format!("| x |\n|---|\n| {line} |")) { line } else { escape::code(text).replace('|', "\\|") }
}

fn flat(text: &str, is_cell: bool) -> String {
    let text = cleaned(text);
    if is_plain(&text) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    print::flat(&without_html(&text), is_cell)
}

/// A code block of the generator's own Rust.
pub(super) fn example(language: &str, code: &str) -> Vec<String> {
    let fence = fence(code);
    let lines = code.lines().map(escape::line);
    std::iter::once(format!("{fence}{language}")).chain(lines).chain([fence.clone()]).collect()
}

fn fence(code: &str) -> String {
    "`".repeat(longest_run(code, '`').max(2) + 1)
}

/// A code block that is text, with more backticks around it than there are within.
pub(super) fn fenced(language: &str, text: &str) -> Vec<String> {
    let fence = fence(text);
    let lines = text.lines().map(|line| line.trim_end().to_owned());
    let first = format!("{fence}{}", safe_language(language));
    std::iter::once(first).chain(lines).chain([fence.clone()]).collect()
}

/// The text without what rustc or a terminal would obey, and with blanks for tabs: rustdoc and clippy read no others.
fn cleaned(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains(|character: char| character.is_control() && character != '\n' || is_turning(character))
    {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => cleaned.push('\n'),
            '\t' => cleaned.push_str("    "),
            '\u{b}' | '\u{c}' | '\u{85}' => cleaned.push(' '),
            character if is_turning(character) => {}
            // As CommonMark does with NUL (section 2.3).
            character if character.is_control() => cleaned.push(char::REPLACEMENT_CHARACTER),
            character => cleaned.push(character),
        }
    }
    Cow::Owned(cleaned.trim().to_owned())
}

/// Whether no parser could find anything in a text but paragraphs of words, which most descriptions are.
fn is_plain(text: &str) -> bool {
    const MARKS: [char; 10] = ['`', '*', '[', ']', '<', '&', '\\', '|', '~', '!'];
    !text.contains(MARKS)
        && !text.contains("http://")
        && !text.contains("https://")
        && text.lines().all(is_plain_line)
}

fn is_plain_line(line: &str) -> bool {
    let begins_a_block = line.starts_with(['#', '>', '-', '+', '=', ':', ' '])
        || line.starts_with(|first: char| first.is_ascii_digit()) && print::list_marker(line).is_some();
    // Between two letters it is no emphasis.
    let has_emphasis = || {
        let bytes = line.as_bytes();
        let is_word = |index: Option<usize>| {
            index.and_then(|index| bytes.get(index)).is_some_and(|byte| byte.is_ascii_alphanumeric())
        };
        line.match_indices('_').any(|(at, _)| !is_word(at.checked_sub(1)) || !is_word(Some(at + 1)))
    };
    !begins_a_block && !has_emphasis()
}

/// What the writer reads: tables, struck text and tasks, as rustdoc does. Footnotes would get one number with those of
/// other descriptions; quotes stay as they are written.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// The text with every tag escaped but line breaks, so that what stands between them is read as Markdown.
fn without_html(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        if !text.contains('<') {
            break;
        }
        let edits = edits(&text);
        if edits.is_empty() {
            break;
        }
        let mut edited = String::with_capacity(text.len() + edits.len());
        let mut from = 0;
        for (range, with) in edits {
            edited.push_str(text.get(from..range.start).unwrap_or_default());
            edited.push_str(with);
            from = range.end;
        }
        edited.push_str(text.get(from..).unwrap_or_default());
        text = Cow::Owned(edited);
    }
    text
}

/// Where something is to be put in or taken out.
fn edits(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut edits = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::InlineHtml(tag) if !is_break(&tag) => edits.push((range.start..range.start, "\\")),
            Event::Html(line) => {
                let mut rest = line.trim_start();
                let mut at = range.start + line.len() - rest.len();
                // A line break that begins a block breaks nothing, and would make all of it HTML.
                while let Some(end) = rest.find('>').map(|end| end + 1)
                    && rest.get(..end).is_some_and(is_break)
                {
                    edits.push((at..at + end, ""));
                    rest = rest.get(end..).unwrap_or_default();
                    at += end;
                }
                let tags = rest.match_indices('<').filter(|(index, _)| {
                    let tag = rest.get(*index..).unwrap_or_default();
                    let is_kept = BREAKS.iter().any(|kept| tag.starts_with(kept));
                    let begins = |next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
                    !is_kept && tag.chars().nth(1).is_some_and(begins)
                });
                edits.extend(tags.map(|(index, _)| (at + index..at + index, "\\")));
            }
            _ => {}
        }
    }
    edits
}

/// The one tag that stays: cells of tables have no other way to break a line.
const BREAKS: [&str; 3] = ["<br>", "<br/>", "<br />"];

pub(super) fn is_break(tag: &str) -> bool {
    BREAKS.contains(&tag)
}

/// Where a link may lead.
pub(super) fn is_allowed(address: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)))
}

/// The languages that code blocks keep. rustdoc takes words that it does not know for another language than Rust, and
/// learns new ones.
const LANGUAGES: &[&str] = &[
    "text",
    "bash",
    "c",
    "console",
    "cpp",
    "cs",
    "csharp",
    "css",
    "csv",
    "curl",
    "diff",
    "dotenv",
    "elixir",
    "go",
    "graphql",
    "groovy",
    "hcl",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "json5",
    "jsonc",
    "jsonl",
    "jsx",
    "kotlin",
    "lua",
    "markdown",
    "md",
    "node",
    "objc",
    "perl",
    "php",
    "plain",
    "plaintext",
    "powershell",
    "proto",
    "protobuf",
    "python",
    "py",
    "r",
    "rb",
    "ruby",
    "scala",
    "sh",
    "shell",
    "sql",
    "swift",
    "terraform",
    "toml",
    "ts",
    "tsx",
    "txt",
    "typescript",
    "xml",
    "yaml",
    "yml",
    "zsh",
];

/// A language that rustdoc does not run; `text` for any other.
pub(super) fn safe_language(written: &str) -> &'static str {
    let word = written.trim().split([' ', ',', '{', ':']).next().unwrap_or_default();
    let known = LANGUAGES.iter().find(|language| language.eq_ignore_ascii_case(word));
    known.copied().unwrap_or("text")
}

/// Whether nothing is live in some Markdown, however rustdoc reads it: with its options where it is shown, and without
/// any where doctests are looked for.
pub(super) fn is_safe(markdown: &str) -> bool {
    let shown = options() | Options::ENABLE_FOOTNOTES | Options::ENABLE_SMART_PUNCTUATION;
    [shown, Options::empty()].into_iter().all(|options| {
        let parser = Parser::new_ext(markdown, options);
        parser.reference_definitions().iter().next().is_none()
            && parser.into_iter().all(|event| is_dead(&event))
    })
}

fn is_dead(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
            LANGUAGES.contains(&language.as_ref())
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => false,
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            is_allowed(dest_url) || *link_type == LinkType::Email
        }
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_)) => false,
        Event::Html(_) | Event::FootnoteReference(_) => false,
        Event::InlineHtml(tag) => is_break(tag),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
