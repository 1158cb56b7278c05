//! Lists that come in pages: how the next one is found, and the pages and their items as streams.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use crate::api::Operation;
use crate::client::Client;
use crate::error::Error;
use crate::json;
use crate::link;
use crate::parameter::Parameter;
use crate::pending::Pending;
use crate::request::Draft;
use crate::response::{FromReply, Reply, Response};

/// How the next page of a list is found, as the settings say it.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    parameter: &'static str,
    by: By,
    items: &'static str,
    more: Option<&'static str>,
    total: Option<&'static str>,
    size: Option<(&'static str, u32)>,
}

/// Where the value of the parameter comes from that asks for the next page.
#[derive(Debug, Clone, Copy)]
enum By {
    /// It counts pages, from this number on.
    Number(u64),
    /// It counts items.
    Offset,
    /// A pointer to it.
    Cursor(&'static str),
    /// A pointer to a link, whose query has it.
    Link(&'static str),
    /// The link to the next page in the header `Link` (RFC 8288), whose query has it.
    Header,
}

impl Paging {
    const fn new(parameter: &'static str, by: By) -> Self {
        Self { parameter, by, items: "", more: None, total: None, size: None }
    }

    /// By a number of pages. It ends with a page that has no items.
    pub const fn number(parameter: &'static str, first: u64) -> Self {
        Self::new(parameter, By::Number(first))
    }

    /// By a number of items. It ends with a page that has none.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(parameter, By::Offset)
    }

    /// By a word that each page has for the next one. It ends where there is none.
    pub const fn cursor(parameter: &'static str, pointer: &'static str) -> Self {
        Self::new(parameter, By::Cursor(pointer))
    }

    /// By a link in the body. It ends where there is none.
    pub const fn link(parameter: &'static str, pointer: &'static str) -> Self {
        Self::new(parameter, By::Link(pointer))
    }

    /// By the header `Link`. It ends where there is none.
    pub const fn header(parameter: &'static str) -> Self {
        Self::new(parameter, By::Header)
    }

    /// A pointer to the list; the body itself unless said otherwise.
    #[must_use]
    pub const fn items(mut self, pointer: &'static str) -> Self {
        self.items = pointer;
        self
    }

    /// A pointer to whether there are more pages.
    #[must_use]
    pub const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }

    /// A pointer to how many items there are in all.
    #[must_use]
    pub const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }

    /// How many items are asked for at a time, unless the caller says so, and by which parameter.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str, items: u32) -> Self {
        self.size = Some((parameter, items));
        self
    }
}

/// An operation whose list comes in pages.
pub trait Paged: Operation {
    /// What the list holds.
    type Item: Send + 'static;
    /// How the next page is found.
    const PAGING: Paging;
    /// The list of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// Where in a list a call is. It is the same for every operation.
struct Pager {
    client: Client,
    draft: Draft,
    paging: Paging,
    /// How many items have come.
    count: u64,
    /// How many there are in all, as the last page says.
    total: Option<u64>,
    /// Every value that a page was asked for by: meeting one again is a circle.
    seen: HashSet<String>,
}

impl Pager {
    fn new(client: Client, mut draft: Draft, paging: Paging) -> Self {
        if let Some((name, items)) = paging.size.filter(|(name, _)| draft.query_value(name).is_none()) {
            draft.parameter(Parameter::query(name), &i64::from(items));
        }
        let seen = draft.query_value(paging.parameter).into_iter().collect();
        Self { client, draft, paging, count: 0, total: None, seen }
    }

