//! Operations, which connect a request with the type of its response.

use super::FromResponse;
use crate::api::Meta;

/// An operation of an API. Its implementors are marker types that are never constructed. They connect a
/// request with the type of its response.
///
/// Only generated code and this crate implement the trait, because it is reachable only through the hidden
/// module `codegen`. A later version can add items with defaults.
pub trait Operation: 'static {
    /// The body of a successful response.
    type Output: FromResponse + 'static;
    /// The body of an error response that the description declares.
    type Failure: FromResponse + 'static;
    /// The metadata of the operation.
    const META: Meta;
    /// The server of the operation, if it differs from that of the API: a URL, or a path on the host of the
    /// API.
    const SERVER: Option<&'static str> = None;
    /// Whether the description declares status 206, so that the body may be a part of the resource although
    /// the request has no `Range` header.
    const IS_PARTIAL: bool = false;
}
