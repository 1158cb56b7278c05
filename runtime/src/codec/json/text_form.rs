//! Forms of strings by which the variants of a union are distinguished.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The form of the strings of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextForm {
    /// A date, such as `2026-11-28` (RFC 3339, "full-date").
    Date,
    /// A date with a time (RFC 3339, "date-time"), also without an offset.
    DateTime,
    /// A UUID (RFC 9562).
    Uuid,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
}

impl TextForm {
    /// Returns whether a text has this form. Its numbers may be out of range.
    pub(super) fn matches(self, text: &str) -> bool {
        match self {
            Self::Date => has_digits(text, "0000-00-00"),
            Self::DateTime => {
                let parts = text.split_once(['T', 't', ' ']);
                let is_time = |time: &str| time.get(..8).is_some_and(|time| has_digits(time, "00:00:00"));
                parts.is_some_and(|(date, time)| Self::Date.matches(date) && is_time(time))
            }
            Self::Uuid => {
                let groups: Vec<&str> = text.split('-').collect();
                let is_hexadecimal = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
                let lengths = groups.iter().map(|group| group.len());
                lengths.eq([8, 4, 4, 4, 12]) && groups.iter().all(is_hexadecimal)
            }
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
        }
    }
}

/// Returns whether a text has digits where a pattern has zeros, and the other characters of the pattern.
fn has_digits(text: &str, pattern: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::TextForm::{Date, DateTime, Ipv4, Ipv6, Uuid};

    #[test]
    fn texts_have_at_most_one_form() {
        for (text, expected) in [
            ("2026-11-28", Some(Date)),
            ("2026-11-28T10:00:00Z", Some(DateTime)),
            ("2026-11-28 10:00:00.5+02:00", Some(DateTime)),
            ("2026-11-28T10:00", None),
            ("123e4567-E89b-12d3-a456-426614174000", Some(Uuid)),
            ("123e4567e89b12d3a456426614174000", None),
            ("10.0.0.1", Some(Ipv4)),
            ("::1", Some(Ipv6)),
            ("", None),
            ("tomorrow", None),
            ("20\u{e9}6-11-28", None),
        ] {
            let found: Vec<_> =
                [Date, DateTime, Uuid, Ipv4, Ipv6].into_iter().filter(|form| form.matches(text)).collect();
            assert_eq!(found, Vec::from_iter(expected), "{text}");
        }
    }
}
