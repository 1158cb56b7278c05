//! The delay before a retry that a response asks for: `Retry-After`, or the reset of its rate limit.

use std::time::Duration;

use http::StatusCode;
use http::header::{HeaderMap, RETRY_AFTER};

use super::RawResponse;
use super::rate_limit::{LATEST, delay_until, digits};
use super::status::is_transient;

/// Returns the retry delay that a response asks for, counted from the moment at which it was sent.
/// `Retry-After` is defined for 429 and 503, but servers also send it with the other transient statuses.
pub(crate) fn retry_delay(response: &RawResponse) -> Option<Duration> {
    let (status, headers) = (response.status(), response.headers());
    if !is_transient(status) {
        return None;
    }
    if headers.contains_key(RETRY_AFTER) {
        return retry_after(headers);
    }
    let limit = response.rate_limit().filter(|limit| limit.remaining.is_none_or(|left| left == 0))?;
    let resets_at = limit.resets_at.filter(|_| status == StatusCode::TOO_MANY_REQUESTS)?;
    Some(delay_until(resets_at, headers))
}

/// Returns the delay of `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3). If the header occurs
/// several times, or a proxy has merged its lines, the longest delay applies.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let until = |moment| delay_until(moment, headers);
    let longest = Duration::from_secs(LATEST);
    let mut delays = Vec::new();
    for value in headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok()) {
        let mut parts = value.split(',').map(str::trim).peekable();
        while let Some(part) = parts.next() {
            // A date has a comma after its weekday.
            let dated =
                parts.peek().and_then(|rest| httpdate::parse_http_date(&format!("{part}, {rest}")).ok());
            if let Some(date) = dated {
                parts.next();
                delays.push(until(date));
            } else if let Some(seconds) = digits(part) {
                delays.push(Duration::from_secs(seconds).min(longest));
            } else {
                delays.extend(httpdate::parse_http_date(part).ok().map(until));
            }
        }
    }
    delays.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::tests::response;

    const DATE: (&str, &str) = ("date", "Wed, 21 Oct 2015 07:28:00 GMT");

    #[test]
    fn retry_delays_are_read_in_both_forms() {
        let delay = |status, pairs: &[_]| retry_delay(&response(status, pairs));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(delay(429, &[("retry-after", "29")]), seconds(29));
        assert_eq!(delay(503, &[("retry-after", "Wed, 21 Oct 2015 07:28:10 GMT"), DATE]), seconds(10));
        assert_eq!(delay(429, &[("retry-after", "Wed, 21 Oct 2015 07:27:00 GMT"), DATE]), seconds(0));
        assert_eq!(delay(429, &[("retry-after", "soon")]), None);
        assert_eq!(delay(529, &[("retry-after", "29")]), seconds(29));
        assert_eq!(delay(400, &[("retry-after", "29")]), None);
        let far = Some(Duration::from_secs(LATEST));
        for (value, expected) in [
            ("120, 120", seconds(120)),
            ("5, 120,7", seconds(120)),
            ("9, Wed, 21 Oct 2015 07:28:10 GMT, 3", seconds(10)),
            ("Wednesday, 21-Oct-15 07:28:10 GMT", seconds(10)),
            ("Wed Oct 21 07:28:10 2015", seconds(10)),
            ("0", seconds(0)),
            ("soon, 7", seconds(7)),
            ("+1", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
            ("18446744073709551615", far),
            ("99999999999999999999999999", far),
        ] {
            assert_eq!(delay(429, &[("retry-after", value), DATE]), expected, "{value}");
        }
        assert_eq!(delay(503, &[("retry-after", "7"), ("retry-after", "120"), DATE]), seconds(120));
        let endless = [("ratelimit-reset", "99999999999999999999"), ("ratelimit-remaining", "0"), DATE];
        assert_eq!(delay(429, &endless), seconds(LATEST - 1_445_412_480));
        let reset = ("ratelimit-reset", "1445412500");
        assert_eq!(delay(429, &[reset, ("ratelimit-remaining", "0"), DATE]), seconds(20));
        assert_eq!(delay(429, &[reset, ("ratelimit-remaining", "3"), DATE]), None);
        assert_eq!(delay(503, &[reset, ("ratelimit-remaining", "0"), DATE]), None);
    }
}
