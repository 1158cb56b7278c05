//! Responses: what a success is, what a failure says, and which headers come with either.

use super::Lowering;
use super::model::Hint;
use super::operation::form_of;
use crate::ir::{Bodies, BodyForm, Outcome, Response, StatusVariant, Type};
use crate::link::{self, Status};
use crate::name::{Kind, Scope};

impl Lowering<'_> {
    pub(super) fn outcome(&mut self, operation: &link::Operation, owner: &str) -> Option<Outcome> {
        let mut responses = Vec::new();
        let mut successes: Vec<(Status, Option<Type>, String)> = Vec::new();
        let mut failures: Vec<(Status, Option<Type>, String)> = Vec::new();
        let names_success = operation.responses.iter().any(|response| is_success(response.status));
        for response in &operation.responses {
            let status = status_word(response.status);
            let chosen = self.chosen(&response.content, &response.place);
            let body = match chosen {
                Some(media) => {
                    let hint = Hint::at_home(&media.place, owner, &format!("{status} response"), "body");
                    Some(match (form_of(&media.name), media.schema) {
                        (BodyForm::Json, Some(schema)) => self.type_of(schema, &hint)?,
                        (BodyForm::Json, None) => Type::Json,
                        (BodyForm::Text, _) => Type::Text,
                        _ => Type::Bytes,
                    })
                }
                None => None,
            };
            // Where no success is named, `default` is every answer.
            let is_default = response.status == Status::Default;
            if is_success(response.status) || is_default && !names_success {
                successes.push((response.status, body.clone(), response.description.clone()));
            }
            if !is_success(response.status) {
                failures.push((response.status, body.clone(), response.description.clone()));
            }
            responses.push(Response {
                status,
                docs: response.description.clone(),
                body,
                media: chosen.map(|media| media.name.clone()).into_iter().collect(),
                headers: response.headers.iter().filter_map(|header| self.header(header)).collect(),
            });
        }
        // A failure without a body says nothing, so it sets nothing apart.
        failures.retain(|(_, body, _)| body.is_some());
        Some(Outcome {
            responses,
            success: self.bodies(operation, owner, "output", successes)?,
            failure: self.bodies(operation, owner, "failure", failures)?,
        })
    }

    fn bodies(
        &mut self,
        operation: &link::Operation,
        owner: &str,
        word: &str,
        mut found: Vec<(Status, Option<Type>, String)>,
    ) -> Option<Bodies> {
        let mut different: Vec<&Option<Type>> = Vec::new();
        for (_, body, _) in &found {
            if !different.contains(&body) {
                different.push(body);
            }
        }
        match different.as_slice() {
            [] | [None] => return Some(Bodies::Empty),
            [Some(ty)] => return Some(Bodies::One(ty.clone())),
            _ => {}
        }
        // Exact statuses are looked at before ranges, and those before the rest.
        found.sort_by_key(|(status, _, _)| match status {
            Status::Code(code) => (0, *code),
            Status::Range(range) => (1, *range),
            Status::Default => (2, 0),
        });
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let mut variants = Vec::new();
        for (status, ty, docs) in found {
            let (from, to) = match status {
                Status::Code(code) => (code, code),
                Status::Range(range) => (range * 100, range * 100 + 99),
                Status::Default => (0, u16::MAX),
            };
            let wire = status_word(status);
            let claim = scope.claim(&wire, &[&format!("status {wire}")], &operation.place);
            variants.push(StatusVariant { name: self.claimed(claim)?, from, to, ty, docs });
        }
        let wire = format!("{owner} {word}");
        let name = self.markers.claim(&wire, &[&wire], &operation.place);
        let name = name.unwrap_or_else(|_| self.markers.claim_spelled(&wire, &[&wire], &operation.place));
        Some(Bodies::ByStatus { name, variants })
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
