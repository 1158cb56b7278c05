//! The records of a JSON text sequence (RFC 7464).

/// The character before each record.
pub(crate) const SEPARATOR: u8 = 0x1e;

/// Returns whether a media type is that of a JSON text sequence, also with the suffix `+json-seq` (RFC 8091).
pub(crate) fn is_sequence(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json-seq")
        || essence.to_ascii_lowercase().ends_with("+json-seq")
}

/// A scanner that finds the ends of records. It must get each byte exactly once.
///
/// A record is a separator, a JSON text and a line end. The text may contain line ends, so the record ends at
/// the first one after the complete text. A separator always ends a record, even if its text is truncated.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    /// The number of open objects and lists.
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    has_begun: bool,
}

impl Scanner {
    /// Returns the position of the byte that ends the record; `None` if the record continues after these
    /// bytes.
    pub(super) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let end = bytes.iter().position(|byte| self.is_end(*byte));
        if end.is_some() {
            *self = Self::default();
        }
        end
    }

    fn is_end(&mut self, byte: u8) -> bool {
        match byte {
            SEPARATOR => return true,
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_in_string => self.is_escaped = true,
            b'"' => {
                self.is_in_string = !self.is_in_string;
                self.has_begun = true;
            }
            _ if self.is_in_string => {}
            b'\n' => return self.has_begun && self.depth == 0,
            b'{' | b'[' => {
                self.depth += 1;
                self.has_begun = true;
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => self.has_begun |= !byte.is_ascii_whitespace(),
        }
        false
    }
}

/// Returns whether a record may be truncated: a number or literal that no white space follows (RFC 7464,
/// section 2.4). `12` may be the start of `123`.
pub(super) fn may_be_truncated(record: &[u8]) -> bool {
    let is_delimited = record.last().is_none_or(u8::is_ascii_whitespace);
    !is_delimited && !matches!(record.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_end_after_their_text_or_at_the_next_record() {
        for (text, end) in [
            ("1\n", Some(1)),
            ("1", None),
            (" \n {\n\"a\": \"}\\\"\n\"\n}\n", Some(18)),
            ("[\"\\\\\"]\n", Some(6)),
            ("{\"a\": \"cut\n\u{1e}", Some(11)),
            ("\n\u{1e}1", Some(1)),
            ("}\n", None),
        ] {
            assert_eq!(Scanner::default().end(text.as_bytes()), end, "{text:?}");
            // The result is the same byte by byte.
            let mut scanner = Scanner::default();
            let found = text.bytes().position(|byte| scanner.end(&[byte]).is_some());
            assert_eq!(found, end, "{text:?}");
        }
    }

    #[test]
    fn numbers_and_literals_without_an_end_are_truncated() {
        for (record, is_truncated) in [
            ("12", true),
            (" nul", true),
            ("12 ", false),
            ("true\n", false),
            ("{}", false),
            ("\"a\"", false),
            ("", false),
        ] {
            assert_eq!(may_be_truncated(record.as_bytes()), is_truncated, "{record:?}");
        }
    }
}
