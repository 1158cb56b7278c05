//! A date-time (RFC 3339), kept as it was written.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use super::{days_since_1970, digits};

/// A moment, as the server wrote it: nothing is lost, and a text that is no date-time loses no response.
///
/// Two of them are equal when they are written alike. They are ordered by the moment, and those of one moment by how
/// they are written, so that order and equality agree; a text that is no date-time comes after all that are.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use openapi_client_runtime::DateTime;
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

/// A text that is no date-time (RFC 3339, section 5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADateTime(String);

impl DateTime {
    /// Takes a date-time as `2020-05-04T22:23:02Z`.
    ///
    /// # Errors
    /// A text that is none.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotADateTime> {
        let date_time = Self(text.into());
        date_time.to_system_time().map(|_| date_time)
    }

    /// Takes whatever a server wrote.
    pub(crate) fn as_written(text: String) -> Self {
        Self(text)
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Seconds since 1970 and nanoseconds on top, if the text is a date-time.
    pub(super) fn unix_time(&self) -> Option<(i64, u64)> {
        unix_time(&self.0)
    }

    #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
    pub(super) fn refused(&self) -> NotADateTime {
        NotADateTime(self.0.clone())
    }

    /// The moment. A leap second counts as the second before it.
    ///
    /// # Errors
    /// A text that is no date-time, or a moment that the system cannot hold.
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

/// In UTC, with as many digits of a second as it takes.
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
    /// The moment so many seconds after 1970, and nanoseconds on top.
    pub(super) fn of_unix_time(seconds: i64, nanoseconds: u32) -> Self {
        let (year, month, day) = super::date_of(seconds.div_euclid(86_400));
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
        write!(formatter, "{:?} is no date-time as 2020-05-04T22:23:02Z", self.0)
    }
}

impl std::error::Error for NotADateTime {}

crate::serde_models!(DateTime);

/// Seconds since 1970 and nanoseconds on top.
fn unix_time(text: &str) -> Option<(i64, u64)> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let (year, month, day) = super::calendar_date(date)?;
    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.split(':').map(digits);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if hour >= 24 || minute >= 60 || second > 60 {
        return None;
    }
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes = digits(hours)? * 60 + digits(minutes)?;
            if zone.starts_with('-') { -minutes * 60 } else { minutes * 60 }
        }
    };
    digits(fraction)?;
    let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second.min(59);
    Some((seconds - offset, nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_moment() {
        for (text, seconds, nanoseconds) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2020-05-04T22:23:02Z", 1_588_630_982, 0),
            ("2020-05-04T22:23:02.5Z", 1_588_630_982, 500_000_000),
            ("2020-05-05T00:23:02+02:00", 1_588_630_982, 0),
            ("1969-12-31T23:59:59Z", -1, 0),
            ("2000-02-29T12:00:00-00:30", 951_827_400, 0),
        ] {
            assert_eq!(unix_time(text), Some((seconds, nanoseconds)), "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_as_it_is_read() {
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
    fn refuses_what_is_none() {
        for text in [
            "",
            "2020-05-04",
            "2020-13-04T22:23:02Z",
            "2020-05-04T25:23:02Z",
            "yesterday",
            "2020-05-04T22:23:02",
        ] {
            assert!(DateTime::parse(text).is_err(), "{text}");
        }
    }
}
