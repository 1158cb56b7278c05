//! Bodies that are text.

use std::fmt;
use std::ops::Deref;

use super::{FromReply, Reply};
use crate::error::BodyFault;
use crate::secret::Secrets;

/// A body that is text, not JSON.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Text(pub String);

/// Shows the text without parts that look like secrets.
impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Text").field(&Secrets::default().hide(&self.0)).finish()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Invalid UTF-8 is replaced.
impl FromReply for Text {
    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault> {
        Ok(Self(String::from_utf8_lossy(reply.body()).into_owned()))
    }
}
