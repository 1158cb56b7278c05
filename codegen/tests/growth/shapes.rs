//! The table of shapes: what a description may have any number of, as a function of that number.

use serde_json::{Value, json};

use crate::description::{
    list, map, name, nested, object, of_operation, of_paths, of_schemas, of_text, reference, references,
};

/// A shape, and how large it is measured: at `size` and at twice as much.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) size: usize,
    pub(crate) make: fn(usize) -> Value,
    /// Whether each of many schemas has what all others say, so that what is meant grows with the square.
    pub(crate) is_square: bool,
}

macro_rules! shapes {
    (square) => { 1 };
    ($($name:literal, $size:literal, $make:expr $(, $square:ident)?;)*) => {
        /// Every shape.
        pub(crate) const SHAPES: &[Shape] = &[$(
            Shape { name: $name, size: $size, make: $make, is_square: 0 $(+ shapes!($square))? == 1 },
        )*];
    };
}

shapes! {
    // Composition: each keyword as a chain, a ring, a ring of two steps, diamonds, a clique and a wide list.
    "allOf chain", 20, |n| chain(n, "allOf", false), square;
    "anyOf chain", 20, |n| chain(n, "anyOf", false), square;
    "oneOf chain", 100, |n| chain(n, "oneOf", false);
    "allOf chain with properties", 20, |n| chain(n, "allOf", true), square;
    "anyOf chain with properties", 20, |n| chain(n, "anyOf", true), square;
    "oneOf chain with properties", 20, |n| chain(n, "oneOf", true), square;
    "allOf ring", 20, |n| ring(n, "allOf", &[1]), square;
    "anyOf ring", 20, |n| ring(n, "anyOf", &[1]), square;
    "oneOf ring", 100, |n| ring(n, "oneOf", &[1]);
    "oneOf ring with a branch each", 20, |n| of_schemas((0..n).map(|i| json!({"oneOf": [reference((i + 1) % n), one_key(i)]})));
    "variants and more in each", 9, more_in_each, square;
    "integers in an enum", 200, |n| of_schemas([json!({"type": "integer", "enum": (0..n).collect::<Vec<_>>()})]);
    "integers in two enums", 200, |n| of_schemas([json!({"allOf": [{"type": "integer", "enum": (0..n).collect::<Vec<_>>()}, {"enum": (0..n).collect::<Vec<_>>()}]})]);
    "allOf ring of two steps", 6, |n| ring(n, "allOf", &[1, 2]), square;
    "anyOf ring of two steps", 6, |n| ring(n, "anyOf", &[1, 2]), square;
    "oneOf ring of two steps", 6, |n| ring(n, "oneOf", &[1, 2]);
    "oneOf ring of two steps with properties", 6, |n| with_properties(ring(n, "oneOf", &[1, 2])), square;
    "anyOf ring of three steps", 6, |n| ring(n, "anyOf", &[1, 2, 3]), square;
    "allOf diamonds", 6, |n| diamonds(n, "allOf", false);
    "anyOf diamonds", 6, |n| diamonds(n, "anyOf", false);
    "oneOf diamonds", 6, |n| diamonds(n, "oneOf", false);
    "allOf diamonds with properties", 6, |n| diamonds(n, "allOf", true), square;
    "anyOf diamonds with properties", 6, |n| diamonds(n, "anyOf", true), square;
    "oneOf diamonds with properties", 6, |n| diamonds(n, "oneOf", true), square;
    "allOf clique", 20, |n| clique(n, "allOf");
    "anyOf clique", 20, |n| clique(n, "anyOf");
    "oneOf clique", 20, |n| clique(n, "oneOf");
    "wide allOf", 100, |n| wide(n, "allOf");
    "wide anyOf", 100, |n| wide(n, "anyOf");
    "wide oneOf", 100, |n| wide(n, "oneOf");
    "wide oneOf beside properties", 100, |n| with_properties(wide(n, "oneOf"));
    "one key of many allOf parts", 30, |n| of_schemas([json!({"allOf": list(n, one_key)})]);
    "one key of many anyOf parts", 30, |n| of_schemas([json!({"anyOf": list(n, one_key)})]);
    "one key of a list in many allOf parts", 30, |n| of_schemas([json!({"allOf": list(n, one_key_of_lists)})]);
    "bases of bases", 20, bases, square;
    "not chain", 200, |n| linked(n, |next| json!({"not": next}));
    "null beside a chain", 100, |n| linked(n, |next| json!({"oneOf": [next, {"type": "string", "nullable": true, "enum": [null]}]}));
    "a list of itself beside a union", 1500, |n| of_schemas(std::iter::once(list_of_itself()).chain((1..n).map(object)));
    "strings beside a chain", 50, |n| linked(n, |next| json!({"anyOf": [next, {"type": "string"}]}));
    "words beside a chain", 20, words_chain, square;

    // References.
    "aliases", 1000, |n| linked(n, |next| next);
    "ring of aliases", 500, |n| of_schemas((0..n).map(|i| reference((i + 1) % n)));
    "aliases by allOf", 500, |n| linked(n, |next| json!({"allOf": [next]}));
    "ring of aliases by allOf", 500, |n| of_schemas((0..n).map(|i| json!({"allOf": [reference((i + 1) % n)]})));
    "items of items", 500, |n| linked(n, |next| json!({"type": "array", "items": next}));
    "items of items in a ring", 300, |n| of_schemas((0..n).map(|i| json!({"type": "array", "items": reference((i + 1) % n)})));
    "maps of maps", 500, |n| linked(n, |next| json!({"type": "object", "additionalProperties": next}));
    "objects in objects", 100, |n| linked(n, |next| json!({"type": "object", "properties": {"next": next}}));
    "required objects in objects", 100, |n| linked(n, |next| json!({"type": "object", "required": ["a", "b"], "properties": {"a": next, "b": next}}));
    "content of content", 100, |n| version_31(linked(n, |next| json!({"type": "string", "contentMediaType": "application/json", "contentSchema": next})));
    "references into what is inline", 40, inline_references;
    "choices of lists", 40, |n| linked(n, |next| json!({"oneOf": [{"type": "array", "items": next}, {"type": "string"}]}));
    "definitions within", 100, |n| version_31(of_schemas([json!({"type": "object", "$defs": map(n, |i| (name(i), object(i))), "properties": map(n, |i| (name(i), json!({"$ref": format!("#/components/schemas/S0/$defs/S{i}")})))})]));
    "dangling references", 200, |n| of_schemas([json!({"type": "object", "properties": map(n, |i| (format!("p{i}"), reference(i + 1)))})]);
    "references where none may stand", 60, |n| of_schemas((0..n).map(|i| json!({"type": {"$ref": format!("#/components/schemas/S{}/type", (i + 1) % n)}})));
    "maps elsewhere", 60, |n| of_schemas((0..n).map(|i| json!({"type": "object", "properties": {"$ref": format!("#/components/schemas/S{}/properties", (i + 1) % n)}})));
    "schemas as properties", 12, |n| of_schemas((0..n).map(|_| json!({"type": "object", "properties": {"$ref": "#/components/schemas"}}))), square;

    // Nesting within one text.
    "nested items", 20, |n| of_schemas([nested(n, |inner| json!({"type": "array", "items": inner}))]);
    "nested properties", 20, |n| of_schemas([nested(n, |inner| json!({"type": "object", "properties": {"a": inner}}))]);
    "nested allOf", 6, |n| of_schemas([nested(n, |inner| json!({"allOf": [inner, {"type": "object", "properties": {"a": {"type": "string"}}}]}))]);
    "nested oneOf", 16, |n| of_schemas([nested(n, |inner| json!({"oneOf": [inner, {"type": "integer"}]}))]);
    "nested too deep", 300, |n| of_schemas([nested(n, |inner| json!({"type": "array", "items": inner}))]);
    "nested example", 30, |n| of_schemas([json!({"type": "object", "example": (0..n).fold(json!(1), |inner, _| json!([inner]))})]);

    // Wide schemas.
    "properties", 300, |n| of_schemas([json!({"type": "object", "properties": map(n, |i| (format!("p{i}"), json!({"type": "string"})))})]);
    "many properties", 1000, |n| of_schemas([json!({"type": "object", "properties": map(n, |i| (format!("p{i}"), json!({"type": "string"})))})]);
    "required properties", 200, |n| of_schemas([json!({"type": "object", "required": list(n, |i| json!(format!("p{i}"))), "properties": map(n, |i| (format!("p{i}"), json!({"type": "string"})))})]);
    "properties of one name", 60, |n| of_schemas([json!({"type": "object", "properties": map(n, |i| (format!("p{}", ".".repeat(i)), json!({"type": "string"})))})]);
    "required and not described", 200, |n| of_schemas([json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": list(n, |i| json!(format!("p{i}")))})]);
    "enum", 1000, |n| of_schemas([json!({"type": "string", "enum": list(n, |i| json!(format!("v{i}")))})]);
    "enum of one name", 60, |n| of_schemas([json!({"type": "string", "enum": list(n, |i| json!(format!("v{}", ".".repeat(i))))})]);
    "enum in two parts", 500, |n| of_schemas([json!({"allOf": (0..2).map(|_| json!({"type": "object", "properties": {"a": {"type": "string", "enum": list(n, |i| json!(format!("v{i}")))}}})).collect::<Value>()})]);
    "numbers of an enum", 1000, |n| of_schemas([json!({"type": "object", "properties": {"a": {"type": "integer", "enum": list(n, |i| json!(i))}}})]);
    "schemas", 100, |n| of_schemas((0..n).map(object));
    "schemas of one name", 60, |n| with_schemas(map(n, |i| (format!("S{}", ".".repeat(i)), object(i))));
    "inline schemas that are the same", 100, |n| of_schemas((0..n).map(|_| json!({"type": "object", "properties": {"a": object(0)}})));
    "discriminator mapping", 80, |n| of_schemas(std::iter::once(json!({"oneOf": references(1..=n), "discriminator": {"propertyName": "kind", "mapping": map(n, |i| (format!("k{i}"), json!(name(i + 1))))}})).chain((0..n).map(object)));
    "mapping of one schema", 300, |n| of_schemas([json!({"oneOf": [reference(1), reference(2)], "discriminator": {"propertyName": "kind", "mapping": map(n, |i| (format!("k{i}"), json!("S1")))}}), object(1), object(2)]);
    "kinds that inherit", 80, |n| of_schemas(std::iter::once(json!({"type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}})).chain((0..n).map(|i| json!({"allOf": [reference(0), object(i)]}))));
    "kinds that are listed and inherit", 60, |n| of_schemas(std::iter::once(json!({"type": "object", "properties": {"kind": {"type": "string"}}, "oneOf": references(1..=n), "discriminator": {"propertyName": "kind"}})).chain((0..n).map(|i| json!({"allOf": [reference(0), object(i)]}))));
    "what only one side sets", 50, both_ways;

    // Operations.
    "operations", 60, |n| of_paths((0..n).map(|i| (format!("/p{i}"), json!({"get": {"responses": {"204": {"description": ""}}}}))));
    "operations of one name", 60, |n| of_paths((0..n).map(|i| (format!("/p{i}"), json!({"get": {"operationId": format!("get{}", ".".repeat(i)), "responses": {"204": {"description": ""}}}}))));
    "operations of one path", 60, |n| of_paths([("/p".to_owned(), json!({"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}], "additionalOperations": map(n, |i| (format!("M{i}"), json!({"responses": {"204": {"description": ""}}})))}))]);
    "tags", 60, |n| of_paths((0..n).map(|i| (format!("/p{i}"), json!({"get": {"tags": [format!("t{i}")], "responses": {"204": {"description": ""}}}}))));
    "tags of one name", 60, |n| of_paths((0..n).map(|i| (format!("/p{i}"), json!({"get": {"tags": [format!("t{}", ".".repeat(i))], "responses": {"204": {"description": ""}}}}))));
    "tags of one operation", 1000, |n| of_operation("tags", list(n, |i| json!(format!("t{i}"))));
    "parameters", 150, |n| of_operation("parameters", list(n, |i| json!({"name": format!("q{i}"), "in": "query", "schema": {"type": "string"}})));
    "parameters of one name", 60, |n| of_operation("parameters", list(n, |i| json!({"name": format!("q{}", ".".repeat(i)), "in": "query", "schema": {"type": "string"}})));
    "header parameters", 100, |n| of_operation("parameters", list(n, |i| json!({"name": format!("X-H{i}"), "in": "header", "required": true, "schema": {"type": "string"}})));
    "parameters of enums", 60, |n| of_operation("parameters", list(n, |i| json!({"name": format!("q{i}"), "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}})));
    "path variables", 100, path_variables, square;
    "responses", 100, |n| of_operation("responses", map(n, |i| ((200 + i).to_string(), json!({"description": "", "content": {"application/json": {"schema": object(i)}}}))));
    "response headers", 200, |n| of_operation("responses", json!({"204": {"description": "", "headers": map(n, |i| (format!("X-H{i}"), json!({"schema": {"type": "string"}})))}}));
    "response headers of one name", 60, |n| of_operation("responses", json!({"204": {"description": "", "headers": map(n, |i| (format!("X-H{}", ".".repeat(i)), json!({"schema": {"type": "string"}})))}}));
    "media types of a body", 60, |n| of_operation("requestBody", json!({"content": map(n, |i| (format!("application/x{i}+json"), json!({"schema": object(i)})))}));
    "media types of a response", 60, |n| of_operation("responses", json!({"200": {"description": "", "content": map(n, |i| (format!("application/x{i}+json"), json!({"schema": object(i)})))}}));
    "media types of one name", 60, |n| of_operation("requestBody", json!({"content": map(n, |i| (format!("application/x{}+json", ".".repeat(i)), json!({"schema": object(i)})))}));
    "media types of no form", 100, |n| of_operation("requestBody", json!({"content": map(n, |i| (format!("video/x{i}"), json!({"schema": {"type": "string", "format": "binary"}})))}));
    "parts of a body", 100, |n| of_operation("requestBody", json!({"content": {"multipart/form-data": {"schema": {"type": "object", "properties": map(n, |i| (format!("p{i}"), json!({"type": "string", "format": "binary"})))}, "encoding": map(n, |i| (format!("p{i}"), json!({"contentType": "image/png"})))}}}));
    "security schemes", 200, |n| with_security(n, json!([]));
    "security alternatives", 100, |n| with_security(n, list(n, |i| map(1, |_| (format!("k{i}"), json!([])))));
    "security schemes needed together", 100, |n| with_security(n, json!([map(n, |i| (format!("k{i}"), json!([])))]));
    "callbacks", 100, |n| of_operation("callbacks", map(n, |i| (format!("c{i}"), json!({"{$request.query.url}": {"post": {"requestBody": {"content": {"application/json": {"schema": object(i)}}}, "responses": {"204": {"description": ""}}}}}))));
    "callbacks within callbacks", 9, callbacks;
    "links", 300, |n| of_operation("responses", json!({"204": {"description": "", "links": map(n, |i| (format!("l{i}"), json!({"operationId": "get"})))}}));
    "servers", 200, |n| beside("servers", list(n, |i| json!({"url": format!("https://s{i}.example")})));
    "servers of one name", 60, |n| beside("servers", list(n, |i| json!({"url": format!("https://example/{}", ".".repeat(i))})));
    "server variables", 150, |n| beside("servers", json!([{"url": (0..n).map(|i| format!("/{{v{i}}}")).collect::<String>(), "variables": map(n, |i| (format!("v{i}"), json!({"default": "a"})))}]));
    "words of a server variable", 300, |n| beside("servers", json!([{"url": "/{v}", "variables": {"v": {"default": "w0", "enum": list(n, |i| json!(format!("w{i}")))}}}]));
    "examples", 300, |n| of_operation("parameters", json!([{"name": "q", "in": "query", "schema": {"type": "string"}, "examples": map(n, |i| (format!("e{i}"), json!({"value": "a"})))}]));
    "unknown keys", 300, |n| beside("info", map(n + 2, |i| match i { 0 => ("title".to_owned(), json!("Shape")), 1 => ("version".to_owned(), json!("1")), i => (format!("key{i}"), json!(1)) }));
    "extensions", 1000, |n| beside("x-more", list(n, |i| json!({"a": i})));

    // Texts and names.
    "a long text", 20_000, |n| of_text(&"word ".repeat(n / 5));
    "a line of a long text", 20_000, |n| of_text(&"a".repeat(n));
    "lines", 3000, |n| of_text(&"line\n".repeat(n));
    "paragraphs", 1500, |n| of_text(&"paragraph\n\n".repeat(n));
    "quotes within quotes", 500, |n| of_text(&">".repeat(n));
    "lines of quotes", 60, |n| of_text(&format!("{} a\n", ">".repeat(n)).repeat(n)[..]);
    "lists within lists", 60, |n| of_text(&(0..n).map(|i| format!("{}- a\n", "  ".repeat(i))).collect::<String>());
    "list items", 1000, |n| of_text(&"- a\n".repeat(n));
    "open brackets", 2000, |n| of_text(&"[".repeat(n));
    "brackets", 1000, |n| of_text(&"[a](".repeat(n));
    "closed brackets", 1000, |n| of_text(&format!("{}{}", "[".repeat(n), "]".repeat(n)));
    "images", 1000, |n| of_text(&"![a](".repeat(n));
    "backticks", 300, |n| of_text(&(1..n / 10).map(|i| format!("{} ", "`".repeat(i))).collect::<String>());
    "stars", 2000, |n| of_text(&"*a **b ".repeat(n / 8));
    "angles", 2000, |n| of_text(&"<".repeat(n));
    "open tags", 1000, |n| of_text(&"<a ".repeat(n));
    "comments", 1000, |n| of_text(&"<!-- ".repeat(n));
    "entities", 1000, |n| of_text(&"&amp;".repeat(n));
    "fences", 500, |n| of_text(&"```\na\n".repeat(n));
    "tables", 500, |n| of_text(&format!("{}\n{}\n", "|a".repeat(n), "|-".repeat(n)));
    "addresses", 500, |n| of_text(&"https://example.com/a ".repeat(n));
    "footnotes", 500, |n| of_text(&(0..n).map(|i| format!("[^{i}]: a\n\n")).collect::<String>());
    "a long name", 2000, |n| with_schemas(json!({"a".repeat(n): object(0)}));
    "a name of many words", 1000, |n| with_schemas(json!({"Ab".repeat(n): object(0)}));
    "a long path", 1000, |n| of_paths([("/ab".repeat(n), json!({"get": {"responses": {"204": {"description": ""}}}}))]);
    "long keys within each other", 12, |n| of_schemas([(0..20).fold(json!({"type": "string"}), |inner, _| json!({"type": "object", "properties": {"abcdefgh".repeat(n): inner}}))]);
}

/// A list whose elements are such lists again, beside a union that has other lists.
fn list_of_itself() -> Value {
    json!({
        "items": reference(0),
        "oneOf": [
            {"oneOf": [{"type": "boolean"}, {"type": "string", "nullable": true}, {}]},
            {"type": "array", "nullable": true, "items": {"type": "integer", "format": "int32"}},
            {"type": "object", "properties": {"a": {"type": "string"}}},
        ],
    })
}

/// Schemas each of which has the next as a part.
fn chain(n: usize, keyword: &str, has_properties: bool) -> Value {
    of_schemas((0..=n).map(|i| match i {
        i if i == n => object(i),
        i if has_properties => part(keyword, json!([reference(i + 1)]), object(i)),
        i => json!({keyword: [reference(i + 1), object(i)]}),
    }))
}

/// A schema with parts and what stands beside them.
fn part(keyword: &str, parts: Value, mut beside: Value) -> Value {
    beside[keyword] = parts;
    beside
}

/// Schemas each of which is made of the last, by reference.
fn linked(n: usize, around: impl Fn(Value) -> Value) -> Value {
    of_schemas((0..=n).map(|i| if i == n { object(i) } else { around(reference(i + 1)) }))
}

/// Schemas each of which has those that are so many steps on as parts.
fn ring(n: usize, keyword: &str, steps: &[usize]) -> Value {
    of_schemas((0..n).map(|i| {
        let mut parts: Vec<Value> = steps.iter().map(|step| reference((i + step) % n)).collect();
        parts.push(object(i));
        json!({keyword: parts})
    }))
}

/// Pairs of schemas each of which has both of the next pair as parts.
fn diamonds(n: usize, keyword: &str, has_properties: bool) -> Value {
    of_schemas((0..2 * n).map(|i| {
        let next = i / 2 * 2 + 2;
        match next < 2 * n {
            true if has_properties => part(keyword, references([next, next + 1]), object(i)),
            true => json!({keyword: references([next, next + 1])}),
            false => object(i),
        }
    }))
}

/// Schemas each of which has all others as parts. As many as have `n` references together.
fn clique(n: usize, keyword: &str) -> Value {
    let n = (1..).find(|count| count * count >= n).unwrap_or(n);
    of_schemas((0..n).map(|i| json!({keyword: references((0..n).filter(|j| *j != i))})))
}

fn wide(n: usize, keyword: &str) -> Value {
    of_schemas(std::iter::once(json!({keyword: references(1..=n)})).chain((0..n).map(object)))
}

/// The same, with a property of their own beside the parts.
fn with_properties(mut description: Value) -> Value {
    let schemas = description["components"]["schemas"].as_object_mut().into_iter().flatten();
    for (index, (_, schema)) in schemas.enumerate() {
        let key = format!("own{index}");
        schema["properties"][key] = json!({"type": "string"});
    }
    description
}

fn one_key(index: usize) -> Value {
    json!({"type": "object", "properties": {"a": object(index)}})
}

fn one_key_of_lists(index: usize) -> Value {
    json!({"type": "object", "properties": {"a": {"type": "array", "items": object(index)}}})
}

/// Unions each of which is the last or the last with another property; the first is a union of two kinds.
fn more_in_each(n: usize) -> Value {
    let kind = |value: &str| json!({"type": "object", "required": ["t"], "properties": {"t": {"type": "string", "enum": [value]}}});
    let first = json!({"oneOf": [kind("a"), kind("b")]});
    let more = (1..n).map(|i| {
        let last = reference(i - 1);
        json!({"anyOf": [last, {"allOf": [last, one_key(i)]}]})
    });
    of_schemas(std::iter::once(first).chain(more))
}

/// Schemas each of which inherits from the last, and may be told from its kinds.
fn bases(n: usize) -> Value {
    of_schemas((0..n).map(|i| {
        let mut schema = object(i);
        schema["discriminator"] = json!({"propertyName": "kind"});
        if i > 0 { part("allOf", json!([reference(i - 1)]), schema) } else { schema }
    }))
}

fn words_chain(n: usize) -> Value {
    of_schemas((0..=n).map(|i| {
        let words = json!({"type": "string", "enum": [format!("w{i}")]});
        if i == n { words } else { json!({"anyOf": [reference(i + 1), {"type": "string"}, words]}) }
    }))
}

/// Responses that are made of parts of the next response.
fn inline_references(n: usize) -> Value {
    of_paths((0..=n).map(|i| {
        let at = |i: usize| {
            format!("#/paths/~1p{i}/get/responses/200/content/application~1json/schema/properties/a")
        };
        let a = match i {
            i if i == n => object(i),
            i => json!({"type": "object", "properties": {"next": {"$ref": at(i + 1)}}}),
        };
        let schema = json!({"type": "object", "properties": {"a": a}});
        let answer = json!({"description": "", "content": {"application/json": {"schema": schema}}});
        (format!("/p{i}"), json!({"get": {"responses": {"200": answer}}}))
    }))
}

/// Schemas that are sent and received, and hold what only one side sets.
fn both_ways(n: usize) -> Value {
    let mut description = linked(
        n,
        |next| json!({"type": "object", "properties": {"id": {"type": "string", "readOnly": true}, "next": next}}),
    );
    description["paths"]["/"]["put"] = json!({
        "requestBody": {"content": {"application/json": {"schema": reference(0)}}},
        "responses": {"204": {"description": ""}},
    });
    description
}

fn callbacks(n: usize) -> Value {
    let operation = json!({"responses": {"204": {"description": ""}}});
    let outer = (0..n).fold(operation, |inner, _| {
        json!({"responses": {"204": {"description": ""}}, "callbacks": {"c": {"{$url}": {"post": inner}}}})
    });
    of_paths([("/".to_owned(), json!({"post": outer}))])
}

fn path_variables(n: usize) -> Value {
    let path: String = (0..n).map(|i| format!("/{{v{i}}}")).collect();
    let parameters = list(
        n,
        |i| json!({"name": format!("v{i}"), "in": "path", "required": true, "schema": {"type": "string"}}),
    );
    of_paths([(path, json!({"get": {"parameters": parameters, "responses": {"204": {"description": ""}}}}))])
}

fn with_schemas(schemas: Value) -> Value {
    let mut description = of_schemas([]);
    description["paths"] = json!({});
    description["components"]["schemas"] = schemas;
    description
}

fn with_security(n: usize, needed: Value) -> Value {
    let mut description = of_operation("security", needed);
    description["components"]["securitySchemes"] =
        map(n, |i| (format!("k{i}"), json!({"type": "apiKey", "in": "header", "name": format!("X-K{i}")})));
    description
}

fn beside(key: &str, value: Value) -> Value {
    let mut description = of_schemas([object(0)]);
    description[key] = value;
    description
}

fn version_31(mut description: Value) -> Value {
    description["openapi"] = json!("3.1.0");
    description
}
