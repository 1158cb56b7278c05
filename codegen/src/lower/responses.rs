//! Responses: the types of successes and failures, their media types and their headers.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::body::{media_word, spelling};
use crate::ir::{Bodies, BodyForm, Field, Outcome, Representation, Response, Shape, StatusVariant, Type};
use crate::naming::{Kind, Scope};
use crate::openapi::media_type::is_event_stream;
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{self, Media, Status};

/// The status, type and documentation of a declared body.
type DeclaredBody = (Status, Option<Type>, String);

impl Lowering<'_> {
    /// Returns the responses of an operation if the preferred media types are requested.
    pub(super) fn outcome(&mut self, operation: &resolve::Operation, owner: &str) -> Option<Outcome> {
        let mut responses = Vec::with_capacity(operation.responses.len());
        let mut successes: Vec<DeclaredBody> = Vec::new();
        let mut failures: Vec<DeclaredBody> = Vec::new();
        for response in &operation.responses {
            let status = status_word(response.status);
            let ranked = self.ranked(&response.content);
            let chosen = ranked.first().copied();
            let body = match chosen {
                // A response to HEAD has the headers of a body but no body (RFC 9110, section 9.3.2).
                Some(_) if operation.method == "HEAD" => None,
                Some(media) => Some(self.answer(media, owner, &format!("{status} response"))?),
                None => None,
            };
            let is_success = is_success(response.status);
            if is_success || is_only_default(operation, response.status) {
                successes.push((response.status, body.clone(), response.description.clone()));
            } else if let Some(chosen) = chosen {
                // `Accept` selects the media type of a success only. For failures, one media type is
                // supported.
                for other in ranked.iter().skip(1) {
                    self.not_generated(&response.place, &other.name, &chosen.name);
                }
            }
            if !is_success {
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
        // A failure without a body needs no variant.
        failures.retain(|(_, body, _)| body.is_some());
        Some(Outcome {
            responses,
            success: self.by_status(operation, &format!("{owner} output"), successes)?,
            failure: self.by_status(operation, &format!("{owner} failure"), failures)?,
        })
    }

    /// Returns the other media types of successes, except those that are equivalent to an earlier one.
    pub(super) fn representations(
        &mut self,
        operation: &resolve::Operation,
        (id, owner): (&str, &str),
        outcome: &Outcome,
        names: &mut Scope,
    ) -> Option<Vec<Representation>> {
        let mut representations: Vec<Representation> = Vec::new();
        if operation.method == "HEAD" {
            return Some(representations);
        }
        let successes: Vec<&resolve::Response> = operation
            .responses
            .iter()
            .filter(|response| is_success(response.status) || is_only_default(operation, response.status))
            .collect();
        let mut generated: HashSet<&str> = HashSet::new();
        // The first media type for each type and spelling.
        let mut known: HashMap<(Option<Type>, String), String> = HashMap::new();
        remember(&mut known, outcome);
        for response in &successes {
            for media in self.ranked(&response.content).into_iter().skip(1) {
                if generated.contains(media.name.as_str()) {
                    continue;
                }
                let word = media_word(&media.name);
                let answer =
                    self.answer(media, owner, &format!("{word} {} response", status_word(response.status)))?;
                if let Some(known) = known.get(&(Some(answer), spelling(&media.name))) {
                    self.not_generated(&response.place, &media.name, known);
                    continue;
                }
                generated.insert(&media.name);
                let name =
                    names.claim(id, &[&format!("as {word}"), &format!("as {}", media.name)], &media.place);
                let wire = format!("{owner} as {word}");
                let long = format!("{owner} as {}", media.name);
                let marker = self.markers.claim(id, &[&wire, &long], &media.place);
                let outcome = self.represented(operation, (owner, marker.rust()), outcome, media)?;
                remember(&mut known, &outcome);
                representations.push(Representation { name, marker, media: media.name.clone(), outcome });
            }
        }
        Some(representations)
    }

    /// Returns the responses to a request for another media type. Successes use it if they declare it.
    fn represented(
        &mut self,
        operation: &resolve::Operation,
        (owner, marker): (&str, &str),
        outcome: &Outcome,
        asked: &Media,
    ) -> Option<Outcome> {
        let mut responses = Vec::new();
        let mut successes: Vec<DeclaredBody> = Vec::new();
        for (declared, known) in operation.responses.iter().zip(&outcome.responses) {
            let status = declared.status;
            let is_success = is_success(status) || is_only_default(operation, status);
            let media = declared.content.iter().find(|media| media.name == asked.name).filter(|_| is_success);
            let word = media_word(&asked.name);
            let (body, media) = match media {
                Some(media) => {
                    let body =
                        self.answer(media, owner, &format!("{word} {} response", status_word(status)))?;
                    (Some(body), vec![media.name.clone()])
                }
                None => (known.body.clone(), known.media.clone()),
            };
            if is_success {
                successes.push((status, body.clone(), declared.description.clone()));
            }
            let (docs, headers) = (known.docs.clone(), known.headers.clone());
            responses.push(Response { status: known.status.clone(), docs, body, media, headers });
        }
        let success = self.by_status(operation, &format!("{marker} output"), successes)?;
        Some(Outcome { responses, success, failure: outcome.failure.clone() })
    }

    /// Returns the type of a response body in a media type.
    fn answer(&mut self, media: &Media, owner: &str, part: &str) -> Option<Type> {
        let hint = self.hint_at_home(&media.place, owner, part, "body");
        Some(match (self.body_form(media), media.schema) {
            // The whole body may be null.
            (BodyForm::Json | BodyForm::Xml, Some(schema)) => self.element_type(schema, &hint)?,
            (BodyForm::Lines, _) => Type::Lines(Box::new(self.item(media, &hint)?)),
            (BodyForm::Text, schema) if is_event_stream(&media.name) => {
                let schema = schema.and_then(|schema| self.linked.schema(schema));
                if schema.is_none_or(|schema| schema.schema_type == Some(SchemaType::String)) {
                    return Some(Type::Events(Box::new(Type::Text)));
                }
                let item = self.item(media, &hint)?;
                if self.is_event(&item) {
                    Type::FullEvents(Box::new(item))
                } else {
                    Type::Events(Box::new(item))
                }
            }
            (BodyForm::Json, None) => Type::Json,
            (BodyForm::Text, _) => Type::Text,
            _ => Type::Bytes,
        })
    }

    /// Returns whether a type describes a whole event rather than its data: it has the fields of an event and
    /// no others.
    fn is_event(&self, ty: &Type) -> bool {
        let Type::Model(id) = self.api.resolved(ty) else { return false };
        match self.api.model(*id).map(|model| &model.shape) {
            Some(Shape::Record(record)) => {
                let is_known = |field: &Field| matches!(field.name.wire(), "event" | "data" | "id" | "retry");
                record.fields.iter().any(|field| field.name.wire() == "data")
                    && record.fields.iter().all(is_known)
            }
            Some(Shape::Union(union)) => union.variants.iter().all(|variant| self.is_event(&variant.ty)),
            _ => false,
        }
    }

    fn by_status(
        &mut self,
        operation: &resolve::Operation,
        wire: &str,
        mut found: Vec<DeclaredBody>,
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
        // Single statuses take precedence over ranges, and ranges over `default`.
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
            let name = scope.claim(&wire, &[&format!("status {wire}")], &operation.place);
            variants.push(StatusVariant { name, from, to, ty, docs });
        }
        let name = self.markers.claim(wire, &[wire], &operation.place);
        Some(Bodies::ByStatus { name, variants })
    }
}

/// Adds the media types of responses, unless equivalent ones are known.
fn remember(known: &mut HashMap<(Option<Type>, String), String>, outcome: &Outcome) {
    for response in &outcome.responses {
        for media in &response.media {
            let key = (response.body.clone(), spelling(media));
            known.entry(key).or_insert_with(|| media.clone());
        }
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Returns whether a status is `default` and stands for all responses, because no success is declared.
fn is_only_default(operation: &resolve::Operation, status: Status) -> bool {
    status == Status::Default && !operation.responses.iter().any(|response| is_success(response.status))
}

fn status_word(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(range) => format!("{range}XX"),
        Status::Default => "default".to_owned(),
    }
}
