//! A date-time (RFC 3339), preserved as the server wrote it.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::calendar::{date_of, days_since_1970};

/// A date-time, preserved as the server wrote it. An invalid date-time is not a decoding error of the
/// response.
///
/// Two date-times are equal if their texts are equal. Date-times are ordered by time, and by text if their
/// times are equal, so that order and equality agree. Invalid date-times come last.
///
/// ```
/// # use openapi_client_runtime::DateTime;
/// use std::time::{Duration, SystemTime};
///
/// # fn main() -> Result<(), openapi_client_runtime::NotADateTime> {
/// let created = DateTime::parse("2020-05-05T00:23:02+02:00")?;
/// assert!(created < DateTime::parse("2020-05-04T22:23:02.5Z")?);
/// let moment = SystemTime::try_from(&created)?;
/// assert_eq!(DateTime::from(moment + Duration::from_secs(1)).as_str(), "2020-05-04T22:23:03Z");
/// # Ok(())
/// # }
/// ```
///
/// The features `jiff`, `chrono` and `time` add conversions to and from the types of those crates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateTime(String);

/// The error for text that is not a date-time (RFC 3339, section 5.6).
///
/// ```
/// # use openapi_client_runtime::{DateTime, NotADateTime};
/// let error: NotADateTime = DateTime::parse("yesterday").unwrap_err();
/// assert!(error.to_string().contains("yesterday"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADateTime(String);

impl DateTime {
    /// Parses a date-time such as `2020-05-04T22:23:02Z`.
    ///
    /// # Errors
    /// Fails if the text is not a date-time.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotADateTime> {
        let date_time = Self(text.into());
        date_time.to_system_time().map(|_| date_time)
    }

    /// Creates a date-time from a server's text. The text is not checked.
    pub(crate) fn as_written(text: String) -> Self {
        Self(text)
    }

    /// Returns the text as the server wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the seconds since 1970 and the additional nanoseconds; `None` if the text is not a date-time.
    pub(super) fn unix_time(&self) -> Option<(i64, u64)> {
        unix_time(&self.0)
    }

    /// Returns the offset of the local time from UTC in seconds, positive if it is ahead; `None` if the text
    /// is not a date-time.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(super) fn offset_seconds(&self) -> Option<i32> {
        self.unix_time()?;
        // The text after `2020-05-04T22:23:02`.
        let zone = self.0.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        i32::try_from(offset(zone)? * 60).ok()
    }

    #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
    pub(super) fn refused(&self) -> NotADateTime {
        NotADateTime(self.0.clone())
    }

    /// Returns the time with nanoseconds. A leap second counts as the second before it.
    ///
    /// # Errors
    /// Fails if the text is not a date-time, or if `SystemTime` cannot represent it.
    pub fn to_system_time(&self) -> Result<SystemTime, NotADateTime> {
        let (seconds, nanoseconds) = unix_time(&self.0).ok_or_else(|| NotADateTime(self.0.clone()))?;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        };
        let moment = whole.and_then(|whole| whole.checked_add(Duration::from_nanos(nanoseconds)));
        moment.ok_or_else(|| NotADateTime(self.0.clone()))
    }
}

/// Formats the time in UTC, with only as many digits of a second as needed.
impl From<SystemTime> for DateTime {
    fn from(moment: SystemTime) -> Self {
        let (seconds, nanoseconds) = match moment.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                match before.subsec_nanos() {
                    0 => (-seconds, 0),
                    nanoseconds => (-seconds - 1, 1_000_000_000 - nanoseconds),
                }
            }
        };
        Self::of_unix_time(seconds, nanoseconds)
    }
}

impl DateTime {
    /// Creates a date-time from the seconds since 1970 and the additional nanoseconds.
    pub(super) fn of_unix_time(seconds: i64, nanoseconds: u32) -> Self {
        let (year, month, day) = date_of(seconds.div_euclid(86_400));
        let of_day = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        let fraction = if nanoseconds == 0 { String::new() } else { format!(".{nanoseconds:09}") };
        let fraction = fraction.trim_end_matches('0');
        Self(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
    }
}

impl FromStr for DateTime {
    type Err = NotADateTime;

    fn from_str(text: &str) -> Result<Self, NotADateTime> {
        Self::parse(text)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for NotADateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} is not a date-time such as 2020-05-04T22:23:02Z", self.0)
    }
}

impl std::error::Error for NotADateTime {}

crate::serde_models!(DateTime);

