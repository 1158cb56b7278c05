//! Text bodies, in the charset of the response.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::{FromResponse, RawResponse};
use crate::error::BodyFault;
use crate::secret::Secrets;

/// A body that is text, not JSON.
///
/// ```
/// # use openapi_client_runtime::Text;
/// # fn example(log: Text) {
/// for line in log.lines().filter(|line| line.contains("error")) {
///     println!("{line}");
/// }
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Text(pub String);

/// Shows the text without parts that look like secrets.
impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Text").field(&Secrets::default().hide(&self.0)).finish()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Uses the charset of a byte order mark, which is removed, otherwise that of `Content-Type`, otherwise
/// UTF-8. Replaces invalid bytes. Supports UTF-8, UTF-16, US-ASCII, ISO-8859-1 and windows-1252; any other
/// charset is an error.
impl FromResponse for Text {
    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault> {
        let charset = charset(response.headers()).unwrap_or(Cow::Borrowed("utf-8"));
        decoded(response.body(), &charset).map(Self).map_err(BodyFault::of_body)
    }
}

/// The characters of windows-1252 for the bytes from 0x80 to 0x9f; its other characters are those of
/// ISO-8859-1.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Returns the parameter `charset` of `Content-Type` (RFC 9110, section 8.3.2), in lower case.
pub(super) fn charset(headers: &HeaderMap) -> Option<Cow<'static, str>> {
    let parameters = headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').skip(1);
    let mut named = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, value) = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches('"').to_ascii_lowercase().into())
}

/// Returns whether a charset is UTF-8 or a subset of it.
pub(super) fn is_utf_8(charset: &str) -> bool {
    matches!(charset, "" | "utf-8" | "utf8" | "us-ascii" | "ascii")
}

/// Decodes text. A byte order mark overrides the charset, and is removed.
///
/// # Errors
/// Fails if the charset is not supported.
pub(super) fn decoded(bytes: &[u8], charset: &str) -> Result<String, String> {
    if let Some(rest) = bytes.strip_prefix("\u{feff}".as_bytes()) {
        return Ok(String::from_utf8_lossy(rest).into_owned());
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Ok(utf_16(rest, u16::from_be_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Ok(utf_16(rest, u16::from_le_bytes));
    }
    match charset {
        charset if is_utf_8(charset) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" => {
            Ok(bytes.iter().copied().map(char::from).collect())
        }
        "windows-1252" | "cp1252" | "x-cp1252" => Ok(bytes.iter().copied().map(windows_1252).collect()),
        // Without a byte order mark, UTF-16 is big-endian (RFC 2781, section 4.3).
        "utf-16" | "utf-16be" => Ok(utf_16(bytes, u16::from_be_bytes)),
        "utf-16le" => Ok(utf_16(bytes, u16::from_le_bytes)),
        other => Err(format!("the charset {other:?} of the body is not supported")),
    }
}

fn windows_1252(byte: u8) -> char {
    let special = usize::from(byte).checked_sub(0x80).and_then(|index| WINDOWS.chars().nth(index));
    special.unwrap_or(char::from(byte))
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().copied().map(unit);
    let characters = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    characters.chain(rest.iter().map(|_| char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::tests::response;

    fn text(media: &'static str, body: &'static [u8]) -> Result<String, String> {
        let mut response = response(200, &[("content-type", media)]).with_body(body.into());
        Text::from_response(&mut response).map(|text| text.0).map_err(|fault| fault.message)
    }

    #[test]
    fn texts_are_decoded_by_their_charset() {
        for (media, body, expected) in [
            ("text/plain; charset=iso-8859-1", &b"caf\xe9 \x80"[..], "café \u{80}"),
            ("text/plain; format=flowed; Charset=\"ISO-8859-1\"", b"caf\xe9", "café"),
            ("text/plain;charset=windows-1252", b"\x80 \x9f \xe9", "€ Ÿ é"),
            ("text/plain; charset=UTF-8", b"caf\xc3\xa9", "café"),
            ("text/plain", b"caf\xc3\xa9 \xff", "café \u{fffd}"),
            ("text/plain", b"\xef\xbb\xbfa", "a"),
            ("text/plain; charset=utf-8", b"\xef\xbb\xbfa\xef\xbb\xbf", "a\u{feff}"),
            ("text/plain; charset=us-ascii", b"a", "a"),
            ("text/plain; charset=utf-16", b"\xff\xfea\0", "a"),
            ("text/plain; charset=utf-16", b"\0a\xd8\x3d\xde\x00", "a😀"),
            ("text/plain; charset=utf-16le", b"a\0\xe9\0", "aé"),
            ("text/plain; charset=utf-16be", b"\0a\xd8\x3d\0", "a\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(text(media, body).as_deref(), Ok(expected), "{media}");
        }
        let error = text("text/plain; charset=Shift_JIS", b"\x83\x65").unwrap_err();
        assert_eq!(error, "the charset \"shift_jis\" of the body is not supported");
    }

    #[test]
    fn json_is_read_as_utf_8_if_it_is_valid() {
        let decode = |media, body: &'static [u8]| {
            let mut response = response(200, &[("content-type", media)]).with_body(body.into());
            String::from_response(&mut response).map_err(|fault| fault.message)
        };
        let latin = "application/json; charset=iso-8859-1";
        assert_eq!(decode(latin, b"\"caf\xe9\"").as_deref(), Ok("café"));
        assert_eq!(decode(latin, b"\"caf\xc3\xa9\"").as_deref(), Ok("café"));
        for media in ["application/json", "application/json; charset=utf-8"] {
            assert!(decode(media, b"\"caf\xe9\"").unwrap_err().starts_with("the body is not valid UTF-8"));
        }
    }
}
