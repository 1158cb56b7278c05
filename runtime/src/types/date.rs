//! A date (RFC 3339, `full-date`), preserved as the server wrote it.

use std::fmt;
use std::str::FromStr;

/// A date, preserved as the server wrote it. An invalid date is not a decoding error of the response.
///
/// Two dates are equal if their texts are equal. Dates are ordered by the calendar; invalid dates come last.
///
/// ```
/// # use openapi_client_runtime::Date;
/// # fn main() -> Result<(), openapi_client_runtime::NotADate> {
/// assert!(Date::parse("2020-05-04")? < Date::parse("2020-11-01")?);
/// # Ok(())
/// # }
/// ```
///
/// The features `jiff`, `chrono` and `time` add conversions to and from the types of those crates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Date(String);

/// The error for text that is not a date (RFC 3339, section 5.6).
///
/// ```
/// # use openapi_client_runtime::{Date, NotADate};
/// let error: NotADate = Date::parse("2020-02-30").unwrap_err();
/// assert!(error.to_string().contains("2020-02-30"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADate(String);

impl Date {
    /// Parses a date such as `2020-05-04`.
    ///
    /// # Errors
    /// Fails if the text is not a date.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotADate> {
        let date = Self(text.into());
        date.year_month_day().map(|_| date)
    }

    /// Creates a date from a server's text. The text is not checked.
    pub(crate) fn as_written(text: String) -> Self {
        Self(text)
    }

    /// Returns the text as the server wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
    pub(super) fn refused(&self) -> NotADate {
        NotADate(self.0.clone())
    }

    /// Returns the year, the month from 1 to 12, and the day from 1 to 31.
    ///
    /// # Errors
    /// Fails if the text is not a date, or if the calendar has no such day.
    pub fn year_month_day(&self) -> Result<(i32, u8, u8), NotADate> {
        let date = super::calendar_date(&self.0).and_then(|(year, month, day)| {
            Some((year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?))
        });
        date.ok_or_else(|| NotADate(self.0.clone()))
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        Self::parse(text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for NotADate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} is not a date such as 2020-05-04", self.0)
    }
}

impl std::error::Error for NotADate {}

crate::serde_models!(Date);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_year_month_and_day() {
        assert_eq!(Date::parse("2020-02-29").unwrap().year_month_day(), Ok((2020, 2, 29)));
        for text in [
            "",
            "2021-02-29",
            "2020-13-01",
            "2020-05-04T00:00:00Z",
            "4 May",
            "2020-05",
            "2020-5-4",
            "20-05-04",
            "2020-02-31",
            "+020-05-04",
            "2020-05-04 ",
            "2020-05-0\u{664}",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_invalid_date_is_preserved() {
        let date: Date = crate::codec::json::from_str("\"soon\"").unwrap();
        assert_eq!(date.as_str(), "soon");
        assert_eq!(
            date.year_month_day().unwrap_err().to_string(),
            "\"soon\" is not a date such as 2020-05-04"
        );
    }
}
