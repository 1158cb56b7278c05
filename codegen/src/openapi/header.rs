//! Headers that parameters cannot describe.

/// Returns whether a header is one that a parameter cannot describe (OpenAPI 3.0.3, section 4.7.12.1).
pub(crate) fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}
