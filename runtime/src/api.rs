//! What a description says: of an API as a whole, and of each operation.

use crate::response::FromReply;
use crate::security::Scheme;

/// An API as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Where it is served, unless the caller says otherwise.
    pub base_url: Option<&'static str>,
    /// Name and version of the client.
    pub user_agent: &'static str,
    /// Ways to prove who calls.
    pub schemes: &'static [Scheme],
    /// Where a failure's body says what is the matter.
    pub errors: ErrorShape,
    /// The header of a key by which the server tells a call that is made again from another one.
    pub idempotency_key: Option<&'static str>,
}

impl Api {
    /// An API of which nothing is known but the name and version of its client.
    pub const fn new(user_agent: &'static str) -> Self {
        let errors = ErrorShape { code: None, message: None, request_id: None, request_id_header: None };
        Self { base_url: None, user_agent, schemes: &[], errors, idempotency_key: None }
    }
}

/// Where a failure's body says what is the matter, as JSON pointers (RFC 6901).
///
/// What is not said here is looked for where Problem Details has it (RFC 9457, section 3.1).
#[derive(Debug, Clone, Copy, Default)]
pub struct ErrorShape {
    /// A word for programs.
    pub code: Option<&'static str>,
    /// A sentence for people.
    pub message: Option<&'static str>,
    /// What to name to the people behind the server.
    pub request_id: Option<&'static str>,
    /// The response header with the same.
    pub request_id_header: Option<&'static str>,
}

/// An operation on the wire.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Its name in the description.
    pub id: &'static str,
    /// In capitals.
    pub method: &'static str,
    /// The template, as `/v2/images/{image_id}`.
    pub path: &'static str,
    /// Media types that it answers with, for the `Accept` header; empty when it answers with none.
    pub accept: &'static str,
    /// Alternatives, of each of which all schemes are needed; empty when none is.
    pub security: &'static [&'static [&'static str]],
}

/// An operation of an API, as a type that is never made: it ties a request to what comes back.
pub trait Operation: 'static {
    /// The body of a success.
    type Output: FromReply + 'static;
    /// The body of a failure that the description declares.
    type Failure: FromReply + 'static;
    /// What it is on the wire.
    const META: Meta;
}
