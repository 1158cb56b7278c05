//! The meaning of statuses for retries, in one place.

use http::StatusCode;

/// Returns whether the same request may succeed a little later.
///
/// 425 is "too early" (RFC 8470, section 5.2). Cloudflare sends 520, 522 and 524 for an origin that failed or
/// was too slow. Several APIs send 529 when they are overloaded.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502..=504 | 520 | 522 | 524 | 529)
}

/// Returns whether the server cannot have processed the request, because it rejects such an attempt before it
/// processes the request.
pub(crate) fn is_unprocessed(status: StatusCode) -> bool {
    matches!(status.as_u16(), 425 | 429)
}

/// Returns whether the server may have processed the request although the status is an error.
///
/// This applies to 408, and to every 5xx except those with which a server or a network in front of it
/// declines to process the request: 501 (not implemented), 505 (HTTP version not supported) and 511 (network
/// authentication required; RFC 6585, section 6).
pub(crate) fn is_outcome_unknown(status: StatusCode) -> bool {
    status == StatusCode::REQUEST_TIMEOUT
        || status.is_server_error() && !matches!(status.as_u16(), 501 | 505 | 511)
}
