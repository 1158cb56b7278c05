//! Paths and operations, with the parameters, bodies, responses and security that apply to each.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{ParameterSchemaOrContent, PathStyle, QueryStyle};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{
    Body, Grant, Header, Linker, Location, Media, Operation, Parameter, Response, SchemaId, Status, Style,
};
use crate::diagnostics::{Code, Finding, Place};
use crate::openapi::media_type::{BodyForm, form_of};
use crate::openapi::method::METHODS;
use crate::openapi::normalize::COLLECTION_FORMAT;
use crate::openapi::schema_type::SchemaType;

/// The largest number of parameters that operations may inherit from their paths, in total.
const MOST_INHERITED: usize = 100_000;

/// The largest number of security schemes that operations may need, in total. A global requirement counts for
/// each operation.
const MOST_NEEDED: usize = 100_000;

/// The fields of a path item that apply to all of its operations. Operations and other parts are read on
/// their own, because each may be a reference; with the path item, they would be read twice.
#[derive(Deserialize)]
struct PathItemFields {
    summary: Option<String>,
    description: Option<String>,
    #[serde(default)]
    parameters: Vec<IgnoredAny>,
}

/// The fields of an operation that contain no references.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OperationFields {
    pub(super) operation_id: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    summary: Option<String>,
    description: Option<String>,
    #[serde(default)]
    deprecated: bool,
    #[serde(default)]
    parameters: Vec<IgnoredAny>,
    security: Option<Vec<openapiv3::SecurityRequirement>>,
}

/// The fields of a body, response or header that contain no references.
#[derive(Deserialize)]
struct SaidOfContent {
    #[serde(default)]
    description: String,
    #[serde(default)]
    required: bool,
}

impl Linker<'_, '_> {
    pub(super) fn paths(&mut self, root: &Place) {
        let paths = self.landed(root.key("paths"));
        let security_place = root.key("security");
        let global =
            self.read_optional::<Vec<openapiv3::SecurityRequirement>>(&security_place).unwrap_or_default();
        let mut is_declared = self.source.value(&security_place).is_some();
        for path in self.keys(&paths).into_iter().filter(|path| !path.starts_with("x-")) {
            let Some((item_place, item)) = self.follow::<PathItemFields>(&paths.key(&path)) else {
                continue;
            };
            let shared = self.parameters(item.parameters.len(), &item_place.key("parameters"));
            let shared_servers = self.servers(&item_place.key("servers"));
            let shared: Vec<Place> = shared.into_iter().map(|parameter| parameter.place).collect();
            for (method, place) in self.methods(&item_place) {
                let place = self.landed(place);
                let Some(operation) = self.read::<OperationFields>(&place) else { continue };
                is_declared |= operation.security.is_some();
                let security = match &operation.security {
                    Some(own) => (own, place.key("security")),
                    None => (&global, security_place.clone()),
                };
                let servers = self.servers(&place.key("servers"));
                let security_place = security.1;
                self.needed += security.0.iter().map(|needed| needed.len()).sum::<usize>();
                let scopes = self.scopes(security.0);
                let security = match self.needed > MOST_NEEDED {
                    true => self.too_much_security(&security_place),
                    false => security.0.iter().map(|needed| needed.keys().cloned().collect()).collect(),
                };
                self.upgrade(&place);
                let operation = Operation {
                    method,
                    path: path.clone(),
                    id: operation.operation_id,
                    tags: operation.tags,
                    summary: operation.summary.or_else(|| item.summary.clone()).unwrap_or_default(),
                    description: operation
                        .description
                        .or_else(|| item.description.clone())
                        .unwrap_or_default(),
                    deprecated: operation.deprecated,
                    parameters: self.merged(&shared, operation.parameters.len(), &place),
                    body: self.body(&place.key("requestBody")),
                    responses: self.responses(&place.key("responses")),
                    security,
                    scopes,
                    security_place,
                    paging_rules: Vec::new(),
                    servers: if servers.is_empty() { shared_servers.clone() } else { servers },
                    is_idempotent: None,
                    place,
                };
                self.linked.operations.push(operation);
            }
        }
        if !is_declared && !self.linked.security_schemes.is_empty() {
            // If no operation requires a scheme, all schemes are optional for each: requests contain the
            // credentials of the client.
            if self.linked.operations.len() * self.linked.security_schemes.len() > MOST_NEEDED {
                self.too_much_security(&root.key("components").key("securitySchemes"));
                return;
            }
            let schemes = self.linked.security_schemes.keys().map(|name| vec![name.clone()]);
            let any: Vec<Vec<String>> = schemes.chain([Vec::new()]).collect();
            self.linked.operations.iter_mut().for_each(|operation| operation.security = any.clone());
        }
    }

