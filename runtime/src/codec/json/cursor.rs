//! Cursors over the members of objects and lists.

use std::borrow::Cow;

use super::{Decode, Fault, Reader};

/// A cursor over the keys of an object.
#[derive(Debug)]
pub struct Keys<'de> {
    known: &'static [&'static str],
    /// The index of the known key that probably comes next, because servers write keys in a fixed order.
    guess: usize,
    is_first: bool,
    unknown: Cow<'de, str>,
}

/// The index of an unknown key.
const UNKNOWN: usize = usize::MAX;

impl<'de> Keys<'de> {
    pub(super) fn new(known: &'static [&'static str]) -> Self {
        Self { known, guess: 0, is_first: true, unknown: Cow::Borrowed("") }
    }

    /// Reads the next key and returns its index in the known keys; `usize::MAX` for an unknown key, and
    /// `None` at the end of the object. The value must be read before the next key.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn next(&mut self, reader: &mut Reader<'de>) -> Result<Option<usize>, Fault> {
        match reader.peek() {
            Some(b'}') => {
                reader.at += 1;
                reader.depth -= 1;
                return Ok(None);
            }
            Some(b',') if !self.is_first => reader.at += 1,
            _ if !self.is_first => return Err(reader.fault(reader.at, "expected `,` or `}`")),
            _ => {}
        }
        self.is_first = false;
        if reader.peek() != Some(b'"') {
            return Err(reader.fault(reader.at, "expected a key"));
        }
        if self.known.get(self.guess).is_some_and(|known| reader.passes(known)) {
            reader.expect(b':', "`:`")?;
            self.guess += 1;
            return Ok(Some(self.guess - 1));
        }
        let key = reader.string()?;
        reader.expect(b':', "`:`")?;
        if let Some(index) = self.known.iter().position(|known| *known == key) {
            self.guess = index + 1;
            return Ok(Some(index));
        }
        self.unknown = key;
        Ok(Some(UNKNOWN))
    }

    /// Reads the value of an unknown key and adds it to `rest`.
    ///
    /// # Errors
    /// Fails as [`Decode::decode`] does.
    pub fn keep<T: Decode>(
        &mut self,
        reader: &mut Reader<'de>,
        rest: &mut crate::Map<T>,
    ) -> Result<(), Fault> {
        let value = reader.value()?;
        rest.insert(std::mem::take(&mut self.unknown).into_owned(), value);
        Ok(())
    }

    /// Returns the last unknown key.
    pub fn unknown(&self) -> &str {
        &self.unknown
    }

    /// Takes the last unknown key.
    pub(super) fn take_unknown(&mut self) -> Cow<'de, str> {
        std::mem::take(&mut self.unknown)
    }
}

/// A cursor over the elements of a list.
#[derive(Debug)]
pub struct Elements {
    is_first: bool,
}

impl Elements {
    pub(super) fn new() -> Self {
        Self { is_first: true }
    }

    /// Returns whether there is another element, which must be read before the next call.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn next(&mut self, reader: &mut Reader<'_>) -> Result<bool, Fault> {
        match reader.peek() {
            Some(b']') => {
                reader.at += 1;
                reader.depth -= 1;
                return Ok(false);
            }
            Some(b',') if !self.is_first => {
                reader.at += 1;
                if reader.peek() == Some(b']') {
                    return Err(reader.fault(reader.at, "expected a value after `,`"));
                }
            }
            _ if !self.is_first => return Err(reader.fault(reader.at, "expected `,` or `]`")),
            _ => {}
        }
        self.is_first = false;
        Ok(true)
    }
}
