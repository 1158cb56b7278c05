//! Paginated lists: the rules for the next page, and streams over pages and items.

mod pager;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use self::pager::Pager;
use crate::call::future::ResponseFuture;
use crate::call::request::RequestParts;
use crate::client::Client;
use crate::error::Error;
use crate::response::operation::Operation;
use crate::response::{FromResponse, RawResponse, Response};

/// The rule by which the next page of a list is found, from the settings of the generator.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    parameter: &'static str,
    by: By,
    items: &'static str,
    more: Option<&'static str>,
    total: Option<&'static str>,
    size: Option<(&'static str, u32)>,
}

/// The source of the parameter's value for the next page.
#[derive(Debug, Clone, Copy)]
enum By {
    /// A page number; the first page has this one.
    Number(u64),
    /// The number of items before the page.
    Offset,
    /// A cursor in the body, by its JSON pointer.
    Cursor(&'static str),
    /// The query of a link in the body, by its JSON pointer.
    Link(&'static str),
    /// The query of the link to the next page in the header `Link` (RFC 8288).
    Header,
}

impl Paging {
    const fn new(parameter: &'static str, by: By) -> Self {
        Self { parameter, by, items: "", more: None, total: None, size: None }
    }

    /// Creates paging by page number. The list ends with an empty page.
    pub const fn number(parameter: &'static str, first: u64) -> Self {
        Self::new(parameter, By::Number(first))
    }

    /// Creates paging by the number of items before the page. The list ends with an empty page.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(parameter, By::Offset)
    }

    /// Creates paging by a cursor in each page. The list ends with a page without a cursor.
    pub const fn cursor(parameter: &'static str, pointer: &'static str) -> Self {
        Self::new(parameter, By::Cursor(pointer))
    }

    /// Creates paging by a link in the body. The list ends with a page without a link.
    pub const fn link(parameter: &'static str, pointer: &'static str) -> Self {
        Self::new(parameter, By::Link(pointer))
    }

    /// Creates paging by the header `Link`. The list ends with a page without a link.
    pub const fn header(parameter: &'static str) -> Self {
        Self::new(parameter, By::Header)
    }

    /// Sets the JSON pointer to the list. By default the body is the list.
    #[must_use]
    pub const fn items(mut self, pointer: &'static str) -> Self {
        self.items = pointer;
        self
    }

    /// Sets the JSON pointer to the flag that reports whether there are more pages.
    #[must_use]
    pub const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }

    /// Sets the JSON pointer to the number of items in the whole list.
    #[must_use]
    pub const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }

    /// Sets the parameter for the page size, and the size that is requested unless the caller sets another
    /// one.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str, items: u32) -> Self {
        self.size = Some((parameter, items));
        self
    }
}

/// An operation whose response is a page of a list. Not for programs, like
/// [`Operation`](crate::codegen::Operation).
pub trait Paged: Operation {
    /// An item of the list.
    type Item: Send + 'static;
    /// How the next page is found.
    const PAGING: Paging;
    /// Returns the items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// A `Stream` over the pages of a list. Each page is requested after the previous one has been taken. The
/// stream ends after an error.
///
/// The time limits and the deadline of the request apply to each page. A server can send an unlimited number
/// of pages, even empty ones: to limit their total time, put your executor's timeout around the stream.
///
/// ```
/// # use openapi_client_runtime::codegen::FromResponse;
/// # use openapi_client_runtime::{Error, Pages};
/// # async fn example<T: FromResponse>(mut pages: Pages<T>) -> Result<(), Error> {
/// while let Some(page) = pages.try_next().await? {
///     println!("{} after {} attempts", page.status(), page.attempts());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first page is requested"]
pub struct Pages<T> {
    pager: Pager,
    state: State<T>,
}

enum State<T> {
    Ready,
    Asking(ResponseFuture<Response<T>>),
    /// The page was valid, but its reference to the next page was not.
    Failed(Error),
    /// The request for the next page failed.
    Broken,
    Over,
}

impl<T: FromResponse> Pages<T> {
    pub(crate) fn new(client: Client, parts: RequestParts, paging: Paging) -> Self {
        Self { pager: Pager::new(client, parts, paging), state: State::Ready }
    }

