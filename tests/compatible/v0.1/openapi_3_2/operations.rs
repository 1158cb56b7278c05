// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `QUERY /things/{id}`
#[derive(Debug)]
pub enum Find {}

impl codegen::Operation for Find {
    type Output = Vec<String>;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("find", "QUERY", "/things/{id}")
        .accept("application/json");
}

/// `COPY /things/{id}`
#[derive(Debug)]
pub enum Copy {}

impl codegen::Operation for Copy {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("copy", "COPY", "/things/{id}");
}

/// `POST /reports`
#[derive(Debug)]
pub enum SendReport {}

impl codegen::Operation for SendReport {
    type Output = models::ReportBody;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("sendReport", "POST", "/reports")
        .accept("application/json");
}

/// `GET /events`
#[derive(Debug)]
pub enum ListEvents {}

impl codegen::Operation for ListEvents {
    type Output = Vec<models::Message>;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("listEvents", "GET", "/events")
        .accept("application/json");
}

impl Request<ListEvents> {
    /// Requests the response as `text/event-stream`.
    #[inline]
    pub fn as_event_stream(self) -> Request<ListEventsAsEventStream> {
        self.represented()
    }
}

/// `GET /events` as `text/event-stream`
#[derive(Debug)]
pub enum ListEventsAsEventStream {}

impl codegen::Operation for ListEventsAsEventStream {
    type Output = runtime::EventStream<
        runtime::FullEvent<models::ListEventsEventStream200Response>,
    >;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("listEvents", "GET", "/events")
        .accept("text/event-stream");
}

/// `POST /events`
#[derive(Debug)]
pub enum SendEvent {}

impl codegen::Operation for SendEvent {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("sendEvent", "POST", "/events");
}
