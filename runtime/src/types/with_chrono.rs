//! Conversions to and from the types of `chrono` (feature `chrono`).

use ::chrono::{Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

use super::order::also_by_value;
use super::{Date, DateTime, NotADate, NotADateTime};

impl TryFrom<&DateTime> for ::chrono::DateTime<Utc> {
    type Error = NotADateTime;

    fn try_from(value: &DateTime) -> Result<Self, NotADateTime> {
        let moment = value.unix_time().and_then(|(seconds, nanoseconds)| {
            Self::from_timestamp(seconds, u32::try_from(nanoseconds).ok()?)
        });
        moment.ok_or_else(|| value.refused())
    }
}

/// Preserves the offset.
impl TryFrom<&DateTime> for ::chrono::DateTime<FixedOffset> {
    type Error = NotADateTime;

    fn try_from(value: &DateTime) -> Result<Self, NotADateTime> {
        let moment = ::chrono::DateTime::<Utc>::try_from(value)?;
        let offset = value.offset_seconds().and_then(FixedOffset::east_opt);
        offset.map(|offset| moment.with_timezone(&offset)).ok_or_else(|| value.refused())
    }
}

/// Formats the time in UTC. A leap second becomes the end of the second before it.
impl<Z: TimeZone> From<::chrono::DateTime<Z>> for DateTime {
    fn from(moment: ::chrono::DateTime<Z>) -> Self {
        Self::of_unix_time(moment.timestamp(), moment.timestamp_subsec_nanos().min(999_999_999))
    }
}

impl TryFrom<&Date> for NaiveDate {
    type Error = NotADate;

    fn try_from(value: &Date) -> Result<Self, NotADate> {
        let (year, month, day) = value.year_month_day()?;
        Self::from_ymd_opt(year, month.into(), day.into()).ok_or_else(|| value.refused())
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self::as_written(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
    }
}

also_by_value! {
    DateTime => ::chrono::DateTime<Utc>, NotADateTime;
    DateTime => ::chrono::DateTime<FixedOffset>, NotADateTime;
    Date => NaiveDate, NotADate;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_and_dates_round_trip() {
        for text in ["2020-05-04T22:23:02Z", "1969-12-31T23:59:58.75Z", "2020-05-04T22:23:02.000000001Z"] {
            let moment = ::chrono::DateTime::<Utc>::try_from(DateTime::parse(text).unwrap()).unwrap();
            assert_eq!(moment, text.parse::<::chrono::DateTime<Utc>>().unwrap());
            assert_eq!(DateTime::from(moment).as_str(), text);
        }
        let text = "2020-05-05T00:23:02-03:30";
        let zoned = ::chrono::DateTime::<FixedOffset>::try_from(DateTime::parse(text).unwrap()).unwrap();
        assert_eq!(zoned.offset().local_minus_utc(), -12_600);
        assert_eq!(zoned, ::chrono::DateTime::parse_from_rfc3339(text).unwrap());
        assert_eq!(DateTime::from(zoned).as_str(), "2020-05-05T03:53:02Z");
        let day = NaiveDate::try_from(Date::parse("2020-02-29").unwrap()).unwrap();
        assert_eq!(
            (day, Date::from(day).as_str()),
            (NaiveDate::from_ymd_opt(2020, 2, 29).unwrap(), "2020-02-29")
        );
        assert!(::chrono::DateTime::<Utc>::try_from(DateTime::as_written("soon".to_owned())).is_err());
    }
}
