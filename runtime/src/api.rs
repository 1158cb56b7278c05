//! Metadata from a description that calls need: of the API, and of each operation.
//!
//! Generated code creates the structs through their methods, so that a later version can add fields.

/// The metadata of an API that applies to all of its operations.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Api {
    /// The base URL that applies unless the caller sets another one.
    pub base_url: Option<&'static str>,
    /// The `User-Agent` header: name and version of the client.
    pub user_agent: &'static str,
    /// The security schemes.
    pub schemes: &'static [Scheme],
    /// The OAuth 2 flows by which a program without a user gets tokens.
    pub flows: &'static [Flow],
    /// The locations of code, message and request ID in an error response.
    pub errors: ErrorShape,
    /// The request header for an idempotency key, by which the server recognizes a repeated request.
    pub idempotency_key: Option<&'static str>,
    /// The IDs of operations that are idempotent although their method is not (RFC 9110, section 9.2.2).
    pub idempotent: &'static [&'static str],
    /// The IDs of operations that are not idempotent although their method is.
    pub once: &'static [&'static str],
    /// The response headers that report the server's rate limit.
    pub rate_limit: RateLimitHeaders,
    /// The data of the event that ends a stream of events, such as `[DONE]`.
    pub end_of_events: Option<&'static str>,
}

impl Api {
    /// Creates the metadata of an API that has only a `User-Agent`.
    pub const fn new(user_agent: &'static str) -> Self {
        Self {
            base_url: None,
            user_agent,
            schemes: &[],
            flows: &[],
            errors: ErrorShape::new(),
            idempotency_key: None,
            idempotent: &[],
            once: &[],
            rate_limit: RateLimitHeaders::new(),
            end_of_events: None,
        }
    }

    /// Sets the base URL.
    #[must_use]
    pub const fn base_url(self, url: &'static str) -> Self {
        Self { base_url: Some(url), ..self }
    }

    /// Sets the security schemes.
    #[must_use]
    pub const fn schemes(self, schemes: &'static [Scheme]) -> Self {
        Self { schemes, ..self }
    }

    /// Sets the OAuth 2 flows.
    #[must_use]
    pub const fn flows(self, flows: &'static [Flow]) -> Self {
        Self { flows, ..self }
    }

    /// Sets the locations of the parts of an error response.
    #[must_use]
    pub const fn errors(self, errors: ErrorShape) -> Self {
        Self { errors, ..self }
    }

    /// Sets the request header for an idempotency key.
    #[must_use]
    pub const fn idempotency_key(self, header: &'static str) -> Self {
        Self { idempotency_key: Some(header), ..self }
    }

    /// Sets the operations that are idempotent although their method is not.
    #[must_use]
    pub const fn idempotent(self, operations: &'static [&'static str]) -> Self {
        Self { idempotent: operations, ..self }
    }

    /// Sets the operations that are not idempotent although their method is.
    #[must_use]
    pub const fn once(self, operations: &'static [&'static str]) -> Self {
        Self { once: operations, ..self }
    }

    /// Sets the response headers that report the server's rate limit.
    #[must_use]
    pub const fn rate_limit(self, headers: RateLimitHeaders) -> Self {
        Self { rate_limit: headers, ..self }
    }

    /// Sets the data of the event that ends a stream of events.
    #[must_use]
    pub const fn end_of_events(self, data: &'static str) -> Self {
        Self { end_of_events: Some(data), ..self }
    }
}

/// The locations of code, message and request ID in an error response. Those in the body are JSON pointers
/// (RFC 6901).
///
/// If a pointer is `None` or finds no value, the runtime uses the members of problem details (RFC 9457,
/// section 3.1).
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
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

impl ErrorShape {
    /// Creates the shape of problem details.
    pub const fn new() -> Self {
        Self { code: None, message: None, request_id: None, request_id_header: None }
    }

    /// Sets the pointer to the code.
    #[must_use]
    pub const fn code(self, pointer: &'static str) -> Self {
        Self { code: Some(pointer), ..self }
    }

    /// Sets the pointer to the message.
    #[must_use]
    pub const fn message(self, pointer: &'static str) -> Self {
        Self { message: Some(pointer), ..self }
    }

