//! Prints Markdown events as Markdown in one normalized form, to which no lint objects.

mod inline;

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::escape;
use super::shape::{fenced, options};
use inline::Link;

/// The largest depth of quotes and lists; deeper ones are not distinguished, because each level makes the
/// lines wider.
const DEEPEST: usize = 16;

/// Returns the lines of all blocks.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let mut printer = Printer::new(text, Form::Blocks);
    printer.run();
    printer.lines
}

/// Returns the text on one line, for a table cell or another place.
pub(super) fn flat(text: &str, is_cell: bool) -> String {
    let mut printer = Printer::new(text, if is_cell { Form::Cell } else { Form::Line });
    printer.run();
    let words: Vec<&str> = printer.lines.iter().flat_map(|line| line.split_whitespace()).collect();
    let mut line = words.join(" ");
    if !is_cell {
        return line;
    }
    // Nested lists end together, and an item may follow the end of another list.
    while line.contains("<br> <br>") {
        line = line.replace("<br> <br>", BREAK);
    }
    line.trim_start_matches(BREAK).trim_end_matches(BREAK).trim().to_owned()
}

/// A line break within a table cell.
const BREAK: &str = "<br>";

/// Returns the list marker at the beginning of a line, with the text before the blank that follows it.
pub(super) fn list_marker(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let width = if (1..10).contains(&digits) {
        line.get(digits..)?.starts_with(['.', ')']).then_some(digits + 1)?
    } else {
        line.starts_with(['-', '*', '+']).then_some(1)?
    };
    let rest = line.get(width..)?;
    (rest.is_empty() || rest.starts_with([' ', '\n'])).then(|| line.get(..width))?
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Blocks,
    Line,
    Cell,
}

/// An open quote or list item.
struct Container {
    /// The prefix of the first line, until that line is written.
    first: Option<String>,
    /// The prefix of all other lines.
    other: String,
}

/// The kind of the last block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Text,
    Other,
}

/// An open table: the alignments of its columns, and the cells of the current row.
struct Table {
    alignments: Vec<Alignment>,
    cells: Vec<String>,
}

struct Printer<'a> {
    source: &'a str,
    form: Form,
    lines: Vec<String>,
    containers: Vec<Container>,
    /// The number of open containers beyond the largest depth.
    beyond: usize,
    last: Last,
    /// The offset in the source at which the last block ended.
    last_end: usize,
    /// The text of the open paragraph, heading or cell.
    inline: String,
    /// The offset in the source at which it begins.
    inline_start: Option<usize>,
    /// Text from the source that has not been added to `inline` yet.
    literal: String,
    /// The offset in the source at which the last inline event ended.
    inline_end: usize,
    links: Vec<Link>,
    table: Option<Table>,
    heading: Option<usize>,
    /// The language, the text and the range of the open code block.
    code: Option<(String, String, Range<usize>)>,
}

impl<'a> Printer<'a> {
    fn new(source: &'a str, form: Form) -> Self {
        Self {
            source,
            form,
            lines: Vec::new(),
            containers: Vec::new(),
            beyond: 0,
            last: Last::Nothing,
            last_end: 0,
            inline: String::new(),
            inline_start: None,
            literal: String::new(),
            inline_end: 0,
            links: Vec::new(),
            table: None,
            heading: None,
            code: None,
        }
    }