    /// Makes ready to ask for the page after one; whether there is one.
    fn advance(&mut self, reply: &Reply) -> Result<bool, Error> {
        let text = std::str::from_utf8(reply.body()).unwrap_or_default();
        let count = json::count(text, self.paging.items).unwrap_or(0) as u64;
        self.count += count;
        let more = self.paging.more.and_then(|pointer| json::find(text, pointer));
        let total = self.paging.total.and_then(|pointer| number(json::find(text, pointer)?));
        self.total = total.or(self.total);
        let is_counted = matches!(self.paging.by, By::Number(_) | By::Offset);
        if more == Some("false") || is_counted && (count == 0 || total.is_some_and(|all| self.count >= all)) {
            return Ok(false);
        }
        let current = self.draft.query_value(self.paging.parameter);
        let next = match self.paging.by {
            By::Number(first) => {
                let current = current.as_deref().and_then(|text| text.parse().ok()).unwrap_or(first);
                Some(current.saturating_add(1).to_string())
            }
            By::Offset => {
                let current: u64 = current.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0);
                Some(current.saturating_add(count).to_string())
            }
            By::Cursor(pointer) => self.found(reply, text, pointer)?,
            By::Link(pointer) => match self.found(reply, text, pointer)? {
                Some(link) => Some(self.of_link(reply, &link)?),
                None => None,
            },
            By::Header => match link::next(reply.headers()) {
                Ok(Some(link)) => Some(self.of_link(reply, &link)?),
                Ok(None) => None,
                Err(why) => return Err(Error::paging(&reply.meta(), why)),
            },
        };
        let Some(next) = next else { return Ok(false) };
        if !self.seen.insert(next.clone()) {
            // Its value may be a cursor, which lets its holder read the list.
            let what = format!(
                "the next page has already been read: `{}` has a value that it had before",
                self.paging.parameter
            );
            return Err(Error::paging(&reply.meta(), what));
        }
        self.draft.parameter(Parameter::query(self.paging.parameter), &next);
        Ok(true)
    }

    /// The cursor or link in a body; none where there is no next page.
    fn found(&self, reply: &Reply, text: &str, pointer: &str) -> Result<Option<String>, Error> {
        let raw = json::find(text, pointer).unwrap_or("null");
        word(raw).map_err(|()| {
            let what =
                format!("the value at `{pointer}`, which leads to the next page, is neither text nor number");
            Error::paging(&reply.meta(), what)
        })
    }

    /// The parameter in a link. Nothing else of it is used: a link may lead anywhere, and credentials must not.
    fn of_link(&self, reply: &Reply, link: &str) -> Result<String, Error> {
        let query = link.split_once('?').map_or("", |(_, rest)| rest).split('#').next().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let value = pairs.find(|(name, value)| name == self.paging.parameter && !value.is_empty());
        value.map(|(_, value)| value.into_owned()).ok_or_else(|| {
            let what = format!("the link to the next page has no `{}`", self.paging.parameter);
            Error::paging(&reply.meta(), what)
        })
    }
}

