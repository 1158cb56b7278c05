//! Limits the nesting of brackets in a YAML text before it is parsed.
//!
//! The scanner of `serde_yaml` looks at every open bracket again for each token, which takes minutes for a
//! text of 100,000 `[`. Which brackets are structure depends on quotes, comments and indentation, so this
//! walks over the tokens of the text as that scanner does (YAML 1.1, chapters 6 to 9), and builds nothing.
//!
//! The walk also finds tabs that YAML allows but the scanner rejects: before comments, and in blank lines
//! (YAML 1.2.2, sections 6.6 and 6.7).

use std::borrow::Cow;
use std::ops::Range;

/// The largest number of open brackets; `serde_json` has the same limit.
pub(super) const DEEPEST: usize = 128;

/// The largest number of directives (`%TAG`) in a text: the parser compares each with all others.
const MOST_DIRECTIVES: usize = 64;

/// A limit that is exceeded, with the offset of the first byte beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Excess {
    pub(super) what: &'static str,
    pub(super) at: usize,
}

/// The result of the walk over a text.
#[derive(Debug)]
pub(super) struct Walk {
    /// The offset of the first alias.
    pub(super) first_alias: Option<usize>,
    /// The blanks to remove before parsing.
    blanks: Vec<Range<usize>>,
}

impl Walk {
    /// Returns the text for the parser. All tokens keep their lines and columns.
    pub(super) fn readable<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.blanks.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut readable = String::with_capacity(text.len());
        let mut end = 0;
        for blanks in &self.blanks {
            readable.push_str(text.get(end..blanks.start).unwrap_or_default());
            if !begins_line(text.as_bytes(), blanks.start) {
                readable.extend(blanks.clone().map(|_| ' '));
            }
            end = blanks.end;
        }
        readable.push_str(text.get(end..).unwrap_or_default());
        Cow::Owned(readable)
    }
}

/// Returns whether the line has only spaces before `at`.
fn begins_line(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().find(|byte| **byte != b' ').is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Walks over a text up to its end or a syntax error, where the parser stops too.
///
/// # Errors
/// Fails if the text has more open brackets or more directives than the limits allow.
pub(super) fn check(text: &str) -> Result<Walk, Excess> {
    let mut tokens = Tokens {
        bytes: text.as_bytes(),
        at: 0,
        column: 0,
        line: 0,
        flow: 0,
        directives: 0,
        indent: -1,
        indents: Vec::new(),
        key: None,
        key_allowed: true,
        first_alias: None,
        blanks: Vec::new(),
    };
    while tokens.pass_token()? {}
    Ok(Walk { first_alias: tokens.first_alias, blanks: tokens.blanks })
}

/// The possible start of a key without `?` (YAML 1.1, section 7.4.2: on one line, within 1,024 characters).
#[derive(Clone, Copy)]
struct Key {
    line: usize,
    at: usize,
    column: isize,
}

struct Tokens<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The number of characters before `at` on its line.
    column: isize,
    line: usize,
    /// The number of open brackets.
    flow: usize,
    directives: usize,
    /// The column of the current block; `indents` has the columns of the blocks around it.
    indent: isize,
    indents: Vec<isize>,
    /// Only for blocks: within brackets, indentation has no meaning.
    key: Option<Key>,
    key_allowed: bool,
    first_alias: Option<usize>,
    blanks: Vec<Range<usize>>,
}

