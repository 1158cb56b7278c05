//! The objects of OpenAPI 3.0, their keys, and the types of the keys' values.

pub(crate) mod rules;
#[cfg(feature = "tools")]
pub mod view;

use super::schema_type::SchemaType;
use serde_json::{Map as Fields, Value};

/// An object of the specification (OpenAPI 3.0.3, section 4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Object {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Tag,
    ExternalDocumentation,
    Callback,
    Link,
    Example,
}

/// The type of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Holds {
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// An integer that is not negative.
    Count,
    /// Any value, such as an example or a default.
    Anything,
    /// An object of the specification.
    One(Object),
    /// An object of the specification, or a `$ref` to one.
    Linked(Object),
    /// `true`, `false`, a schema or a `$ref` to one.
    SchemaOrFlag,
    /// A list.
    List(&'static Holds),
    /// A map whose keys are data.
    Map(&'static Holds),
}

/// A key of an object.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
}

const fn optional(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, required: false }
}

const fn required(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, required: true }
}

use Holds::{Anything, Count, Flag, Linked, List, Map, Number, One, SchemaOrFlag, Text};

const SCHEMA: Holds = Linked(Object::Schema);
const EXAMPLES: Holds = Map(&Linked(Object::Example));
// References here are allowed since 3.2.
const CONTENT: Holds = Map(&Linked(Object::MediaType));
const HEADERS: Holds = Map(&Linked(Object::Header));
const SECURITY: Holds = List(&Map(&List(&Text)));
const SERVERS: Holds = List(&One(Object::Server));
const PARAMETERS: Holds = List(&Linked(Object::Parameter));

/// Returns the allowed strings of a key, if the specification lists them (OpenAPI 3.0.3, sections 4.7.12 and
/// 4.7.27). They may depend on other keys of the object.
pub(crate) fn words_of(
    object: Object,
    key: &str,
    fields: &Fields<String, Value>,
) -> Option<&'static [&'static str]> {
    let beside = |key: &str| fields.get(key).and_then(Value::as_str);
    match (object, key) {
        (Object::Parameter, "in") => Some(&["path", "query", "header", "cookie"]),
        (Object::Parameter, "style") => match beside("in") {
            Some("path") => Some(&["simple", "label", "matrix"]),
            Some("query") => Some(QUERY_STYLES),
            Some("header") => Some(&["simple"]),
            Some("cookie") => Some(&["form"]),
            _ => None,
        },
        (Object::Header, "style") => Some(&["simple"]),
        (Object::Schema, "type") => Some(SchemaType::WORDS),
        (Object::Encoding, "style") => Some(QUERY_STYLES),
        // The last one is allowed since 3.1. It is not part of a request.
        (Object::SecurityScheme, "type") => Some(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]),
        (Object::SecurityScheme, "in") if beside("type") == Some("apiKey") => {
            Some(&["query", "header", "cookie"])
        }
        _ => None,
    }
}

const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// Returns the keys that a security scheme requires besides its type (OpenAPI 3.0.3, section 4.7.27.1).
pub(crate) fn needs_of_scheme(fields: &Fields<String, Value>) -> &'static [&'static str] {
    match fields.get("type").and_then(Value::as_str) {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        _ => &[],
    }
}

