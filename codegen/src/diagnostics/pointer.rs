//! JSON pointers (RFC 6901), which identify the nodes of a description.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::text::Foreign;

/// A JSON pointer, such as `/paths/~1v2~1images/get`; the empty text is the whole document. Clones share the
/// text, because every item that is generated from a node stores its pointer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Creates a pointer from the text after the `#` of a reference, which must be percent-decoded already.
    pub fn parse(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the pointer to a key of the object at this pointer.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in key.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text.into())
    }

    /// Returns the pointer to an element of the array at this pointer.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0).into())
    }

    /// Returns the pointer to the parent, or `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').and_then(|slash| self.0.get(..slash)).map(|text| Self(text.into()))
    }

    /// Returns the steps from the root, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// Returns the node at this pointer. Replaces `Value::pointer`, which copies each step twice, because
    /// nothing is called more often.
    pub(crate) fn within<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        // A text that does not begin with a slash is not a pointer; it may be the name of an anchor.
        let steps = match self.0.strip_prefix('/') {
            Some(steps) => Some(steps.split('/')),
            None if self.0.is_empty() => None,
            None => return None,
        };
        steps.into_iter().flatten().try_fold(root, |node, step| match node {
            Value::Object(fields) if step.contains('~') => fields.get(&unescaped(step)),
            Value::Object(fields) => fields.get(step),
            // An index has no sign and no leading zero (RFC 6901, section 4).
            Value::Array(items) if step == "0" || !step.starts_with(['0', '+']) => {
                items.get(step.parse::<usize>().ok()?)
            }
            _ => None,
        })
    }

    /// Returns whether this pointer is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(&*other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns this pointer, which lies within `from`, after `from` has moved to `to`.
    pub(crate) fn moved(&self, from: &Self, to: &Self) -> Self {
        Self(format!("{}{}", to.0, self.0.strip_prefix(&*from.0).unwrap_or_default()).into())
    }

    /// Returns the text of the pointer.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", Foreign::new(&self.0).line())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pointers_are_followed_as_rfc_6901_requires() {
        let root = json!({ "a/b": [1, [2]], "m~n": { "": { "0": 3 } }, "~1": 4, "": 5 });
        for pointer in [
            "",
            "/",
            "/a~1b/0",
            "/a~1b/1/0",
            "/a~1b/01",
            "/a~1b/+1",
            "/a~1b/-",
            "/a~1b/2",
            "/m~0n//0",
            "/~01",
            "/m~n",
            "x",
            "/a",
        ] {
            let expected = root.pointer(pointer);
            assert_eq!(Pointer::parse(pointer).within(&root), expected, "{pointer}");
        }
    }
}
