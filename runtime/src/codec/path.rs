//! Expansion of path templates. Each value stays within its segment.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except the unreserved ones (RFC 3986, section 2.3).
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that no part of a URI may contain (RFC 3986, appendix A), although a path of a description
/// may contain them.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes a value for a path segment or a part of a query.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// Expands a template with values that are already encoded. Adds a leading slash if it is missing, and
/// removes a fragment, which is never sent (RFC 3986, section 3.5).
///
/// # Errors
/// Fails if a variable has no value, or if a segment becomes empty, `.` or `..`: URL parsers remove such
/// segments even when they are percent-encoded (WHATWG URL, "double-dot path segment"), so the call would
/// reach another resource.
pub(crate) fn expand(template: &str, values: &[(&'static str, String)]) -> Result<String, String> {
    let mut path = String::with_capacity(template.len() + 16);
    let sent = template.split('#').next().unwrap_or_default();
    for segment in sent.strip_prefix('/').unwrap_or(sent).split('/') {
        let mut rest = segment;
        let mut expanded = String::new();
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
        {
            let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
            let value = value.ok_or_else(|| format!("the path parameter `{name}` has no value"))?;
            expanded.extend(utf8_percent_encode(before, ILLEGAL));
            expanded.push_str(value);
            rest = after;
        }
        expanded.extend(utf8_percent_encode(rest, ILLEGAL));
        if segment.contains('{') && matches!(expanded.as_str(), "" | "." | "..") {
            return Err(format!("{expanded:?} cannot be a segment of `{template}`"));
        }
        path.push('/');
        path.push_str(&expanded);
    }
    Ok(path)
}

/// Checks a path from the caller, which may have a query.
///
/// # Errors
/// Fails if the path does not begin with `/` or begins with `//`, if it has a fragment, or if URL parsers
/// would remove one of its segments.
pub(crate) fn checked(path: &str) -> Result<String, String> {
    let segments = path.split(['?', '#']).next().unwrap_or_default().strip_prefix('/');
    let segments = segments.ok_or_else(|| "the path does not begin with `/` — add it".to_owned())?;
    let is_removed = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(plain.as_str(), "." | "..") || segment.contains('\\')
    };
    if path.contains('#') || segments.starts_with('/') || segments.split('/').any(is_removed) {
        return Err("the path begins with `//`, or has `#`, `\\` or a segment `..` — remove it".to_owned());
    }
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_within_their_segment() {
        let path = |value: &str| expand("/v2/images/{image_id}", &[("image_id", encoded(value))]);
        assert_eq!(path("ubuntu-16-04-x64").unwrap(), "/v2/images/ubuntu-16-04-x64");
        assert_eq!(path("a/b?c#d e%2F").unwrap(), "/v2/images/a%2Fb%3Fc%23d%20e%252F");
        assert_eq!(path("é").unwrap(), "/v2/images/%C3%A9");
        assert_eq!(path("...").unwrap(), "/v2/images/...");
        for refused in ["", ".", ".."] {
            assert!(path(refused).is_err(), "{refused:?}");
        }
        let values = [("base", "main".to_owned()), ("head", "..".to_owned())];
        assert_eq!(expand("/compare/{base}...{head}/x", &values).unwrap(), "/compare/main...../x");
        assert!(expand("/{other}", &values).is_err());
        assert_eq!(expand("compare/{base}#text", &values).unwrap(), "/compare/main");
        assert_eq!(expand("/{base", &values).unwrap(), "/%7Bbase");
        assert_eq!(expand("/<upload url>/é/a%2Fb", &[]).unwrap(), "/%3Cupload%20url%3E/%C3%A9/a%2Fb");
        assert_eq!(checked("/v2/images/7?x=..").unwrap(), "/v2/images/7?x=..");
        for refused in ["", "v2", "//host/x", "/a/../b", "/a/%2E%2e/b", "/./a", "/a#b", "/a\\..\\b"] {
            assert!(checked(refused).is_err(), "{refused:?}");
        }
    }
}
