//! Tests of `diff` with changes that the types of Rust do not show.

use serde_json::{Value, json};

use super::edits::changes_between;

/// Returns a description with one operation, `GET /{x}/{y}`, which has parameters and a response schema.
fn operation(part: Value) -> Value {
    let mut get = json!({"operationId": "get", "responses": {"200": {"description": "Found."}}});
    get.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
    let schemes = json!({
        "k": {"type": "apiKey", "in": "header", "name": "x-k"},
        "o": {"type": "apiKey", "in": "query", "name": "o"},
    });
    json!({"paths": {"/{x}/{y}": {"get": get}}, "components": {"securitySchemes": schemes}})
}

fn parameter(place: &str, name: &str) -> Value {
    json!({"in": place, "name": name, "required": true, "schema": {"type": "string"}})
}

fn parameters(all: &[(&str, &str)]) -> Value {
    let path = [("path", "x"), ("path", "y")];
    let all = path.iter().filter(|own| !all.contains(own)).chain(all);
    operation(json!({"parameters": all.map(|(place, name)| parameter(place, name)).collect::<Vec<_>>()}))
}

fn security(alternatives: &[&str]) -> Value {
    let none: Vec<&str> = Vec::new();
    let all: Vec<Value> = alternatives.iter().map(|name| json!({*name: none})).collect();
    operation(json!({"parameters": [parameter("path", "x"), parameter("path", "y")], "security": all}))
}

/// A description with OAuth 2: the scopes of its operation, and the token endpoint.
fn granted(scopes: &[&str], endpoint: &str) -> Value {
    let all = json!([{"login": scopes}]);
    let mut description =
        operation(json!({"parameters": [parameter("path", "x"), parameter("path", "y")], "security": all}));
    let flows = json!({"clientCredentials": {"tokenUrl": endpoint, "scopes": {}}});
    description["components"]["securitySchemes"]["login"] = json!({"type": "oauth2", "flows": flows});
    description
}

fn schema(schema: Value) -> Value {
    let named = |key: &str| json!({"type": "object", "properties": {"n": {"type": "string"}, key: {"type": "string"}}});
    json!({"components": {"schemas": {"A": schema, "B": named("b"), "C": named("c")}}})
}

fn record(properties: &[(&str, Value)]) -> Value {
    let all: serde_json::Map<String, Value> =
        properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let required: Vec<&str> = properties.iter().map(|(key, _)| *key).collect();
    schema(json!({"type": "object", "required": required, "properties": all}))
}

#[test]
fn what_compiles_and_is_sent_or_read_in_another_way_is_on_the_wire() {
    let text = || json!({"type": "string"});
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let union = |names: [&str; 2]| schema(json!({"oneOf": names.map(reference)}));
    let tagged = |value: &str| {
        let mut description = union(["B", "C"]);
        let mapping = json!({value: "#/components/schemas/B", "c": "#/components/schemas/C"});
        description["components"]["schemas"]["A"]["discriminator"] =
            json!({"propertyName": "n", "mapping": mapping});
        description
    };
    let cases = [
        (
            parameters(&[("query", "q"), ("query", "r")]),
            parameters(&[("query", "r"), ("query", "q")]),
            "`GET /{x}/{y}`: argument 3 is the query parameter `r`, was the query parameter `q`; \
             argument 4 is the query parameter `q`, was the query parameter `r`",
        ),
        (
            parameters(&[("query", "q")]),
            parameters(&[("header", "q")]),
            "`GET /{x}/{y}`: argument 3 is the header `q`, was the query parameter `q`",
        ),
        (
            parameters(&[("path", "x"), ("path", "y")]),
            parameters(&[("path", "y"), ("path", "x")]),
            "`GET /{x}/{y}`: argument 1 is the path parameter `y`, was the path parameter `x`; \
             argument 2 is the path parameter `x`, was the path parameter `y`",
        ),
        (
            security(&["k", "o"]),
            security(&["o", "k"]),
            "`GET /{x}/{y}`: needs `o`, or `k`; needed `k`, or `o`",
        ),
        (
            granted(&["read"], "/token"),
            granted(&["read", "write"], "/token"),
            "`GET /{x}/{y}`: requests a token with `read`, `write`; requested `read`",
        ),
        (
            granted(&[], "/token"),
            granted(&[], "/login"),
            "the token endpoint of `login` for client credentials is `/login`, was `/token`",
        ),
        (security(&[]), security(&["k"]), "`GET /{x}/{y}`: needs `k`; needed no credential"),
        (
            record(&[("p", text()), ("q", text())]),
            record(&[("q", text()), ("p", text())]),
            "argument 1 of `A::new()` is `q`, was `p`; argument 2 of `A::new()` is `p`, was `q`",
        ),
        (
            record(&[("sizeBytes", text())]),
            record(&[("size_bytes", text())]),
            "`A::size_bytes` is the key `size_bytes`, was `sizeBytes`",
        ),
        (
            union(["B", "C"]),
            union(["C", "B"]),
            "the variants of `A` are in another order: a value of several is of the first",
        ),
        (tagged("b"), tagged("bee"), "the discriminator of `A::B` is `bee` or `B`, was `b` or `B`"),
    ];
    for (old, new, expected) in cases {
        let changes = changes_between(&old, &new);
        assert!(changes.contains(&format!("wire {expected}")), "{expected}: {changes:#?}");
        assert!(!changes.iter().any(|change| change.starts_with("breaking")), "{expected}: {changes:#?}");
    }
}

