//! The pull reader (RFC 8259).

use std::borrow::Cow;
use std::fmt;

use super::cursor::{Elements, Keys};
use super::{Decode, Fault};

/// The largest nesting depth of a value. Deeper values are refused, because they could overflow the stack.
const DEEPEST: usize = 128;

/// A pull reader of JSON.
#[derive(Debug, Clone)]
pub struct Reader<'de> {
    text: &'de str,
    pub(super) at: usize,
    pub(super) depth: usize,
    /// The position of the last attempt at a variant, and the number of nested attempts at that position.
    pub(super) attempts: (usize, u8),
    /// Whether the value is only read to compare the variants of a union.
    pub(super) is_comparing: bool,
    /// The bytes of values that the types read so far have no place for.
    pub(super) losses: usize,
}

/// The JSON type of a value, determined by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
        })
    }
}

impl<'de> Reader<'de> {
    /// Creates a reader at the beginning of a text, after a byte order mark (RFC 8259, section 8.1).
    pub fn new(text: &'de str) -> Self {
        const MARK: &str = "\u{feff}";
        let at = if text.starts_with(MARK) { MARK.len() } else { 0 };
        Self { text, at, depth: 0, attempts: (0, 0), is_comparing: false, losses: 0 }
    }

    #[cold]
    pub(super) fn fault(&self, at: usize, message: impl Into<String>) -> Fault {
        Fault::new(at, message)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns the next byte that is not white space, without consuming it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    pub(super) fn expect(&mut self, wanted: u8, what: &str) -> Result<(), Fault> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        Err(self.fault(self.at, format!("expected {what}")))
    }

