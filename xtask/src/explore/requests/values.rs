//! The arguments that are meant: valid values that the description determines how to send.

use std::path::Path;

use openapi_client_codegen::{Place, Settings, open};
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::Value;

use super::body::{BYTES, bytes};
use super::meant::{self, Meant};
use super::operation::Operation;
use super::schema::{Form, make_awkward};
use crate::Result;
use crate::invent::{Inventor, Standard, Way};

/// The number of attempts to invent a value that can be sent.
const ATTEMPTS: u64 = 60;

/// Sets the values of all arguments. Returns the operations for which a required value was not found.
///
/// The schemas are read from the description as it was written, in a file of its own.
pub(super) fn fill(
    description: &Value,
    folder: &Path,
    operations: &mut [Operation],
    rng: &mut StdRng,
) -> Result<Vec<usize>> {
    let path = folder.join("written.json");
    std::fs::write(&path, description.to_string())?;
    let source = open(&Settings::new(&path, "explored"))?;
    let mut standard = Standard::new(&source);
    let definitions: Vec<Definitions> =
        operations.iter().map(|operation| definitions(operation, &source.entry(), &mut standard)).collect();
    let mut inventor = Inventor::new(standard)?;
    let mut lacking = Vec::new();
    for (index, (operation, definitions)) in operations.iter_mut().zip(definitions).enumerate() {
        let mut filled = true;
        let mut fill = |meant: &mut Meant, definition: usize| {
            if !meant.required && rng.random_bool(0.3) {
                return;
            }
            meant.value = value(meant, definition, &mut inventor, rng);
            filled &= meant.value.is_some() || !meant.required;
        };
        for (parameter, definition) in operation.parameters.iter_mut().zip(definitions.parameters) {
            fill(parameter, definition);
        }
        if let Some(body) = &mut operation.body {
            for (part, definition) in body.parts.iter_mut().zip(definitions.parts) {
                fill(part, definition);
            }
            if body.parts.is_empty() && (body.required || rng.random_bool(0.7)) {
                body.value = (0..ATTEMPTS).find_map(|_| {
                    if body.media == BYTES {
                        return Some(Value::from(bytes(rng)));
                    }
                    let seed = rng.random();
                    let mut value = inventor.invent(definitions.body, seed).ok()?;
                    let plain = value.clone();
                    make_awkward(rng, &body.schema, &mut value);
                    let is_valid = inventor.is_valid(definitions.body, &value);
                    // An empty text is no body for some readers, and a text may begin with a byte order mark
                    // that is not part of it (RFC 3629, section 6).
                    Some(if is_valid { value } else { plain }).filter(sendable)
                });
                filled &= body.value.is_some() || !body.required;
            }
            // A form without a part is empty, which readers do not distinguish from no body.
            filled &= body.parts.is_empty() || body.parts.iter().any(|part| part.value.is_some());
        }
        if !filled {
            lacking.push(index);
        }
    }
    Ok(lacking)
}

/// Returns whether a body arrives as one.
fn sendable(value: &Value) -> bool {
    value.as_str().is_none_or(|text| !text.is_empty() && !text.starts_with('\u{feff}'))
}

/// The definitions of the schemas of an operation.
struct Definitions {
    parameters: Vec<usize>,
    parts: Vec<usize>,
    body: usize,
}

fn definitions(operation: &Operation, root: &Place, standard: &mut Standard<'_>) -> Definitions {
    let node = root.key("paths").key(&operation.path).key(operation.method);
    let mut define = |place: Place| standard.schema(&place, Way::Request);
    let parameters = operation.parameters.iter().enumerate().map(|(index, parameter)| {
        let place = node.key("parameters").index(index);
        let media = parameter
            .node
            .get("content")
            .and_then(Value::as_object)
            .and_then(|content| content.keys().next());
        define(media.map_or_else(|| place.clone(), |media| place.key("content").key(media)).key("schema"))
    });
    let parameters = parameters.collect();
    let media = operation.body.as_ref().map(|body| body.media).unwrap_or_default();
    let body = node.key("requestBody").key("content").key(media).key("schema");
    let parts = operation.body.iter().flat_map(|body| &body.parts);
    let parts = parts.map(|part| define(body.key("properties").key(&part.name))).collect();
    Definitions { parameters, parts, body: define(body) }
}

fn value(meant: &Meant, definition: usize, inventor: &mut Inventor, rng: &mut StdRng) -> Option<Value> {
    if meant.form == Form::File {
        let is_list = meant.schema.get("type").and_then(Value::as_str) == Some("array");
        let one = Value::from(bytes(rng));
        return Some(if is_list { Value::from(vec![one, Value::from(bytes(rng))]) } else { one });
    }
    (0..ATTEMPTS).find_map(|_| {
        let mut value = inventor.invent(definition, rng.random()).ok()?;
        let plain = value.clone();
        make_awkward(rng, &meant.schema, &mut value);
        let is_good = inventor.is_valid(definition, &value) && meant::carries(meant, &value);
        if is_good { Some(value) } else { Some(plain).filter(|plain| meant::carries(meant, plain)) }
    })
}
