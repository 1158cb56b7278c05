//! The parts of a request, set one by one and turned into an HTTP request without any I/O.

pub(crate) mod framing;
mod secrets;

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, RANGE};

use crate::api::Meta;
use crate::auth::security::AppliedCredentials;
use crate::body::Body;
use crate::call::retry::{Policy, RetryPolicy};
use crate::call::server::Server;
use crate::codec::form::{self, Encoding};
use crate::codec::json::{Encode, Writer};
use crate::codec::parameter::{Parameter, Place};
use crate::codec::path;
use crate::error::Error;
use crate::response::lines::sequence;

/// The parts of a request of any operation. Invalid arguments are reported when the request is built.
#[derive(Clone)]
pub struct RequestParts {
    meta: Meta,
    /// The server that the description declares for the operation.
    described_server: Option<&'static str>,
    /// The server that the caller sets for this call.
    named_server: Option<Server>,
    path: Vec<(&'static str, String)>,
    /// The parameter that set the pair, its name and its value, both encoded.
    query: Vec<(Option<&'static str>, String, String)>,
    cookies: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Option<Body>,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    read_timeout: Option<Duration>,
    policy: Option<Policy>,
    is_idempotent: Option<bool>,
    /// Whether the description declares status 206.
    is_partial: bool,
    /// The path that replaces the template.
    target: Option<String>,
    fault: Option<String>,
}

impl RequestParts {
    /// Creates the request of an operation, without parameters.
    pub fn new(meta: Meta) -> Self {
        Self {
            meta,
            described_server: None,
            named_server: None,
            path: Vec::new(),
            query: Vec::new(),
            cookies: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            deadline: None,
            read_timeout: None,
            policy: None,
            is_idempotent: None,
            is_partial: false,
            target: None,
            fault: None,
        }
    }

    /// Sets the server that the description declares for the operation.
    #[must_use]
    pub fn served_at(self, server: Option<&'static str>) -> Self {
        Self { described_server: server, ..self }
    }

    /// Sets whether the description declares status 206.
    #[must_use]
    pub fn partial(self, is_partial: bool) -> Self {
        Self { is_partial, ..self }
    }

    /// Returns whether the body of a successful response may be a part of the resource: the description
    /// declares status 206, or the request has a `Range` header.
    pub(crate) fn accepts_partial(&self, request: &http::Request<Body>) -> bool {
        self.is_partial || request.headers().contains_key(RANGE)
    }

    /// Sets the server of this call.
    pub fn server(&mut self, server: Server) {
        self.named_server = Some(server);
    }

    pub(crate) fn described_server(&self) -> Option<&'static str> {
        self.described_server
    }

    pub(crate) fn named_server(&self) -> Option<&Server> {
        self.named_server.as_ref()
    }

    /// Sets the path, and replaces the template.
    pub(crate) fn target(&mut self, path: String) {
        if self.meta.method.is_empty() {
            self.fault = Some(
                "the method is not supported — use GET, HEAD, OPTIONS, TRACE, PUT, DELETE, POST or PATCH"
                    .to_owned(),
            );
        }
        self.target = Some(path);
    }

    /// Sets a declared parameter, and replaces its previous value.
    pub fn parameter(&mut self, parameter: Parameter, value: &dyn Encode) {
        if let Err(why) = self.try_parameter(parameter, value) {
            self.fault = Some(format!("the parameter `{}`: {why}", parameter.name));
        }
    }

    fn try_parameter(&mut self, parameter: Parameter, value: &dyn Encode) -> Result<(), String> {
        let name = parameter.name;
        match parameter.place {
            Place::Path => self.path.extend(parameter.text(value)?.map(|text| (name, text))),
            Place::Header => {
                if let Some(text) = parameter.text(value)? {
                    self.header(name, &text);
                }
            }
            Place::Query => {
                let pairs = parameter.pairs(value)?.into_iter();
                // A pair of that name that the caller added with `query` is meant to be this parameter.
                self.query
                    .retain(|(setter, key, _)| *setter != Some(name) && !(setter.is_none() && key == name));
                self.query.extend(pairs.map(|(key, value)| (Some(name), key, value)));
            }
            Place::Cookie => {
                let pairs = parameter.pairs(value)?.into_iter();
                self.cookies.retain(|(setter, _)| *setter != name);
                self.cookies.extend(pairs.map(|(key, value)| (name, format!("{key}={value}"))));
            }
        }
        Ok(())
    }

    /// Adds a query parameter.
    pub fn query(&mut self, name: &str, value: &dyn Display) {
        self.query.push((None, path::encoded(name), path::encoded(&value.to_string())));
    }

    /// Returns the value of a declared query parameter that holds a single value.
    pub(crate) fn query_value(&self, parameter: &str) -> Option<String> {
        let is_it = |(setter, name, _): &&(Option<&str>, String, String)| {
            *setter == Some(parameter) || setter.is_none() && name == parameter
        };
        let (_, _, value) = self.query.iter().find(is_it)?;
        percent_encoding::percent_decode_str(value).decode_utf8().ok().map(Cow::into_owned)
    }

    /// Sets a header, and replaces its previous value.
    pub fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                // Only the caller knows whether the value is secret.
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            // The value may be secret, so the message has only the name.
            _ => self.fault = Some(format!("the header {name:?} or its value is not valid")),
        }
    }

    /// Sets a JSON body.
    pub fn json(&mut self, media: &'static str, body: &dyn Encode) {
        let mut writer = Writer::default();
        body.encode(&mut writer);
        self.body(media, Body::written(writer));
    }

    /// Sets a body of JSON values, one on each line; in `application/json-seq`, each after a separator (RFC
    /// 7464, section 2.2).
    pub fn lines(&mut self, media: &'static str, values: &mut dyn Iterator<Item = &dyn Encode>) {
        let mut writer = Writer::default();
        let is_sequence = sequence::is_sequence(media);
        for value in values {
            if is_sequence {
                writer.begin_record();
            }
            value.encode(&mut writer);
            writer.end_line();
        }
        self.body(media, Body::written(writer));
    }

    /// Sets the body of an HTML form.
    pub fn form(&mut self, media: &'static str, body: &dyn Encode, encodings: &[Encoding]) {
        let form = form::form(body, encodings);
        self.body(media, form.unwrap_or_else(|why| Body::refused(&why)));
    }

    /// Sets a multipart body.
    pub fn multipart(&mut self, body: &dyn Encode, encodings: &[Encoding]) {
        let parts = form::multipart(body, encodings).and_then(|(media, body)| {
            Ok((HeaderValue::try_from(media).map_err(|error| error.to_string())?, body))
        });
        self.body = Some(match parts {
            Ok((media, body)) => {
                self.headers.insert(CONTENT_TYPE, media);
                body
            }
            Err(why) => Body::refused(&why),
        });
    }

    /// Sets a body as given.
    pub fn body(&mut self, media: &'static str, body: Body) {
        // The caller's own `Content-Type` has precedence; only the caller's headers are marked as sensitive.
        if !self.headers.get(CONTENT_TYPE).is_some_and(HeaderValue::is_sensitive) {
            self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        }
        self.body = Some(body);
    }

    /// Requests another representation of the same response.
    pub fn represented(&mut self, meta: Meta) {
        self.meta = meta;
    }

    /// Limits the time of each attempt.
    pub fn timeout(&mut self, limit: Duration) {
        self.timeout = Some(limit);
    }

    /// Limits the time of the call, with all its attempts. In a paginated list, each page is a separate call.
    pub fn deadline(&mut self, limit: Duration) {
        self.deadline = Some(limit);
    }

    /// Limits the pause between two chunks of the response body.
    pub fn read_timeout(&mut self, limit: Duration) {
        self.read_timeout = Some(limit);
    }

    /// Sets whether and when the call is retried.
    pub fn retry(&mut self, policy: impl RetryPolicy) {
        self.policy = Some(Policy(Arc::new(policy)));
    }

    /// Sets whether the call is idempotent.
    pub fn idempotent(&mut self, is_idempotent: bool) {
        self.is_idempotent = Some(is_idempotent);
    }

    pub(crate) fn meta(&self) -> Meta {
        self.meta
    }

    pub(crate) fn time_limit(&self) -> Option<Duration> {
        self.timeout
    }

    pub(crate) fn time_for_all(&self) -> Option<Duration> {
        self.deadline
    }

    pub(crate) fn time_between_reads(&self) -> Option<Duration> {
        self.read_timeout
    }

    /// Returns whether the body is a stream.
    pub(crate) fn is_stream(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.as_bytes().is_none())
    }

    pub(crate) fn policy(&self) -> Option<&dyn RetryPolicy> {
        self.policy.as_ref().map(|policy| &*policy.0)
    }

    pub(crate) fn is_idempotent(&self) -> Option<bool> {
        self.is_idempotent
    }

    /// Builds the request for a base URL, with the headers and credentials of the client.
    pub(crate) fn build(
        &self,
        base_url: &url::Url,
        credentials: &AppliedCredentials,
    ) -> Result<http::Request<Body>, Error> {
        if let Some(fault) = &self.fault {
            return Err(Error::request(&self.meta, fault.clone()));
        }
        let refused = |detail: String| Error::request(&self.meta, detail);
        if let Some(why) = self.body.as_ref().and_then(Body::fault) {
            return Err(refused(format!("the body: {why}")));
        }
        let path = match &self.target {
            Some(path) => path::checked(path).map_err(refused)?,
            None => path::expand(self.meta.path, &self.path).map_err(refused)?,
        };
        let mut target = format!("{}{path}", base_url.as_str().trim_end_matches('/'));
        // A credential may be a query parameter; it comes last.
        let parameters = self.query.iter().map(|(_, name, value)| (name, value));
        let proofs = credentials.query.iter().map(|(name, value)| (name, value));
        for (name, value) in parameters.chain(proofs) {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&format!("{name}={value}"));
        }
        let request = http::Request::builder().method(self.meta.method).uri(target);
        let mut request = request
            .body(self.body.clone().unwrap_or_default())
            .map_err(|error| refused(format!("the request cannot be built: {error}")))?;
        let headers = request.headers_mut();
        headers.extend(credentials.headers.clone());
        let cookies = self.cookies.iter().map(|(_, cookie)| cookie).chain(&credentials.cookies);
        let cookies: Vec<&str> = cookies.map(String::as_str).collect();
        if !cookies.is_empty() {
            let mut value = HeaderValue::try_from(cookies.join("; "))
                .map_err(|_| refused("a cookie is not a valid header value".to_owned()))?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        if !self.meta.accept.is_empty() {
            headers.insert(ACCEPT, HeaderValue::from_static(self.meta.accept));
        }
        headers.extend(self.headers.clone());
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = framing::checked(request.headers_mut(), body).map_err(refused)?;
        #[cfg(feature = "test-util")]
        request.extensions_mut().insert(self.sent_secrets(credentials));
        Ok(request)
    }
}

/// Shows names, but no values of the path, the query, headers and body: any of them may be secret.
impl fmt::Debug for RequestParts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.query.iter().map(|(_, name, _)| name).collect();
        formatter
            .debug_struct("Request")
            .field("operation", &self.meta.id)
            .field("method", &self.meta.method)
            .field("path", &self.meta.path)
            .field("query", &query)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
