//! Finds the line and column of a pointer in YAML with one key or dash per line and indented parts, which is
//! the form of almost all YAML. Other forms are left to `locate::slowly`.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::locate::{self, Lines, Query};

/// The lines of a text that are neither blank nor comments.
pub(super) struct YamlLines<'t> {
    text: &'t str,
    breaks: Lines<'t>,
    /// Line number from one, indentation, and the rest of the line.
    lines: Vec<(usize, usize, &'t str)>,
    /// The number of bytes that `locate::slowly` may still read.
    pub(super) budget: Cell<usize>,
}

/// The value at the current step of a walk.
struct Node {
    /// The range of its lines.
    lines: Range<usize>,
    /// The column of its keys.
    indent: usize,
    /// The offset of its beginning in the first line, after the indentation.
    within: usize,
    /// Its line and column.
    place: (usize, usize),
}

impl<'t> YamlLines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().enumerate().filter_map(|(number, line)| {
            let rest = line.trim_start_matches(' ');
            let content = rest.trim_start();
            let has_content = !content.is_empty() && !content.starts_with('#') && rest != "---";
            has_content.then_some((number + 1, line.len() - rest.len(), rest))
        });
        let budget = Cell::new(locate::SLOW_BYTES);
        Self { text, breaks: Lines::of(text), lines: lines.collect(), budget }
    }

    /// Sets the positions of the values at pointers, if the form of the text is simple enough.
    pub(super) fn locate(&self, wanted: &[Query<'_>], found: &mut [Option<(usize, usize)>]) {
        if let Some((line, indent, _)) = self.lines.first() {
            let place = (*line, indent + 1);
            self.walk(&Node { lines: 0..self.lines.len(), indent: *indent, within: 0, place }, wanted, found);
        }
    }

    fn walk(&self, at: &Node, wanted: &[Query<'_>], found: &mut [Option<(usize, usize)>]) {
        let mut set = |wanted: &[Query<'_>], place| {
            for (index, _) in wanted {
                found.get_mut(*index).into_iter().for_each(|slot| *slot = place);
            }
        };
        set(wanted, Some(at.place));
        let deeper = locate::by_step(wanted);
        if deeper.is_empty() {
            return;
        }
        let through = || wanted.iter().copied().filter(|(_, steps)| !steps.is_empty()).collect::<Vec<_>>();
        let first = self.behind(at, at.lines.start).unwrap_or_default();
        if first.starts_with(['{', '[']) {
            return self.flow(at, &through(), found);
        }
        if first.starts_with(['|', '>']) {
            return;
        }
        if first.starts_with(['&', '*', '!']) {
            return set(&through(), None);
        }
        // A key that is not found is not written in the text, so its parent's position applies, unless merge
        // keys add entries.
        if self.merges(at.lines.clone()) {
            set(&through(), None);
        }
        let is_list = first == "-" || first.starts_with("- ");
        let mut count = 0;
        for line in at.lines.clone() {
            let Some(rest) = self.behind(at, line) else { continue };
            let (step, after) = if is_list {
                if rest != "-" && !rest.starts_with("- ") {
                    continue;
                }
                count += 1;
                ((count - 1).to_string(), 1)
            } else {
                let Some((key, after)) = key(rest) else { continue };
                (key.into_owned(), after)
            };
            let Some(through) = deeper.get(step.as_str()) else { continue };
            match self.value(at, line, after) {
                Some(value) => self.walk(&value, through, found),
                None => through.iter().for_each(|(index, _)| {
                    found.get_mut(*index).into_iter().for_each(|slot| *slot = None);
                }),
            }
        }
    }

    /// Returns the rest of a line from the column of the value's keys, or `None` for a line that belongs to a
    /// nested value.
    fn behind(&self, at: &Node, line: usize) -> Option<&'t str> {
        let (_, indent, rest) = self.lines.get(line)?;
        let within = if line == at.lines.start { at.within } else { 0 };
        (indent + within == at.indent).then(|| rest.get(within..))?
    }

    /// Returns the value after a key or dash that ends `after` bytes after the indentation.
    fn value(&self, around: &Node, line: usize, after: usize) -> Option<Node> {
        let (number, indent, rest) = self.lines.get(line)?;
        let after = around.indent - indent + after;
        let end = self.end(line, around.lines.end, around.indent);
        let behind = rest.get(after..)?;
        let value = behind.trim_start();
        if value.is_empty() || value.starts_with('#') {
            // The value begins on the next line.
            let (next, below, _) = self.lines.get(line + 1).filter(|_| line + 1 < end)?;
            let place = (*next, below + 1);
            return Some(Node { lines: line + 1..end, indent: *below, within: 0, place });
        }
        // The text after a dash begins a block on the same line.
        let within = after + behind.len() - value.len();
        let column = rest.get(..within).unwrap_or_default().chars().count();
        let place = (*number, indent + column + 1);
        Some(Node { lines: line..end, indent: indent + within, within, place })
    }

    /// Finds values in brackets: by walking through JSON, which most of them are, or else by serde_yaml.
    fn flow(&self, at: &Node, wanted: &[Query<'_>], found: &mut [Option<(usize, usize)>]) {
        let offset = |part: &str| (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let last = at.lines.clone().next_back().and_then(|last| self.lines.get(last));
        let start = self.behind(at, at.lines.start).map(offset).unwrap_or_default();
        let end = last.map(|(_, _, rest)| offset(rest) + rest.len()).unwrap_or_default();
        let part = self.text.get(start..end).unwrap_or_default();
        let mut set = |index: usize, place| found.get_mut(index).into_iter().for_each(|slot| *slot = place);
        if serde_json::from_str::<IgnoredAny>(part).is_ok() {
            let mut offsets = vec![start; wanted.len()];
            let numbered: Vec<Query<'_>> = wanted.iter().map(|(_, steps)| *steps).enumerate().collect();
            locate::walk_json(self.text, part, &numbered, &mut offsets);
            for ((index, _), offset) in wanted.iter().zip(offsets) {
                set(*index, Some(self.breaks.position(offset)));
            }
        } else {
            let is_whole = IgnoredAny::deserialize(serde_yaml::Deserializer::from_str(part)).is_ok();
            for (index, steps) in wanted {
                let place = is_whole.then(|| {
                    let (line, column) = locate::slowly(part, steps, &self.budget);
                    let before = if line == 1 { at.place.1 - 1 } else { 0 };
                    (at.place.0 + line - 1, before + column)
                });
                set(*index, place);
            }
        }
    }

    /// Returns whether a merge key adds entries.
    fn merges(&self, range: Range<usize>) -> bool {
        self.lines.get(range).is_some_and(|lines| lines.iter().any(|(_, _, rest)| rest.starts_with("<<:")))
    }

    /// Returns the end of the value on a line: the next line with the same or a smaller indentation. The
    /// items of a list may have the same indentation as their key.
    fn end(&self, at: usize, within: usize, indent: usize) -> usize {
        let is_item_of_key = |rest: &str| rest.starts_with("- ") || rest == "-";
        let own_is_item =
            self.lines.get(at).is_some_and(|(_, own, rest)| *own == indent && is_item_of_key(rest));
        let ends = |(_, line_indent, rest): &(usize, usize, &str)| {
            *line_indent < indent || *line_indent == indent && (own_is_item || !is_item_of_key(rest))
        };
        let offset = self.lines.get(at + 1..within).and_then(|rest| rest.iter().position(ends));
        offset.map_or(within, |offset| at + 1 + offset)
    }
}

/// Returns the key at the beginning of a line, and the offset after its colon.
fn key(line: &str) -> Option<(Cow<'_, str>, usize)> {
    let Some(quote) = line.chars().next().filter(|first| ['"', '\''].contains(first)) else {
        let end = line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1))?;
        return line.get(..end).map(|key| (Cow::Borrowed(key), end + 1));
    };
    let end = 1 + end_of_quoted(line.get(1..)?, quote)?;
    let (quoted, after) = (line.get(..=end)?, line.get(end + 1..)?);
    let inner = quoted.get(1..end)?;
    let is_escaped = inner.contains(['\\', quote]);
    let key = if is_escaped { Cow::Owned(serde_yaml::from_str(quoted).ok()?) } else { Cow::Borrowed(inner) };
    (after == ":" || after.starts_with(": ")).then_some((key, end + 2))
}

