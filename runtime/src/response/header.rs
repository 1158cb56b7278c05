//! Names of response headers with the types of their values.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use http::HeaderMap;

/// The name of a response header, with the type of its value.
///
/// ```
/// # use openapi_client_runtime::{Header, Response, Value};
/// /// A header that the description does not declare.
/// const REGION: Header<String> = Header::new("x-served-by");
///
/// # fn example(response: Response<Value>) {
/// if let Some(region) = response.header(&REGION) {
///     println!("served by {region}");
/// }
/// # }
/// ```
pub struct Header<T> {
    name: &'static str,
    ty: PhantomData<fn() -> T>,
}

impl<T> Header<T> {
    /// Creates a header from its name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, ty: PhantomData }
    }

    /// Returns the name of the header.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: FromStr> Header<T> {
    /// Returns the value in a header map; `None` if it is missing or cannot be parsed.
    pub fn of(&self, headers: &HeaderMap) -> Option<T> {
        headers.get(self.name)?.to_str().ok()?.trim().parse().ok()
    }
}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Header").field(&self.name).finish()
    }
}
