//! Rewrites Swagger 2.0, OpenAPI 3.1 and 3.2 into the shape of OpenAPI 3.0, and reports what cannot be
//! rewritten.

mod conditional;
mod dynamic;
mod identifiers;
mod moved;
mod parts;
mod schema;
mod subclasses;
mod swagger;
mod type_list;

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostics::{Code, Finding, Fix, Place, Report};
use crate::openapi::grammar::{self, Holds, Object};
use crate::openapi::media_type::{BodyForm, form_of};
use crate::openapi::plausible::ABSENT;
use crate::source::{self, Source};

#[cfg(feature = "tools")]
pub(crate) use schema::LONGEST_TUPLE;
pub(crate) use swagger::COLLECTION_FORMAT;

/// Rewrites references to schemas by `$id` or anchor, which exist since OpenAPI 3.1.
pub(crate) fn resolve_identifiers(source: &mut Cow<'_, Source>, report: &Report) {
    if is_newer(source) || report.survives(Code::Shape) && !is_swagger(source) {
        identifiers::resolve(source);
    }
}

pub(crate) use subclasses::declare as declare_subclasses;

/// Rewrites a description, unless it is in the shape of OpenAPI 3.0 already. If the settings are `lenient`,
/// also rewrites schemas of 3.1 in a description of version 3.0.
///
/// Leaves descriptions of unknown versions to the later stages.
pub(crate) fn lower(source: &mut Cow<'_, Source>, report: &mut Report) {
    let entry = source.entry();
    let (is_swagger, is_newer) = (is_swagger(source), is_newer(source));
    let is_older = !is_swagger
        && !is_newer
        && report.survives(Code::Shape)
        && source.roots().filter_map(|root| source.value(&root)).any(schema::has_newer);
    if !(is_swagger || is_newer || is_older) {
        return;
    }
    if is_swagger {
        swagger::rewrite(source.to_mut(), report);
    }
    if !is_swagger {
        dynamic::bind(source.to_mut(), report);
    }
    let pending = vec![(Object::Document, entry)];
    let mut walk = Walk {
        report,
        is_swagger,
        is_older,
        seen: HashSet::new(),
        visited: HashSet::new(),
        pending,
        multipart: Vec::new(),
    };
    let lowered = source.to_mut();
    while let Some((object, place)) = walk.pending.pop() {
        if !walk.seen.insert((object, place.clone())) {
            continue;
        }
        let Some(node) = lowered.value(&place) else { continue };
        let mut node = node.clone();
        walk.linked(lowered, object, &mut node, &place);
        lowered.change(&place, |slot| *slot = node);
    }
    let multipart = walk.multipart;
    if is_newer {
        parts::rewrite(lowered, multipart);
    }
}

/// Returns the place where a node of the normalized description was written.
pub(crate) fn written(source: &Source, place: &Place) -> Place {
    if is_swagger(source) {
        // A list of parameters without the bodies has other indexes.
        swagger::written(source, place)
    } else if source.value(place).is_some() {
        place.clone()
    } else if is_newer(source) {
        moved::written(source, place)
    } else {
        place.clone()
    }
}

/// Returns a fix of the normalized description for the description as it is written, or `None` if it is another
/// one there: Swagger 2.0 has other keys than OpenAPI 3.0.
pub(crate) fn written_fix(source: &Source, fix: Fix) -> Option<Fix> {
    if !is_swagger(source) {
        return Some(fix);
    }
    let exact = |place: &Place| swagger::written_exactly(source, place);
    match fix {
        Fix::Remove(place) => exact(&place).map(Fix::Remove),
        Fix::Replace(place, value) if !value.is_object() && !value.is_array() => {
            exact(&place).map(|place| Fix::Replace(place, value))
        }
        Fix::Replace(..) | Fix::Insert(..) | Fix::Update(..) => None,
    }
}

/// Returns whether [`lower`] rewrites the description from another version than 3.0, so that its nodes differ
/// from the nodes in the files.
pub(crate) fn is_other_version(source: &Source) -> bool {
    is_swagger(source) || is_newer(source)
}

fn is_swagger(source: &Source) -> bool {
    has_version(source, &source.entry(), "swagger", &["2"])
}

/// Returns whether any document has version 3.1 or 3.2, because a description in 3.0 may refer to such
/// documents.
fn is_newer(source: &Source) -> bool {
    source.roots().any(|root| has_version(source, &root, "openapi", &["3.1", "3.2"]))
}

fn has_version(source: &Source, root: &Place, key: &str, versions: &[&str]) -> bool {
    let version = source.value(root).and_then(|root| root.get(key));
    // A version without quotes is a number.
    let version = version.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    version.is_some_and(|version| versions.iter().any(|known| version.starts_with(known)))
}