/// Returns the seconds since 1970 and the additional nanoseconds (RFC 3339, section 5.6; a space may replace
/// `T`). Ignores the digits of a fraction after the ninth.
fn unix_time(text: &str) -> Option<(i64, u64)> {
    let (date, time) = text.split_at_checked(10)?;
    let (year, month, day) = super::calendar_date(date)?;
    let (clock, rest) = time.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let [hour, minute, second] = super::numbers(clock, [2, 2, 2], ':')?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?,
        None => ("0", rest),
    };
    if hour > 23 || minute > 59 || second > 60 || fraction.is_empty() {
        return None;
    }
    let minutes = days_since_1970(year, month, day) * 1_440 + hour * 60 + minute - offset(zone)?;
    if second == 60 && !may_end_with_a_leap_second(minutes) {
        return None;
    }
    let digits = fraction.get(..9).unwrap_or(fraction);
    let nanoseconds = format!("{digits:0<9}").parse().ok()?;
    Some((minutes * 60 + second.min(59), nanoseconds))
}

/// Returns the offset of a local time from UTC in minutes, positive if it is ahead.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let (sign, time) = match zone.strip_prefix('-') {
        Some(time) => (-1, time),
        None => (1, zone.strip_prefix('+')?),
    };
    let [hours, minutes] = super::numbers(time, [2, 2], ':')?;
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

/// Returns whether this is the last minute of a month in UTC, after which leap seconds are inserted (RFC
/// 3339, section 5.7).
fn may_end_with_a_leap_second(minutes_since_1970: i64) -> bool {
    let next = minutes_since_1970 + 1;
    next.rem_euclid(1_440) == 0 && date_of(next.div_euclid(1_440)).2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_the_unix_time() {
        for (text, seconds, nanoseconds) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2020-05-04T22:23:02Z", 1_588_630_982, 0),
            ("2020-05-04T22:23:02.5Z", 1_588_630_982, 500_000_000),
            ("2020-05-05T00:23:02+02:00", 1_588_630_982, 0),
            ("1969-12-31T23:59:59Z", -1, 0),
            ("2000-02-29T12:00:00-00:30", 951_827_400, 0),
            ("2020-05-04t22:23:02.123456789987z", 1_588_630_982, 123_456_789),
            ("2020-05-04 22:23:02.000000000000000000001Z", 1_588_630_982, 0),
            ("1970-01-02T00:00:00+23:59", 60, 0),
            ("1969-12-31T00:01:00-23:59", 0, 0),
            // A leap second, in UTC and in another zone.
            ("2016-12-31T23:59:60Z", 1_483_228_799, 0),
            ("2016-12-31T15:59:60.5-08:00", 1_483_228_799, 500_000_000),
            ("2017-01-01T05:29:60+05:30", 1_483_228_799, 0),
        ] {
            assert_eq!(unix_time(text), Some((seconds, nanoseconds)), "{text}");
        }
    }

    #[test]
    fn a_system_time_round_trips() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2020-05-04T22:23:02.5Z",
            "1969-12-31T23:59:59Z",
            "1969-12-31T23:59:58.75Z",
            "2000-02-29T12:30:00.000001Z",
        ] {
            let moment = DateTime::parse(text).unwrap().to_system_time().unwrap();
            assert_eq!(DateTime::from(moment).as_str(), text);
        }
    }

    #[test]
    fn refuses_invalid_date_times() {
        for text in [
            "",
            "2020-05-04",
            "2020-13-04T22:23:02Z",
            "2020-05-04T25:23:02Z",
            "yesterday",
            "2020-05-04T22:23:02",
            "2020-5-4T1:2:3Z",
            "20-05-04T22:23:02Z",
            "+2020-05-04T22:23:02Z",
            "12020-05-04T22:23:02Z",
            "2021-02-29T22:23:02Z",
            "2020-02-31T22:23:02Z",
            "2020-04-31T22:23:02Z",
            "2020-00-04T22:23:02Z",
            "2020-05-00T22:23:02Z",
            "2020-05-04T24:00:00Z",
            "2020-05-04T22:60:02Z",
            "2020-05-04T22:23:61Z",
            "2020-05-04T22:23:60Z",
            "2016-12-31T22:59:60Z",
            "2016-12-30T23:59:60Z",
            "2016-12-31T23:59:60+01:00",
            "2020-05-04T22:23Z",
            "2020-05-04T22:23:02.Z",
            "2020-05-04T22:23:02,5Z",
            "2020-05-04T22:23:02.5",
            "2020-05-04T22:23:02+24:00",
            "2020-05-04T22:23:02+99:99",
            "2020-05-04T22:23:02+0200",
            "2020-05-04T22:23:02+02",
            "2020-05-04T22:23:02+2:00",
            "2020-05-04T22:23:02\u{2212}02:00",
            "2020-05-04T22:23:02Z ",
            " 2020-05-04T22:23:02Z",
            "2020-05-04T22:23:02ZZ",
            "2020-05-04\n22:23:02Z",
            "2020-05-0\u{664}T22:23:02Z",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}T22:23:02Z",
        ] {
            assert!(DateTime::parse(text).is_err(), "{text}");
        }
    }
}
