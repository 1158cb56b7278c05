//! Rate limits: the server's, as its headers report them, and the client's own.

use std::cmp::Reverse;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::header::{DATE, HeaderMap, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use tokio::time::Instant;

use crate::api::RateLimitHeaders;
use crate::response::Reply;
use crate::retry::status::is_transient;
use crate::structured;

/// The rate limit that a server reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of calls that the server allows in a window.
    pub limit: Option<u64>,
    /// The number of calls that remain in the window.
    pub remaining: Option<u64>,
    /// The end of the window. How many calls are allowed then depends on the API.
    pub resets_at: Option<SystemTime>,
}

/// The largest reset that is a number of seconds from now; a larger one is in seconds since 1970. The drafts
/// define the former, DigitalOcean and GitHub send the latter.
const LARGEST_DELTA: u64 = 1_000_000_000;

const LIMIT: [&str; 3] = ["ratelimit-limit", "x-ratelimit-limit", "x-rate-limit-limit"];
const REMAINING: [&str; 3] = ["ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining"];
const RESET: [&str; 3] = ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"];

impl RateLimit {
    /// Reads the headers that the API declares, else `RateLimit-Limit`, `-Remaining` and `-Reset`, with or
    /// without the prefix `X-` (draft-ietf-httpapi-ratelimit-headers-06), or `RateLimit` and
    /// `RateLimit-Policy` (from -07 on).
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
                moment => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(moment)),
            }),
        };
        (found != Self::default()).then_some(found)
    }
}

/// The limit in structured fields that leaves the fewest calls.
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
        // Of two with the same number of calls, the one with the later reset.
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

/// Returns the leading number of `100, 100;window=60` and of `100`.
fn number(value: &HeaderValue) -> Option<u64> {
    let text = value.to_str().ok()?.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// Returns when a response was sent: by its `Date` header, because the server's clock may differ from this
/// machine's.
fn sent_at(headers: &HeaderMap) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    date.unwrap_or_else(SystemTime::now)
}

/// How long a response asks to wait, from the moment it was sent. `Retry-After` is defined for 429 and 503, but servers also send
/// it with the other statuses after which a request may succeed.
pub(crate) fn hint(reply: &Reply) -> Option<Duration> {
    let (status, headers) = (reply.status(), reply.headers());
    if !is_transient(status) {
        return None;
    }
    let until = |moment: SystemTime| moment.duration_since(sent_at(headers)).unwrap_or_default();
    if let Some(text) = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()) {
        let seconds = text.trim().parse().map(Duration::from_secs).ok();
        return seconds.or_else(|| httpdate::parse_http_date(text.trim()).ok().map(until));
    }
    let limit = reply.rate_limit().filter(|limit| limit.remaining.is_none_or(|left| left == 0))?;
    limit.resets_at.filter(|_| status == StatusCode::TOO_MANY_REQUESTS).map(until)
}

/// A rate of calls: a number of calls in a time.
///
/// ```
/// # use openapi_client_runtime::Rate;
/// let rate = Rate::per_minute(60).burst(5);
/// # _ = rate;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    interval: Duration,
    burst: u32,
}

impl Rate {
    /// Creates a rate of calls a minute, evenly spread.
    pub fn per_minute(calls: u32) -> Self {
        Self { interval: Duration::from_secs(60) / calls.max(1), burst: 1 }
    }

    /// Sets how many calls may be made at once after a pause.
    #[must_use]
    pub fn burst(self, calls: u32) -> Self {
        Self { burst: calls.max(1), ..self }
    }

    /// Reserves the next slot, and returns its time. The previous reservations extend to `reaches` (GCRA).
    fn take(self, reaches: &mut Instant, now: Instant) -> Instant {
        let taken = (*reaches).max(now);
        *reaches = taken + self.interval;
        let tolerance = self.interval * (self.burst - 1);
        taken.checked_sub(tolerance).unwrap_or(now).max(now)
    }
}

impl RateLimit {
    /// Returns whether less than a tenth of the calls remains.
    fn is_scarce(&self) -> bool {
        matches!((self.limit, self.remaining), (Some(limit), Some(left)) if left < limit / 10)
    }
}

/// How long calls are slowed down after status 429.
const SLOW: Duration = Duration::from_secs(60);

/// The longest delay of a server that stops all calls. A longer one concerns a larger window, and few calls.
const LONGEST_CLOSED: Duration = Duration::from_secs(60);