#[test]
fn what_is_sent_in_the_same_way_is_not_on_the_wire() {
    let renamed = |name: &str| {
        let mut description = parameters(&[("path", "y")]);
        let get = description["paths"]["/{x}/{y}"].take();
        description["paths"] = json!({format!("/{{{name}}}/{{y}}"): get});
        description["paths"][format!("/{{{name}}}/{{y}}")]["get"]["parameters"][0]["name"] = name.into();
        description
    };
    let changes = changes_between(&renamed("x"), &renamed("id"));
    assert_eq!(changes, ["internal `GET /{id}/{y}`: the variable `x` of the path is now called `id`"]);
    // An alternative that is added changes nothing for a client with the others.
    let changes = changes_between(&security(&["k"]), &security(&["o", "k"]));
    assert!(changes.iter().all(|change| !change.starts_with("wire")), "{changes:#?}");
}

#[test]
fn a_name_that_another_operation_takes_over_is_a_change_of_the_request() {
    let paths = |names: [(&str, &str); 2]| {
        let item =
            |id: &str| json!({"get": {"operationId": id, "responses": {"204": {"description": "Done."}}}});
        let paths: serde_json::Map<String, Value> =
            names.into_iter().map(|(path, id)| (path.to_owned(), item(id))).collect();
        json!({"paths": paths})
    };
    let (old, new) = (
        paths([("/a/one", "get_a"), ("/a/three", "keep")]),
        paths([("/a/one", "get_old"), ("/a/two", "get_a")]),
    );
    let changes = changes_between(&old, &new);
    let expected = "wire `GET /a/two`: the request is `GET /a/two`, was `GET /a/one`".to_owned();
    assert!(changes.contains(&expected), "{changes:#?}");
}

#[test]
fn types_that_are_alike_by_chance_are_not_paired() {
    let api = |path: &str, name: &str| {
        let content =
            json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        let responses = json!({"200": {"description": "Found.", "content": content}});
        let properties = json!({"id": {"type": "integer"}, "name": {"type": "string"}});
        json!({
            "paths": {path: {"get": {"operationId": format!("list_{name}"), "responses": responses}}},
            "components": {"schemas": {name: {"type": "object", "properties": properties}}},
        })
    };
    let changes = changes_between(&api("/users", "User"), &api("/invoices", "Invoice"));
    assert!(!changes.iter().any(|change| change.contains("is now called")), "{changes:#?}");
}

#[test]
fn an_inline_type_that_is_shared_otherwise_breaks_nothing() {
    let animals = |cat: &[&str]| {
        let with = |colours: &[&str]| json!({"type": "object", "properties": {"colour": {"enum": colours}}});
        json!({"components": {"schemas": {"Cat": with(cat), "Dog": with(&["black", "white"])}}})
    };
    let changes = changes_between(&animals(&["black", "white"]), &animals(&["black", "white", "red"]));
    let expected = [
        "additive variant `CatColour::Red` was added",
        "internal `DogColour` is a type of its own, was the same type as `CatColour`",
    ];
    assert_eq!(changes, expected);
    // The other of two equal types: the verdict does not depend on which of them names the type.
    let dogs = |dog: &[&str]| {
        let with = |colours: &[&str]| {
            let collar = json!({"type": "object", "properties": {"colour": {"enum": colours}}});
            json!({"type": "object", "properties": {"collar": collar}})
        };
        json!({"components": {"schemas": {"Cat": with(&["black", "white"]), "Dog": with(dog)}}})
    };
    let changes = changes_between(&dogs(&["black", "white"]), &dogs(&["black", "white", "red"]));
    let expected = [
        "additive variant `DogCollarColour::Red` was added",
        "internal `DogCollar` is a type of its own, was the same type as `CatCollar`",
        "internal `DogCollarColour` is a type of its own, was the same type as `CatCollarColour`",
    ];
    assert_eq!(changes, expected);
}

#[test]
fn a_component_that_becomes_an_alias_keeps_its_name() {
    let pet = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let old = json!({"components": {"schemas": {"Cat": pet}}});
    let new = json!({"components": {"schemas": {"Cat": {"$ref": "#/components/schemas/Tom"}, "Tom": pet}}});
    let changes = changes_between(&old, &new);
    assert!(!changes.iter().any(|change| change.starts_with("breaking")), "{changes:#?}");
    assert!(
        changes.iter().any(|change| change.ends_with("is now called `Tom`; the old name is an alias")),
        "{changes:#?}"
    );
}

#[test]
fn names_of_the_description_stay_code() {
    let content = |media: &str| {
        operation(json!({
            "parameters": [parameter("path", "x"), parameter("path", "y")],
            "responses": {"200": {"description": "Found.", "content": {media: {}}}},
        }))
    };
    let changes = changes_between(&content("text/a"), &content("text/b`[c](http://d.example)"));
    assert!(
        changes.iter().any(|change| change.contains("`` text/b`[c](http://d.example) ``")),
        "{changes:#?}"
    );
}
