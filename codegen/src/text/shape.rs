//! Removes active content from Markdown: parses it with rustdoc's parser, prints it again, and checks the
//! result by parsing it as rustdoc will.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::escape::{self, is_turning, longest_run};
use super::print;

/// The number of passes that remove HTML: each pass may reveal HTML that was hidden before.
const ROUNDS: usize = 4;

/// Returns the lines of all blocks.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let text = cleaned(text);
    if is_plain(&text) {
        return text.lines().map(|line| line.trim_end().to_owned()).collect();
    }
    let lines = print::blocks(&without_html(&text));
    if is_safe(&lines.join("\n")) { lines } else { fenced("", &text) }
}

/// Returns the text on one line.
pub(super) fn inline(text: &str) -> String {
    let line = flat(text, false);
    // Text of the generator precedes the line.
    if is_safe(&format!("x {line}")) { line } else { escape::code(text) }
}

/// Returns the text on one line, for a table cell.
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

/// Returns a code block with Rust code of the generator.
pub(super) fn example(language: &str, code: &str) -> Vec<String> {
    let fence = fence(code);
    let lines = code.lines().map(escape::line);
    std::iter::once(format!("{fence}{language}")).chain(lines).chain([fence.clone()]).collect()
}

fn fence(code: &str) -> String {
    "`".repeat(longest_run(code, '`').max(2) + 1)
}

/// Returns a code block with text, with more backticks around it than within it.
pub(super) fn fenced(language: &str, text: &str) -> Vec<String> {
    let fence = fence(text);
    let lines = text.lines().map(|line| line.trim_end().to_owned());
    let first = format!("{fence}{}", safe_language(language));
    std::iter::once(first).chain(lines).chain([fence.clone()]).collect()
}

/// Removes characters that rustc or a terminal would interpret, and replaces tabs by blanks, which rustdoc
/// and clippy expect.
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
            // CommonMark replaces NUL in the same way (section 2.3).
            character if character.is_control() => cleaned.push(char::REPLACEMENT_CHARACTER),
            character => cleaned.push(character),
        }
    }
    Cow::Owned(cleaned.trim().to_owned())
}

/// Returns whether every parser reads a text as paragraphs of plain words, which applies to most
/// descriptions.
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
    // Between two letters, it is not emphasis.
    let has_emphasis = || {
        let bytes = line.as_bytes();
        let is_word = |index: Option<usize>| {
            index.and_then(|index| bytes.get(index)).is_some_and(|byte| byte.is_ascii_alphanumeric())
        };
        line.match_indices('_').any(|(at, _)| !is_word(at.checked_sub(1)) || !is_word(Some(at + 1)))
    };
    !begins_a_block && !has_emphasis()
}

/// Returns the parser's options: tables, strikethrough and task lists, as in rustdoc. Footnotes are off,
/// because their numbers would clash with those of other descriptions. Smart punctuation is off, so that
/// quotes stay unchanged.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Escapes all tags except line breaks, so that the text between them is read as Markdown.
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

/// Returns the changes that escape or remove tags.
fn edits(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut edits = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::InlineHtml(tag) if !is_break(&tag) => edits.push((range.start..range.start, "\\")),
            Event::Html(line) => {
                let mut rest = line.trim_start();
                let mut at = range.start + line.len() - rest.len();
                // A line break at the beginning of a block has no effect, but would turn the whole block into
                // HTML.
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

/// The only tag that is kept: table cells have no other line break.
const BREAKS: [&str; 3] = ["<br>", "<br/>", "<br />"];

pub(super) fn is_break(tag: &str) -> bool {
    BREAKS.contains(&tag)
}

/// Returns whether the target of a link is allowed.
pub(super) fn is_allowed(address: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)))
}

/// The languages that code blocks keep. rustdoc takes unknown words for languages other than Rust, but new
/// versions of rustdoc know more words.
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

/// Returns a language that rustdoc does not run, or `text` for all others.
pub(super) fn safe_language(written: &str) -> &'static str {
    let word = written.trim().split([' ', ',', '{', ':']).next().unwrap_or_default();
    let known = LANGUAGES.iter().find(|language| language.eq_ignore_ascii_case(word));
    known.copied().unwrap_or("text")
}

/// Returns whether Markdown has no active content, both with rustdoc's options for display and without
/// options, as rustdoc finds doctests.
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
