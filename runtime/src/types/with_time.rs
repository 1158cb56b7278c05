//! Conversions to and from the types of `time` (feature `time`).

use ::time::{Month, OffsetDateTime, UtcOffset};

use super::order::also_by_value;
use super::{Date, DateTime, NotADate, NotADateTime};

/// Preserves the offset.
impl TryFrom<&DateTime> for OffsetDateTime {
    type Error = NotADateTime;

    fn try_from(value: &DateTime) -> Result<Self, NotADateTime> {
        let moment = value.unix_time().and_then(|(seconds, nanoseconds)| {
            let whole = Self::from_unix_timestamp(seconds).ok()?;
            let moment = whole.replace_nanosecond(u32::try_from(nanoseconds).ok()?).ok()?;
            moment.checked_to_offset(UtcOffset::from_whole_seconds(value.offset_seconds()?).ok()?)
        });
        moment.ok_or_else(|| value.refused())
    }
}

/// Formats the time in UTC.
impl From<OffsetDateTime> for DateTime {
    fn from(moment: OffsetDateTime) -> Self {
        Self::of_unix_time(moment.unix_timestamp(), moment.nanosecond())
    }
}

impl TryFrom<&Date> for ::time::Date {
    type Error = NotADate;

    fn try_from(value: &Date) -> Result<Self, NotADate> {
        let (year, month, day) = value.year_month_day()?;
        let month = Month::try_from(month).map_err(|_| value.refused())?;
        Self::from_calendar_date(year, month, day).map_err(|_| value.refused())
    }
}

impl From<::time::Date> for Date {
    fn from(date: ::time::Date) -> Self {
        Self::as_written(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
    }
}

also_by_value! {
    DateTime => OffsetDateTime, NotADateTime;
    Date => ::time::Date, NotADate;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_and_dates_round_trip() {
        for (text, nanoseconds) in [
            ("2020-05-04T22:23:02Z", 1_588_630_982_000_000_000),
            ("1969-12-31T23:59:58.75Z", -1_250_000_000),
            ("2020-05-04T22:23:02.000000001Z", 1_588_630_982_000_000_001),
        ] {
            let moment = OffsetDateTime::try_from(DateTime::parse(text).unwrap()).unwrap();
            assert_eq!(moment, OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap());
            assert_eq!(DateTime::from(moment).as_str(), text);
        }
        let zoned = DateTime::parse("2020-05-05T00:23:02-03:30").unwrap();
        let zoned = OffsetDateTime::try_from(&zoned).unwrap();
        assert_eq!((zoned.offset().whole_seconds(), zoned.hour()), (-12_600, 0));
        assert_eq!(DateTime::from(zoned).as_str(), "2020-05-05T03:53:02Z");
        let day = ::time::Date::try_from(Date::parse("2020-02-29").unwrap()).unwrap();
        assert_eq!((day.ordinal(), Date::from(day).as_str()), (60, "2020-02-29"));
        assert!(OffsetDateTime::try_from(DateTime::as_written("soon".to_owned())).is_err());
        assert!(::time::Date::try_from(Date::as_written("123456-01-01".to_owned())).is_err());
    }
}
