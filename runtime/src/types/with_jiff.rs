//! Conversions to and from the types of `jiff` (feature `jiff`).

use ::jiff::Timestamp;
use ::jiff::civil;

use super::order::also_by_value;
use super::{Date, DateTime, NotADate, NotADateTime};

impl TryFrom<&DateTime> for Timestamp {
    type Error = NotADateTime;

    fn try_from(value: &DateTime) -> Result<Self, NotADateTime> {
        let moment = value
            .unix_time()
            .and_then(|(seconds, nanoseconds)| Self::new(seconds, i32::try_from(nanoseconds).ok()?).ok());
        moment.ok_or_else(|| value.refused())
    }
}

/// Formats the time in UTC.
impl From<Timestamp> for DateTime {
    fn from(moment: Timestamp) -> Self {
        let nanoseconds = moment.as_nanosecond();
        let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).unwrap_or_default();
        let rest = u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).unwrap_or_default();
        Self::of_unix_time(seconds, rest)
    }
}

impl TryFrom<&Date> for civil::Date {
    type Error = NotADate;

    fn try_from(value: &Date) -> Result<Self, NotADate> {
        let (year, month, day) = value.year_month_day()?;
        let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
        let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(value.refused()) };
        Self::new(year, month, day).map_err(|_| value.refused())
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self::as_written(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
    }
}

also_by_value! {
    DateTime => Timestamp, NotADateTime;
    Date => civil::Date, NotADate;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_and_dates_round_trip() {
        for text in ["2020-05-04T22:23:02Z", "1969-12-31T23:59:58.75Z", "2020-05-04T22:23:02.000000001Z"] {
            let moment = Timestamp::try_from(DateTime::parse(text).unwrap()).unwrap();
            assert_eq!(moment, text.parse().unwrap());
            assert_eq!(DateTime::from(moment).as_str(), text);
        }
        let zoned = Timestamp::try_from(&DateTime::parse("2020-05-05T00:23:02+02:00").unwrap()).unwrap();
        assert_eq!(zoned.to_string(), "2020-05-04T22:23:02Z");
        let day = civil::Date::try_from(Date::parse("2020-02-29").unwrap()).unwrap();
        assert_eq!((day, Date::from(day).as_str()), (civil::date(2020, 2, 29), "2020-02-29"));
        assert!(Timestamp::try_from(DateTime::as_written("soon".to_owned())).is_err());
        assert!(civil::Date::try_from(Date::as_written("100000-01-01".to_owned())).is_err());
    }
}
