// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `POST /answers`
#[derive(Debug)]
pub enum Answer {}

impl codegen::Operation for Answer {
    type Output = AnswerOutput;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("answer", "POST", "/answers")
        .accept("application/json");
}

impl Request<Answer> {
    /// Requests the response as `text/event-stream`.
    #[inline]
    pub fn as_event_stream(self) -> Request<AnswerAsEventStream> {
        self.represented()
    }
}

/// The responses of `answer`, by status.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AnswerOutput {
    /// All of it, or bit by bit.
    Status200(Box<models::Part>),

    /// Later.
    Status202,
}

impl codegen::FromResponse for AnswerOutput {
    #[inline]
    fn from_response(
        response: &mut runtime::RawResponse,
    ) -> Result<Self, runtime::BodyFault> {
        match response.status().as_u16() {
            200 => {
                codegen::FromResponse::from_response(response)
                    .map(Box::new)
                    .map(Self::Status200)
            }
            202 => Ok(Self::Status202),
            _ => Err(codegen::undeclared(response)),
        }
    }
}

/// `POST /answers` as `text/event-stream`
#[derive(Debug)]
pub enum AnswerAsEventStream {}

impl codegen::Operation for AnswerAsEventStream {
    type Output = AnswerAsEventStreamOutput;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("answer", "POST", "/answers")
        .accept("text/event-stream");
}

/// The responses of `answer`, by status.
#[derive(Debug)]
#[non_exhaustive]
pub enum AnswerAsEventStreamOutput {
    /// All of it, or bit by bit.
    Status200(Box<runtime::EventStream<models::Part>>),

    /// Later.
    Status202,
}

impl codegen::FromResponse for AnswerAsEventStreamOutput {
    const KEEPS_CALL: bool = true;

    fn streams(response: &runtime::RawResponse) -> bool {
        matches!(response.status().as_u16(), 200)
    }

    #[inline]
    fn from_response(
        response: &mut runtime::RawResponse,
    ) -> Result<Self, runtime::BodyFault> {
        match response.status().as_u16() {
            200 => {
                codegen::FromResponse::from_response(response)
                    .map(Box::new)
                    .map(Self::Status200)
            }
            202 => Ok(Self::Status202),
            _ => Err(codegen::undeclared(response)),
        }
    }
}

/// `GET /events`
#[derive(Debug)]
pub enum Listen {}

impl codegen::Operation for Listen {
    type Output = runtime::EventStream<runtime::FullEvent<models::Listen200Response>>;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("listen", "GET", "/events")
        .accept("text/event-stream");
}

/// `GET /texts`
#[derive(Debug)]
pub enum Texts {}

impl codegen::Operation for Texts {
    type Output = runtime::EventStream<runtime::Text>;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("texts", "GET", "/texts")
        .accept("text/event-stream");
}

/// `GET /parts`
#[derive(Debug)]
pub enum Parts {}

impl codegen::Operation for Parts {
    type Output = runtime::JsonLines<models::Part>;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("parts", "GET", "/parts")
        .accept("application/x-ndjson");
}