/// A string or number as text; none where it is empty, null or false.
///
/// # Errors
/// Fails if the value is anything else.
fn word(raw: &str) -> Result<Option<String>, ()> {
    let text = match raw.bytes().next() {
        Some(b'"') => json::from_str(raw).map_err(|_| ())?,
        // As it is written, for it may be longer than any integer type.
        Some(b'-' | b'0'..=b'9') => raw.trim_end().to_owned(),
        Some(b'n' | b'f') => String::new(),
        _ => return Err(()),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn number(raw: &str) -> Option<u64> {
    raw.parse().ok()
}

/// The pages of a list, one after another: a `Stream`. Each is asked for when the one before has been taken; after an
/// error there are no more.
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<T> {
    pager: Pager,
    state: State<T>,
}

enum State<T> {
    Ready,
    Asking(Pending<Response<T>>),
    /// What the last page says of the next one is wrong; the page itself was not.
    Failed(Error),
    /// The next page was asked for in vain.
    Broken,
    Over,
}

impl<T: FromReply> Pages<T> {
    pub(crate) fn new(client: Client, draft: Draft, paging: Paging) -> Self {
        Self { pager: Pager::new(client, draft, paging), state: State::Ready }
    }

    /// The next page, with status and headers; none after the last.
    ///
    /// # Errors
    /// A call that failed, a link that cannot be used, or a page that has been read before.
    pub async fn try_next(&mut self) -> Result<Option<Response<T>>, Error> {
        std::future::poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// By which value of its parameter the next page will be asked for, or was in vain; none for the first page, and
    /// where the list is over. A request with that parameter set goes on from there.
    pub fn next_page(&self) -> Option<String> {
        match self.state {
            State::Over | State::Failed(_) => None,
            State::Ready | State::Asking(_) | State::Broken => {
                self.pager.draft.query_value(self.pager.paging.parameter)
            }
        }
    }

    /// Returns how many items the whole list has, where the settings know where pages tell it and one has come.
    pub fn total(&self) -> Option<u64> {
        self.pager.total
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<T>, Error>>> {
        if let State::Ready = self.state {
            let pending = Pending::response(self.pager.client.clone(), self.pager.draft.clone());
            self.state = State::Asking(pending);
        }
        if let State::Asking(pending) = &mut self.state {
            let mut answer = ready!(Pin::new(pending).poll(context));
            self.state = match &mut answer {
                Ok(page) => {
                    let next = self.pager.advance(page.reply());
                    page.set_total(self.pager.total);
                    match next {
                        Ok(true) => State::Ready,
                        Ok(false) => State::Over,
                        Err(error) => State::Failed(error),
                    }
                }
                Err(_) => State::Broken,
            };
            return Poll::Ready(Some(answer));
        }
        if let State::Broken = self.state {
            return Poll::Ready(None);
        }
        match std::mem::replace(&mut self.state, State::Over) {
            State::Failed(error) => Poll::Ready(Some(Err(error))),
            _ => Poll::Ready(None),
        }
    }
}

impl<T: FromReply> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T: FromReply> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Over | State::Broken)
    }
}

// Nothing in it is pinned in place.
impl<T> Unpin for Pages<T> {}

/// The items of a list, page after page: a `Stream`.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct Items<T, I> {
    pages: Pages<T>,
    of_page: fn(T) -> Vec<I>,
    ready: std::vec::IntoIter<I>,
    page: Option<Reply>,
}

impl<T: FromReply, I> Items<T, I> {
    pub(crate) fn new(pages: Pages<T>, of_page: fn(T) -> Vec<I>) -> Self {
        Self { pages, of_page, ready: Vec::new().into_iter(), page: None }
    }

    /// The next item; none after the last.
    ///
    /// # Errors
    /// As for [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<I>, Error> {
        std::future::poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// By which value of its parameter the page after the items that have come will be asked for, or was in vain: see
    /// [`Pages::next_page`].
    pub fn next_page(&self) -> Option<String> {
        self.pages.next_page()
    }

    /// Returns how many items the whole list has: see [`Pages::total`].
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Returns the page that the last item came from: its status, its headers, and what else its body holds.
    ///
    /// ```no_run
    /// # use openapi_client_runtime::{Error, FromReply, Items};
    /// # async fn example<T: FromReply, I>(mut items: Items<T, I>) -> Result<(), Error> {
    /// while let Some(item) = items.try_next().await? {
    ///     let sync = items.page().and_then(|page| page.json_at("/meta/sync_token"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(&self) -> Option<&Reply> {
        self.page.as_ref()
    }

    /// All that are still to come.
    ///
    /// # Errors
    /// As for [`Pages::try_next`]; what had come by then is lost.
    pub async fn try_collect(mut self) -> Result<Vec<I>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<I, Error>>> {
        loop {
            if let Some(item) = self.ready.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // A page without items is not the end.
                Some(Ok(page)) => {
                    let (page, reply) = page.into_parts();
                    self.ready = (self.of_page)(page).into_iter();
                    self.page = Some(reply);
                }
            }
        }
    }
}

impl<T: FromReply, I> Stream for Items<T, I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T: FromReply, I> FusedStream for Items<T, I> {
    fn is_terminated(&self) -> bool {
        self.ready.len() == 0 && self.pages.is_terminated()
    }
}

impl<T, I> Unpin for Items<T, I> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("request", &self.pager.draft).finish_non_exhaustive()
    }
}

impl<T, I> fmt::Debug for Items<T, I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
