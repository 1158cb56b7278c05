//! The position in a paginated list: how the request for the next page is derived from a page.

use std::collections::HashSet;

use super::{By, Paging};
use crate::call::request::RequestParts;
use crate::client::Client;
use crate::codec::parameter::Parameter;
use crate::codec::{json, link};
use crate::error::Error;
use crate::response::RawResponse;

/// The position in a list. It is not generic over the operation.
pub(super) struct Pager {
    pub(super) client: Client,
    pub(super) parts: RequestParts,
    pub(super) paging: Paging,
    /// The number of items in the pages so far.
    count: u64,
    /// The number of items in the whole list, as the last page reports it.
    pub(super) total: Option<u64>,
    /// Every value by which a page was requested: a repeated value is a cycle.
    seen: HashSet<String>,
}

impl Pager {
    pub(super) fn new(client: Client, mut parts: RequestParts, paging: Paging) -> Self {
        if let Some((name, items)) = paging.size.filter(|(name, _)| parts.query_value(name).is_none()) {
            parts.parameter(Parameter::query(name), &i64::from(items));
        }
        let seen = parts.query_value(paging.parameter).into_iter().collect();
        Self { client, parts, paging, count: 0, total: None, seen }
    }

    /// Prepares the request for the page after this response, and returns whether there is one.
    pub(super) fn advance(&mut self, response: &RawResponse) -> Result<bool, Error> {
        let text = std::str::from_utf8(response.body()).unwrap_or_default();
        let count = json::count(text, self.paging.items).unwrap_or(0) as u64;
        self.count += count;
        let more = self.paging.more.and_then(|pointer| json::find(text, pointer));
        let total = self.paging.total.and_then(|pointer| number(json::find(text, pointer)?));
        self.total = total.or(self.total);
        let is_counted = matches!(self.paging.by, By::Number(_) | By::Offset);
        if more == Some("false") || is_counted && (count == 0 || total.is_some_and(|all| self.count >= all)) {
            return Ok(false);
        }
        let current = self.parts.query_value(self.paging.parameter);
        let next = match self.paging.by {
            By::Number(first) => {
                let current = current.as_deref().and_then(|text| text.parse().ok()).unwrap_or(first);
                Some(current.saturating_add(1).to_string())
            }
            By::Offset => {
                let current: u64 = current.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0);
                Some(current.saturating_add(count).to_string())
            }
            By::Cursor(pointer) => self.found(response, text, pointer)?,
            By::Link(pointer) => match self.found(response, text, pointer)? {
                Some(link) => Some(self.of_link(response, &link)?),
                None => None,
            },
            By::Header => match link::next(response.headers()) {
                Ok(Some(link)) => Some(self.of_link(response, &link)?),
                Ok(None) => None,
                Err(why) => return Err(Error::paging(&response.meta(), why)),
            },
        };
        let Some(next) = next else { return Ok(false) };
        if !self.seen.insert(next.clone()) {
            // Anybody can read the list with a cursor, so the message does not show the value.
            let what = format!(
                "the next page was already returned: `{}` has a value of an earlier request",
                self.paging.parameter
            );
            return Err(Error::paging(&response.meta(), what));
        }
        self.parts.parameter(Parameter::query(self.paging.parameter), &next);
        Ok(true)
    }

    /// Returns the cursor or link in a body; `None` if there is no next page.
    fn found(&self, response: &RawResponse, text: &str, pointer: &str) -> Result<Option<String>, Error> {
        let raw = json::find(text, pointer).unwrap_or("null");
        word(raw).map_err(|()| {
            let what = format!(
                "the value at `{pointer}`, which identifies the next page, is neither a string nor a number"
            );
            Error::paging(&response.meta(), what)
        })
    }

    /// Returns the parameter in a link. The rest of the link is not used: it may lead to any host, and
    /// credentials must not be sent there.
    fn of_link(&self, response: &RawResponse, link: &str) -> Result<String, Error> {
        let query = link.split_once('?').map_or("", |(_, rest)| rest).split('#').next().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let value = pairs.find(|(name, value)| name == self.paging.parameter && !value.is_empty());
        value.map(|(_, value)| value.into_owned()).ok_or_else(|| {
            let what = format!("the link to the next page has no `{}`", self.paging.parameter);
            Error::paging(&response.meta(), what)
        })
    }
}

/// Returns a string or number as text; `None` if it is empty, null or false.
///
/// # Errors
/// Fails if the value is anything else.
fn word(raw: &str) -> Result<Option<String>, ()> {
    let text = match raw.bytes().next() {
        Some(b'"') => json::from_str(raw).map_err(|_| ())?,
        // The digits as written, because the number may exceed every integer type.
        Some(b'-' | b'0'..=b'9') => raw.trim_end().to_owned(),
        Some(b'n' | b'f') => String::new(),
        _ => return Err(()),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn number(raw: &str) -> Option<u64> {
    raw.parse().ok()
}
