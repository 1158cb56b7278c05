//! Rewrites schemas of JSON Schema 2020-12, as in OpenAPI 3.1, into schemas of OpenAPI 3.0.

use serde_json::{Map, Value, json};

use super::{conditional, type_list};
use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Finding, Place, Pointer, Report};
use crate::openapi::grammar::{self, Holds, Object};
use crate::openapi::schema_type::LIMITS_OTHERS;
use crate::source::Source;

const SCHEMA: Holds = Holds::Linked(Object::Schema);

/// The keywords whose values are schemas.
pub(super) const PARTS: &[(&str, Holds)] = &[
    ("properties", Holds::Map(&SCHEMA)),
    ("additionalProperties", Holds::SchemaOrFlag),
    ("unevaluatedProperties", Holds::SchemaOrFlag),
    ("items", Holds::SchemaOrFlag),
    ("allOf", Holds::List(&SCHEMA)),
    ("anyOf", Holds::List(&SCHEMA)),
    ("oneOf", Holds::List(&SCHEMA)),
    ("not", SCHEMA),
    ("$defs", Holds::Map(&SCHEMA)),
    ("definitions", Holds::Map(&SCHEMA)),
    ("prefixItems", Holds::List(&SCHEMA)),
    ("additionalItems", Holds::SchemaOrFlag),
    ("unevaluatedItems", Holds::SchemaOrFlag),
    ("patternProperties", Holds::Map(&SCHEMA)),
    ("discriminator", Holds::One(Object::Discriminator)),
    ("contentSchema", SCHEMA),
    ("if", SCHEMA),
    ("then", SCHEMA),
    ("else", SCHEMA),
    ("dependentSchemas", Holds::Map(&SCHEMA)),
    ("dependencies", Holds::Map(&SCHEMA)),
];

/// Keywords that only limit or describe values. No type depends on them.
const LIMITS: &[&str] = &[
    "$schema",
    "$id",
    "$anchor",
    "$comment",
    "$vocabulary",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
];

/// Returns whether a document contains a schema of 3.1, or an object that looks like one.
pub(super) fn has_newer(node: &Value) -> bool {
    match node {
        Value::Object(fields) => newer_key(fields).is_some() || fields.values().any(has_newer),
        Value::Array(items) => items.iter().any(has_newer),
        _ => false,
    }
}

/// Returns a key that affects the type of a schema and that 3.0 does not have or defines differently.
pub(super) fn newer_key(fields: &Map<String, Value>) -> Option<&'static str> {
    let is_newer = |key: &&&str| match (**key, fields.get(**key)) {
        (_, None) => false,
        ("type", Some(kind)) => kind.is_array() || kind.is_null() || *kind == "null",
        ("exclusiveMinimum" | "exclusiveMaximum", Some(bound)) => bound.is_number(),
        _ => true,
    };
    // In 3.0, keys beside a reference are ignored.
    if fields.contains_key("$ref") { None } else { NEWER.iter().find(is_newer).copied() }
}

const NEWER: &[&str] =
    &["type", "const", "exclusiveMinimum", "exclusiveMaximum", "prefixItems", "patternProperties"];

/// Rewrites one schema, whose parts have already been rewritten.
pub(super) fn rewrite(source: &Source, node: &mut Value, place: &Place, report: &mut Report) {
    let Value::Object(fields) = node else {
        match node {
            Value::Bool(true) => *node = json!({}),
            Value::Bool(false) => *node = json!({"not": {}}),
            _ => {}
        }
        return;
    };
    if fields.contains_key("contains") && fields.shift_remove("unevaluatedItems").is_some() {
        // Elements that match `contains` are evaluated (JSON Schema core 2020-12, section 11.2).
        let what = "`unevaluatedItems` is ignored beside `contains`: elements may have any value";
        report.push_alike(Finding::note(Code::Unsupported, place.key("unevaluatedItems"), what));
    }
    for key in LIMITS {
        let Some(limit) = fields.shift_remove(*key) else { continue };
        // Keys are strings in any case.
        let is_needless = *key == "propertyNames"
            && limit
                .as_object()
                .is_some_and(|names| names.iter().all(|(key, value)| key == "type" && value == "string"));
        if key.to_ascii_lowercase().ends_with("contains") && !fields.contains_key("type") {
            fields.insert(LIMITS_OTHERS.to_owned(), Value::Bool(true));
        }
        if !key.starts_with('$') && !is_needless {
            let what = format!("`{key}` limits values and is not checked");
            report.push_alike(Finding::note(Code::Unsupported, place.key(key), what));
        }
    }
    conditional::rewrite(source, fields, place, report);
    forbidden_properties(fields);
    recursive_reference(fields, place);
    constant(fields);
    examples(fields);
    bounds(fields);
    content(fields, place, report);
    tuples(fields, place, report);
    patterns(fields, place, report);
    unevaluated(fields, place, report);
    type_list::rewrite(fields);
    null_branches(fields);
    reference_with_siblings(fields);
}

