//! The parser of event streams (WHATWG HTML, section 9.2.6, "Interpreting an event stream").

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes};

/// The state between two chunks. Bytes are parsed when an event is requested, so that no events are queued.
#[derive(Debug, Default)]
pub(super) struct Parser {
    /// The last event ID, from the last event or an earlier one. A reconnection continues after it.
    pub(super) id: Arc<str>,
    /// The last ID that the server sent, for the next event.
    next_id: Arc<str>,
    /// The delay before a reconnection, if the server sent one.
    pub(super) retry: Option<Duration>,
    /// The number of reconnections since the last event.
    pub(super) failures: u32,
    /// The bytes that are not parsed yet.
    input: Bytes,
    line: Vec<u8>,
    /// Whether the last byte was a carriage return: a line feed after it belongs to the same line end.
    after_return: bool,
    /// Whether a line has been read: only the first one may begin with a byte order mark.
    has_begun: bool,
    event: String,
    data: String,
}

/// A complete event.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ParsedEvent {
    pub(super) event: String,
    /// All events with this ID share it, because a server sends an ID only once.
    pub(super) id: Arc<str>,
    pub(super) data: String,
}

impl Parser {
    /// Sets the next chunk. The caller must have taken all events of the previous one.
    pub(super) fn feed(&mut self, bytes: Bytes) {
        self.input = bytes;
    }

    /// Returns the next complete event.
    pub(super) fn next_event(&mut self) -> Option<ParsedEvent> {
        while let Some(first) = self.input.first() {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                self.input.advance(1);
                continue;
            }
            let Some(end) = self.input.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.line.extend_from_slice(&std::mem::take(&mut self.input));
                break;
            };
            self.line.extend_from_slice(&self.input.split_to(end));
            self.after_return = self.input.get_u8() == b'\r';
            let event = self.end_line();
            if event.is_some() {
                return event;
            }
        }
        None
    }

    /// Returns the number of bytes that are kept for the next event.
    pub(super) fn pending(&self) -> usize {
        self.line.len() + self.event.len() + self.data.len() + self.next_id.len()
    }

    /// Discards an incomplete event when the connection ends.
    pub(super) fn cut(&mut self) {
        self.input.clear();
        self.line.clear();
        self.event.clear();
        self.data.clear();
        self.next_id = self.id.clone();
        (self.after_return, self.has_begun) = (false, false);
    }

    fn end_line(&mut self) -> Option<ParsedEvent> {
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
            "id" if !value.contains('\0') => self.next_id = value.into(),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Anything else is a comment or an unknown field.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<ParsedEvent> {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        self.id = self.next_id.clone();
        // An event without data is not dispatched.
        data.pop()?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(ParsedEvent { event, id: self.id.clone(), data })
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
    fn events_are_parsed_as_the_standard_requires() {
        let text = "\u{feff}: a comment\ndata: first\ndata:second\n\ndata\n\ndata\ndata\n\nevent: add\r\ndata: 73\r\n\r\n\
                    id: 1\nevent: nothing\n\nid: a\0b\nretry: 250\nretry: x\nunknown: 1\ndata:  spaced\rdata: \u{e9}\r\rdata: cut";
        let expected = [
            pair("message", "first\nsecond"),
            pair("message", ""),
            pair("message", "\n"),
            pair("add", "73"),
            pair("message", " spaced\n\u{e9}"),
        ];
        // The sizes of the chunks do not matter.
        for size in [1, 2, 3, 7, text.len()] {
            let mut parser = Parser::default();
            let mut found = Vec::new();
            for piece in text.as_bytes().chunks(size) {
                parser.feed(Bytes::copy_from_slice(piece));
                found.extend(events(&mut parser));
            }
            assert_eq!(found, expected, "{size}");
            assert_eq!((&*parser.id, parser.retry), ("1", Some(Duration::from_millis(250))));
        }
    }

    #[test]
    fn an_incomplete_event_is_discarded_but_the_id_is_preserved() {
        let mut parser = Parser::default();
        parser.feed(Bytes::from_static(b"id: 7\ndata: whole\n\nevent: add\nid: 8\ndata: half"));
        assert_eq!(events(&mut parser), [pair("message", "whole")]);
        parser.cut();
        parser.feed(Bytes::from_static(b"\ndata: next\n\n"));
        assert_eq!(events(&mut parser), [pair("message", "next")]);
        assert_eq!(&*parser.id, "7");
    }

    #[test]
    fn each_event_has_its_own_id() {
        let mut parser = Parser::default();
        let text = b"data: a\n\nid: 1\ndata: b\n\nid: 2\n\ndata: c\n\nid\ndata: d\n\n";
        parser.feed(Bytes::from_static(text));
        let ids: Vec<_> =
            std::iter::from_fn(|| parser.next_event()).map(|parsed| parsed.id.to_string()).collect();
        assert_eq!(ids, ["", "1", "2", ""]);
        parser.feed(Bytes::from_static(b"data: half"));
        assert_eq!(parser.next_event(), None);
        assert_eq!(parser.pending(), 10);
    }

    #[test]
    fn an_id_is_shared_and_counted() {
        let mut parser = Parser::default();
        parser.feed(format!("id: {}\n{}", "7".repeat(1_000), "data\n\n".repeat(2)).into());
        let (first, second) = (parser.next_event().unwrap(), parser.next_event().unwrap());
        assert!(Arc::ptr_eq(&first.id, &second.id));
        assert_eq!(parser.pending(), 1_000);
    }
}