/// Returns the fixed keys of an object, which are empty for an object whose keys are data (see
/// [`entries_of`]).
pub(crate) fn keys_of(object: Object) -> &'static [Key] {
    match object {
        Object::Document => {
            const {
                &[
                    required("openapi", Text),
                    required("info", One(Object::Info)),
                    optional("servers", SERVERS),
                    required("paths", Linked(Object::Paths)),
                    // From 3.1; the stages after `normalize` read them in the shape of 3.0.
                    optional("webhooks", Map(&Linked(Object::PathItem))),
                    optional("components", One(Object::Components)),
                    optional("security", SECURITY),
                    optional("tags", List(&One(Object::Tag))),
                    optional("externalDocs", One(Object::ExternalDocumentation)),
                ]
            }
        }
        Object::Info => {
            const {
                &[
                    required("title", Text),
                    required("version", Text),
                    optional("description", Text),
                    optional("termsOfService", Text),
                    optional("contact", One(Object::Contact)),
                    optional("license", One(Object::License)),
                ]
            }
        }
        Object::Contact => {
            const { &[optional("name", Text), optional("url", Text), optional("email", Text)] }
        }
        Object::License => const { &[required("name", Text), optional("url", Text)] },
        Object::Server => {
            const {
                &[
                    required("url", Text),
                    optional("name", Text),
                    optional("description", Text),
                    optional("variables", Map(&One(Object::ServerVariable))),
                ]
            }
        }
        Object::ServerVariable => {
            const { &[optional("enum", List(&Text)), required("default", Text), optional("description", Text)] }
        }
        Object::Components => {
            const {
                &[
                    optional("schemas", Map(&SCHEMA)),
                    optional("responses", Map(&Linked(Object::Response))),
                    optional("parameters", Map(&Linked(Object::Parameter))),
                    optional("examples", EXAMPLES),
                    optional("requestBodies", Map(&Linked(Object::RequestBody))),
                    optional("headers", HEADERS),
                    optional("securitySchemes", Map(&Linked(Object::SecurityScheme))),
                    optional("links", Map(&Linked(Object::Link))),
                    optional("callbacks", Map(&Linked(Object::Callback))),
                    // From 3.1 and from 3.2.
                    optional("pathItems", Map(&Linked(Object::PathItem))),
                    optional("mediaTypes", CONTENT),
                ]
            }
        }
        Object::PathItem => {
            const {
                &[
                    optional("summary", Text),
                    optional("description", Text),
                    optional("get", Linked(Object::Operation)),
                    optional("put", Linked(Object::Operation)),
                    optional("post", Linked(Object::Operation)),
                    optional("delete", Linked(Object::Operation)),
                    optional("options", Linked(Object::Operation)),
                    optional("head", Linked(Object::Operation)),
                    optional("patch", Linked(Object::Operation)),
                    optional("trace", Linked(Object::Operation)),
                    // From 3.2; it needs no rewriting.
                    optional("query", Linked(Object::Operation)),
                    optional("additionalOperations", Map(&Linked(Object::Operation))),
                    optional("servers", SERVERS),
                    optional("parameters", PARAMETERS),
                ]
            }
        }
        Object::Operation => {
            const {
                &[
                    optional("tags", List(&Text)),
                    optional("summary", Text),
                    optional("description", Text),
                    optional("externalDocs", One(Object::ExternalDocumentation)),
                    optional("operationId", Text),
                    optional("parameters", PARAMETERS),
                    optional("requestBody", Linked(Object::RequestBody)),
                    required("responses", One(Object::Responses)),
                    optional("callbacks", Map(&Linked(Object::Callback))),
                    optional("deprecated", Flag),
                    optional("security", SECURITY),
                    optional("servers", SERVERS),
                ]
            }
        }
        Object::Parameter => {
            const {
                &[
                    required("name", Text),
                    required("in", Text),
                    optional("description", Text),
                    optional("required", Flag),
                    optional("deprecated", Flag),
                    optional("allowEmptyValue", Flag),
                    optional("style", Text),
                    optional("explode", Flag),
                    optional("allowReserved", Flag),
                    optional("schema", SCHEMA),
                    optional("example", Anything),
                    optional("examples", EXAMPLES),
                    optional("content", CONTENT),
                ]
            }
        }
        Object::Header => {
            const {
                &[
                    optional("description", Text),
                    optional("required", Flag),
                    optional("deprecated", Flag),
                    optional("allowEmptyValue", Flag),
                    optional("style", Text),
                    optional("explode", Flag),
                    optional("allowReserved", Flag),
                    optional("schema", SCHEMA),
                    optional("example", Anything),
                    optional("examples", EXAMPLES),
                    optional("content", CONTENT),
                ]
            }
        }
        Object::RequestBody => {
            const { &[optional("description", Text), required("content", CONTENT), optional("required", Flag)] }
        }
        Object::MediaType => {
            const {
                &[
                    optional("schema", SCHEMA),
                    optional("example", Anything),
                    optional("examples", EXAMPLES),
                    optional("encoding", Map(&One(Object::Encoding))),
                ]
            }
        }
        Object::Encoding => {
            const {
                &[
                    optional("contentType", Text),
                    optional("headers", HEADERS),
                    optional("style", Text),
                    optional("explode", Flag),
                    optional("allowReserved", Flag),
                ]
            }
        }
        Object::Response => {
            const {
                &[
                    required("description", Text),
                    optional("headers", HEADERS),
                    optional("content", CONTENT),
                    optional("links", Map(&Linked(Object::Link))),
                ]
            }
        }
        Object::Schema => SCHEMA_KEYS,
        Object::Discriminator => {
            const {
                &[
                    required("propertyName", Text),
                    optional("mapping", Map(&Text)),
                    // From 3.2: the schema of objects with no value or an unknown one.
                    optional("defaultMapping", Text),
                ]
            }
        }
        Object::Xml => {
            const {
                &[
                    optional("name", Text),
                    optional("namespace", Text),
                    optional("prefix", Text),
                    optional("attribute", Flag),
                    optional("wrapped", Flag),
                    optional("nodeType", Text),
                ]
            }
        }
        Object::SecurityScheme => {
            const {
                &[
                    required("type", Text),
                    optional("description", Text),
                    optional("name", Text),
                    optional("in", Text),
                    optional("scheme", Text),
                    optional("bearerFormat", Text),
                    optional("flows", One(Object::OAuthFlows)),
                    optional("openIdConnectUrl", Text),
                ]
            }
        }
        Object::OAuthFlows => {
            const {
                &[
                    optional("implicit", One(Object::OAuthFlow)),
                    optional("password", One(Object::OAuthFlow)),
                    optional("clientCredentials", One(Object::OAuthFlow)),
                    optional("authorizationCode", One(Object::OAuthFlow)),
                ]
            }
        }
        Object::OAuthFlow => {
            const {
                &[
                    optional("authorizationUrl", Text),
                    optional("tokenUrl", Text),
                    optional("refreshUrl", Text),
                    optional("scopes", Map(&Text)),
                ]
            }
        }
        Object::Tag => {
            const {
                &[
                    required("name", Text),
                    optional("description", Text),
                    optional("externalDocs", One(Object::ExternalDocumentation)),
                ]
            }
        }
        Object::ExternalDocumentation => const { &[optional("description", Text), required("url", Text)] },
        Object::Example => {
            const {
                &[
                    optional("summary", Text),
                    optional("description", Text),
                    optional("value", Anything),
                    optional("externalValue", Text),
                ]
            }
        }
        Object::Link => {
            const {
                &[
                    optional("operationRef", Text),
                    optional("operationId", Text),
                    optional("parameters", Map(&Anything)),
                    optional("requestBody", Anything),
                    optional("description", Text),
                    optional("server", One(Object::Server)),
                ]
            }
        }
        Object::Paths | Object::Responses | Object::Callback => &[],
    }
}