    /// Returns the scopes that each alternative requires of tokens by client credentials.
    fn scopes(&self, security: &[openapiv3::SecurityRequirement]) -> Vec<Vec<String>> {
        let has_flow = |name: &str| {
            let scheme = self.linked.security_schemes.get(name);
            scheme
                .is_some_and(|scheme| scheme.flows.iter().any(|flow| flow.grant == Grant::ClientCredentials))
        };
        let of_one = |needed: &openapiv3::SecurityRequirement| {
            let own = needed.iter().filter(|(name, _)| has_flow(name));
            own.flat_map(|(_, scopes)| scopes.iter().cloned()).collect()
        };
        security.iter().map(of_one).collect()
    }

    /// Reports that operations need too many security schemes. The operation gets none.
    fn too_much_security(&mut self, place: &Place) -> Vec<Vec<String>> {
        let what = format!("operations need more than {MOST_NEEDED} security schemes in total");
        let finding = Finding::error(Code::Limit, place.clone(), what);
        self.report.push(finding.help("declare the schemes that each operation needs"));
        Vec::new()
    }

    /// Returns the operations of a path item, each with its method as it is sent.
    pub(super) fn methods(&self, item: &Place) -> Vec<(String, Place)> {
        let known = self.keys(item).into_iter().filter(|key| METHODS.contains(&key.as_str()));
        let known = known.map(|key| (key.to_ascii_uppercase(), item.key(&key)));
        // These keys are the methods as they are sent (OpenAPI 3.2, "Path Item Object").
        let more = item.key("additionalOperations");
        known.chain(self.keys(&more).into_iter().map(|key| (key.clone(), more.key(&key)))).collect()
    }

    /// Returns the parameters of the path that the operation does not override, and then its own.
    fn merged(&mut self, shared: &[Place], own: usize, operation: &Place) -> Vec<Parameter> {
        self.inherited += shared.len();
        if self.inherited > MOST_INHERITED {
            let what = format!("operations inherit more than {MOST_INHERITED} parameters from their paths");
            let finding = Finding::error(Code::Limit, operation.clone(), what);
            self.report.push(finding.help("declare fewer parameters for the whole path"));
            return Vec::new();
        }
        let own = self.parameters(own, &operation.key("parameters"));
        let shared = shared.iter().filter_map(|place| self.parameter_at(place)).collect::<Vec<_>>();
        let overriding: HashSet<_> = own.iter().map(Parameter::on_the_wire).collect();
        let overridden = |parameter: &Parameter| overriding.contains(&parameter.on_the_wire());
        let mut merged: Vec<_> = shared.into_iter().filter(|parameter| !overridden(parameter)).collect();
        merged.extend(own);
        merged
    }

    fn parameters(&mut self, count: usize, place: &Place) -> Vec<Parameter> {
        (0..count).filter_map(|index| self.parameter_at(&place.index(index))).collect()
    }

    fn parameter_at(&mut self, place: &Place) -> Option<Parameter> {
        let (place, node) = self.follow::<openapiv3::Parameter>(place)?;
        let (location, style, reserved) = match &node {
            openapiv3::Parameter::Path { style, .. } => (
                Location::Path,
                match style {
                    PathStyle::Simple => Style::Simple,
                    PathStyle::Label => Style::Label,
                    PathStyle::Matrix => Style::Matrix,
                },
                false,
            ),
            openapiv3::Parameter::Query { style, allow_reserved, .. } => (
                Location::Query,
                match style {
                    QueryStyle::Form => Style::Form,
                    QueryStyle::SpaceDelimited => Style::Space,
                    QueryStyle::PipeDelimited => Style::Pipe,
                    QueryStyle::DeepObject => Style::DeepObject,
                },
                *allow_reserved,
            ),
            openapiv3::Parameter::Header { .. } => (Location::Header, Style::Simple, false),
            openapiv3::Parameter::Cookie { .. } => (Location::Cookie, Style::Form, false),
        };
        let data = node.parameter_data_ref();
        let style = separated(&data.extensions).unwrap_or(style);
        let (media, schema_place) = match &data.format {
            ParameterSchemaOrContent::Schema(_) => (None, Some(place.key("schema"))),
            ParameterSchemaOrContent::Content(content) => {
                let name = content.first().map_or("application/json", |(name, _)| name);
                let media = self.landed(place.key("content").key(name));
                let schema = Some(media.key("schema")).filter(|schema| self.source.value(schema).is_some());
                (Some(name), schema)
            }
        };
        let schema = schema_place.map(|place| self.schema_at(&place));
        let style = media.map_or(style, |media| self.content_style(&place, media, schema));
        let first_example = data.examples.values().find_map(|example| example.as_item()?.value.clone());
        Some(Parameter {
            name: data.name.clone(),
            location,
            description: data.description.clone().unwrap_or_default(),
            required: data.required || location == Location::Path,
            deprecated: data.deprecated.unwrap_or_default(),
            schema,
            example: data.example.clone().or(first_example),
            explode: data.explode.unwrap_or(matches!(style, Style::Form | Style::Cookie | Style::DeepObject)),
            style,
            reserved,
            place,
        })
    }

