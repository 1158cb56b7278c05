//! Request bodies: their media types and the type of each.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::model::Hint;
use super::operation::argument;
use crate::diagnostics::{Code, Finding, Place};
use crate::ir::{Body, BodyForm, GroupId, Type};
use crate::naming::{Name, Scope};
use crate::openapi::media_type::{essence, form_of, is_event_stream};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{self, Media};

impl Lowering<'_> {
    /// Returns a body for each media type with a form or type of its own. The preferred one is first.
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
        for media in self.ranked(&body.content) {
            let form = self.body_form(media);
            let word = media_word(&media.name);
            let part = if bodies.is_empty() { "body".to_owned() } else { format!("{word} body") };
            let hint = self.hint_at_home(&media.place, owner, &part, "content");
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
            // A range such as `*/*` cannot be sent.
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

    /// Returns the form of a body. A schema of a string describes the whole text.
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
            // A range does not determine the form of a body; a schema of anything but bytes does.
            BodyForm::Bytes if is_range(&media.name) => match schema {
                Some(schema) if is_text && schema.format.as_deref() != Some("binary") => BodyForm::Text,
                Some(schema) if !is_text && says_what(schema) => BodyForm::Json,
                _ => BodyForm::Bytes,
            },
            form => form,
        }
    }

    /// Returns media types in the order of preference: JSON, other types with a schema, then text and bytes.
    /// JSON with a schema that restricts its values precedes JSON that may be anything, which is left out if
    /// both are the same media type with different parameters.
    pub(super) fn ranked<'m>(&self, content: &'m [Media]) -> Vec<&'m Media> {
        let described: HashSet<String> = content
            .iter()
            .filter(|media| self.is_described(media))
            .map(|media| essence(&media.name))
            .collect();
        let is_redundant =
            |media: &Media| !self.is_described(media) && described.contains(&essence(&media.name));
        let mut ranked: Vec<&Media> = content.iter().filter(|media| !is_redundant(media)).collect();
        ranked.sort_by_key(|media| match form_of(&media.name) {
            BodyForm::Json if !self.is_described(media) => 2,
            BodyForm::Json => u8::from(essence(&media.name) != "application/json"),
            BodyForm::Multipart => 3,
            BodyForm::Form => 4,
            BodyForm::Lines => 5,
            BodyForm::Xml => 6,
            // An event stream is available as a representation.
            BodyForm::Text if is_event_stream(&media.name) => 9,
            BodyForm::Text => 7,
            BodyForm::Bytes => 8,
        });
        ranked
    }

    /// Returns whether a media type has a schema that restricts its values.
    fn is_described(&self, media: &Media) -> bool {
        media.schema.is_some_and(|schema| !self.linked.is_unconstrained(self.linked.core(schema)))
    }

    /// Returns the type of an item of a sequential media type. A schema of a list describes all items; any
    /// other schema describes one item (OpenAPI 3.2, section 4.14.3).
    pub(super) fn item(&mut self, media: &Media, hint: &Hint) -> Option<Type> {
        let Some(schema) = media.schema else { return Some(Type::Json) };
        Some(match self.type_of(schema, hint)? {
            Type::List(item) => *item,
            Type::Nullable(item) => *item,
            item => item,
        })
    }

    /// Returns the name of the method that sends another media type, such as `upload_with_form`.
    fn method_with(&mut self, method: &Name, group: GroupId, media: &Media) -> Name {
        let wire = method.wire().to_owned();
        let short = format!("{} with {}", method.rust(), media_word(&media.name));
        let long = format!("{} with {}", method.rust(), media.name);
        let Some(methods) = self.methods.get_mut(group.0 as usize) else { return method.clone() };
        methods.claim(&wire, &[&short, &long], &media.place)
    }

    /// Returns the name of the setter for a body of another media type, such as `form_body`.
    fn setter_of(&mut self, media: &Media, names: &mut Scope) -> Name {
        let short = format!("{} body", media_word(&media.name));
        let long = format!("{} body", media.name);
        names.claim(&media.name, &[&short, &long], &media.place)
    }

    /// Reports a media type that is not generated, because another one is written the same way.
    pub(super) fn not_generated(&mut self, place: &Place, other: &str, chosen: &str) {
        let what = format!("`{other}` is not generated, because `{chosen}` is");
        self.report.push_alike(Finding::note(Code::Unsupported, place.key("content").key(other), what));
    }
}

/// Returns whether a schema restricts its values.
fn says_what(schema: &resolve::Schema) -> bool {
    schema.schema_type.is_some()
        || !schema.properties.is_empty()
        || !schema.enumeration.is_empty()
        || [&schema.all_of, &schema.any_of, &schema.one_of].iter().any(|parts| !parts.is_empty())
}

/// Returns whether a media type is a range (RFC 9110, section 12.5.1), such as `*/*` and `image/*`.
fn is_range(media: &str) -> bool {
    media.contains('*')
}

/// Returns a key that is equal for media types that are equivalent if they have the same form and type:
/// spellings of plain JSON and ranges that include it, spellings of XML, and one media type with different
/// parameters.
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

/// Returns a word for a media type in names: `json`, `form`, `csv`.
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
