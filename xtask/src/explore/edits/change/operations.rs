//! Edits of operations.

use serde_json::{Map, Value, json};

use super::{Edit, Kind, rename, rotate, toggle};
use crate::explore::edits::schema;

pub(super) const KINDS: &[Kind] = &[
    ("operation added", added),
    ("operation removed", removed),
    ("operations reordered", |edit| rotate(edit.root.get_mut("paths")?.as_object_mut()?)),
    ("operationId renamed", renamed),
    ("operationId removed", |edit| set(edit, "operationId", None)),
    ("operation deprecated or not", deprecated),
    ("summary changed", |edit| set(edit, "summary", Some(json!("Brand new words.")))),
    ("tag changed", tag),
    ("path renamed", path),
    ("method changed", method),
    ("parameter added", |edit| parameter_added(edit, false)),
    ("required parameter added", |edit| parameter_added(edit, true)),
    ("parameter removed", parameter_removed),
    ("parameter renamed", parameter_renamed),
    ("parameter spelled otherwise", parameter_respelled),
    ("parameter moved", parameter_moved),
    ("parameters reordered", parameters_reordered),
    ("parameter required or optional", parameter_required),
    ("parameter of another schema", parameter_changed),
    ("parameter style changed", style),
    ("parameter described otherwise", parameter_described),
    ("path parameter of another type", path_parameter),
    ("status added", status_added),
    ("status removed", status_removed),
    ("status changed", status_changed),
    ("response body added or removed", response_body),
    ("response of another schema", response_changed),
    ("response header changed", header),
    ("media type changed", media),
    ("media type added", media_added),
    ("body added or removed", body),
    ("body required or optional", body_required),
    ("security changed", security),
    ("security of all changed", security_of_all),
    ("security scheme changed", scheme),
    ("server changed", server),
    ("server added or removed", servers),
    ("server of an operation", own_server),
    ("title of the API changed", title),
];

fn object<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    let pointer = edit.operation()?;
    edit.root.pointer_mut(&pointer)?.as_object_mut()
}

fn set(edit: &mut Edit<'_>, key: &str, value: Option<Value>) -> Option<()> {
    let operation = object(edit)?;
    match value {
        Some(value) => drop(operation.insert(key.to_owned(), value)),
        None => drop(operation.shift_remove(key)),
    }
    Some(())
}

fn added(edit: &mut Edit<'_>) -> Option<()> {
    let content = json!({"application/json": {"schema": edit.schemas.object(1, false)}});
    let responses = json!({"200": {"description": "A response.", "content": content}});
    let operation = json!({"get": {"operationId": "brand_new", "tags": ["pets"], "responses": responses}});
    let is_first = edit.numbers().chance(50);
    let paths = edit.root.get_mut("paths")?.as_object_mut()?;
    paths.shift_insert(if is_first { 0 } else { paths.len() }, "/brand/new".to_owned(), operation);
    Some(())
}

fn removed(edit: &mut Edit<'_>) -> Option<()> {
    let pointer = edit.operation()?;
    let (item, method) = pointer.rsplit_once('/')?;
    edit.root.pointer_mut(item)?.as_object_mut()?.shift_remove(method).map(drop)
}

fn renamed(edit: &mut Edit<'_>) -> Option<()> {
    let id = object(edit)?.get_mut("operationId")?;
    *id = json!(format!("{}_two", id.as_str()?));
    Some(())
}

fn deprecated(edit: &mut Edit<'_>) -> Option<()> {
    toggle(object(edit)?, "deprecated");
    Some(())
}

fn tag(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.numbers().word(&["pets", "orders", "brand new"]);
    set(edit, "tags", Some(json!([new])))
}

fn path(edit: &mut Edit<'_>) -> Option<()> {
    let (path, _) = edit.member("/paths")?;
    rename(edit.root.get_mut("paths")?.as_object_mut()?, &path, &format!("/v2{path}"));
    Some(())
}

fn method(edit: &mut Edit<'_>) -> Option<()> {
    let pointer = edit.operation()?;
    let (item, method) = pointer.rsplit_once('/')?;
    let item = edit.root.pointer_mut(item)?.as_object_mut()?;
    let new = if method == "put" { "patch" } else { "post" };
    (!item.contains_key(new)).then(|| rename(item, method, new))
}