/// Removes the properties that no value may have. Required ones remain, because no object matches the schema.
fn forbidden_properties(fields: &mut Map<String, Value>) {
    let required = fields.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.retain(|name, schema| !is_never(schema) || required.iter().any(|other| other == name));
    }
}

/// Replaces `$recursiveRef` (JSON Schema 2019-09), a reference to the outermost schema: here, the component.
fn recursive_reference(fields: &mut Map<String, Value>, place: &Place) {
    if fields.shift_remove("$recursiveRef").is_some() {
        let steps: Vec<String> = place.pointer.steps().take(3).collect();
        let depth = if steps.first().is_some_and(|step| step == "components") { 3 } else { 0 };
        let target = steps.iter().take(depth).fold(Pointer::root(), |pointer, step| pointer.key(step));
        fields.insert("$ref".to_owned(), Value::String(format!("#{}", target.as_str())));
    }
}

fn constant(fields: &mut Map<String, Value>) {
    if let Some(value) = fields.shift_remove("const") {
        fields.insert("enum".to_owned(), json!([value]));
    }
    if fields.get("enum").is_some_and(is_null) {
        fields.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// Returns whether null is the only element of a list.
fn is_null(values: &Value) -> bool {
    values.as_array().is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}

fn examples(fields: &mut Map<String, Value>) {
    if let Some(examples) = fields.shift_remove("examples") {
        let first = match examples {
            Value::Array(items) => items.into_iter().next(),
            Value::Object(named) => named.into_iter().next().map(|(_, value)| value),
            _ => None,
        };
        if let Some(first) = first {
            fields.entry("example").or_insert(first);
        }
    }
}

/// Rewrites `exclusiveMinimum: 5` to `minimum: 5` and a flag, and the maximum likewise.
fn bounds(fields: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(Value::Number(number)) = fields.get(exclusive).cloned() {
            fields.insert(bound.to_owned(), Value::Number(number));
            fields.insert(exclusive.to_owned(), Value::Bool(true));
        }
    }
}

/// Rewrites the content encoding and media type of a string to a format.
fn content(fields: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    let is_json = |media: &str| media == "application/json" || media.ends_with("+json");
    let holds_json = fields.get("contentMediaType").and_then(Value::as_str).is_some_and(is_json);
    if fields.contains_key("contentSchema") && holds_json && !fields.contains_key("contentEncoding") {
        return;
    }
    let encoding = fields.shift_remove("contentEncoding");
    let media = fields.shift_remove("contentMediaType");
    if (encoding.is_some() || media.is_some()) && !fields.contains_key("type") {
        fields.insert(LIMITS_OTHERS.to_owned(), Value::Bool(true));
    }
    if fields.contains_key("contentSchema") {
        fields.shift_remove("contentSchema");
        let what = "`contentSchema` is supported only for strings that contain JSON";
        report.push_alike(Finding::note(Code::Unsupported, place.key("contentSchema"), what));
    }
    let format = match (encoding.as_ref().and_then(Value::as_str), media.as_ref().and_then(Value::as_str)) {
        (Some("base64" | "base64url"), _) => "byte",
        (_, Some("text/plain")) => return,
        (_, Some(media)) if is_json(media) => return,
        (None, Some(_)) => "binary",
        _ => return,
    };
    fields.entry("format").or_insert_with(|| Value::from(format));
}

/// The length of the longest tuple for which the runtime implements `Row`.
pub(crate) const LONGEST_TUPLE: usize = 12;

/// Rewrites a tuple to `prefixItems`, with `items` for the elements that follow, or `maxItems` if no elements
/// may follow.
fn tuples(fields: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    // `unevaluatedItems` applies to the elements that the parts leave; treat it like `items`.
    let unevaluated = fields.shift_remove("unevaluatedItems");
    let is_old = fields.get("items").is_some_and(Value::is_array);
    let additional = fields.shift_remove("additionalItems").filter(|_| is_old);
    let prefix = fields.shift_remove(if is_old { "items" } else { "prefixItems" });
    if is_old && !fields.contains_key("type") {
        // No version of OpenAPI allows a list of `items`, so it does not imply `type: array`.
        let what = "a list of `items` without a type is ignored: any value is accepted";
        let finding = Finding::warning(Code::Unsupported, place.key("items"), what);
        report.push(finding.help("write `type: array` beside it, or `anyOf` in its place"));
        return;
    }
    let rest = additional.or_else(|| fields.shift_remove("items")).or(unevaluated);
    let Some(Value::Array(mut elements)) =
        prefix.filter(|prefix| prefix.as_array().is_none_or(|it| !it.is_empty()))
    else {
        fields.extend(rest.filter(Value::is_object).map(|rest| ("items".to_owned(), rest)));
        return;
    };
    if rest == Some(Value::Bool(false)) || rest.as_ref().is_some_and(is_never) {
        let most = fields.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
        fields.insert("maxItems".to_owned(), Value::from(most.min(elements.len() as u64)));
    }
    let rest = rest.filter(|rest| rest.is_object() && !is_never(rest));
    // A schema of both is an object, as one with `items` is.
    if !fields.contains_key("properties") && !fields.contains_key(conditional::PENDING) {
        fields.entry("type").or_insert_with(|| Value::from("array"));
    }
    if elements.len() > LONGEST_TUPLE {
        let what = format!("a tuple of more than {LONGEST_TUPLE} elements is generated as a list of unions");
        report.push(Finding::note(Code::Unsupported, place.clone(), what));
        elements.push(rest.unwrap_or_else(|| json!({})));
        elements.dedup();
        fields.insert("items".to_owned(), json!({"anyOf": elements}));
        return;
    }
    fields.insert("prefixItems".to_owned(), Value::Array(elements));
    fields.extend(rest.map(|rest| ("items".to_owned(), rest)));
}

/// Returns whether a schema is the rewritten form of `false`.
fn is_never(schema: &Value) -> bool {
    *schema == json!({"not": {}})
}

/// Patterns that match every key.
const MATCH_ALL: [&str; 5] = ["", ".*", "^.*$", "^(.*)$", "^"];

/// Rewrites pattern properties to the entries of a map.
fn patterns(fields: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    let Some(Value::Object(patterns)) = fields.shift_remove("patternProperties") else { return };
    if !patterns.keys().all(|pattern| MATCH_ALL.contains(&pattern.as_str())) {
        let what =
            "keys are not compared with patterns: every value is of the types that the patterns describe";
        report.push_alike(Finding::note(Code::Unsupported, place.key("patternProperties"), what));
    }
    let mut branches: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
    if let Some(rest) = fields.get("additionalProperties").filter(|rest| rest.is_object()) {
        branches.push(rest.clone());
    }
    branches.dedup();
    let values = match branches.len() {
        0 => return,
        1 => branches.remove(0),
        _ => json!({"anyOf": branches}),
    };
    if fields.get("additionalProperties") != Some(&Value::Bool(true)) {
        fields.insert("additionalProperties".to_owned(), values);
    }
}

/// Rewrites `unevaluatedProperties` to `additionalProperties` (JSON Schema 2020-12, section 11.3). The
/// difference is that it also considers the parts of an `allOf`. Here these parts become one struct, so
/// `additionalProperties` considers them too.
fn unevaluated(fields: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    match fields.shift_remove("unevaluatedProperties") {
        None => {}
        Some(Value::Bool(false)) => {
            let what = "`unevaluatedProperties` limits values and is not checked";
            report.push_alike(Finding::note(Code::Unsupported, place.key("unevaluatedProperties"), what));
        }
        Some(values) => {
            fields.entry("additionalProperties").or_insert(values);
        }
    }
}

/// Removes null branches and makes the whole schema nullable instead.
fn null_branches(fields: &mut Map<String, Value>) {
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = fields.get_mut(key) else { continue };
        let before = branches.len();
        branches.retain(|branch| !is_only_null(branch));
        let (is_nullable, is_empty) = (branches.len() < before, branches.is_empty());
        if is_empty {
            fields.shift_remove(key);
        }
        if is_nullable {
            fields.insert("nullable".to_owned(), Value::Bool(true));
            only_branch(fields, key);
        }
    }
}