    fn enter(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(self.fault(self.at, "the value is nested too deeply")) } else { Ok(()) }
    }

    /// Returns the type of the next value, without consuming it.
    ///
    /// # Errors
    /// Fails if the text is not a JSON value.
    pub fn kind(&mut self) -> Result<Kind, Fault> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::String),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(_) => Err(self.fault(self.at, "expected a JSON value")),
            None => Err(self.fault(self.at, "the text ends before a value")),
        }
    }

    /// Creates the error for a value of an unexpected type.
    pub fn unexpected(&self, kind: Kind) -> Fault {
        self.fault(self.at, format!("the description does not allow {kind} here"))
    }

    /// Creates the error for a value that has the right type but is not allowed.
    pub(crate) fn refused(mut self, message: String) -> Fault {
        self.peek();
        self.fault(self.at, message)
    }

    #[cold]
    fn wrong_type(&mut self, expected: &str) -> Fault {
        match self.kind() {
            Ok(found) => self.fault(self.at, format!("expected {expected}, found {found}")),
            Err(fault) => fault,
        }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// Fails as [`Decode::decode`] does.
    pub fn value<T: Decode>(&mut self) -> Result<T, Fault> {
        T::decode(self)
    }

    /// Reads `null` if it is the next value. Returns whether it is.
    ///
    /// # Errors
    /// Fails if the text only begins like `null`.
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null").map(|()| true)
    }

    fn literal(&mut self, word: &str) -> Result<(), Fault> {
        let end = self.at + word.len();
        if self.text.as_bytes().get(self.at..end) == Some(word.as_bytes()) {
            self.at = end;
            return Ok(());
        }
        Err(self.fault(self.at, "expected a JSON value"))
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// Fails if the value is not a boolean.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.wrong_type("a boolean")),
        }
    }

    /// Reads a number and returns its text.
    ///
    /// # Errors
    /// Fails if the value is not a valid JSON number.
    pub fn number(&mut self) -> Result<&'de str, Fault> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.wrong_type("a number"));
        }
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.byte() == Some(b'0');
        let whole = self.digits();
        let mut is_number = whole > 0 && (whole == 1 || !leading_zero);
        if self.byte() == Some(b'.') {
            self.at += 1;
            is_number &= self.digits() > 0;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            is_number &= self.digits() > 0;
        }
        match self.text.get(start..self.at) {
            Some(number) if is_number => Ok(number),
            _ => Err(self.fault(start, "invalid number")),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    /// Reads an integer. `1.0` is an integer too (JSON Schema, "integer").
    ///
    /// # Errors
    /// Fails if the value is not an integer, or exceeds 64 bits.
    pub fn integer(&mut self) -> Result<i64, Fault> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.wrong_type("an integer"));
        }
        let start = self.at;
        let number = self.number()?;
        if let Ok(integer) = number.parse() {
            return Ok(integer);
        }
        let integer = super::whole::digits(number).and_then(|digits| digits.parse().ok());
        integer.ok_or_else(|| self.fault(start, format!("`{number}` is not a 64-bit integer")))
    }

    /// Reads a string; it is borrowed unless it has escapes.
    ///
    /// # Errors
    /// Fails if the value is not a valid JSON string.
    pub fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong_type("a string"));
        }
        self.at += 1;
        let start = self.at;
        self.plain();
        match self.byte() {
            Some(b'"') => {
                let text = self.text.get(start..self.at).unwrap_or_default();
                self.at += 1;
                Ok(Cow::Borrowed(text))
            }
            Some(b'\\') => self.escaped(start).map(Cow::Owned),
            _ => Err(self.unfinished()),
        }
    }

    /// Skips to the next quote, backslash or control character of a string.
    fn plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut words = rest.chunks_exact(8);
        let mut passed = 0;
        for word in &mut words {
            let ends = word.first_chunk().map_or(0, |word| ends(u64::from_le_bytes(*word)));
            if ends != 0 {
                self.at += passed + ends.trailing_zeros() as usize / 8;
                return;
            }
            passed += 8;
        }
        let last = words.remainder();
        let is_end = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        self.at += passed + last.iter().position(is_end).unwrap_or(last.len());
    }

    /// Creates the error for a string that contains an invalid character or does not end.
    #[cold]
    fn unfinished(&self) -> Fault {
        let why = match self.byte() {
            Some(_) => "a control character in a string is not escaped",
            None => "the text ends within a string",
        };
        self.fault(self.at, why)
    }

    /// Consumes the next string if it is written exactly as `word`, without escapes. Returns whether it is.
    pub(super) fn passes(&mut self, word: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let is_it = rest.strip_prefix(word.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'"'));
        // A character of `word` may have another meaning in JSON. If `word` contains a quote, the key in the
        // text ends at that quote, and the rest of `word` would match text after the key.
        let is_it = is_it && !word.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        if is_it {
            self.at += word.len() + 2;
        }
        is_it
    }

    /// Reads a string with escapes. It is not inlined, because few strings have escapes.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, start: usize) -> Result<String, Fault> {
        let mut text = self.text.get(start..self.at).unwrap_or_default().to_owned();
        loop {
            let from = self.at;
            self.plain();
            text.push_str(self.text.get(from..self.at).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                _ => return Err(self.unfinished()),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let at = self.at;
        self.at += 1;
        Ok(match self.text.as_bytes().get(at) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.four_digits()?;
                // A character outside the first plane is written as a surrogate pair; a lone surrogate is
                // replaced, so that the rest of the value is not lost.
                let is_first_half = (0xd800..0xdc00).contains(&high);
                if is_first_half && self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u") {
                    let before = self.at;
                    self.at += 2;
                    let low = self.four_digits()?;
                    if (0xdc00..0xe000).contains(&low) {
                        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                        return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    self.at = before;
                }
                char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(self.fault(at, "unknown escape")),
        })
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fault(self.at, "expected four hexadecimal digits after `\\u`"))?;
        self.at += 4;
        Ok(code)
    }

    /// Enters an object. `known` are the keys that the caller expects; they are found fastest in this order.
    ///
    /// # Errors
    /// Fails if the value is not an object.
    pub fn object(&mut self, known: &'static [&'static str]) -> Result<Keys<'de>, Fault> {
        if self.peek() != Some(b'{') {
            return Err(self.wrong_type("an object"));
        }
        self.enter()?;
        self.at += 1;
        Ok(Keys::new(known))
    }

    /// Enters a list.
    ///
    /// # Errors
    /// Fails if the value is not a list.
    pub fn array(&mut self) -> Result<Elements, Fault> {
        if self.peek() != Some(b'[') {
            return Err(self.wrong_type("a list"));
        }
        self.enter()?;
        self.at += 1;
        Ok(Elements::new())
    }

    /// Skips a value and returns its text.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn raw(&mut self) -> Result<&'de str, Fault> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Skips a value of any nesting depth.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn skip(&mut self) -> Result<(), Fault> {
        match self.kind()? {
            Kind::Null => self.literal("null"),
            Kind::Boolean => self.boolean().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::String => self.string().map(drop),
            Kind::Array | Kind::Object if self.depth >= DEEPEST => self.skip_deep(),
            Kind::Array => {
                let mut elements = self.array()?;
                while elements.next(self)? {
                    self.skip()?;
                }
                Ok(())
            }
            Kind::Object => {
                let mut keys = self.object(&[])?;
                while keys.next(self)?.is_some() {
                    self.skip()?;
                }
                Ok(())
            }
        }
    }

    /// Skips a list or object that is too deep for recursion. An explicit stack has one byte for each open
    /// list or object.
    #[cold]
    fn skip_deep(&mut self) -> Result<(), Fault> {
        let mut open = Vec::new();
        loop {
            match self.kind()? {
                kind @ (Kind::Array | Kind::Object) => {
                    let close = if kind == Kind::Array { b']' } else { b'}' };
                    self.at += 1;
                    if self.peek() != Some(close) {
                        self.skip_key(close)?;
                        open.push(close);
                        continue;
                    }
                    self.at += 1;
                }
                _ => self.skip()?,
            }
            // A value has ended, and perhaps the list or object that contains it.
            loop {
                let Some(close) = open.last().copied() else { return Ok(()) };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.skip_key(close)?;
                        break;
                    }
                    Some(byte) if byte == close => {
                        self.at += 1;
                        open.pop();
                    }
                    _ => return Err(self.fault(self.at, format!("expected `,` or `{}`", char::from(close)))),
                }
            }
        }
    }

    /// Skips a key if `close` belongs to an object.
    fn skip_key(&mut self, close: u8) -> Result<(), Fault> {
        if close == b'}' {
            if self.peek() != Some(b'"') {
                return Err(self.fault(self.at, "expected a key"));
            }
            self.string()?;
            self.expect(b':', "`:`")?;
        }
        Ok(())
    }

    /// Checks that no text follows.
    ///
    /// # Errors
    /// Fails if text follows.
    pub fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault(self.at, "there is text after the value")),
        }
    }
}

/// Returns, for eight bytes in little-endian order, the high bit of each byte that ends a plain run of a
/// string: a quote, a backslash or a control character. Only the lowest bit that is set is reliable, because
/// a subtraction may borrow from the bytes above it.
fn ends(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, least: u8| word.wrapping_sub(EACH * u64::from(least)) & !word;
    let is = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    (is(b'"') | is(b'\\') | below(word, 0x20)) & (EACH << 7)
}

#[cfg(test)]
mod tests;
