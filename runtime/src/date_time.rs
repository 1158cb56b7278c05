//! A date-time (RFC 3339), kept as it was written.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// A moment, as the server wrote it: nothing is lost, and a text that is no date-time loses no response.
///
/// Two of them are equal when they are written alike; compare [`to_system_time`](Self::to_system_time)
/// to compare moments.
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
    pub(crate) fn lenient(text: String) -> Self {
        Self(text)
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
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
    let mut date = date.split('-').map(digits);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.split(':').map(digits);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let is_clock = hour < 24 && minute < 60 && second <= 60;
    if date.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) || !is_clock {
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

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

/// Days of the proleptic Gregorian calendar, counted in eras of 400 years that begin in March.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
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
