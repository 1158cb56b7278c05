//! Bodies: in which media types they can be sent, and what each of them is.

use std::collections::HashMap;

use super::Lowering;
use super::model::Hint;
use super::operation::argument;
use crate::diagnostics::Place;
use crate::diagnostics::{Code, Finding};
use crate::ir::{Body, BodyForm, GroupId, Type};
use crate::naming::{Name, Scope};
use crate::openapi::media_type::{essence, form_of};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{self, Media};

impl Lowering<'_> {
    /// One body for each media type that differs in how it is written or in its type; the best comes first.
    pub(super) fn bodies(
        &mut self,
        body: &resolve::Body,
        owner: &str,
        (method, group): (&Name, GroupId),
        names: &mut Scope,
    ) -> Option<Vec<Body>> {
        let name = argument(names, "body", "content", &body.place);
        if body.content.is_empty() {
            let media = "application/octet-stream".to_owned();
            let (form, ty, docs) = (BodyForm::Bytes, Type::Bytes, body.description.clone());
            let (xml, encodings, required) = (None, Vec::new(), body.required);
            return Some(vec![Body { name, method: None, media, form, ty, xml, encodings, required, docs }]);
        }
        let mut bodies: Vec<Body> = Vec::new();
        let mut known: HashMap<(BodyForm, Type, String), String> = HashMap::new();
        for media in ranked(&body.content) {
            let form = self.body_form(media);
            let word = media_word(&media.name);
            let part = if bodies.is_empty() { "body".to_owned() } else { format!("{word} body") };
            let hint = Hint::at_home(&media.place, owner, &part, "content");
            let ty = match (form, media.schema) {
                (BodyForm::Bytes, _) => Type::Bytes,
                (BodyForm::Text, _) => Type::Text,
                (BodyForm::Lines, _) => Type::List(Box::new(self.item(media, &hint)?)),
                // The whole body may be null.
                (BodyForm::Json, Some(schema)) => self.element_type(schema, &hint)?,
                (_, Some(schema)) => self.type_of(schema, &hint)?,
                (_, None) => Type::Json,
            };
            if let Some(known) = known.get(&(form, ty.clone(), spelling(&media.name))) {
                self.not_generated(&body.place, &media.name, known);
                continue;
            }
            let (name, method) = match (bodies.is_empty(), body.required) {
                (true, _) => (name.clone(), None),
                (false, true) => (name.clone(), Some(self.method_with(method, group, media))),
                (false, false) => (self.setter_of(media, names), None),
            };
            let (schema, encodings) = (media.schema, media.encodings.clone());
            // `*/*` is no media type that could be sent.
            let media = match form {
                BodyForm::Json if is_range(&media.name) => "application/json",
                BodyForm::Text if is_range(&media.name) => "text/plain",
                _ if is_range(&media.name) => "application/octet-stream",
                _ => &media.name,
            }
            .to_owned();
            known.entry((form, ty.clone(), spelling(&media))).or_insert_with(|| media.clone());
            let docs = body.description.clone();
            let xml = schema.filter(|_| form == BodyForm::Xml).map(|schema| self.xml_root(schema));
            let required = body.required;
            bodies.push(Body { name, method, media, form, ty, xml, encodings, required, docs });
        }
        Some(bodies)
    }

    /// How a body of a media type is written. A schema of a string speaks of the whole text.
    pub(super) fn body_form(&self, media: &Media) -> BodyForm {
        let schema = media.schema.and_then(|schema| self.linked.schema(schema));
        let is_text = schema.is_none_or(|schema| schema.schema_type == Some(SchemaType::String));
        // `format: binary` is the file itself, even with a JSON media type (OpenAPI 3.0.3, section 4.7.24.2).
        let core = media.schema.and_then(|schema| self.linked.schema(self.linked.core(schema)));
        let is_file = core.is_some_and(|core| {
            core.schema_type == Some(SchemaType::String) && core.format.as_deref() == Some("binary")
        });
        match form_of(&media.name) {
            BodyForm::Json if is_file => BodyForm::Bytes,
            BodyForm::Lines | BodyForm::Xml if is_text => BodyForm::Text,
            // A range says nothing of how a body is written, and a schema of anything but bytes does.
            BodyForm::Bytes if is_range(&media.name) => match schema {
                Some(schema) if is_text && schema.format.as_deref() != Some("binary") => BodyForm::Text,
                Some(schema) if !is_text && says_what(schema) => BodyForm::Json,
                _ => BodyForm::Bytes,
            },
            form => form,
        }
    }

    /// What each part of a body is that comes in parts: a schema of a list speaks of all of them, any other of each
    /// (OpenAPI 3.2, section 4.14.3).
    pub(super) fn item(&mut self, media: &Media, hint: &Hint) -> Option<Type> {
        let Some(schema) = media.schema else { return Some(Type::Json) };
        Some(match self.type_of(schema, hint)? {
            Type::List(item) => *item,
            Type::Nullable(item) => *item,
            item => item,
        })
    }

    /// The method that sends another media type, as `upload_with_form`.
    fn method_with(&mut self, method: &Name, group: GroupId, media: &Media) -> Name {
        let wire = method.wire().to_owned();
        let short = format!("{} with {}", method.rust(), media_word(&media.name));
        let long = format!("{} with {}", method.rust(), media.name);
        let Some(methods) = self.methods.get_mut(group.0 as usize) else { return method.clone() };
        methods.claim(&wire, &[&short, &long], &media.place)
    }

    /// The setter of a body of another media type, as `form_body`.
    fn setter_of(&mut self, media: &Media, names: &mut Scope) -> Name {
        let short = format!("{} body", media_word(&media.name));
        let long = format!("{} body", media.name);
        names.claim(&media.name, &[&short, &long], &media.place)
    }

    /// Says that a media type is left aside for one that is written the same way.
    pub(super) fn not_generated(&mut self, place: &Place, other: &str, chosen: &str) {
        let what = format!("`{other}` is offered too and is not generated; `{chosen}` is");
        self.report.push(Finding::note(Code::Unsupported, place.key("content").key(other), what));
    }
}