impl Tokens<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Returns the length of a line break (LF, CR, CR LF, NEL, LS or PS), or 0 if there is no line break.
    fn line_break(&self, ahead: usize) -> usize {
        let rest = self.bytes.get(self.at + ahead..).unwrap_or_default();
        match rest {
            [b'\r', b'\n', ..] | [0xc2, 0x85, ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
            _ => 0,
        }
    }

    fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), Some(b' ' | b'\t'))
    }

    /// Returns whether a token ends here: at a blank, a line break or the end of the text.
    fn is_blank_or_end(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.line_break(ahead) > 0 || self.byte(ahead).is_none()
    }

    /// Skips one byte, which is not part of a line break.
    fn pass(&mut self) {
        // Continuation bytes of a character do not count.
        self.column += isize::from(self.byte(0).is_some_and(|byte| byte & 0xc0 != 0x80));
        self.at += 1;
    }

    /// Skips a line break. Returns whether there was one.
    fn pass_break(&mut self) -> bool {
        let length = self.line_break(0);
        if length > 0 {
            (self.at, self.line, self.column) = (self.at + length, self.line + 1, 0);
        }
        length > 0
    }

    fn pass_line(&mut self) {
        while self.byte(0).is_some() && self.line_break(0) == 0 {
            self.pass();
        }
    }

    /// Skips a tab and the blanks after it, if only a comment or the end of the line follows. Returns whether
    /// it did.
    fn pass_blanks(&mut self) -> bool {
        let count = self.bytes.iter().skip(self.at).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let ends = self.line_break(count) > 0 || matches!(self.byte(count), None | Some(b'#'));
        let is_loose = ends && self.byte(0) == Some(b'\t');
        if is_loose {
            self.blanks.push(self.at..self.at + count);
            self.at += count;
        }
        is_loose
    }

    /// Skips blanks, comments and line breaks between tokens.
    fn pass_between(&mut self) {
        loop {
            match self.byte(0) {
                Some(b' ') => self.pass(),
                Some(b'\t') if self.flow == 0 && self.key_allowed && self.pass_blanks() => {}
                Some(b'\t') if self.flow > 0 || !self.key_allowed => self.pass(),
                Some(b'#') => self.pass_line(),
                _ if self.pass_break() => self.key_allowed |= self.flow == 0,
                _ => return,
            }
        }
    }

    fn is_document_mark(&self) -> bool {
        let mark = self.bytes.get(self.at..self.at + 3);
        self.column == 0 && matches!(mark, Some(b"---" | b"...")) && self.is_blank_or_end(3)
    }

    fn unroll(&mut self, column: isize) {
        while self.flow == 0 && self.indent > column {
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn roll(&mut self, column: isize) {
        if self.flow == 0 && self.indent < column {
            self.indents.push(self.indent);
            self.indent = column;
        }
    }

    fn may_be_key(&mut self) {
        if self.key_allowed && self.flow == 0 {
            self.key = Some(Key { line: self.line, at: self.at, column: self.column });
        }
        self.key_allowed = false;
    }

    /// Skips one token. Returns whether there may be another.
    fn pass_token(&mut self) -> Result<bool, Excess> {
        self.pass_between();
        self.unroll(self.column);
        let Some(byte) = self.byte(0) else { return Ok(false) };
        if self.column == 0 && byte == b'%' {
            return self.directive();
        }
        if self.is_document_mark() {
            self.unroll(-1);
            (self.key, self.key_allowed) = (None, false);
            (0..3).for_each(|_| self.pass());
            return Ok(true);
        }
        match byte {
            b'[' | b'{' => self.open()?,
            b']' | b'}' => {
                self.flow = self.flow.saturating_sub(1);
                self.key_allowed = false;
                self.pass();
            }
            b',' => {
                self.key_allowed = true;
                self.pass();
            }
            b'-' if self.is_blank_or_end(1) => return Ok(self.entry(true)),
            b'?' if self.flow > 0 || self.is_blank_or_end(1) => return Ok(self.entry(self.flow == 0)),
            b':' if self.flow > 0 || self.is_blank_or_end(1) => return Ok(self.value()),
            b'*' | b'&' | b'!' => {
                self.may_be_key();
                if byte == b'*' {
                    self.first_alias.get_or_insert(self.at);
                }
                while !(self.is_blank_or_end(0) || self.flow > 0 && self.ends_flow_word()) {
                    self.pass();
                }
            }
            b'|' | b'>' if self.flow == 0 => return Ok(self.block_scalar()),
            b'\'' | b'"' => self.quoted(byte),
            b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => return Ok(false),
            _ => self.plain(),
        }
        Ok(true)
    }

    fn ends_flow_word(&self) -> bool {
        matches!(self.byte(0), Some(b',' | b'[' | b']' | b'{' | b'}'))
    }

    fn directive(&mut self) -> Result<bool, Excess> {
        self.unroll(-1);
        (self.key, self.key_allowed) = (None, false);
        self.directives += 1;
        if self.directives > MOST_DIRECTIVES {
            return Err(Excess { what: "the text has more than 64 directives", at: self.at });
        }
        self.pass_line();
        Ok(true)
    }

    fn open(&mut self) -> Result<(), Excess> {
        self.may_be_key();
        self.flow += 1;
        self.key_allowed = true;
        if self.flow > DEEPEST {
            return Err(Excess { what: "brackets are nested deeper than 128 levels", at: self.at });
        }
        self.pass();
        Ok(())
    }

    /// Skips `-` or `?`, which begin a block.
    fn entry(&mut self, allows_key: bool) -> bool {
        if self.flow == 0 {
            if !self.key_allowed {
                return false;
            }
            self.roll(self.column);
            self.key = None;
        }
        self.key_allowed = allows_key;
        self.pass();
        true
    }

    /// Skips the `:` after a key.
    fn value(&mut self) -> bool {
        if self.flow == 0 {
            let key = self.key.take().filter(|key| key.line == self.line && self.at - key.at <= 1024);
            match key {
                Some(key) => self.roll(key.column),
                None if !self.key_allowed => return false,
                None => self.roll(self.column),
            }
            self.key_allowed = key.is_none();
        } else {
            self.key_allowed = false;
        }
        self.pass();
        true
    }

    fn quoted(&mut self, quote: u8) {
        self.may_be_key();
        self.pass();
        while let Some(byte) = self.byte(0) {
            match byte {
                b'\'' if quote == b'\'' && self.byte(1) == Some(b'\'') => (0..2).for_each(|_| self.pass()),
                b'\\' if quote == b'"' => {
                    self.pass();
                    if !self.pass_break() {
                        self.pass();
                    }
                }
                _ if byte == quote => return self.pass(),
                _ if self.pass_break() => {}
                _ => self.pass(),
            }
        }
    }

    /// Skips a plain scalar, which may continue on lines that are indented further than its block.
    fn plain(&mut self) {
        self.may_be_key();
        let mut has_breaks = false;
        loop {
            if self.is_document_mark() || self.byte(0) == Some(b'#') {
                break;
            }
            while !(self.is_blank_or_end(0)
                || self.byte(0) == Some(b':') && self.is_blank_or_end(1)
                || self.flow > 0 && self.ends_flow_word())
            {
                self.pass();
            }
            if !self.is_blank(0) && self.line_break(0) == 0 {
                break;
            }
            loop {
                if self.is_blank(0) {
                    self.pass();
                } else if self.pass_break() {
                    has_breaks = true;
                    while self.byte(0) == Some(b' ') {
                        self.pass();
                    }
                    self.pass_blanks();
                } else {
                    break;
                }
            }
            if self.flow == 0 && self.column <= self.indent {
                break;
            }
        }
        self.key_allowed |= has_breaks;
    }

    /// Skips a block scalar (YAML 1.1, section 8.1). Returns whether its header is valid.
    fn block_scalar(&mut self) -> bool {
        (self.key, self.key_allowed) = (None, true);
        self.pass();
        let mut indent = 0;
        while let Some(byte @ (b'+' | b'-' | b'1'..=b'9')) = self.byte(0) {
            if byte.is_ascii_digit() {
                indent = self.indent.max(0) + isize::from(byte - b'0');
            }
            self.pass();
        }
        while self.is_blank(0) {
            self.pass();
        }
        if self.byte(0) == Some(b'#') {
            self.pass_line();
        }
        if !self.pass_break() {
            return self.byte(0).is_none();
        }
        let found = self.empty_lines(indent);
        if indent == 0 {
            indent = found.max(self.indent + 1).max(1);
        }
        while self.column == indent && self.byte(0).is_some() {
            self.pass_line();
            self.pass_break();
            self.empty_lines(indent);
        }
        true
    }

    /// Skips empty lines and the indentation of the next line. Returns the largest indentation; `indent` is
    /// zero if the indentation is unknown.
    fn empty_lines(&mut self, indent: isize) -> isize {
        let mut deepest = 0;
        loop {
            while (indent == 0 || self.column < indent) && self.byte(0) == Some(b' ') {
                self.pass();
            }
            deepest = deepest.max(self.column);
            if indent == 0 || self.column < indent {
                self.pass_blanks();
            }
            if !self.pass_break() {
                return deepest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deepest(text: &str) -> Option<usize> {
        check(text).err().map(|excess| excess.at)
    }

    /// 200 brackets that are structure, and 200 brackets that are text.
    #[test]
    fn counts_only_the_brackets_of_collections() {
        let open = "[".repeat(200);
        for text in
            ["", "a: ", "- ", "? ", "a:\n  - b: ", "'x': ", "--- ", "a: &x ", "a: !t ", "{a: ", "[a,\n"]
        {
            let nested = format!("{text}{open}");
            let before = text.matches(['[', '{']).count();
            assert_eq!(deepest(&nested), Some(text.len() + DEEPEST - before), "{text}");
        }
        for text in [
            format!("a: 'it''s {open}'\nb: 1\n"),
            format!("a: \"say \\\" {open}\"\n"),
            format!("a: b{open}\n  {open}\nc: d {open}\n"),
            format!("a: 1 # {open}\n# {open}\nb: 2\n"),
            format!("a: |\n  {open}\n\n    {open}\n  {open}\nb: 1\n"),
            format!("a: >-\n  {open}\n"),
            format!("- |\n {open}\n- b: |2\n    {open}\n  c: 1\n"),
            format!("a:\n- b: |\n    {open}\n  c: d\n"),
            format!("--- |\n{open}\n").replace("[[", " [["),
            "[[[[]]]], ".repeat(100),
            "a: [b, {c: [d]}]\n".repeat(300),
        ] {
            assert_eq!(deepest(&text), None, "{text}");
        }
    }

    /// Tabs outside of indentation: removing them does not change the value.
    #[test]
    fn tabs_outside_of_indentation_are_skipped() {
        for (tabs, spaces) in [
            ("a: 1\n\t# c\nb: 2\n", "a: 1\nb: 2\n"),
            ("a:\n  b:\n\t\t# c\n    - x\n\t\n    - y\n", "a: {b: [x, y]}\n"),
            ("a: text\n \t\nb: 2\n\t", "a: text\nb: 2\n"),
            ("a: some\n\t\n  text\n", "a: some\n\n  text\n"),
            ("a: |\n\t\n\t\t\n  x\n\t\n  \ty\n\t# c\nb: 1\n", "a: \"\\n\\nx\\n\\n\\ty\\n\"\nb: 1\n"),
            ("-\t# c\n  a\n- \t \n  b\n", "[a, b]\n"),
            ("\t\n\t# c\na: {b: 1,\n\t# c\n\tc: 2}\n", "a: {b: 1, c: 2}\n"),
            ("a: 'x\t# y'\n", "a: \"x\\t# y\"\n"),
        ] {
            let readable = check(tabs).unwrap().readable(tabs).into_owned();
            let value: serde_json::Value = serde_yaml::from_str(&readable).unwrap();
            assert_eq!(value, serde_yaml::from_str::<serde_json::Value>(spaces).unwrap(), "{tabs:?}");
            assert_eq!(readable.matches('\n').count(), tabs.matches('\n').count(), "{tabs:?}");
        }
        // YAML does not allow tabs in indentation.
        let text = "a:\n\tb: 1\n";
        assert_eq!(check(text).unwrap().readable(text), text);
    }

    #[test]
    fn sees_collections_directly_after_text() {
        let open = "[".repeat(200);
        for text in [
            format!("a: |\n  text\nb: {open}"),
            format!("a: |\n  text\n{open}"),
            format!("a:\n  - |\n   text\n  - {open}"),
            format!("é: '[['\nb: {open}"),
            format!("a: \"\\\"\"\nb: {open}"),
            format!("a: 'x'\u{85}b: {open}"),
            format!("# comment\u{2028}b: {open}"),
            format!("a: b\n# comment\nc: {open}"),
            format!("- |1\n  text\n- {open}"),
            format!("{{a: b{open}"),
        ] {
            assert!(deepest(&text).is_some(), "{text}");
        }
        assert_eq!(deepest(&"%TAG !a! b\n".repeat(65)), Some(64 * 11));
    }
}
