//! Why a value could not be read, and where in it the fault is.

use std::fmt;

use super::Reader;

/// Why a value could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Box<(usize, String)>);

impl Fault {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self(Box::new((at, message.into())))
    }

    /// Where in the text, in bytes.
    pub fn offset(&self) -> usize {
        self.0.0
    }

    /// What is the matter.
    pub fn message(&self) -> &str {
        &self.0.1
    }

    /// Where in the value, as `$.images[3].id`. It is found by reading `text` again, so that values
    /// without fault pay nothing for it.
    pub fn path(&self, text: &str) -> String {
        let mut path = "$".to_owned();
        walk_to(Reader::new(text), self.offset(), &mut path);
        path
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message())
    }
}

impl std::error::Error for Fault {}

/// Goes down to the value in which `offset` lies, and notes the way.
fn walk_to(mut reader: Reader<'_>, offset: usize, path: &mut String) {
    let mut inside = reader.clone();
    match reader.peek() {
        Some(b'{') if offset > reader.at => {
            let Ok(mut keys) = inside.object(&[]) else { return };
            while let Ok(Some(_)) = keys.next(&mut inside) {
                let mut value = inside.clone();
                let passed = inside.skip();
                if value.peek().is_some() && value.at <= offset && (passed.is_err() || offset < inside.at) {
                    path.push_str(&step(keys.unknown()));
                    return walk_to(value, offset, path);
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
                    path.push_str(&format!("[{index}]"));
                    return walk_to(value, offset, path);
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

fn step(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { format!(".{key}") } else { format!("[{key:?}]") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_knows_its_path() {
        let text = r#"{"images": [{"id": 1}, {"id": 2, "x-y": {"at": "no"}}], "meta": {}}"#;
        let at = |part: &str| Fault(Box::new((text.find(part).unwrap(), String::new()))).path(text);
        assert_eq!(at("2,"), "$.images[1].id");
        assert_eq!(at("\"no\""), "$.images[1][\"x-y\"].at");
        assert_eq!(at("{}"), "$.meta");
        assert_eq!(at("{"), "$");
        let broken = r#"{"images": [1, tru]}"#;
        let fault = Reader::new(broken).skip().unwrap_err();
        assert_eq!(fault.path(broken), "$.images[1]");
    }
}
