//! The pull reader (RFC 8259).

use std::borrow::Cow;
use std::fmt;

use super::cursor::{Elements, Keys};
use super::{Decode, Fault};

/// How deep a value may be nested; deeper ones are refused before the stack is in danger.
const DEEPEST: usize = 128;

/// Reads JSON value by value.
#[derive(Debug, Clone)]
pub struct Reader<'de> {
    text: &'de str,
    pub(super) at: usize,
    pub(super) depth: usize,
}

/// The type of a value, as its first character tells it.
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
    /// A reader at the beginning of a text, behind a byte order mark (RFC 8259, section 8.1).
    pub fn new(text: &'de str) -> Self {
        const MARK: &str = "\u{feff}";
        Self { text, at: if text.starts_with(MARK) { MARK.len() } else { 0 }, depth: 0 }
    }

    #[cold]
    pub(super) fn fault(&self, at: usize, message: impl Into<String>) -> Fault {
        Fault::new(at, message)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space, which stays.
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
        if self.depth > DEEPEST { Err(self.fault(self.at, "the value is nested too deep")) } else { Ok(()) }
    }

    /// The type of the next value, which stays.
    ///
    /// # Errors
    /// Text that is no JSON value.
    pub fn kind(&mut self) -> Result<Kind, Fault> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::String),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(_) => Err(self.fault(self.at, "expected a JSON value")),
            None => Err(self.fault(self.at, "the text ends where a value should be")),
        }
    }

    /// The fault of meeting a type that does not belong here.
    pub fn unexpected(&self, kind: Kind) -> Fault {
        self.fault(self.at, format!("{kind} is not what the description allows here"))
    }

    /// The fault of a value that is of the right type and still not one of the allowed.
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
    /// As for [`Decode::decode`].
    pub fn value<T: Decode>(&mut self) -> Result<T, Fault> {
        T::decode(self)
    }

    /// Reads `null`, if that is what comes next.
    ///
    /// # Errors
    /// Text that only begins like it.
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
    /// Any other value.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.wrong_type("a boolean")),
        }
    }

    /// Reads a number as it is written.
    ///
    /// # Errors
    /// Any other value, or a number that JSON does not write so.
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
            _ => Err(self.fault(start, "this is no number")),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    /// Reads a whole number. `1.0` is one (JSON Schema, "integer").
    ///
    /// # Errors
    /// Any other value, or a number that 64 bits cannot hold.
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
        integer.ok_or_else(|| self.fault(start, format!("{number} is no integer of 64 bits")))
    }

    /// Reads a string; it is borrowed unless something in it is escaped.
    ///
    /// # Errors
    /// Any other value, or a string that JSON does not write so.
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

    /// Reads a string as what is made of one.
    ///
    /// # Errors
    /// As for [`Reader::string`].
    pub fn word<T: for<'a> From<&'a str>>(&mut self) -> Result<T, Fault> {
        self.string().map(|text| T::from(&text))
    }

    /// Passes over what stands in a string for itself.
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

    /// The fault of a string that neither ends nor goes on here.
    #[cold]
    fn unfinished(&self) -> Fault {
        let why = match self.byte() {
            Some(_) => "a control character stands in a string",
            None => "the text ends in a string",
        };
        self.fault(self.at, why)
    }

    /// Passes over a string that is written as `word` is, without escapes, if that is what comes next.
    pub(super) fn passes(&mut self, word: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let is_it = rest.strip_prefix(word.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'"'));
        // What stands for itself in `word` may stand for something else in JSON: a key with a quote in it ends before it
        // does, and what comes behind would be read as part of it.
        let is_it = is_it && !word.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        if is_it {
            self.at += word.len() + 2;
        }
        is_it
    }

    /// Few strings have an escape: those that have none should not pay for it.
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
                // A character outside the first plane is written as two halves; a lone half means nothing
                // and is replaced rather than losing the whole value.
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
            _ => return Err(self.fault(at, "this escape is unknown")),
        })
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fault(self.at, "four hexadecimal digits should follow `\\u`"))?;
        self.at += 4;
        Ok(code)
    }

    /// Enters an object. `known` are the keys that will be asked for; they are met fastest in this order.
    ///
    /// # Errors
    /// Any other value.
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
    /// Any other value.
    pub fn array(&mut self) -> Result<Elements, Fault> {
        if self.peek() != Some(b'[') {
            return Err(self.wrong_type("a list"));
        }
        self.enter()?;
        self.at += 1;
        Ok(Elements::new())
    }

    /// Passes over a value and gives its text.
    ///
    /// # Errors
    /// Text that is no JSON.
    pub fn raw(&mut self) -> Result<&'de str, Fault> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Passes over a value, however deep it is nested: nobody needs it.
    ///
    /// # Errors
    /// Text that is no JSON.
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

    /// Passes over a list or an object whose parts would overflow the stack: a byte for each that is open.
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
            // A value has ended, and with it perhaps what it is part of.
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

    /// Passes over a key, in an object.
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

    /// Says that nothing follows.
    ///
    /// # Errors
    /// A text that goes on.
    pub fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault(self.at, "the text goes on after the value")),
        }
    }
}

/// Of eight bytes, the lowest first, the highest bit of each that ends what is plain in a string: a quote, a
/// backslash or a control character. Bits above the lowest one that is set say nothing: a subtraction may have borrowed.
fn ends(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, least: u8| word.wrapping_sub(EACH * u64::from(least)) & !word;
    let is = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    (is(b'"') | is(b'\\') | below(word, 0x20)) & (EACH << 7)
}

#[cfg(test)]
mod tests;