/// A walk over the objects of a description and of the files that it refers to, as the grammar defines them.
struct Walk<'a> {
    report: &'a mut Report,
    is_swagger: bool,
    /// Whether the description has version 3.0, but some of its schemas are written in 3.1.
    is_older: bool,
    seen: HashSet<(Object, Place)>,
    /// The schemas of 3.1, also those within others.
    visited: HashSet<Place>,
    pending: Vec<(Object, Place)>,
    /// The media type objects of multipart request bodies.
    multipart: Vec<Place>,
}

impl Walk<'_> {
    fn linked(&mut self, source: &Source, object: Object, node: &mut Value, place: &Place) {
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            if let Ok(target) = source::resolve(source, place, reference) {
                self.pending.push((object, target));
            }
            if object != Object::Schema {
                return;
            }
        }
        self.object(source, object, node, place);
    }

    fn object(&mut self, source: &Source, object: Object, node: &mut Value, place: &Place) {
        if object == Object::Schema {
            // Rewrite the parts first, because rewriting the node may move them.
            if let Value::Object(fields) = node {
                for (key, holds) in schema::PARTS {
                    if let Some(value) = fields.get_mut(*key) {
                        self.holds(source, *holds, value, &place.key(key));
                    }
                }
            }
            if self.is_swagger {
                schema::only_reference(node, place, self.report);
            }
            // Schemas that are visited again have been rewritten.
            if !self.is_swagger && !self.is_older && self.visited.insert(place.clone()) {
                schema::older_keys(node, place, self.report);
            }
            if !self.is_older || self.is_newer_schema(node, place) {
                schema::rewrite(source, node, place, self.report);
                if !self.is_older {
                    schema::annotations(node, place, self.report);
                }
            }
            return;
        }
        let Value::Object(fields) = node else { return };
        if object == Object::RequestBody {
            let content = fields.get("content").and_then(Value::as_object);
            let media = content.into_iter().flat_map(|content| content.keys());
            let multipart = media.filter(|media| media.to_ascii_lowercase().starts_with("multipart/"));
            self.multipart.extend(multipart.map(|media| place.key("content").key(media)));
        }
        if !self.is_older {
            grammar::rules::check(object, fields, place, self.report);
            self.query_strings(source, object, fields, place);
            self.newer_keys(object, fields, place);
        }
        if object == Object::Discriminator {
            let targets = source::discriminator_targets(fields)
                .filter_map(|target| source::resolve(source, place, target).ok());
            self.pending.extend(targets.map(|target| (Object::Schema, target)));
        }
        for key in grammar::keys_of(object) {
            if let Some(value) = fields.get_mut(key.name) {
                self.holds(source, key.holds, value, &place.key(key.name));
            }
        }
        if let Some(entry) = grammar::entries_of(object) {
            for (key, value) in fields.iter_mut().filter(|(key, _)| !key.starts_with("x-")) {
                self.holds(source, entry, value, &place.key(key));
            }
        }
        if object == Object::Document && !self.is_older {
            fields.insert("openapi".to_owned(), Value::from("3.0.3"));
        }
    }

    fn is_newer_schema(&mut self, node: &Value, place: &Place) -> bool {
        let Some(key) = node.as_object().and_then(schema::newer_key) else { return false };
        let what = format!("`{key}` has the form of OpenAPI 3.1 and is read in that form");
        let finding = Finding::error(Code::Shape, place.key(key), what);
        self.report.survivable(finding.help("write `openapi: 3.1.0`, or use the form of 3.0"));
        true
    }

    fn holds(&mut self, source: &Source, holds: Holds, value: &mut Value, place: &Place) {
        match (holds, value) {
            (Holds::One(object), value) => self.object(source, object, value, place),
            (Holds::Linked(object), value) => self.linked(source, object, value, place),
            (Holds::SchemaOrFlag, value @ Value::Object(_)) => {
                self.linked(source, Object::Schema, value, place)
            }
            (Holds::List(each), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.holds(source, *each, item, &place.index(index));
                }
            }
            (Holds::Map(each), Value::Object(entries)) => {
                for (key, entry) in entries.iter_mut() {
                    self.holds(source, *each, entry, &place.key(key));
                }
            }
            _ => {}
        }
    }

    /// Reports query parameters beside a `querystring` parameter (OpenAPI 3.2.0, section 4.12.1).
    fn query_strings(&mut self, source: &Source, object: Object, fields: &Map<String, Value>, place: &Place) {
        if !matches!(object, Object::Operation | Object::PathItem) {
            return;
        }
        let place = place.key("parameters");
        let listed = fields.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
        let locations = listed.map(|(index, parameter)| {
            let place = place.index(index);
            let target = source::landed(source, &place).ok();
            let target = target.and_then(|target| source.value(&target)).unwrap_or(parameter);
            (place, target.get("in").and_then(Value::as_str).unwrap_or_default())
        });
        let in_query = locations.filter(|(_, location)| location.starts_with("query")).collect::<Vec<_>>();
        if in_query.len() > 1 && in_query.iter().any(|(_, location)| *location == "querystring") {
            for (place, _) in in_query.into_iter().skip(1) {
                let what = "a parameter in `querystring` is the whole query and excludes this one";
                let finding = Finding::error(Code::DuplicateParameter, place, what);
                self.report.survivable(finding.help("remove one of them, or describe both in one schema"));
            }
        }
    }

    /// Rewrites or reports the keys that 3.1 and 3.2 have in addition to those of 3.0.
    fn newer_keys(&mut self, object: Object, fields: &mut Map<String, Value>, place: &Place) {
        if object == Object::MediaType {
            grammar::rules::check_encodings(fields, place, self.report);
        }
        let mut drop = |fields: &mut Map<String, Value>, key: &str, why: &str| {
            if fields.shift_remove(key).is_some() {
                let what = format!("`{key}` {why}");
                self.report.push(Finding::note(Code::Unsupported, place.clone(), what));
            }
        };
        match object {
            Object::Document => {
                // One of the three is required; if none exists, the finding is about `paths`.
                if ["components", "webhooks"].iter().any(|key| fields.contains_key(*key)) {
                    fields.entry("paths").or_insert_with(|| Value::Object(Map::new()));
                }
                fields.shift_remove("jsonSchemaDialect");
                fields.shift_remove("$self");
            }
            Object::Info => drop(fields, "summary", "is not shown; `description` is"),
            Object::License => {
                fields.shift_remove("identifier");
            }
            Object::Operation => {
                fields.entry("responses").or_insert_with(|| json!({ ABSENT: true }));
            }
            Object::Response => {
                fields.shift_remove("summary");
                fields.entry("description").or_insert_with(|| Value::String(String::new()));
            }
            Object::Tag => {
                for key in ["summary", "parent", "kind"] {
                    fields.shift_remove(key);
                }
            }
            Object::MediaType => {
                if let Some(items) = fields.shift_remove("itemSchema") {
                    fields.entry("schema").or_insert(items);
                }
                for key in ["prefixEncoding", "itemEncoding"] {
                    drop(fields, key, "is not supported");
                }
            }
            Object::Server => {
                fields.shift_remove("name");
            }
            Object::Encoding => {
                for key in ["encoding", "prefixEncoding", "itemEncoding"] {
                    drop(fields, key, "is not supported");
                }
            }
            // Programs provide tokens, so URLs of authorization servers have no effect.
            Object::SecurityScheme => {
                fields.shift_remove("oauth2MetadataUrl");
                drop(fields, "deprecated", "is not shown for a security scheme");
            }
            Object::OAuthFlows => {
                fields.shift_remove("deviceAuthorization");
            }
            Object::OAuthFlow => {
                fields.shift_remove("deviceAuthorizationUrl");
            }
            // Only the documentation uses examples, and it takes them from `value`.
            Object::Example => {
                fields.shift_remove("serializedValue");
                if let Some(value) = fields.shift_remove("dataValue") {
                    fields.entry("value").or_insert(value);
                }
            }
            Object::Parameter if fields.get("in").and_then(Value::as_str) == Some("querystring") => {
                // The parameter is the whole query as one value: rewrite it to an exploded object.
                fields.insert("in".to_owned(), Value::from("query"));
                if let Some(content) = fields.shift_remove("content") {
                    let media = content.as_object().and_then(|content| content.iter().next());
                    let is_form = |media: &str| form_of(media) == BodyForm::Form;
                    if let Some((media, _)) = media.filter(|(media, _)| !is_form(media)) {
                        let what = format!("the query is sent as a form instead of `{media}`");
                        let place = place.key("content").key(media);
                        let finding = Finding::warning(Code::Unsupported, place, what);
                        self.report.push(finding.help("describe it as `application/x-www-form-urlencoded`"));
                    }
                    let schema = media.and_then(|(_, media)| media.get("schema").cloned());
                    fields.insert("schema".to_owned(), schema.unwrap_or_else(|| Value::Object(Map::new())));
                }
            }
            Object::Parameter if fields.get("style").and_then(Value::as_str) == Some("cookie") => {
                fields.shift_remove("style");
                fields.insert(COLLECTION_FORMAT.to_owned(), Value::from("cookie"));
            }
            _ => {}
        }
    }
}