/// Returns the offset of the quote that ends a quoted scalar (YAML 1.2, sections 7.3.1 and 7.3.2).
fn end_of_quoted(inner: &str, quote: char) -> Option<usize> {
    let mut chars = inner.char_indices().peekable();
    while let Some((offset, char)) = chars.next() {
        let is_pair = match char {
            '\\' => quote == '"',
            char if char != quote => false,
            _ if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) => true,
            _ => return Some(offset),
        };
        if is_pair {
            chars.next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Pointer;

    /// With thousands of positions in a text that only serde_yaml can read, the last positions are
    /// approximate.
    #[test]
    fn finding_many_positions_takes_limited_time() {
        let items: Vec<String> = (0..20_000).map(|number| format!("a{number}: b")).collect();
        let text = format!("{{{}}}", items.join(",\n"));
        let pointers: Vec<Pointer> =
            (0..20_000).map(|number| Pointer::root().key(&format!("a{number}"))).collect();
        let found = locate::locate(&text, super::super::Format::Yaml, &pointers.iter().collect::<Vec<_>>());
        assert_eq!(found[..2], [(1, 6), (2, 5)]);
        assert_eq!(found.last(), Some(&(1, 1)));
    }

    #[test]
    fn finds_keys_items_and_values_after_a_dash() {
        let text = "a:\n  \"e\\xab\\\"f\": {}\n  'it''s': {x: 1}\n  b: 1\n  'c d':\n    - x\n    - y: 2\n      z:\n        w: 3\nlist:\n- one\n- two: {flow: 1}\n";
        let lines = YamlLines::of(text);
        for (pointer, place) in [
            ("", Some((1, 1))),
            ("/a/e\u{ab}\"f", Some((2, 15))),
            ("/a/it's/x", Some((3, 16))),
            ("/a/b", Some((4, 6))),
            ("/a/c d/0", Some((6, 7))),
            ("/a/c d/1/y", Some((7, 10))),
            ("/a/c d/1/z/w", Some((9, 12))),
            ("/list/0", Some((11, 3))),
            ("/list/1/two", Some((12, 8))),
            ("/list/1/two/flow", Some((12, 15))),
            ("/list/1/two/nowhere", Some((12, 8))),
            ("/nowhere", Some((1, 1))),
            ("/a/nowhere/deeper", Some((2, 3))),
        ] {
            let steps: Vec<String> = Pointer::parse(pointer).steps().collect();
            let mut found = [None];
            lines.locate(&[(0, &steps)], &mut found);
            assert_eq!(found, [place], "{pointer}");
        }
    }
}
