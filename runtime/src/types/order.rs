//! The order of dates and date-times, and conversions that all time crates share.

use std::cmp::Ordering;
use std::time::SystemTime;

use super::{Date, DateTime, NotADateTime};

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        in_order((self.unix_time(), self.as_str()), (other.unix_time(), other.as_str()))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| date.year_month_day().ok();
        in_order((key(self), self.as_str()), (key(other), other.as_str()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares by value, then by text. Texts without a value come last.
fn in_order<T: Ord>(left: (Option<T>, &str), right: (Option<T>, &str)) -> Ordering {
    let by_meaning = match (left.0, right.0) {
        (Some(left), Some(right)) => left.cmp(&right),
        (left, right) => left.is_none().cmp(&right.is_none()),
    };
    by_meaning.then_with(|| left.1.cmp(right.1))
}

/// Converts like [`DateTime::to_system_time`].
impl TryFrom<&DateTime> for SystemTime {
    type Error = NotADateTime;

    fn try_from(value: &DateTime) -> Result<Self, NotADateTime> {
        value.to_system_time()
    }
}

/// Converts like [`DateTime::to_system_time`].
impl TryFrom<DateTime> for SystemTime {
    type Error = NotADateTime;

    fn try_from(value: DateTime) -> Result<Self, NotADateTime> {
        value.to_system_time()
    }
}

/// Implements a conversion from `&DateTime` or `&Date` for owned values too.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
macro_rules! also_by_value {
    ($($from:ty => $to:ty, $error:ty);* $(;)?) => {$(
        impl TryFrom<$from> for $to {
            type Error = $error;

            fn try_from(value: $from) -> Result<Self, $error> {
                Self::try_from(&value)
            }
        }
    )*};
}

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
pub(super) use also_by_value;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json::from_str;

    #[test]
    fn date_times_are_ordered_across_time_zones() {
        let texts = [
            "1969-12-31T23:59:59Z",
            "2020-05-04T20:23:02-02:00",
            "2020-05-04T22:23:02.000Z",
            "2020-05-04T22:23:02Z",
            "2020-05-05T00:23:02+02:00",
            "2020-05-04T22:23:02.5Z",
            "never",
            "soon",
        ];
        let of = |text: &str| from_str::<DateTime>(&format!("{text:?}")).unwrap();
        for (index, text) in texts.iter().enumerate() {
            for (other_index, other) in texts.iter().enumerate() {
                assert_eq!(of(text).cmp(&of(other)), index.cmp(&other_index), "{text} {other}");
                assert_eq!(of(text) == of(other), of(text).cmp(&of(other)) == Ordering::Equal);
            }
        }
        let mut days = ["soon", "2020-11-01", "2020-05-04", "10000-01-01"]
            .map(|text| from_str::<Date>(&format!("{text:?}")).unwrap());
        days.sort();
        assert_eq!(days[0].as_str(), "2020-05-04");
        assert_eq!(days[3].as_str(), "soon");
    }

    #[test]
    fn a_date_time_converts_to_a_system_time() {
        let second = std::time::Duration::from_secs(1);
        let moment = DateTime::parse("1970-01-01T00:00:01Z").unwrap();
        assert_eq!(SystemTime::try_from(&moment), Ok(SystemTime::UNIX_EPOCH + second));
        assert_eq!(SystemTime::try_from(moment), Ok(SystemTime::UNIX_EPOCH + second));
        assert!(SystemTime::try_from(from_str::<DateTime>("\"soon\"").unwrap()).is_err());
    }
}