fn parameter_added(edit: &mut Edit<'_>, is_required: bool) -> Option<()> {
    let place = edit.numbers().word(&["query", "header", "cookie"]);
    let ty = if edit.numbers().chance(70) {
        json!({"type": "string"})
    } else {
        json!({"type": "string", "enum": ["one", "two"]})
    };
    let mut new = json!({"name": "brand_new", "in": place, "schema": ty});
    if is_required {
        schema::set(&mut new, "required", json!(true));
    }
    let list = object(edit)?.entry("parameters").or_insert_with(|| json!([]));
    list.as_array_mut()?.push(new);
    Some(())
}

/// Returns the pointer to one of the parameters of a query or header.
fn parameter(edit: &mut Edit<'_>) -> Option<String> {
    edit.place(|node| {
        node.get("in")
            .is_some_and(|place| place == "query" || place == "header" && node.contains_key("schema"))
    })
}

fn parameter_object<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    let pointer = parameter(edit)?;
    edit.root.pointer_mut(&pointer)?.as_object_mut()
}

fn parameter_removed(edit: &mut Edit<'_>) -> Option<()> {
    let pointer = parameter(edit)?;
    let (list, index) = pointer.rsplit_once('/')?;
    edit.root.pointer_mut(list)?.as_array_mut()?.remove(index.parse().ok()?);
    Some(())
}

fn parameter_renamed(edit: &mut Edit<'_>) -> Option<()> {
    let name = parameter_object(edit)?.get_mut("name")?;
    *name = json!(format!("{}_two", name.as_str()?));
    Some(())
}

/// Changes the name of a parameter so that its setter has the same name.
fn parameter_respelled(edit: &mut Edit<'_>) -> Option<()> {
    let name = parameter_object(edit)?.get_mut("name")?;
    *name = json!(name.as_str()?.to_uppercase().replace('_', "-"));
    Some(())
}

fn parameter_moved(edit: &mut Edit<'_>) -> Option<()> {
    let place = edit.numbers().word(&["query", "header", "cookie"]);
    let parameter = parameter_object(edit)?;
    parameter.shift_remove("explode");
    parameter.insert("in".to_owned(), json!(place));
    Some(())
}

fn parameters_reordered(edit: &mut Edit<'_>) -> Option<()> {
    object(edit)?.get_mut("parameters")?.as_array_mut()?.rotate_right(1);
    Some(())
}

fn parameter_required(edit: &mut Edit<'_>) -> Option<()> {
    toggle(parameter_object(edit)?, "required");
    Some(())
}

fn parameter_changed(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.schemas.scalar();
    parameter_object(edit)?.insert("schema".to_owned(), new);
    Some(())
}

fn style(edit: &mut Edit<'_>) -> Option<()> {
    let style = edit.numbers().word(&["form", "spaceDelimited", "pipeDelimited"]);
    let parameter = edit.node(|node| node.get("in").is_some_and(|place| place == "query"))?;
    if parameter.get("schema")?.get("type")? != "array" {
        return None;
    }
    parameter.insert("style".to_owned(), json!(style));
    parameter.insert("explode".to_owned(), json!(false));
    Some(())
}

fn parameter_described(edit: &mut Edit<'_>) -> Option<()> {
    parameter_object(edit)?.insert("description".to_owned(), json!("Brand new words."));
    Some(())
}

fn path_parameter(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.schemas.scalar();
    edit.node(|node| node.get("in").is_some_and(|place| place == "path"))?.insert("schema".to_owned(), new);
    Some(())
}

fn responses<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    object(edit)?.get_mut("responses")?.as_object_mut()
}

fn new_response(edit: &mut Edit<'_>) -> Value {
    let schema = edit.schemas.object(1, false);
    match edit.numbers().below(3) {
        0 => json!({"description": "A response."}),
        _ => json!({"description": "A response.", "content": {"application/json": {"schema": schema}}}),
    }
}

fn status_added(edit: &mut Edit<'_>) -> Option<()> {
    let status = edit.numbers().word(&["203", "4XX", "409", "default", "500"]);
    let new = new_response(edit);
    responses(edit)?.insert(status.to_owned(), new);
    Some(())
}

fn status_removed(edit: &mut Edit<'_>) -> Option<()> {
    let responses = responses(edit)?;
    let key = responses.keys().next()?.clone();
    (responses.len() > 1).then(|| drop(responses.shift_remove(&key)))
}

fn status_changed(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.numbers().word(&["203", "206", "422"]);
    let responses = responses(edit)?;
    let key = responses.keys().next()?.clone();
    rename(responses, &key, new);
    Some(())
}

fn response<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    let pointer = edit.operation()?;
    edit.member(&format!("{pointer}/responses"))?.1.as_object_mut()
}

