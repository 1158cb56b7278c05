//! Rate limits that servers report in headers.

use std::cmp::Reverse;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use http::header::{DATE, HeaderMap};

use crate::api::RateLimitHeaders;
use crate::codec::structured;

/// The rate limit that a server reports.
///
/// ```
/// # use openapi_client_runtime::{Response, Value};
/// # fn example(response: Response<Value>) {
/// if let Some(limit) = response.rate_limit() {
///     println!("{:?} of {:?} calls remain until {:?}", limit.remaining, limit.limit, limit.resets_at);
/// }
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of calls that the server allows in a window.
    pub limit: Option<u64>,
    /// The number of calls that remain in the window.
    pub remaining: Option<u64>,
    /// The end of the window. The number of calls that are allowed after it depends on the API.
    pub resets_at: Option<SystemTime>,
}

/// The largest value of a reset header that means seconds from now; a larger one means seconds since 1970.
/// The drafts define the former, DigitalOcean and GitHub send the latter.
const LARGEST_DELTA: u64 = 1_000_000_000;

/// The end of the year 9999 in seconds since 1970: the latest moment that an HTTP date can express. Every
/// clock can represent it.
pub(super) const LATEST: u64 = 253_402_300_799;

const LIMIT: [&str; 3] = ["ratelimit-limit", "x-ratelimit-limit", "x-rate-limit-limit"];
const REMAINING: [&str; 3] = ["ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining"];
const RESET: [&str; 3] = ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"];

impl RateLimit {
    /// Reads each value from the header that the API declares, otherwise from `RateLimit-Limit`, `-Remaining`
    /// or `-Reset`, with or without the prefix `X-` (draft-ietf-httpapi-ratelimit-headers-06) or as
    /// `X-Rate-Limit-…`, otherwise from `RateLimit` and `RateLimit-Policy` (from -07 on).
    pub(crate) fn of(headers: &HeaderMap, names: &RateLimitHeaders) -> Option<Self> {
        let now = sent_at(headers);
        let number = |own: Option<&str>, usual: [&str; 3]| {
            own.into_iter().chain(usual).find_map(|name| headers.get(name)).and_then(number)
        };
        let window = Window::of(headers);
        let reset = number(names.reset, RESET).or(window.reset);
        let found = Self {
            limit: number(names.limit, LIMIT).or(window.limit),
            remaining: number(names.remaining, REMAINING).or(window.remaining),
            resets_at: reset.and_then(|reset| match reset {
                0..=LARGEST_DELTA => now.checked_add(Duration::from_secs(reset)),
                moment => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(moment.min(LATEST))),
            }),
        };
        (found != Self::default()).then_some(found)
    }
}

/// The limit with the fewest remaining calls, from structured fields.
#[derive(Default)]
struct Window {
    limit: Option<u64>,
    remaining: Option<u64>,
    /// Seconds from now.
    reset: Option<u64>,
}

impl Window {
    /// Reads `"name";r=50;t=30` with `"name";q=100` as its policy, or `limit=100, remaining=50, reset=30`.
    fn of(headers: &HeaderMap) -> Self {
        let Some(text) = combined(headers, "ratelimit") else { return Self::default() };
        let items = structured::list(&text).unwrap_or_default();
        let left = items.iter().filter_map(|item| Some((item, item.number("r")?)));
        // Of two limits with the same number of calls, the one with the later reset applies.
        let scarcest = left.min_by_key(|(item, left)| (*left, Reverse(item.number("t"))));
        if let Some((item, left)) = scarcest {
            let policies = combined(headers, "ratelimit-policy").as_deref().and_then(structured::list);
            let policy = policies.into_iter().flatten().find(|policy| policy.value == item.value);
            let limit = policy.and_then(|policy| policy.number("q"));
            return Self { limit, remaining: Some(left), reset: item.number("t") };
        }
        let members = structured::dictionary(&text).unwrap_or_default();
        let member = |wanted: &str| {
            let (_, item) = members.iter().rev().find(|(name, _)| name == wanted)?;
            item.value.number()
        };
        Self { limit: member("limit"), remaining: member("remaining"), reset: member("reset") }
    }
}