/// The units that a retry withdraws from the budget, by its cause, and the capacity of the budget (numbers:
/// AWS SDKs, "retry behavior 2.1").
const BUDGET: u32 = 500;
const TRANSIENT: u32 = 14;
const THROTTLED: u32 = 5;

/// The limits that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Limits {
    rates: Rates,
    state: Mutex<State>,
}

/// The rates that apply to calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Whatever the server reports; opt-in.
    pub(crate) always: Option<Rate>,
    /// While the server reports that few calls remain; opt-in.
    pub(crate) scarce: Option<Rate>,
    /// After status 429.
    pub(crate) slow: Rate,
}

#[derive(Debug)]
struct State {
    budget: u32,
    last: Option<RateLimit>,
    closed_until: Instant,
    slow_until: Instant,
    /// The time up to which calls are reserved, for each rate.
    reaches: Reaches,
}

#[derive(Debug, Clone, Copy)]
struct Reaches {
    always: Instant,
    scarce: Instant,
    slow: Instant,
}

impl Limits {
    pub(crate) fn new(rates: Rates) -> Self {
        // Limits may be created outside a runtime; they have no past then.
        let now = Instant::now();
        let state = State {
            budget: BUDGET,
            last: None,
            closed_until: now,
            slow_until: now,
            reaches: Reaches { always: now, scarce: now, slow: now },
        };
        Self { rates, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves a slot for a call that can wait for `at_most`, and returns the wait.
    ///
    /// # Errors
    /// Fails with the necessary wait if it is longer; no slot is reserved then.
    pub(crate) fn enter(&self, at_most: Duration) -> Result<Duration, Duration> {
        let now = Instant::now();
        let mut state = self.state();
        let mut at = state.closed_until.max(now);
        let mut reaches = state.reaches;
        if state.slow_until > now {
            reaches.slow = reaches.slow.max(at);
            at = at.max(self.rates.slow.take(&mut reaches.slow, now));
        }
        if let Some(rate) = self.rates.scarce.filter(|_| state.last.is_some_and(|last| last.is_scarce())) {
            at = at.max(rate.take(&mut reaches.scarce, now));
        }
        if let Some(rate) = self.rates.always {
            at = at.max(rate.take(&mut reaches.always, now));
        }
        let wait = at - now;
        if wait > at_most {
            return Err(wait);
        }
        state.reaches = reaches;
        Ok(wait)
    }

    /// Returns whether the gate has closed while a call waited.
    pub(crate) fn is_closed(&self) -> bool {
        self.state().closed_until > Instant::now()
    }

    /// Records the limit that a response reports.
    pub(crate) fn heard(&self, reply: &Reply) {
        let (status, limit) = (reply.status(), reply.rate_limit());
        if limit.is_none() && status != StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        let mut state = self.state();
        state.last = limit.or(state.last);
        if status == StatusCode::TOO_MANY_REQUESTS {
            let now = Instant::now();
            let closed = hint(reply).filter(|hint| *hint <= LONGEST_CLOSED).unwrap_or_default();
            state.closed_until = state.closed_until.max(now + closed);
            state.slow_until = state.closed_until + SLOW;
        }
    }

    pub(crate) fn last(&self) -> Option<RateLimit> {
        self.state().last
    }

    /// Withdraws a retry from the budget, and returns the units; `None` if the budget holds too few.
    pub(crate) fn spend(&self, is_throttle: bool) -> Option<u32> {
        let cost = if is_throttle { THROTTLED } else { TRANSIENT };
        let mut state = self.state();
        state.budget = state.budget.checked_sub(cost)?;
        Some(cost)
    }

    /// Refunds the units of the last retry after a success, or one unit if there was no retry.
    pub(crate) fn earn(&self, spent: Option<u32>) {
        let mut state = self.state();
        state.budget = (state.budget + spent.unwrap_or(1)).min(BUDGET);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Meta;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let name = |name: &str| name.parse::<http::HeaderName>().unwrap();
        pairs.iter().map(|(header, value)| (name(header), HeaderValue::from_static(value))).collect()
    }

    fn reply(status: u16, pairs: &[(&'static str, &'static str)]) -> Reply {
        let mut head = http::Response::builder().status(status).body(()).unwrap().into_parts().0;
        head.headers = headers(pairs);
        let meta = Meta { id: "o", method: "GET", path: "/", accept: "", security: &[] };
        Reply::new(meta, head, &RateLimitHeaders::default())
    }

    /// Creates limits whose only rule is the rate after status 429.
    fn limits(always: Option<Rate>, scarce: Option<Rate>) -> Limits {
        Limits::new(Rates { always, scarce, slow: Rate::per_minute(240) })
    }

    const DATE: (&str, &str) = ("date", "Wed, 21 Oct 2015 07:28:00 GMT");

    #[test]
    fn limits_in_all_their_forms() {
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

    #[test]
    fn hints_in_both_forms() {
        let hint = |status, pairs: &[_]| hint(&reply(status, pairs));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(hint(429, &[("retry-after", "29")]), seconds(29));
        assert_eq!(hint(503, &[("retry-after", "Wed, 21 Oct 2015 07:28:10 GMT"), DATE]), seconds(10));
        assert_eq!(hint(429, &[("retry-after", "Wed, 21 Oct 2015 07:27:00 GMT"), DATE]), seconds(0));
        assert_eq!(hint(429, &[("retry-after", "soon")]), None);
        assert_eq!(hint(529, &[("retry-after", "29")]), seconds(29));
        assert_eq!(hint(400, &[("retry-after", "29")]), None);
        let reset = ("ratelimit-reset", "1445412500");
        assert_eq!(hint(429, &[reset, ("ratelimit-remaining", "0"), DATE]), seconds(20));
        assert_eq!(hint(429, &[reset, ("ratelimit-remaining", "3"), DATE]), None);
        assert_eq!(hint(503, &[reset, ("ratelimit-remaining", "0"), DATE]), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_rate_allows_a_burst_and_then_its_pace() {
        let limits = limits(Some(Rate::per_minute(240).burst(40)), None);
        let waits: Vec<_> = (0..42).map(|_| limits.enter(Duration::MAX).unwrap().as_millis()).collect();
        assert!(waits[..40].iter().all(|wait| *wait == 0));
        assert_eq!(waits[40..], [250, 500]);
        assert_eq!(limits.enter(Duration::from_millis(700)), Err(Duration::from_millis(750)));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn after_429_the_gate_is_closed_and_then_narrow() {
        let limits = limits(None, None);
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
        limits.heard(&reply(429, &[("retry-after", "29")]));
        let waits: Vec<_> = (0..3).map(|_| limits.enter(Duration::MAX).unwrap().as_millis()).collect();
        assert_eq!(waits, [29_000, 29_250, 29_500]);
        assert!(limits.enter(Duration::from_secs(20)).is_err() && limits.is_closed());
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!((0..9).map(|_| limits.enter(Duration::ZERO)).find(Result::is_err), None);
        // A delay of an hour does not stop all calls.
        limits.heard(&reply(429, &[("retry-after", "3600")]));
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn few_calls_that_are_left_are_made_to_last() {
        let left = |left| reply(200, &[("ratelimit-limit", "5000"), ("ratelimit-remaining", left)]);
        let (free, limits) = (limits(None, None), limits(None, Some(Rate::per_minute(60))));
        for limits in [&free, &limits] {
            limits.heard(&left("500"));
            assert_eq!((0..9).map(|_| limits.enter(Duration::ZERO)).find(Result::is_err), None);
            limits.heard(&left("499"));
        }
        assert_eq!((0..9).map(|_| free.enter(Duration::ZERO)).find(Result::is_err), None);
        let waits: Vec<_> = (0..3).map(|_| limits.enter(Duration::MAX).unwrap().as_secs()).collect();
        assert_eq!(waits, [0, 1, 2]);
        // A response without a limit changes nothing; a response with a higher one does.
        limits.heard(&reply(200, &[]));
        assert!(limits.enter(Duration::ZERO).is_err());
        limits.heard(&left("4999"));
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test]
    async fn the_budget_ends_and_is_earned_again() {
        let limits = limits(None, None);
        assert_eq!((0..100).filter(|_| limits.spend(false).is_some()).count(), 35);
        assert_eq!(limits.spend(true), Some(5));
        assert_eq!(limits.spend(true), Some(5));
        assert_eq!(limits.spend(true), None);
        (0..5).for_each(|_| limits.earn(None));
        assert_eq!(limits.spend(true), Some(5));
        limits.earn(Some(5));
        assert_eq!(limits.spend(true), Some(5));
    }
}
