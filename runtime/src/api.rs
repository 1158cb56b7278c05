//! The facts of a description that calls need: those of the API, and those of each operation.

/// The facts about an API that hold for all of its operations.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// The base URL, unless the caller sets another one.
    pub base_url: Option<&'static str>,
    /// The `User-Agent` header: name and version of the client.
    pub user_agent: &'static str,
    /// The security schemes.
    pub schemes: &'static [Scheme],
    /// The location of code, message and request ID in the body of an error response.
    pub errors: ErrorShape,
    /// The request header that carries an idempotency key, by which the server recognizes a repeated request.
    pub idempotency_key: Option<&'static str>,
    /// The IDs of operations that are idempotent although their method is not (RFC 9110, section 9.2.2).
    pub idempotent: &'static [&'static str],
    /// The IDs of operations that are not idempotent although their method is.
    pub once: &'static [&'static str],
    /// The response headers that report the server's rate limit.
    pub rate_limit: RateLimitHeaders,
}

impl Api {
    /// Creates an API of which only the `User-Agent` is known.
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

/// The location of code, message and request ID in the body of an error response, as JSON pointers (RFC
/// 6901).
///
/// Where a pointer is `None`, the runtime looks for the members of problem details (RFC 9457, section 3.1).
#[derive(Debug, Clone, Copy, Default)]
pub struct ErrorShape {
    /// The code, for programs.
    pub code: Option<&'static str>,
    /// The message, for people.
    pub message: Option<&'static str>,
    /// The ID that identifies the request to the operators of the server.
    pub request_id: Option<&'static str>,
    /// The response header that holds the request ID.
    pub request_id_header: Option<&'static str>,
}

/// The response headers that report the server's rate limit, where their names are not the usual ones.
///
/// The usual ones need no configuration: `RateLimit-Limit`, `-Remaining` and `-Reset`, also with the prefix
/// `X-`, and `RateLimit` (parts-ietf-httpapi-ratelimit-headers).
#[derive(Debug, Clone, Copy, Default)]
pub struct RateLimitHeaders {
    /// The number of calls that the server allows in a window.
    pub limit: Option<&'static str>,
    /// The number of calls that remain in the window.
    pub remaining: Option<&'static str>,
    /// The end of the window: in seconds from now, or in seconds since 1970.
    pub reset: Option<&'static str>,
}

/// A security scheme of an API.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// The name of the scheme in the description.
    pub name: &'static str,
    /// The place of the credential in a request.
    pub kind: SchemeKind,
}

/// The place of a credential in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750), also for tokens of OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617)
    Basic,
    /// `Authorization: … …`, with the name of another authentication scheme (RFC 9110, section 11.4).
    Http(&'static str),
    /// A header of that name.
    Header(&'static str),
    /// A query parameter of that name.
    Query(&'static str),
    /// A cookie of that name.
    Cookie(&'static str),
    /// Nothing in the request: the connection itself authenticates the client.
    Connection,
}

/// The facts about an operation that its calls need.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// The ID of the operation in the description.
    pub id: &'static str,
    /// The HTTP method, in capital letters.
    pub method: &'static str,
    /// The path template, such as `/v2/images/{image_id}`.
    pub path: &'static str,
    /// The media types of its responses, for the `Accept` header; empty if the responses have no body.
    pub accept: &'static str,
    /// The alternative security requirements, each a list of schemes that are all needed; empty if the
    /// operation needs no credential.
    pub security: &'static [&'static [&'static str]],
}