/// The keywords of a branch without parts, which may be raised: no place within it is lost.
const SCALAR: &[&str] = &[
    "type",
    "format",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "title",
    "description",
    "deprecated",
];

/// Makes a schema with one branch beside null the same as a nullable schema in the form of 3.0: its title,
/// description and deprecation apply to the branch, and a branch without parts replaces the list.
fn only_branch(fields: &mut Map<String, Value>, key: &str) {
    const ANNOTATIONS: &[&str] =
        &["title", "description", "default", "example", "readOnly", "writeOnly", "deprecated", "nullable"];
    let is_alone =
        |other: &String| other == key || other.starts_with("x-") || ANNOTATIONS.contains(&other.as_str());
    let may_be_raised = fields.keys().all(is_alone);
    let annotated = ["title", "description", "deprecated"].map(|key| (key, fields.get(key).cloned()));
    let Some(Value::Array(branches)) = fields.get_mut(key) else { return };
    let [Value::Object(branch)] = branches.as_mut_slice() else { return };
    if !branch.contains_key("$ref") {
        for (key, value) in annotated.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            branch.entry(key).or_insert(value);
        }
    }
    let is_scalar = branch.contains_key("type") && branch.keys().all(|key| SCALAR.contains(&key.as_str()));
    if !is_scalar || !may_be_raised {
        return;
    }
    let branch = branch.clone();
    fields.shift_remove(key);
    for (key, value) in branch {
        fields.entry(key).or_insert(value);
    }
}

