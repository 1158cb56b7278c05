//! Rules between the keys of an object, which clients can tolerate.

use serde_json::{Map, Value};

use super::Object;
use crate::diagnostics::{Code, Finding, Place, Report};

/// Returns pairs of keys that exclude each other in an object (OpenAPI 3.2.0, section 4).
fn exclusions_of(object: Object) -> &'static [(&'static str, &'static str)] {
    match object {
        Object::License => &[("identifier", "url")],
        Object::Parameter | Object::Header => &[("example", "examples"), ("schema", "content")],
        Object::MediaType => {
            &[("example", "examples"), ("encoding", "prefixEncoding"), ("encoding", "itemEncoding")]
        }
        Object::Encoding => &[("encoding", "prefixEncoding"), ("encoding", "itemEncoding")],
        Object::Example => &[
            ("value", "externalValue"),
            ("value", "dataValue"),
            ("value", "serializedValue"),
            ("serializedValue", "externalValue"),
        ],
        Object::Link => &[("operationRef", "operationId")],
        Object::Xml => &[("nodeType", "attribute"), ("nodeType", "wrapped")],
        _ => &[],
    }
}

/// Reports the rules that an object violates, as notes if the generated client is the same in any case.
pub(crate) fn check(object: Object, fields: &Map<String, Value>, place: &Place, report: &mut Report) {
    let has = |key: &str| fields.contains_key(key);
    for (one, other) in exclusions_of(object).iter().filter(|(one, other)| has(one) && has(other)) {
        let what = format!("`{one}` and `{other}` exclude each other");
        let is_of_examples =
            one.starts_with("example") || object == Object::Example || object == Object::License;
        let make = if is_of_examples { Finding::note } else { Finding::warning };
        report.push(make(Code::Shape, Some(place.key(other)), what).help("remove one of them"));
    }
    let word = |key: &str| fields.get(key).and_then(Value::as_str);
    let is_written_raw = object == Object::Header
        || object == Object::Parameter && (word("in") == Some("header") || word("style") == Some("cookie"));
    if is_written_raw && has("allowReserved") {
        let what = "`allowReserved` has no effect here: the value is not percent-encoded";
        report.push(Finding::note(Code::Shape, place.key("allowReserved"), what));
    }
    if object == Object::ServerVariable && fields.get("enum") == Some(&Value::Array(Vec::new())) {
        let what = "`enum` is empty: the variable cannot have a value";
        report.push(
            Finding::warning(Code::Shape, place.key("enum"), what).help("add a value, or remove `enum`"),
        );
    }
    if object == Object::Parameter && word("in") == Some("querystring") && !has("content") {
        let what = "a parameter in `querystring` needs `content`";
        report.push(
            Finding::warning(Code::Shape, place.clone(), what).help("write `schema` below a media type"),
        );
    }
}

/// Checks the encodings of a media type: by name, by position and nested (OpenAPI 3.2).
pub(crate) fn check_encodings(fields: &Map<String, Value>, place: &Place, report: &mut Report) {
    let mut each = |value: &Value, place: &Place| {
        if let Value::Object(fields) = value {
            check(Object::Encoding, fields, place, report);
            check_encodings(fields, place, report);
        }
    };
    if let Some(Value::Object(named)) = fields.get("encoding") {
        named.iter().for_each(|(key, value)| each(value, &place.key("encoding").key(key)));
    }
    if let Some(Value::Array(items)) = fields.get("prefixEncoding") {
        let place = place.key("prefixEncoding");
        items.iter().enumerate().for_each(|(index, value)| each(value, &place.index(index)));
    }
    if let Some(value) = fields.get("itemEncoding") {
        each(value, &place.key("itemEncoding"));
    }
}

/// Returns the problem with a parameter's name, if it cannot be sent: a header's name is a token (RFC 9110,
/// section 5.1), and a path variable ends at the first brace.
pub(crate) fn unsendable(fields: &Map<String, Value>) -> Option<&'static str> {
    let name = fields.get("name")?.as_str()?;
    match fields.get("in")?.as_str()? {
        "header" if !is_token(name) => Some("is not the name of a header (RFC 9110, section 5.1)"),
        "path" if name.contains(['{', '}']) => Some("has a brace, which ends the name of a path variable"),
        _ => None,
    }
}

/// Returns whether a text is a token (RFC 9110, section 5.6.2).
pub(crate) fn is_token(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_part)
}

/// Returns whether path items have a fixed key for a method, which `additionalOperations` must not contain
/// (OpenAPI 3.2.0, section 4.9).
pub(crate) fn has_own_key(method: &str) -> bool {
    ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"].contains(&method)
}