/// Returns all values of a header as one (RFC 9110, section 5.3).
fn combined(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Option<Vec<&str>> =
        headers.get_all(name).into_iter().map(|value| value.to_str().ok()).collect();
    values.filter(|values| !values.is_empty()).map(|values| values.join(", "))
}

/// Parses the leading number of a value such as `100, 100;window=60` or `100`.
fn number(value: &HeaderValue) -> Option<u64> {
    let text = value.to_str().ok()?.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    digits(text.get(..end)?)
}

/// Parses text that consists only of digits. A number that is too large becomes the largest `u64` (RFC 9111,
/// section 1.2.2).
pub(super) fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

/// Returns the time at which a response was sent. Prefers its `Date` header, because the server's clock may
/// differ from this machine's.
fn sent_at(headers: &HeaderMap) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    date.unwrap_or_else(SystemTime::now)
}

/// Returns the time between a response and a later moment; zero if the moment has passed.
pub(super) fn delay_until(moment: SystemTime, headers: &HeaderMap) -> Duration {
    moment.duration_since(sent_at(headers)).unwrap_or_default()
}

impl RateLimit {
    /// Returns whether less than a tenth of the calls remains.
    pub(crate) fn is_scarce(&self) -> bool {
        matches!((self.limit, self.remaining), (Some(limit), Some(left)) if left < limit / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::tests::headers;

    const DATE: (&str, &str) = ("date", "Wed, 21 Oct 2015 07:28:00 GMT");

    #[test]
    fn limits_are_read_in_every_form() {
        let at = |seconds| Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        let limit = |pairs: &[_]| RateLimit::of(&headers(pairs), &RateLimitHeaders::default());
        let given = [
            ("ratelimit-limit", "5000, 5000;w=3600"),
            ("ratelimit-remaining", "7"),
            ("ratelimit-reset", "1444931833"),
        ];
        let expected = RateLimit { limit: Some(5000), remaining: Some(7), resets_at: at(1_444_931_833) };
        assert_eq!(limit(&given), Some(expected));
        let delta = limit(&[("x-ratelimit-reset", "30"), DATE]).unwrap();
        assert_eq!(delta.resets_at, at(1_445_412_480 + 30));
        let structured = limit(&[("ratelimit", "\"default\";r=50;t=30"), DATE]).unwrap();
        assert_eq!((structured.remaining, structured.resets_at), (Some(50), at(1_445_412_480 + 30)));
        let older = limit(&[("ratelimit", "limit=100, remaining=50, reset=30"), DATE]).unwrap();
        assert_eq!((older.limit, older.remaining), (Some(100), Some(50)));
        assert_eq!(older.resets_at, at(1_445_412_480 + 30));
        for wrong in [("ratelimit-limit", "many"), ("ratelimit", "\"a\";r=5,"), ("ratelimit", "\"a;r=5")] {
            assert_eq!(limit(&[wrong]), None);
        }
        let several = [
            ("ratelimit", "\"second, r=0\";r=9;t=1, \"day\";r=3;t=30"),
            ("ratelimit", "\"hour\";r=3;t=10"),
            ("ratelimit-policy", "\"second, r=0\";q=10;w=1, \"day\";q=5000;w=86400;qu=\"requests\""),
            DATE,
        ];
        let expected = RateLimit { limit: Some(5000), remaining: Some(3), resets_at: at(1_445_412_480 + 30) };
        assert_eq!(limit(&several), Some(expected));
        let names = RateLimitHeaders { remaining: Some("x-calls-left"), ..Default::default() };
        let own = headers(&[("x-calls-left", "3"), ("ratelimit-remaining", "7"), ("ratelimit-limit", "9")]);
        let own = RateLimit::of(&own, &names).unwrap();
        assert_eq!((own.limit, own.remaining), (Some(9), Some(3)));
    }
}
