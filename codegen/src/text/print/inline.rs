//! Prints the content of a paragraph, heading or cell: text, code and links.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType};

use super::{Form, Printer};
use crate::text::escape::{self, is_hidden};
use crate::text::shape::{is_allowed, is_break};

/// An open link or image.
pub(super) enum Link {
    /// Only its text is written.
    Shown,
    /// A URL in angle brackets, in which nothing is escaped.
    Address,
    /// Its text is written, followed by this string.
    Followed(String),
}

impl Printer<'_> {
    pub(super) fn inline(&mut self, event: Event<'_>, range: &Range<usize>) {
        // The items of a tight list have no paragraphs.
        if self.inline_start.is_none() {
            self.open(range.start);
        }
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                self.settle();
                let written = self.slice(range);
                let is_kept = !written.contains('\n') && self.table.is_none() && self.form != Form::Cell;
                let span = if is_kept { written.to_owned() } else { escape::span(&code) };
                let span = self.celled(span);
                self.inline.push_str(&span);
            }
            Event::InlineHtml(tag) if is_break(&tag) => {
                self.settle();
                self.inline.push_str(&tag);
            }
            Event::InlineHtml(html) | Event::InlineMath(html) | Event::DisplayMath(html) => {
                self.own_text(&html, range);
            }
            Event::SoftBreak => self.line_break(""),
            Event::HardBreak if self.slice(range).starts_with('\\') => self.line_break("\\"),
            Event::HardBreak => self.line_break(""),
            Event::TaskListMarker(is_done) => self.inline.push_str(if is_done { "[x] " } else { "[ ] " }),
            _ => {}
        }
        self.inline_end = range.end;
    }

    fn line_break(&mut self, mark: &str) {
        self.settle();
        let is_block = self.form == Form::Blocks && self.heading.is_none() && self.links.is_empty();
        if is_block {
            self.inline.push_str(mark);
            self.inline.push('\n');
        } else {
            self.inline.push(' ');
        }
    }

    /// Adds text as written in the source, with its escapes and entities.
    fn text(&mut self, text: &CowStr<'_>, range: &Range<usize>) {
        let written = self.slice(range);
        let before = range.start.checked_sub(1).filter(|before| *before >= self.inline_end);
        let is_escaped = before.is_some_and(|before| self.source.as_bytes().get(before) == Some(&b'\\'));
        if is_escaped {
            self.literal.push('\\');
        }
        if text.as_ref() != written && text.contains(is_hidden) {
            // An entity.
            self.literal
                .extend(text.chars().map(|c| if is_hidden(c) { char::REPLACEMENT_CHARACTER } else { c }));
        } else {
            self.literal.push_str(written);
        }
    }

    /// Adds text of any content, escaping its special characters.
    pub(super) fn own_text(&mut self, text: &str, range: &Range<usize>) {
        if self.inline_start.is_none() {
            self.open(range.start);
        }
        self.settle();
        for character in text.chars() {
            if character.is_ascii_punctuation() {
                self.inline.push('\\');
            }
            self.inline.push(character);
        }
        self.inline_end = range.end;
    }

    /// Adds the collected text to the output.
    pub(super) fn settle(&mut self) {
        if self.literal.is_empty() {
            return;
        }
        let literal = std::mem::take(&mut self.literal);
        let mut rest = literal.as_str();
        while let Some(character) = rest.chars().next() {
            let next = rest.chars().nth(1);
            let taken = match character {
                '\\' => {
                    // Before any character except punctuation, a backslash is a literal backslash.
                    let escaped = next.filter(|next| next.is_ascii_punctuation());
                    match escaped {
                        Some(next) => self.inline.extend(['\\', next]),
                        None => self.inline.push_str(if next.is_none() { "\\\\" } else { "\\" }),
                    }
                    1 + escaped.map_or(0, char::len_utf8)
                }
                '[' | ']' | '<' | '`' => {
                    self.inline.extend(['\\', character]);
                    1
                }
                '|' if self.table.is_some() || self.form == Form::Cell => {
                    self.inline.push_str("\\|");
                    1
                }
                'h' if rest.starts_with("http://") || rest.starts_with("https://") => self.address(rest),
                other => {
                    self.inline.push(other);
                    other.len_utf8()
                }
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Writes a bare URL in angle brackets, as rustdoc requires, unless it is within a link.
    fn address(&mut self, text: &str) -> usize {
        let end = text
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '[' | ']'))
            .unwrap_or(text.len());
        let whole = text.get(..end).unwrap_or(text);
        let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_', '}', '&']);
        if address.ends_with("//") || !self.links.is_empty() {
            self.inline.push_str(address);
        } else {
            self.inline.push_str(&format!("<{address}>"));
        }
        address.len()
    }

    pub(super) fn celled(&self, span: String) -> String {
        if self.form == Form::Cell || self.form == Form::Blocks && self.table.is_some() {
            span.replace('|', "\\|")
        } else {
            span
        }
    }

    /// Writes the delimiter of an emphasis as in the source. Returns its width.
    pub(super) fn delimit(&mut self, range: &Range<usize>, is_single: bool) -> usize {
        if self.inline_start.is_none() {
            self.open(range.start);
        }
        self.settle();
        let written = self.slice(range);
        let first = written.chars().next().filter(|first| matches!(first, '*' | '_' | '~')).unwrap_or('*');
        let run = written.chars().take_while(|character| *character == first).count();
        let width = if is_single { 1 } else { run.clamp(1, 2) };
        self.inline.extend(std::iter::repeat_n(first, width));
        width
    }

    pub(super) fn link(&mut self, kind: LinkType, address: &str, range: &Range<usize>) {
        if self.inline_start.is_none() {
            self.open(range.start);
        }
        self.settle();
        // Links cannot contain links.
        let is_kept = (is_allowed(address) || kind == LinkType::Email) && self.links.is_empty();
        let (begin, link) = match kind {
            LinkType::Autolink | LinkType::Email if is_kept => ("<", Link::Address),
            LinkType::Autolink | LinkType::Email => ("\\<", Link::Followed(">".to_owned())),
            _ if is_kept => ("[", Link::Followed(format!("]({})", encoded(address)))),
            _ => ("", Link::Shown),
        };
        // Without an escape, a preceding `!` would make the link an image.
        if begin == "[" && self.inline.ends_with('!') {
            self.inline.insert(self.inline.len() - 1, '\\');
        }
        self.inline.push_str(begin);
        self.links.push(link);
        self.inline_end = range.start + 1;
    }

    pub(super) fn link_end(&mut self, range: &Range<usize>) {
        if matches!(self.links.last(), Some(Link::Address)) {
            self.inline.push_str(&std::mem::take(&mut self.literal));
            self.inline.push('>');
        }
        self.settle();
        if let Some(Link::Followed(end)) = self.links.pop() {
            // An empty link shows its URL.
            if self.inline.ends_with('[')
                && let Some(address) = end.strip_prefix("](").and_then(|end| end.strip_suffix(')'))
            {
                self.inline.push_str(address);
            }
            self.inline.push_str(&end);
        }
        self.inline_end = range.end;
    }
}

/// Encodes the characters of a URL that would end it early or form an entity.
fn encoded(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    let has_entities = address.contains(';');
    for character in address.chars() {
        match character {
            '(' | ')' | '<' | '>' | '"' | '`' | '\\' | '|' => {
                text.push_str(&format!("%{:02X}", u32::from(character)));
            }
            '&' if has_entities => text.push_str("&amp;"),
            character if character.is_whitespace() || is_hidden(character) => text.push_str("%20"),
            character => text.push(character),
        }
    }
    text
}
