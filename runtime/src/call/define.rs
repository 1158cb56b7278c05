//! The macro that defines the request type of a client.

/// Defines the type `Request<O>` in the module of a client's operations.
///
/// It is a macro, not a type of this crate, because generated code adds inherent methods to
/// `Request<GetImage>`: the setters of an operation's optional parameters.
#[doc(hidden)]
#[macro_export]
macro_rules! define_request {
    () => {
        /// A request that has not been sent.
        ///
        /// Await it for the decoded body, or call [`with_response`](Self::with_response) for the body with
        /// its status and headers. Nothing is sent before that.
        #[must_use = "a request is sent only when it is awaited"]
        pub struct Request<O> {
            client: $crate::Client,
            parts: $crate::codegen::RequestParts,
            operation: ::std::marker::PhantomData<fn() -> O>,
        }

        impl<O: $crate::codegen::Operation> Request<O> {
            #[doc(hidden)]
            pub fn new(client: &$crate::Client) -> Self {
                let parts =
                    $crate::codegen::RequestParts::new(O::META).served_at(O::SERVER).partial(O::IS_PARTIAL);
                Self { client: client.clone(), parts, operation: ::std::marker::PhantomData }
            }

            #[doc(hidden)]
            pub fn parameter(
                mut self,
                parameter: $crate::codegen::Parameter,
                value: &dyn $crate::codegen::json::Encode,
            ) -> Self {
                self.parts.parameter(parameter, value);
                self
            }

            #[doc(hidden)]
            pub fn with_json(
                mut self,
                media: &'static str,
                body: &dyn $crate::codegen::json::Encode,
            ) -> Self {
                self.parts.json(media, body);
                self
            }

            #[doc(hidden)]
            pub fn with_lines<T: $crate::codegen::json::Encode>(
                mut self,
                media: &'static str,
                body: &[T],
            ) -> Self {
                self.parts
                    .lines(media, &mut body.iter().map(|value| value as &dyn $crate::codegen::json::Encode));
                self
            }

            #[doc(hidden)]
            pub fn with_form(
                mut self,
                media: &'static str,
                body: &dyn $crate::codegen::json::Encode,
                encodings: &[$crate::codegen::Encoding],
            ) -> Self {
                self.parts.form(media, body, encodings);
                self
            }

            #[doc(hidden)]
            pub fn with_parts(
                mut self,
                body: &dyn $crate::codegen::json::Encode,
                encodings: &[$crate::codegen::Encoding],
            ) -> Self {
                self.parts.multipart(body, encodings);
                self
            }

            #[doc(hidden)]
            pub fn with_body(
                mut self,
                media: &'static str,
                body: impl ::std::convert::Into<$crate::Body>,
            ) -> Self {
                self.parts.body(media, body.into());
                self
            }

            #[doc(hidden)]
            pub fn represented<P: $crate::codegen::Operation>(mut self) -> Request<P> {
                self.parts.represented(P::META);
                Request { client: self.client, parts: self.parts, operation: ::std::marker::PhantomData }
            }

            /// Adds a query parameter that the description does not declare.
            pub fn query(mut self, name: &str, value: impl ::std::fmt::Display) -> Self {
                self.parts.query(name, &value);
                self
            }

            /// Sets a header, and replaces the client's value for it.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.parts.header(name, value);
                self
            }

            /// Sends this request to another server, with the same credentials.
            pub fn server(mut self, server: impl ::std::convert::Into<$crate::Server>) -> Self {
                self.parts.server(server.into());
                self
            }

            /// Limits the time of each attempt. Replaces the client's limit.
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.parts.timeout(limit);
                self
            }

            /// Limits the time of the whole call, with all its attempts and the waits between them. Replaces
            /// the client's limit. In a paginated list, each page is a separate call.
            pub fn deadline(mut self, limit: ::std::time::Duration) -> Self {
                self.parts.deadline(limit);
                self
            }

            /// Limits the pause between two chunks of the response body. Replaces the client's limit.
            pub fn read_timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.parts.read_timeout(limit);
                self
            }

            /// Sets whether and when this call is retried. Replaces the client's policy.
            pub fn retry(mut self, policy: impl $crate::RetryPolicy) -> Self {
                self.parts.retry(policy);
                self
            }

            /// Sets whether this call is idempotent, regardless of its method. An idempotent call is also
            /// retried if the server may have processed it.
            pub fn idempotent(mut self, is_idempotent: bool) -> Self {
                self.parts.idempotent(is_idempotent);
                self
            }

            /// Returns the HTTP request that [`send`](Self::send) would send, without sending it.
            ///
            /// # Errors
            /// Fails if an argument cannot be sent, or if the client has no credential for the operation.
            pub fn build(&self) -> ::std::result::Result<$crate::http::Request<$crate::Body>, $crate::Error> {
                self.client.build(&self.parts)
            }

            /// Sends the request; the same as awaiting it.
            pub fn send(self) -> $crate::ResponseFuture<O::Output> {
                self.client.send::<O>(self.parts)
            }

            /// Sends the request and returns the body of a successful response as a stream, neither collected
            /// nor decoded. The time limits of the call end when the body begins.
            pub fn stream(self) -> $crate::ResponseFuture<$crate::Response<$crate::ByteStream>> {
                self.client.send_for_stream(self.parts)
            }

            /// Sends the request and returns the decoded body with its status, headers and bytes.
            pub fn with_response(self) -> $crate::ResponseFuture<$crate::Response<O::Output>> {
                self.client.send_with_response::<O>(self.parts)
            }
        }

        impl<O: $crate::codegen::Paged> Request<O> {
            /// Returns a `Stream` over this page of the list and the pages after it, each with its status and
            /// headers. Each page is a call with its own time limits and deadline; the total time and the
            /// number of pages are not limited. It also has an inherent `try_next`.
            pub fn pages(self) -> $crate::Pages<O::Output> {
                self.client.pages::<O>(self.parts)
            }

            /// Returns a `Stream` over the items of all pages of the list. Each page is a call with its own
            /// time limits and deadline; the total time and the number of pages, which may be empty, are not
            /// limited. It also has an inherent `try_next`.
            pub fn items(self) -> $crate::Items<O::Output, O::Item> {
                self.client.items::<O>(self.parts)
            }
        }

        impl<O: $crate::codegen::Operation> ::std::future::IntoFuture for Request<O> {
            type Output = ::std::result::Result<O::Output, $crate::Error>;
            type IntoFuture = $crate::ResponseFuture<O::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl<O> ::std::clone::Clone for Request<O> {
            fn clone(&self) -> Self {
                let (client, parts) = (self.client.clone(), self.parts.clone());
                Self { client, parts, operation: ::std::marker::PhantomData }
            }
        }

        impl<O> ::std::fmt::Debug for Request<O> {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.parts.fmt(formatter)
            }
        }
    };
}
