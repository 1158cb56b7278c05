//! The conclusions from a status about an attempt: the only list.

use http::StatusCode;

/// Returns whether the same request may succeed a little later.
///
/// 425 is "too early" (RFC 8470, section 5.2); 520, 522 and 524 are how Cloudflare reports an origin that
/// failed or was too slow, and 529 is how several APIs report that they are overloaded.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502..=504 | 520 | 522 | 524 | 529)
}

/// Returns whether the server cannot have processed the request, because it rejects the attempt before it
/// looks at the request.
pub(crate) fn is_unprocessed(status: StatusCode) -> bool {
    matches!(status.as_u16(), 425 | 429)
}

/// Returns whether the server may have processed the request although the status is an error.
///
/// That is the case for 408, and for every 5xx except those by which a server or a network in front of it
/// declines to process the request: not implemented, HTTP version not supported, and network authentication
/// required (RFC 6585, section 6).
pub(crate) fn is_outcome_unknown(status: StatusCode) -> bool {
    status == StatusCode::REQUEST_TIMEOUT
        || status.is_server_error() && !matches!(status.as_u16(), 501 | 505 | 511)
}
