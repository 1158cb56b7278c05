//! Authentication: security schemes, credentials, and tokens that are fetched.

pub(crate) mod credentials;
mod fetch;
pub(crate) mod scoped;
mod secrets;
pub(crate) mod security;

pub(crate) use self::secrets::vault;
