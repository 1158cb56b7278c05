//! Bytes to events (WHATWG HTML, section 9.2.6, "Interpreting an event stream").

use std::collections::VecDeque;
use std::time::Duration;

/// The state between two pieces of bytes.
#[derive(Debug, Default)]
pub(super) struct Parser {
    /// The id of the last event, or that of one before it: what a new connection goes on from.
    pub(super) id: String,
    /// The last id that the server gave: that of the next event.
    next_id: String,
    /// How long the server wants to be left alone before a connection is made again.
    pub(super) retry: Option<Duration>,
    /// How often a connection was made again since the last event.
    pub(super) failures: u32,
    line: Vec<u8>,
    /// Whether the last byte was a carriage return: a line feed after it ends the same line.
    after_return: bool,
    /// Whether a line has been read: a byte order mark stands before the first one alone.
    has_begun: bool,
    event: String,
    data: String,
    ready: VecDeque<Parsed>,
}

/// An event that is complete.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) event: String,
    pub(super) id: String,
    pub(super) data: String,
}

impl Parser {
    /// Reads on.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let after_return = std::mem::take(&mut self.after_return);
            match byte {
                b'\n' if after_return => {}
                b'\n' => self.end_line(),
                b'\r' => {
                    self.after_return = true;
                    self.end_line();
                }
                byte => self.line.push(byte),
            }
        }
    }

    /// The next event that is complete.
    pub(super) fn next_event(&mut self) -> Option<Parsed> {
        self.ready.pop_front()
    }

    /// How many bytes have come of an event that is not complete.
    pub(super) fn pending(&self) -> usize {
        self.line.len() + self.data.len()
    }

    /// Forgets an event that has not ended when the connection has.
    pub(super) fn cut(&mut self) {
        self.line.clear();
        self.event.clear();
        self.data.clear();
        self.id.clone_into(&mut self.next_id);
        (self.after_return, self.has_begun) = (false, false);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let line = if self.has_begun { &*line } else { line.strip_prefix('\u{feff}').unwrap_or(&line) };
        self.has_begun = true;
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.next_id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Anything else is a comment, or a field that nobody knows.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        self.next_id.clone_into(&mut self.id);
        // An event without data is none.
        if data.pop().is_some() {
            let event = if event.is_empty() { "message".to_owned() } else { event };
            self.ready.push_back(Parsed { event, id: self.id.clone(), data });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(parser: &mut Parser) -> Vec<(String, String)> {
        std::iter::from_fn(|| parser.next_event()).map(|parsed| (parsed.event, parsed.data)).collect()
    }

    fn pair(event: &str, data: &str) -> (String, String) {
        (event.to_owned(), data.to_owned())
    }

    #[test]
    fn events_come_as_the_standard_says() {
        let text = "\u{feff}: a comment\ndata: first\ndata:second\n\ndata\n\ndata\ndata\n\nevent: add\r\ndata: 73\r\n\r\n\
                    id: 1\nevent: nothing\n\nid: a\0b\nretry: 250\nretry: x\nunknown: 1\ndata:  spaced\rdata: \u{e9}\r\rdata: cut";
        let expected = [
            pair("message", "first\nsecond"),
            pair("message", ""),
            pair("message", "\n"),
            pair("add", "73"),
            pair("message", " spaced\n\u{e9}"),
        ];
        // Whatever the pieces are in which it comes.
        for size in [1, 2, 3, 7, text.len()] {
            let mut parser = Parser::default();
            text.as_bytes().chunks(size).for_each(|piece| parser.feed(piece));
            assert_eq!(events(&mut parser), expected, "{size}");
            assert_eq!((parser.id.as_str(), parser.retry), ("1", Some(Duration::from_millis(250))));
        }
    }

    #[test]
    fn what_was_cut_off_is_forgotten_and_the_id_is_kept() {
        let mut parser = Parser::default();
        parser.feed(b"id: 7\ndata: whole\n\nevent: add\nid: 8\ndata: half");
        assert_eq!(events(&mut parser), [pair("message", "whole")]);
        parser.cut();
        parser.feed(b"\ndata: next\n\n");
        assert_eq!(events(&mut parser), [pair("message", "next")]);
        assert_eq!(parser.id, "7");
    }

    #[test]
    fn each_event_has_its_own_id() {
        let mut parser = Parser::default();
        parser.feed(b"data: a\n\nid: 1\ndata: b\n\nid: 2\n\ndata: c\n\nid\ndata: d\n\n");
        let ids: Vec<_> = std::iter::from_fn(|| parser.next_event()).map(|parsed| parsed.id).collect();
        assert_eq!(ids, ["", "1", "2", ""]);
        parser.feed(b"data: half");
        assert_eq!(parser.pending(), 10);
    }
}