fn is_only_null(branch: &Value) -> bool {
    branch.get("enum").is_some_and(is_null) && branch.get("nullable") == Some(&Value::Bool(true))
}

/// Removes unknown keywords, which are annotations (JSON Schema core 2020-12, section 6.5). Keywords that
/// look misspelled stay, for a later stage to report.
pub(super) fn annotations(node: &mut Value, place: &Place, report: &mut Report) {
    let Value::Object(fields) = node else { return };
    let keys = || grammar::keys_of(Object::Schema).iter().map(|key| key.name);
    let is_unknown = |key: &str| key != "$ref" && !key.starts_with("x-") && !keys().any(|known| known == key);
    let unknown: Vec<String> = fields.keys().filter(|key| is_unknown(key)).cloned().collect();
    for key in unknown.into_iter().filter(|key| suggestion(key, keys()).is_none()) {
        fields.shift_remove(&key);
        let what = "an unknown keyword is an annotation: it does not change the type";
        report.push_alike(Finding::note(Code::UnknownKey, place.key(&key), what));
    }
}

/// Reports keywords in the form of 3.0, which a schema of 3.1 does not have. They are read all the same.
pub(super) fn older_keys(node: &Value, place: &Place, report: &mut Report) {
    let is = |key: &str| node.get(key).is_some_and(Value::is_boolean);
    if is("nullable") {
        let what = "`nullable` is not a keyword of OpenAPI 3.1; it is read as in 3.0";
        let finding = Finding::warning(Code::UnknownKey, place.key("nullable"), what);
        report.push_alike(finding.help("add `null` to the list of types: `type: [string, \"null\"]`"));
    }
    for key in ["exclusiveMinimum", "exclusiveMaximum"].into_iter().filter(|key| is(key)) {
        let what = format!("`{key}` must be a number in OpenAPI 3.1; it is read as in 3.0");
        let finding = Finding::warning(Code::Shape, place.key(key), what);
        report.push_alike(finding.help("write the limit itself"));
    }
}

/// Removes keywords about values beside a reference of Swagger 2.0, which ignores them (Swagger 2.0, "Reference
/// Object").
pub(super) fn only_reference(node: &mut Value, place: &Place, report: &mut Report) {
    const KEPT: [&str; 9] =
        ["$ref", "title", "description", "default", "example", "readOnly", "nullable", "xml", "externalDocs"];
    let Value::Object(fields) = node else { return };
    if !fields.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    fields.retain(|key, _| {
        let is_kept = KEPT.contains(&key.as_str()) || key.starts_with("x-");
        if !is_kept {
            let what = "a keyword beside `$ref` is ignored";
            report.push_alike(Finding::note(Code::UnknownKey, place.key(key), what));
        }
        is_kept
    });
}

/// Moves a reference that has siblings into an `allOf`, because in 3.0 a reference cannot have siblings.
fn reference_with_siblings(fields: &mut Map<String, Value>) {
    let is_sibling =
        |key: &str| key != "$ref" && !key.starts_with("x-") && !matches!(key, "$defs" | "definitions");
    if !fields.contains_key("$ref") || !fields.keys().any(|key| is_sibling(key)) {
        return;
    }
    let Some(reference) = fields.shift_remove("$ref") else { return };
    let part = json!({"$ref": reference});
    match fields.get_mut("allOf") {
        Some(Value::Array(parts)) => parts.insert(0, part),
        _ => drop(fields.insert("allOf".to_owned(), json!([part]))),
    }
}