const SCHEMA_KEYS: &[Key] = &[
    optional("title", Text),
    optional("multipleOf", Number),
    optional("maximum", Number),
    optional("exclusiveMaximum", Flag),
    optional("minimum", Number),
    optional("exclusiveMinimum", Flag),
    optional("maxLength", Count),
    optional("minLength", Count),
    optional("pattern", Text),
    optional("maxItems", Count),
    optional("minItems", Count),
    optional("uniqueItems", Flag),
    optional("maxProperties", Count),
    optional("minProperties", Count),
    optional("required", List(&Text)),
    optional("enum", List(&Anything)),
    optional("type", Text),
    optional("allOf", List(&SCHEMA)),
    optional("oneOf", List(&SCHEMA)),
    optional("anyOf", List(&SCHEMA)),
    optional("not", SCHEMA),
    optional("items", SCHEMA),
    // From 3.1: the schemas of the first elements of a list.
    optional("prefixItems", List(&SCHEMA)),
    // From 3.1, for strings that contain JSON.
    optional("contentMediaType", Text),
    optional("contentSchema", SCHEMA),
    optional("properties", Map(&SCHEMA)),
    optional("additionalProperties", SchemaOrFlag),
    optional("description", Text),
    optional("format", Text),
    optional("default", Anything),
    optional("nullable", Flag),
    optional("discriminator", One(Object::Discriminator)),
    optional("readOnly", Flag),
    optional("writeOnly", Flag),
    optional("xml", One(Object::Xml)),
    optional("externalDocs", One(Object::ExternalDocumentation)),
    optional("example", Anything),
    optional("deprecated", Flag),
    // Definitions that only references reach (JSON Schema 2020-12). They are not moved.
    optional("$defs", Map(&SCHEMA)),
    optional("definitions", Map(&SCHEMA)),
];

/// Returns the type of the entries of an object whose keys are data: paths, status codes, callback
/// expressions.
pub(crate) fn entries_of(object: Object) -> Option<Holds> {
    match object {
        Object::Paths | Object::Callback => Some(Linked(Object::PathItem)),
        Object::Responses => Some(Linked(Object::Response)),
        _ => None,
    }
}

/// Returns the specification's name of an object, with its article, for the beginning of a message.
pub(crate) fn title(object: Object) -> &'static str {
    match object {
        Object::Document => "an OpenAPI document",
        Object::Info => "`info`",
        Object::Contact => "a contact",
        Object::License => "a license",
        Object::Server => "a server",
        Object::ServerVariable => "a server variable",
        Object::Components => "`components`",
        Object::Paths => "`paths`",
        Object::PathItem => "a path item",
        Object::Operation => "an operation",
        Object::Parameter => "a parameter",
        Object::RequestBody => "a request body",
        Object::MediaType => "a media type",
        Object::Encoding => "an encoding",
        Object::Responses => "`responses`",
        Object::Response => "a response",
        Object::Header => "a header",
        Object::Schema => "a schema",
        Object::Discriminator => "a discriminator",
        Object::Xml => "an XML object",
        Object::SecurityScheme => "a security scheme",
        Object::OAuthFlows => "`flows`",
        Object::OAuthFlow => "an OAuth flow",
        Object::Tag => "a tag",
        Object::ExternalDocumentation => "an external documentation",
        Object::Callback => "a callback",
        Object::Link => "a link",
        Object::Example => "an example",
    }
}
