//! Responses: what a success is, what a failure says, and which headers come with either.

use super::Lowering;
use super::model::Hint;
use crate::ir::{Outcome, Response, Type};
use crate::link::{self, Status};

impl Lowering<'_> {
    pub(super) fn outcome(&mut self, operation: &link::Operation, owner: &str) -> Option<Outcome> {
        let mut responses = Vec::new();
        let mut successes: Vec<Option<Type>> = Vec::new();
        let mut failures: Vec<Type> = Vec::new();
        for response in &operation.responses {
            let status = status_word(response.status);
            let body = match response.content.first() {
                Some(media) => {
                    let hint = Hint::at_home(&media.place, owner, &format!("{status} response"), "body");
                    Some(match media.schema {
                        Some(schema) => self.type_of(schema, &hint)?,
                        None => Type::Json,
                    })
                }
                None => None,
            };
            match (is_success(response.status), &body) {
                (true, body) if !successes.contains(body) => successes.push(body.clone()),
                (false, Some(body)) if !failures.contains(body) => failures.push(body.clone()),
                _ => {}
            }
            responses.push(Response {
                status,
                docs: response.description.clone(),
                body,
                media: response.content.iter().map(|media| media.name.clone()).collect(),
                headers: response.headers.iter().filter_map(|header| self.header(header)).collect(),
            });
        }
        let place = operation.place.key("responses");
        if successes.len() > 1 {
            self.unsupported(
                &place,
                "several success bodies are not generated yet",
                "an overlay can drop all but one",
            );
            return None;
        }
        if failures.len() > 1 {
            self.unsupported(
                &place,
                "several failure bodies are not generated yet",
                "an overlay can drop all but one",
            );
            return None;
        }
        Some(Outcome { responses, success: successes.pop().flatten(), failure: failures.pop() })
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

fn status_word(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(range) => format!("{range}XX"),
        Status::Default => "default".to_owned(),
    }
}
