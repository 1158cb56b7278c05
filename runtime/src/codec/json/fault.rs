//! Decoding errors, and their position in a value.

use std::fmt;

use super::Reader;

/// An error in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    at: usize,
    message: String,
    #[cfg(feature = "test-util")]
    missing: Option<&'static str>,
}

/// A step of a path, from a value to a value within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

impl Fault {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner {
            at,
            message,
            #[cfg(feature = "test-util")]
            missing: None,
        }))
    }

    /// Creates the error for an object that lacks a required key.
    pub(super) fn of_missing(at: usize, key: &'static str) -> Self {
        let fault = Self::new(at, format!("the required key `{key}` is missing"));
        #[cfg(feature = "test-util")]
        let fault = Self(Box::new(Inner { missing: Some(key), ..*fault.0 }));
        fault
    }

    /// Returns the required key that is missing, if that is the error.
    #[cfg(feature = "test-util")]
    pub(crate) fn missing(&self) -> Option<&'static str> {
        self.0.missing
    }

    /// Returns the position in the text, in bytes.
    pub fn offset(&self) -> usize {
        self.0.at
    }

    /// Returns the message.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the path within the value, such as `$.images[3].id`. Reads `text` again to find it, so that
    /// valid values have no overhead.
    pub fn path(&self, text: &str) -> String {
        let steps = self.steps(text);
        std::iter::once("$".to_owned()).chain(steps.iter().map(Step::to_string)).collect()
    }

    pub(crate) fn steps(&self, text: &str) -> Vec<Step> {
        let mut steps = Vec::new();
        walk_to(Reader::new(text), self.offset(), &mut steps);
        steps
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message())
    }
}

impl std::error::Error for Fault {}

/// Descends to the value that contains `offset`, and records the steps of the path.
fn walk_to(mut reader: Reader<'_>, offset: usize, steps: &mut Vec<Step>) {
    let mut inside = reader.clone();
    match reader.peek() {
        Some(b'{') if offset > reader.at => {
            let Ok(mut keys) = inside.object(&[]) else { return };
            while let Ok(Some(_)) = keys.next(&mut inside) {
                let mut value = inside.clone();
                let passed = inside.skip();
                if value.peek().is_some() && value.at <= offset && (passed.is_err() || offset < inside.at) {
                    steps.push(Step::Key(keys.unknown().to_owned()));
                    return walk_to(value, offset, steps);
                }
                if passed.is_err() {
                    return;
                }
            }
        }
        Some(b'[') if offset > reader.at => {
            let Ok(mut elements) = inside.array() else { return };
            let mut index = 0;
            while let Ok(true) = elements.next(&mut inside) {
                let mut value = inside.clone();
                let passed = inside.skip();
                if value.peek().is_some() && value.at <= offset && (passed.is_err() || offset < inside.at) {
                    steps.push(Step::Index(index));
                    return walk_to(value, offset, steps);
                }
                if passed.is_err() {
                    return;
                }
                index += 1;
            }
        }
        _ => {}
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |key: &str| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        match self {
            Self::Key(key) if is_plain(key) => write!(formatter, ".{key}"),
            Self::Key(key) => write!(formatter, "[{key:?}]"),
            Self::Index(index) => write!(formatter, "[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_the_path_of_its_value() {
        let text = r#"{"images": [{"id": 1}, {"id": 2, "x-y": {"at": "no"}}], "meta": {}}"#;
        let at = |part: &str| Fault::new(text.find(part).unwrap(), "").path(text);
        assert_eq!(at("2,"), "$.images[1].id");
        assert_eq!(at("\"no\""), "$.images[1][\"x-y\"].at");
        assert_eq!(at("{}"), "$.meta");
        assert_eq!(at("{"), "$");
        let broken = r#"{"images": [1, tru]}"#;
        let fault = Reader::new(broken).skip().unwrap_err();
        assert_eq!(fault.path(broken), "$.images[1]");
    }
}
