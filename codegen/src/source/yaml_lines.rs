//! Pointer → line and column in YAML that is written as almost all of it is: a key or dash a line, parts
//! indented. Anything else is left to the slow way.

use crate::pointer::Pointer;

/// The lines of a text that are neither blank nor comments.
pub(super) struct YamlLines<'t> {
    /// Line number from one, indent, and what follows it.
    lines: Vec<(usize, usize, &'t str)>,
}

impl<'t> YamlLines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().enumerate().filter_map(|(number, line)| {
            let rest = line.trim_start_matches(' ');
            let says = !rest.is_empty() && !rest.starts_with('#') && rest != "---";
            says.then_some((number + 1, line.len() - rest.len(), rest))
        });
        Self { lines: lines.collect() }
    }

    /// The place of the value at a pointer, where the text is plain enough to say.
    pub(super) fn locate(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        // The lines of the value that has been reached, and how far its own keys are indented.
        let mut range = 0..self.lines.len();
        let mut indent = self.lines.first()?.1;
        let mut column_within = 0;
        let mut found = (self.lines.first()?.0, indent + 1);
        for step in pointer.steps() {
            let is_plain = !range.is_empty() && !self.merges(range.clone());
            let next = match step.parse::<usize>() {
                Ok(index)
                    if self.text(range.start, column_within)?.starts_with("- ")
                        || self.text(range.start, column_within)? == "-" =>
                {
                    self.item(range.clone(), indent, index, column_within)
                }
                _ => self.key(range.clone(), indent, &step, column_within),
            };
            // What is not among plain keys is nowhere written; its parent is.
            let Some((at, after)) = next else { return is_plain.then_some(found) };
            let end = self.end(at, range.end, indent);
            let (number, _, _) = self.lines.get(at)?;
            let value = self.lines.get(at)?.2.get(after - self.lines.get(at)?.1..)?;
            let value_at = after + (value.len() - value.trim_start().len());
            let value = value.trim_start();
            if value.is_empty() || value.starts_with('#') {
                // The value is on the lines below.
                let (next, below, _) = self.lines.get(at + 1).filter(|_| at + 1 < end)?;
                (range, indent, column_within) = (at + 1..end, *below, 0);
                found = (*next, below + 1);
            } else {
                found = (*number, value_at + 1);
                let is_item = self.lines.get(at)?.2.get(column_within..)?.starts_with('-');
                if is_item && !value.starts_with(['{', '[', '&', '*', '!', '|', '>']) {
                    // What follows a dash begins a block of its own on the same line.
                    (range, indent, column_within) = (at..end, value_at, value_at - self.lines.get(at)?.1);
                } else {
                    (range, column_within) = (at..at, 0);
                }
            }
        }
        Some(found)
    }

    /// Whether keys come from elsewhere: by a merge key.
    fn merges(&self, range: std::ops::Range<usize>) -> bool {
        self.lines.get(range).is_some_and(|lines| lines.iter().any(|(_, _, rest)| rest.starts_with("<<:")))
    }

    fn text(&self, line: usize, within: usize) -> Option<&'t str> {
        self.lines.get(line)?.2.get(within..)
    }

    /// The line of a key, and the column behind its colon.
    fn key(
        &self,
        range: std::ops::Range<usize>,
        indent: usize,
        key: &str,
        within: usize,
    ) -> Option<(usize, usize)> {
        for at in range.clone() {
            let (_, line_indent, rest) = self.lines.get(at)?;
            let within = if at == range.start { within } else { 0 };
            if line_indent + within != indent {
                continue;
            }
            let rest = rest.get(within..)?;
            let unquoted =
                rest.strip_prefix(['"', '\'']).and_then(|inner| Some((inner.strip_prefix(key)?, 1)));
            let (after, quotes) = match unquoted {
                Some((after, quotes)) => (after.strip_prefix(['"', '\''])?, quotes * 2),
                None => match rest.strip_prefix(key) {
                    Some(after) => (after, 0),
                    None => continue,
                },
            };
            if after == ":" || after.starts_with(": ") {
                return Some((at, indent + quotes + key.len() + 1));
            }
        }
        None
    }

    /// The line of an item, and the column behind its dash.
    fn item(
        &self,
        range: std::ops::Range<usize>,
        indent: usize,
        index: usize,
        within: usize,
    ) -> Option<(usize, usize)> {
        let is_item = |at: &usize| {
            let within = if *at == range.start { within } else { 0 };
            self.lines.get(*at).is_some_and(|(_, line_indent, rest)| {
                line_indent + within == indent
                    && rest.get(within..).is_some_and(|rest| rest == "-" || rest.starts_with("- "))
            })
        };
        range.clone().filter(is_item).nth(index).map(|at| (at, indent + 1))
    }

    /// Where the value of a line ends: at the next line that is indented no further. The items of a list may
    /// stand right below their key.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_keys_items_and_what_follows_a_dash() {
        let text = "a:\n  b: 1\n  'c d':\n    - x\n    - y: 2\n      z:\n        w: 3\nlist:\n- one\n- two: {flow: 1}\n";
        let lines = YamlLines::of(text);
        for (pointer, place) in [
            ("", Some((1, 1))),
            ("/a/b", Some((2, 6))),
            ("/a/c d/0", Some((4, 7))),
            ("/a/c d/1/y", Some((5, 10))),
            ("/a/c d/1/z/w", Some((7, 12))),
            ("/list/0", Some((9, 3))),
            ("/list/1/two", Some((10, 8))),
            ("/list/1/two/flow", None),
            ("/nowhere", Some((1, 1))),
            ("/a/nowhere/deeper", Some((2, 3))),
        ] {
            assert_eq!(lines.locate(&Pointer::parse(pointer)), place, "{pointer}");
        }
    }
}