    /// Sets the pointer to the request ID.
    #[must_use]
    pub const fn request_id(self, pointer: &'static str) -> Self {
        Self { request_id: Some(pointer), ..self }
    }

    /// Sets the response header that holds the request ID.
    #[must_use]
    pub const fn request_id_header(self, header: &'static str) -> Self {
        Self { request_id_header: Some(header), ..self }
    }
}

/// The response headers that report the server's rate limit, if their names are not the usual ones.
///
/// The usual names need no configuration: `RateLimit-Limit`, `-Remaining` and `-Reset`, also with the prefix
/// `X-`, and `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct RateLimitHeaders {
    /// The number of calls that the server allows in a window.
    pub limit: Option<&'static str>,
    /// The number of calls that remain in the window.
    pub remaining: Option<&'static str>,
    /// The end of the window: in seconds from now, or in seconds since 1970.
    pub reset: Option<&'static str>,
}

impl RateLimitHeaders {
    /// Creates a value for the usual names.
    pub const fn new() -> Self {
        Self { limit: None, remaining: None, reset: None }
    }

    /// Sets the header with the number of calls in a window.
    #[must_use]
    pub const fn limit(self, header: &'static str) -> Self {
        Self { limit: Some(header), ..self }
    }

    /// Sets the header with the number of calls that remain.
    #[must_use]
    pub const fn remaining(self, header: &'static str) -> Self {
        Self { remaining: Some(header), ..self }
    }

    /// Sets the header with the end of the window.
    #[must_use]
    pub const fn reset(self, header: &'static str) -> Self {
        Self { reset: Some(header), ..self }
    }
}

/// A security scheme of an API.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Scheme {
    /// The name of the scheme in the description.
    pub name: &'static str,
    /// The place of the credential in a request.
    pub kind: SchemeKind,
}

impl Scheme {
    /// Creates a scheme from its name in the description.
    pub const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }
}

/// The place of a credential in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750), also for tokens of OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: … …`, with the name of another authentication scheme (RFC 9110, section 11.4).
    Http(&'static str),
    /// A header of that name.
    Header(&'static str),
    /// A query parameter of that name.
    Query(&'static str),
    /// A cookie of that name.
    Cookie(&'static str),
    /// No credential in the request: the connection itself authenticates the client.
    Connection,
}

/// An OAuth 2 flow of a security scheme (OpenAPI 3.0.3, section 4.7.30).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Flow {
    /// The name of the scheme in the description.
    pub scheme: &'static str,
    /// The way in which the program gets a token.
    pub grant: Grant,
    /// The URL of the token endpoint, which may be relative to the base URL.
    pub url: &'static str,
}

impl Flow {
    /// Creates a flow.
    pub const fn new(scheme: &'static str, grant: Grant, url: &'static str) -> Self {
        Self { scheme, grant, url }
    }
}

/// The way in which a program gets a token without a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// By its own credentials (RFC 6749, section 4.4).
    ClientCredentials,
    /// By a refresh token (RFC 6749, section 6).
    RefreshToken,
}

/// The metadata of an operation that its calls need.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Meta {
    /// The ID of the operation in the description.
    pub id: &'static str,
    /// The HTTP method, in capital letters.
    pub method: &'static str,
    /// The path template, such as `/v2/images/{image_id}`.
    pub path: &'static str,
    /// The media types of its responses, for the `Accept` header; empty if the responses have no body.
    pub accept: &'static str,
    /// The alternative security requirements, each a list of schemes that are all required; empty if the
    /// operation requires no credential.
    pub security: &'static [&'static [&'static str]],
    /// The OAuth 2 scopes of each alternative, in the same order; empty if none has scopes.
    pub scopes: &'static [&'static [&'static str]],
}

impl Meta {
    /// Creates the metadata of an operation without response bodies or credentials.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { id, method, path, accept: "", security: &[], scopes: &[] }
    }

    /// Sets the media types of its responses.
    #[must_use]
    pub const fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// Sets the alternative security requirements.
    #[must_use]
    pub const fn security(self, security: &'static [&'static [&'static str]]) -> Self {
        Self { security, ..self }
    }

    /// Sets the OAuth 2 scopes of each alternative.
    #[must_use]
    pub const fn scopes(self, scopes: &'static [&'static [&'static str]]) -> Self {
        Self { scopes, ..self }
    }
}