    /// Returns the next page with its status and headers; `None` after the last one.
    ///
    /// # Errors
    /// Fails if a call fails, if the link to the next page is not valid, or if it leads to an earlier page.
    pub async fn try_next(&mut self) -> Result<Option<Response<T>>, Error> {
        std::future::poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns the value of the parameter by which the next page will be requested, or was requested without
    /// success; `None` for the first page and after the last one. A request with this value of the parameter
    /// continues the list.
    pub fn next_page(&self) -> Option<String> {
        match self.state {
            State::Over | State::Failed(_) => None,
            State::Ready | State::Asking(_) | State::Broken => {
                self.pager.parts.query_value(self.pager.paging.parameter)
            }
        }
    }

    /// Returns the number of items in the whole list, if the settings have a pointer to it and a page with
    /// the number has been received.
    pub fn total(&self) -> Option<u64> {
        self.pager.total
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<T>, Error>>> {
        if let State::Ready = self.state {
            let pending = ResponseFuture::response(self.pager.client.clone(), self.pager.parts.clone());
            self.state = State::Asking(pending);
        }
        if let State::Asking(pending) = &mut self.state {
            let mut answer = ready!(Pin::new(pending).poll(context));
            self.state = match &mut answer {
                Ok(page) => {
                    let next = self.pager.advance(page.raw());
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

impl<T: FromResponse> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T: FromResponse> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Over | State::Broken)
    }
}

// No field of it is pinned structurally.
impl<T> Unpin for Pages<T> {}

/// A `Stream` over the items of all pages of a list. It ends after an error. As with [`Pages`], the deadline
/// of the request applies to each page.
///
/// ```
/// # use openapi_client_runtime::codegen::FromResponse;
/// # use openapi_client_runtime::{Error, Items};
/// # async fn example<T: FromResponse, I: std::fmt::Debug>(mut items: Items<T, I>) -> Result<(), Error> {
/// while let Some(item) = items.try_next().await? {
///     println!("{item:?}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first item is requested"]
pub struct Items<T, I> {
    pages: Pages<T>,
    of_page: fn(T) -> Vec<I>,
    ready: std::vec::IntoIter<I>,
    page: Option<RawResponse>,
}

impl<T: FromResponse, I> Items<T, I> {
    pub(crate) fn new(pages: Pages<T>, of_page: fn(T) -> Vec<I>) -> Self {
        Self { pages, of_page, ready: Vec::new().into_iter(), page: None }
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    /// Fails as [`Pages::try_next`] does.
    pub async fn try_next(&mut self) -> Result<Option<I>, Error> {
        std::future::poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns the value of the parameter by which the next page will be requested, or was requested without
    /// success: see [`Pages::next_page`].
    pub fn next_page(&self) -> Option<String> {
        self.pages.next_page()
    }

    /// Returns the number of items in the whole list: see [`Pages::total`].
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Returns the response with the page of the last item: its status, its headers and the rest of its body.
    ///
    /// ```no_run
    /// # use openapi_client_runtime::codegen::FromResponse;
    /// # use openapi_client_runtime::{Error, Items};
    /// # async fn example<T: FromResponse, I>(mut items: Items<T, I>) -> Result<(), Error> {
    /// while let Some(item) = items.try_next().await? {
    ///     let sync = items.page().and_then(|page| page.json_at("/meta/sync_token"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(&self) -> Option<&RawResponse> {
        self.page.as_ref()
    }

    /// Collects the remaining items.
    ///
    /// # Errors
    /// Fails as [`Pages::try_next`] does; the items so far are lost.
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
                // An empty page is not the end.
                Some(Ok(page)) => {
                    let (page, response) = page.into_parts();
                    self.ready = (self.of_page)(page).into_iter();
                    self.page = Some(response);
                }
            }
        }
    }
}

impl<T: FromResponse, I> Stream for Items<T, I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T: FromResponse, I> FusedStream for Items<T, I> {
    fn is_terminated(&self) -> bool {
        self.ready.len() == 0 && self.pages.is_terminated()
    }
}

impl<T, I> Unpin for Items<T, I> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("request", &self.pager.parts).finish_non_exhaustive()
    }
}

impl<T, I> fmt::Debug for Items<T, I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
