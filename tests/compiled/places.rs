//! A description that has a value of every type in every place, for the examples of its operations.

/// A schema for every type of the generator, and for every form of a model.
const TYPES: [(&str, &str); 28] = [
    ("flag", r#"{"type": "boolean"}"#),
    ("whole", r#"{"type": "integer"}"#),
    ("small", r#"{"type": "integer", "format": "int32"}"#),
    ("unsigned", r#"{"type": "integer", "format": "uint64", "example": 7}"#),
    ("big", r#"{"type": "integer", "minimum": -10000000000000000000}"#),
    ("number", r#"{"type": "number"}"#),
    ("text", r#"{"type": "string"}"#),
    ("moment", r#"{"type": "string", "format": "date-time"}"#),
    ("day", r#"{"type": "string", "format": "date"}"#),
    ("bytes", r#"{"type": "string", "format": "byte"}"#),
    ("address", r#"{"type": "string", "format": "ipv4"}"#),
    (
        "embedded",
        r##"{"type": "string", "contentMediaType": "application/json", "contentSchema": {"$ref": "#/components/schemas/record"}}"##,
    ),
    (
        "embedded_texts",
        r#"{"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "array", "items": {"type": "string"}}}"#,
    ),
    ("file", r#"{"type": "string", "format": "binary"}"#),
    ("any", "{}"),
    ("word", r#"{"type": "string", "enum": ["a", "b"]}"#),
    ("digit", r#"{"type": "integer", "enum": [1, 2]}"#),
    (
        "record",
        r##"{"type": "object", "required": ["a", "b", "c", "d"], "properties": {"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/day"},
        "c": {"$ref": "#/components/schemas/word"}, "d": {"$ref": "#/components/schemas/embedded_texts"}}}"##,
    ),
    ("blank", r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#),
    ("map", r##"{"type": "object", "additionalProperties": {"$ref": "#/components/schemas/day"}}"##),
    (
        "tuple",
        r##"{"type": "array", "prefixItems": [{"type": "string"}, {"$ref": "#/components/schemas/day"}], "minItems": 2, "items": false}"##,
    ),
    ("either", r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#),
    (
        "bytes_or_number",
        r#"{"oneOf": [{"type": "string", "format": "byte"}, {"type": "integer", "format": "uint64"}]}"#,
    ),
    (
        "numbers",
        r#"{"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "integer"}}, {"type": "integer"}, {"type": "integer", "format": "uint64"}]}"#,
    ),
    (
        "one_of",
        r##"{"oneOf": [{"$ref": "#/components/schemas/tree"}, {"$ref": "#/components/schemas/record"}]}"##,
    ),
    (
        "node",
        r##"{"type": "object", "required": ["children"], "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/node"}}}}"##,
    ),
    (
        "tree",
        r##"{"type": "object", "required": ["branches"], "properties": {"branches": {"type": "array", "items": {"$ref": "#/components/schemas/one_of"}}}}"##,
    ),
    (
        "endless",
        r##"{"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/endless"}}}"##,
    ),
];

/// Types that are only another form of one above: each has a component with the name of its form.
const FORMS: [(&str, &str); 7] = [
    ("alias", "{}"),
    ("list", r#"{"type": "array", "items": {}}"#),
    ("lists", r#"{"type": "array", "items": {"type": "array", "items": {}}}"#),
    ("nullable_list", r#"{"type": "array", "items": {"anyOf": [{}, {"type": "null"}]}}"#),
    ("map_of", r#"{"type": "object", "additionalProperties": {}}"#),
    ("choice", r#"{"oneOf": [{}, {"type": "boolean"}]}"#),
    (
        "holder",
        r#"{"type": "object", "required": ["value", "list", "lists", "perhaps"], "properties": {"value": {},
        "list": {"type": "array", "items": {}}, "lists": {"type": "array", "items": {"type": "array", "items": {}}},
        "perhaps": {"anyOf": [{}, {"type": "null"}]}}}"#,
    ),
];

/// The places of a value in an operation.
const PLACES: [(&str, &str); 9] = [
    ("query", r#""parameters": [{"name": "a", "in": "query", "required": true, "schema": {}}]"#),
    (
        "queries",
        r#""parameters": [{"name": "a", "in": "query", "required": true, "schema": {"type": "array", "items": {}}}]"#,
    ),
    (
        "header",
        r#""parameters": [{"name": "a", "in": "header", "required": true, "schema": {"type": "array", "items": {"type": "array", "items": {}}}}]"#,
    ),
    ("body", r#""requestBody": {"required": true, "content": {"application/json": {"schema": {}}}}"#),
    (
        "optional",
        r#""requestBody": {"content": {"application/json": {"schema": {"anyOf": [{}, {"type": "null"}]}}}}"#,
    ),
    (
        "bodies",
        r#""requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "array", "items": {}}}}}"#,
    ),
    ("lines", r#""requestBody": {"required": true, "content": {"application/jsonl": {"schema": {}}}}"#),
    (
        "form",
        r#""requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["a"], "properties": {"a": {}}}}}}"#,
    ),
    (
        "parts",
        r#""requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {"type": "object", "required": ["a", "b"],
        "properties": {"a": {}, "b": {"type": "array", "items": {}}}}}}}"#,
    ),
];

/// Returns the description.
pub(crate) fn description() -> String {
    let (mut schemas, mut paths) = (Vec::new(), Vec::new());
    for (name, schema) in TYPES {
        schemas.push(format!("\"{name}\": {schema}"));
        let used = |form: &str, name: &str| {
            form.replace("{}", &format!(r##"{{"$ref": "#/components/schemas/{name}"}}"##))
        };
        for (form, schema) in FORMS {
            schemas.push(format!("\"{name}_{form}\": {}", used(schema, name)));
        }
        for component in
            std::iter::once(name.to_owned()).chain(FORMS.map(|(form, _)| format!("{name}_{form}")))
        {
            // Three places have all that the others have for the forms.
            let places = PLACES
                .iter()
                .filter(|(place, _)| component == name || matches!(*place, "query" | "body" | "lines"));
            for (place, operation) in places {
                let operation = used(operation, &component);
                paths.push(format!(
                    r#""/{place}/{component}": {{"post": {{"operationId": "{place} {component}", {operation}, "responses": {{"204": {{"description": "a"}}}}}}}}"#
                ));
            }
        }
    }
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "x", "version": "1"}}, "paths": {{{}}}, "components": {{"schemas": {{{}}}}}}}"#,
        paths.join(",\n"),
        schemas.join(",\n")
    )
}