/// Media types with the best first: JSON, then what has a type, then text and bytes.
pub(super) fn ranked(content: &[Media]) -> Vec<&Media> {
    let mut ranked: Vec<&Media> = content.iter().collect();
    ranked.sort_by_key(|media| match form_of(&media.name) {
        BodyForm::Json if essence(&media.name) == "application/json" => 0,
        BodyForm::Json => 1,
        BodyForm::Multipart => 2,
        BodyForm::Form => 3,
        BodyForm::Lines => 4,
        BodyForm::Xml => 5,
        // It comes where it is asked for.
        BodyForm::Text if essence(&media.name) == "text/event-stream" => 8,
        BodyForm::Text => 6,
        BodyForm::Bytes => 7,
    });
    ranked
}

/// Whether a schema says what its values are, and does not take any.
fn says_what(schema: &resolve::Schema) -> bool {
    schema.schema_type.is_some()
        || !schema.properties.is_empty()
        || !schema.enumeration.is_empty()
        || [&schema.all_of, &schema.any_of, &schema.one_of].iter().any(|parts| !parts.is_empty())
}

/// Whether it stands for several media types (RFC 9110, section 12.5.1): `*/*`, `image/*`.
fn is_range(media: &str) -> bool {
    media.contains('*')
}

/// The same for media types that say the same when they have one form and one type: for spellings of plain JSON and the
/// ranges that hold it, for those of XML, and for one type with other parameters.
pub(super) fn spelling(media: &str) -> String {
    let essence = essence(media);
    let is_plain = essence.contains('*')
        || matches!(essence.as_str(), "application/json" | "text/json" | "application/octet-stream");
    match essence.as_str() {
        _ if is_plain => "application/json".to_owned(),
        "text/xml" => "application/xml".to_owned(),
        _ => essence,
    }
}

/// A word for a media type within names: `json`, `form`, `csv`.
pub(super) fn media_word(media: &str) -> String {
    let essence = essence(media);
    let word = match essence.as_str() {
        "application/x-www-form-urlencoded" => "form",
        "application/octet-stream" | "*/*" => "bytes",
        "text/plain" => "text",
        "multipart/form-data" => "multipart",
        "application/merge-patch+json" => "merge patch",
        "application/json-patch+json" => "json patch",
        other => other.split_once('/').map_or(other, |(_, subtype)| subtype),
    };
    let word = word.trim_start_matches("x-").trim_start_matches("vnd.");
    word.strip_suffix("+json").unwrap_or(word).replace('*', "any")
}