fn response_body(edit: &mut Edit<'_>) -> Option<()> {
    let content = json!({"application/json": {"schema": edit.schemas.object(1, false)}});
    let response = response(edit)?;
    if response.shift_remove("content").is_none() {
        response.insert("content".to_owned(), content);
    }
    Some(())
}

fn response_changed(edit: &mut Edit<'_>) -> Option<()> {
    let schema = edit.schemas.scalar();
    response(edit)?.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
    Some(())
}

fn header(edit: &mut Edit<'_>) -> Option<()> {
    let ty = edit.numbers().word(&["integer", "string", "boolean"]);
    let response = response(edit)?;
    let headers = response.entry("headers").or_insert_with(|| json!({})).as_object_mut()?;
    if headers.shift_remove("X-Count").is_none() {
        headers.insert("X-Count".to_owned(), json!({"schema": {"type": ty}}));
    }
    Some(())
}

/// Returns the content of a body or response.
fn content<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    edit.node(|node| node.contains_key("content"))?.get_mut("content")?.as_object_mut()
}

const MEDIA: [&str; 6] = [
    "application/json",
    "application/vnd.api+json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
    "application/xml",
];

fn media(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.numbers().word(&MEDIA);
    let content = content(edit)?;
    let key = content.keys().next()?.clone();
    (!content.contains_key(new)).then(|| rename(content, &key, new))
}

fn media_added(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.numbers().word(&MEDIA);
    let content = content(edit)?;
    let first = content.values().next()?.clone();
    content.entry(new).or_insert(first);
    Some(())
}

fn body(edit: &mut Edit<'_>) -> Option<()> {
    let schema = edit.schemas.object(1, false);
    let pointer = edit.place(|node| {
        node.get("operationId")
            .and_then(Value::as_str)
            .is_some_and(|id| id.starts_with("create") || id.starts_with("update"))
    })?;
    let operation = edit.root.pointer_mut(&pointer)?.as_object_mut()?;
    if operation.shift_remove("requestBody").is_none() {
        let content = json!({"application/json": {"schema": schema}});
        operation.insert("requestBody".to_owned(), json!({"content": content}));
    }
    Some(())
}

fn body_required(edit: &mut Edit<'_>) -> Option<()> {
    let operation = edit.node(|node| node.contains_key("requestBody"))?;
    toggle(operation.get_mut("requestBody")?.as_object_mut()?, "required");
    Some(())
}

fn requirement(edit: &mut Edit<'_>) -> Value {
    match edit.numbers().below(4) {
        0 => json!([{"key": []}]),
        1 => json!([{"token": []}]),
        2 => json!([{"token": []}, {"key": []}]),
        _ => json!([]),
    }
}

fn security(edit: &mut Edit<'_>) -> Option<()> {
    let new = requirement(edit);
    set(edit, "security", Some(new))
}

fn security_of_all(edit: &mut Edit<'_>) -> Option<()> {
    let new = requirement(edit);
    edit.root.as_object_mut()?.insert("security".to_owned(), new);
    Some(())
}

fn scheme(edit: &mut Edit<'_>) -> Option<()> {
    let new = match edit.numbers().below(4) {
        0 => json!({"type": "apiKey", "in": "query", "name": "key"}),
        1 => json!({"type": "http", "scheme": "basic"}),
        2 => json!({"type": "apiKey", "in": "header", "name": "X-Other"}),
        _ => json!({"type": "http", "scheme": "bearer"}),
    };
    *edit.member("/components/securitySchemes")?.1 = new;
    Some(())
}

fn server(edit: &mut Edit<'_>) -> Option<()> {
    let list = edit.root.get_mut("servers")?.as_array_mut()?;
    let url = list.last_mut()?.get_mut("url")?;
    *url = json!(url.as_str()?.replace("example.com", "example.org"));
    Some(())
}

fn servers(edit: &mut Edit<'_>) -> Option<()> {
    let is_first = edit.numbers().chance(30);
    let list = edit.root.get_mut("servers")?.as_array_mut()?;
    if list.len() > 1 {
        list.remove(0);
    } else {
        let new = json!({"url": "https://brand-new.example.com", "description": "Brand new."});
        list.insert(if is_first { 0 } else { list.len() }, new);
    }
    Some(())
}

fn own_server(edit: &mut Edit<'_>) -> Option<()> {
    set(edit, "servers", Some(json!([{"url": "https://own.example.com"}])))
}

fn title(edit: &mut Edit<'_>) -> Option<()> {
    let key = edit.numbers().word(&["title", "version", "description"]);
    edit.root.get_mut("info")?.as_object_mut()?.insert(key.to_owned(), json!("Brand new"));
    Some(())
}