    fn run(&mut self) {
        let source = self.source;
        for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
            match event {
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag, &range),
                Event::Rule => self.rule(&range),
                Event::Text(text) if self.code.is_some() => {
                    if let Some((_, code, _)) = &mut self.code {
                        code.push_str(&text);
                    }
                }
                // HTML that has not been removed is text.
                Event::Html(html) => self.own_text(&html, &range),
                event => self.inline(event, &range),
            }
        }
        self.flush();
    }

    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.open(range.start),
            Tag::Heading { level, .. } => {
                self.open(range.start);
                self.heading = Some(level as usize);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.enter(String::from("> "), String::from("> "));
            }
            Tag::Item => {
                self.flush();
                let marker = list_marker(self.slice(&range).trim_start()).unwrap_or("-");
                self.enter(format!("{marker} "), " ".repeat(marker.len() + 1));
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new(), range));
            }
            Tag::Table(alignments) => {
                self.flush();
                self.separate(range.start, true);
                self.table = Some(Table { alignments, cells: Vec::new() });
            }
            Tag::TableCell => self.open(range.start),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                let width = self.delimit(&range, tag == Tag::Emphasis);
                self.inline_end = range.start + width;
            }
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, &range),
            Tag::Image { dest_url, .. } => self.link(LinkType::Inline, &dest_url, &range),
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.flush();
                self.leave();
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.flush();
                if self.form == Form::Cell {
                    self.lines.push(BREAK.to_owned());
                }
            }
            TagEnd::TableCell => {
                let cell = self.take_inline();
                if let Some(table) = &mut self.table {
                    table.cells.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.row(tag == TagEnd::TableHead),
            TagEnd::Table => {
                self.table = None;
                self.ended(Last::Text, range.end);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.delimit(range, tag == TagEnd::Emphasis);
                self.inline_end = range.end;
            }
            TagEnd::Link | TagEnd::Image => self.link_end(range),
            _ => self.flush(),
        }
    }

    fn enter(&mut self, first: String, other: String) {
        if self.form != Form::Blocks {
            // Keep only the text before the items of a list. In a cell, each item has a line of its own.
            if first != other {
                self.lines.push(match (self.form, first.trim_end()) {
                    (Form::Cell, "-" | "*" | "+") => format!("{BREAK}•"),
                    (Form::Cell, number) => format!("{BREAK}{number}"),
                    _ => first,
                });
            }
        } else if self.containers.len() < DEEPEST {
            self.containers.push(Container { first: Some(first), other });
        } else {
            self.beyond += 1;
        }
    }

    fn leave(&mut self) {
        if self.form != Form::Blocks {
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(Container { first: Some(_), .. }) = self.containers.last() {
            // The container is empty but must be written.
            self.separate(self.last_end, false);
            self.write("");
            self.containers.pop();
            self.last = Last::Other;
        } else {
            self.containers.pop();
        }
    }

    /// Writes a line within the open containers.
    fn write(&mut self, line: &str) {
        let mut text = String::new();
        for container in &mut self.containers {
            text.push_str(container.first.take().as_ref().unwrap_or(&container.other));
        }
        text.push_str(line);
        text.truncate(text.trim_end().len());
        self.lines.push(text);
    }

    /// Writes a blank line before a block if the source has one, or if two blocks would otherwise become one.
    fn separate(&mut self, start: usize, is_text: bool) {
        let is_first = self.last == Last::Nothing;
        if is_first || self.form != Form::Blocks {
            return;
        }
        let between = self.source.get(self.last_end..start).unwrap_or_default();
        let is_fresh = self.containers.iter().any(|container| container.first.is_some());
        let would_join = is_text && self.last == Last::Text && !is_fresh;
        if would_join || between.bytes().filter(|byte| *byte == b'\n').count() > 1 {
            let open = self.containers.iter().take_while(|container| container.first.is_none());
            let blank: String = open.map(|container| container.other.as_str()).collect();
            self.lines.push(blank.trim_end().to_owned());
        }
    }

    fn ended(&mut self, last: Last, end: usize) {
        self.last = last;
        self.last_end = self.source.get(..end).map_or(end, |before| before.trim_end().len());
    }

    /// Begins a paragraph, heading or cell.
    fn open(&mut self, start: usize) {
        self.flush();
        self.inline_start = Some(start);
        self.inline_end = start;
    }

    /// Writes the open paragraph or heading, if there is one.
    fn flush(&mut self) {
        let Some(start) = self.inline_start else { return };
        let end = self.inline_end;
        let text = self.take_inline();
        let heading = self.heading.take();
        if text.trim().is_empty() {
            return;
        }
        self.separate(start, heading.is_none());
        match heading {
            Some(level) if self.form == Form::Blocks => {
                let title = text.split('\n').collect::<Vec<_>>().join(" ");
                self.write(&format!("{} {}", "#".repeat(level), title.trim()));
                self.ended(Last::Other, end);
            }
            _ => {
                for line in text.lines() {
                    let line = line.trim();
                    if self.form == Form::Blocks {
                        self.write(&guarded(line));
                    } else {
                        self.lines.push(line.to_owned());
                    }
                }
                self.ended(Last::Text, end);
            }
        }
    }

    fn take_inline(&mut self) -> String {
        self.settle();
        self.inline_start = None;
        self.links.clear();
        std::mem::take(&mut self.inline)
    }

    fn rule(&mut self, range: &Range<usize>) {
        self.flush();
        if self.form == Form::Blocks {
            self.separate(range.start, true);
            self.write("---");
            self.ended(Last::Other, range.end);
        }
    }

    fn code_block(&mut self) {
        let Some((language, code, range)) = self.code.take() else { return };
        if self.form == Form::Blocks {
            self.separate(range.start, false);
            fenced(&language, &code).iter().for_each(|line| self.write(line));
        } else {
            let words: Vec<&str> = code.split_whitespace().collect();
            if !words.is_empty() {
                let span = escape::span(&words.join(" "));
                self.lines.push(self.celled(span));
            }
        }
        self.ended(Last::Other, range.end);
    }

    fn row(&mut self, is_head: bool) {
        let Some(table) = &mut self.table else { return };
        let cells = std::mem::take(&mut table.cells);
        if self.form != Form::Blocks {
            self.lines.extend(cells);
            return;
        }
        let line = |alignment: &Alignment| match alignment {
            Alignment::None => "---",
            Alignment::Left => ":--",
            Alignment::Center => ":-:",
            Alignment::Right => "--:",
        };
        let ruler = is_head.then(|| table.alignments.iter().map(line).collect::<Vec<_>>().join("|"));
        let cells: Vec<String> = cells.iter().map(|cell| cell.trim().replace('\n', " ")).collect();
        self.write(&format!("| {} |", cells.join(" | ")));
        if let Some(ruler) = ruler {
            self.write(&format!("|{ruler}|"));
        }
    }
}

/// Escapes the beginning of a paragraph's line that would begin another block.
fn guarded(line: &str) -> String {
    let marker = list_marker(line);
    let is_ruler = line.starts_with(['-', '=', '*', '_', '+'])
        && line.chars().all(|character| matches!(character, '-' | '=' | '*' | '_' | '+' | ' '));
    let after_hashes = line.trim_start_matches('#');
    let is_heading =
        line.len() - after_hashes.len() > 0 && (after_hashes.is_empty() || after_hashes.starts_with(' '));
    if let Some(number) = marker.filter(|marker| marker.len() > 1) {
        let (digits, rest) = line.split_at_checked(number.len() - 1).unwrap_or((line, ""));
        format!("{digits}\\{rest}")
    } else if marker.is_some() || is_ruler || is_heading || line.starts_with('>') || line.starts_with("~~~") {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}
