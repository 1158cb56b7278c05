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
    /// Operations that may be carried out twice although their method says otherwise (RFC 9110, section 9.2.2).
    pub idempotent: &'static [&'static str],
    /// Operations that may not, although their method says so.
    pub once: &'static [&'static str],
    /// Headers that say how many calls the server allows.
    pub rate_limit: RateLimitHeaders,
}

impl Api {
    /// An API of which nothing is known but the name and version of its client.
    pub const fn new(user_agent: &'static str) -> Self {
        let errors = ErrorShape { code: None, message: None, request_id: None, request_id_header: None };
        let rate_limit = RateLimitHeaders { limit: None, remaining: None, reset: None };
        Self {
            base_url: None,
            user_agent,
            schemes: &[],
            errors,
            idempotency_key: None,
            idempotent: &[],
            once: &[],
            rate_limit,
        }
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

/// Headers that say how many calls the server allows, where they are none of the usual ones.
///
/// The usual ones are read without being said: `RateLimit-Limit`, `-Remaining` and `-Reset`, also with `X-` in front, and
/// `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
#[derive(Debug, Clone, Copy, Default)]
pub struct RateLimitHeaders {
    /// How many calls it allows in its window.
    pub limit: Option<&'static str>,
    /// How many of them are left.
    pub remaining: Option<&'static str>,
    /// When there will be more: in how many seconds, or at which second since 1970.
    pub reset: Option<&'static str>,
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
    /// Where it is served, where that is not where the API is: a URL, or a path on the host of the API.
    const SERVER: Option<&'static str> = None;
}