    /// Returns the style of a parameter with `content`. An unsupported media type is reported, and JSON is
    /// used instead.
    fn content_style(&mut self, parameter: &Place, media: &str, schema: Option<SchemaId>) -> Style {
        let schema = schema.and_then(|id| self.linked.schema(id));
        let schema_type = schema.and_then(|schema| schema.schema_type);
        let is_object = schema_type == Some(SchemaType::Object)
            || schema.is_some_and(|schema| !schema.properties.is_empty() || !schema.all_of.is_empty());
        match form_of(media) {
            BodyForm::Json => return Style::Json,
            BodyForm::Form if is_object => return Style::Urlencoded,
            _ if schema_type == Some(SchemaType::String) => return Style::Text,
            // With a range, the schema decides.
            _ if media.contains('*') => return Style::Json,
            BodyForm::Text if !is_object && schema_type != Some(SchemaType::Array) => return Style::Text,
            _ => {}
        }
        let what = format!("the parameter is sent as JSON instead of `{media}`");
        let finding = Finding::warning(Code::Unsupported, parameter.key("content").key(media), what);
        self.report.push(finding.help("describe it as a string and pass the text"));
        Style::Json
    }

    /// Reports an operation that upgrades the connection to another protocol. Its response is `101` (RFC
    /// 9110, section 15.2.2), or it has Dropshot's extension for WebSockets.
    fn upgrade(&mut self, place: &Place) {
        const WEBSOCKET: &str = "x-dropshot-websocket";
        let marks = [place.key(WEBSOCKET), place.key("responses").key("101")];
        if let Some(mark) = marks.into_iter().find(|mark| self.source.value(mark).is_some()) {
            let what = "the operation upgrades the connection to another protocol, such as WebSocket, which clients do not support";
            let finding = Finding::warning(Code::Unsupported, mark, what);
            self.report.push(
                finding.help("leave the operation out with `exclude`, and use a crate for that protocol"),
            );
        }
    }

    pub(super) fn body(&mut self, place: &Place) -> Option<Body> {
        self.source.value(place)?;
        let (place, body) = self.follow::<SaidOfContent>(place)?;
        Some(Body {
            description: body.description,
            required: body.required,
            content: self.content(&place.key("content")),
            place,
        })
    }

    fn content(&mut self, place: &Place) -> Vec<Media> {
        let names = self.keys(place);
        let mut media = Vec::with_capacity(names.len());
        for name in names {
            let place = self.landed(place.key(&name));
            let schema = place.key("schema");
            let schema = self.source.value(&schema).is_some().then(|| self.schema_at(&schema));
            let encodings = self.encodings(&place, &name, schema);
            media.push(Media { place, name, schema, encodings });
        }
        media
    }

    fn responses(&mut self, place: &Place) -> Vec<Response> {
        let keys = self.keys(place);
        let mut responses = Vec::with_capacity(keys.len());
        for key in keys.into_iter().filter(|key| !key.starts_with("x-")) {
            let Some(status) = status(&key) else {
                let what = format!("`{key}` is not a status");
                self.report.survivable(
                    Finding::error(Code::Shape, place.key(&key), what)
                        .help("use a code from 100 to 599, a range such as `4XX`, or `default`"),
                );
                continue;
            };
            let Some((place, response)) = self.follow::<SaidOfContent>(&place.key(&key)) else {
                continue;
            };
            let names = self.keys(&place.key("headers"));
            let mut headers = Vec::with_capacity(names.len());
            for name in names {
                let Some((place, header)) = self.follow::<SaidOfContent>(&place.key("headers").key(&name))
                else {
                    continue;
                };
                let schema = place.key("schema");
                let schema = self.source.value(&schema).is_some().then(|| self.schema_at(&schema));
                headers.push(Header { schema, description: header.description, name, place });
            }
            responses.push(Response {
                status,
                description: response.description,
                headers,
                content: self.content(&place.key("content")),
                place,
            });
        }
        responses
    }
}

/// Returns a style that OpenAPI 3.0 does not have in this location.
fn separated(extensions: &IndexMap<String, Value>) -> Option<Style> {
    match extensions.get(COLLECTION_FORMAT)?.as_str()? {
        "ssv" => Some(Style::Space),
        "tsv" => Some(Style::Tab),
        "pipes" => Some(Style::Pipe),
        "cookie" => Some(Style::Cookie),
        _ => None,
    }
}

/// Reads a key of `responses` (OpenAPI 3.0.3, section 4.7.16.1).
fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let Some(digit) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        return digit.parse().ok().filter(|digit| (1..=5).contains(digit)).map(Status::Range);
    }
    key.parse().ok().filter(|code| (100..600).contains(code)).map(Status::Code)
}
