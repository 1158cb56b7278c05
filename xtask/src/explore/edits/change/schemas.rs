//! Edits of schemas.

use serde_json::{Map, Value, json};

use super::{Edit, Kind, find, is_object, is_scalar, is_words, rename, rotate, toggle};

pub(super) const KINDS: &[Kind] = &[
    ("type changed", ty),
    ("format changed", format),
    ("default changed", default),
    ("limit changed", limit),
    ("enum value added", value_added),
    ("enum value removed", value_removed),
    ("enum value renamed", value_renamed),
    ("enum values reordered", values_reordered),
    ("enum free or not", free),
    ("union branch added", branch_added),
    ("union branch removed", branch_removed),
    ("union branches reordered", branches_reordered),
    ("anyOf and oneOf swapped", any_of),
    ("schema added", added),
    ("schema removed", removed),
    ("schema renamed", renamed),
    ("schemas reordered", reordered),
    ("schema deprecated or not", deprecated),
    ("schema described otherwise", described),
    ("schema titled", titled),
    ("reference replaced by its schema", inlined),
    ("schema moved to the components", extracted),
    ("allOf part added or removed", part),
    ("items of another schema", items),
    ("one or several", several),
];

const COMPONENTS: &str = "/components/schemas";

fn components<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    edit.root.pointer_mut(COMPONENTS)?.as_object_mut()
}

fn to(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn ty(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.numbers().word(&["string", "integer", "number", "boolean"]);
    let node = edit.node(is_scalar)?;
    node.shift_remove("format");
    node.shift_remove("default");
    match node.get_mut("type")? {
        Value::Array(types) => *types.first_mut()? = json!(new),
        ty => *ty = json!(new),
    }
    Some(())
}

fn format(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.numbers().word(&["date-time", "date", "uuid", "byte", "email", "uri"]);
    let number = edit.numbers().word(&["int32", "int64"]);
    let node = edit.node(is_scalar)?;
    let ty = node.get("type").map(ToString::to_string)?;
    node.shift_remove("default");
    let new = match ty {
        ty if ty.contains("string") => new,
        ty if ty.contains("integer") => number,
        _ => return None,
    };
    if node.get("format") == Some(&json!(new)) {
        node.shift_remove("format");
    } else {
        node.insert("format".to_owned(), json!(new));
    }
    Some(())
}

fn default(edit: &mut Edit<'_>) -> Option<()> {
    let node = edit.node(|node| is_scalar(node) && !node.contains_key("format"))?;
    if node.shift_remove("default").is_none() {
        let ty = node.get("type")?.to_string();
        let new = match ty {
            ty if ty.contains("string") => json!("other"),
            ty if ty.contains("boolean") => json!(true),
            _ => json!(7),
        };
        node.insert("default".to_owned(), new);
    }
    Some(())
}

fn limit(edit: &mut Edit<'_>) -> Option<()> {
    let unsigned = edit.numbers().chance(50);
    let node = edit.node(is_scalar)?;
    let ty = node.get("type")?.to_string();
    let (key, limit) = match ty {
        ty if ty.contains("string") => ("maxLength", json!(40)),
        ty if ty.contains("boolean") => return None,
        _ if unsigned => ("minimum", json!(0)),
        _ => ("maximum", json!(1000)),
    };
    node.insert(key.to_owned(), limit);
    Some(())
}

fn values<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Vec<Value>> {
    edit.node(is_words)?.get_mut("enum")?.as_array_mut()
}

fn value_added(edit: &mut Edit<'_>) -> Option<()> {
    let is_first = edit.numbers().chance(50);
    let values = values(edit)?;
    values.insert(if is_first { 0 } else { values.len() }, json!("brand-new"));
    Some(())
}

fn value_removed(edit: &mut Edit<'_>) -> Option<()> {
    let values = values(edit)?;
    (values.iter().filter(|value| value.is_string()).count() > 1).then(|| drop(values.remove(0)))
}

fn value_renamed(edit: &mut Edit<'_>) -> Option<()> {
    let is_respelled = edit.numbers().chance(50);
    let value = values(edit)?.first_mut()?;
    let text = value.as_str()?;
    *value = if is_respelled { json!(text.to_uppercase()) } else { json!(format!("{text}-two")) };
    Some(())
}

fn values_reordered(edit: &mut Edit<'_>) -> Option<()> {
    values(edit)?.rotate_right(1);
    Some(())
}

/// Replaces an enum by a string, or a string by an enum.
fn free(edit: &mut Edit<'_>) -> Option<()> {
    if edit.numbers().chance(50) {
        edit.node(is_words)?.shift_remove("enum").map(drop)
    } else {
        let node = edit.node(|node| is_scalar(node) && node.get("type") == Some(&json!("string")))?;
        node.shift_remove("format");
        node.shift_remove("default");
        node.insert("enum".to_owned(), json!(["one", "other"]));
        Some(())
    }
}

fn branches<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Vec<Value>> {
    edit.node(|node| node.contains_key("oneOf"))?.get_mut("oneOf")?.as_array_mut()
}

fn branch_added(edit: &mut Edit<'_>) -> Option<()> {
    let is_object = edit.numbers().chance(60);
    let new = if is_object {
        let tag = json!({"type": "string", "enum": ["brand-new"]});
        json!({"type": "object", "required": ["brand"], "properties": {"brand": tag}})
    } else {
        json!({"type": "boolean"})
    };
    branches(edit)?.push(new);
    Some(())
}

fn branch_removed(edit: &mut Edit<'_>) -> Option<()> {
    let branches = branches(edit)?;
    (branches.len() > 1).then(|| drop(branches.remove(0)))
}

fn branches_reordered(edit: &mut Edit<'_>) -> Option<()> {
    branches(edit)?.rotate_right(1);
    Some(())
}

fn any_of(edit: &mut Edit<'_>) -> Option<()> {
    let node = edit.node(|node| node.contains_key("oneOf"))?;
    rename(node, "oneOf", "anyOf");
    Some(())
}

fn added(edit: &mut Edit<'_>) -> Option<()> {
    let is_first = edit.numbers().chance(50);
    let name = edit.numbers().word(&["BrandNew", "PetState", "ListPetsResponse", "OrderOwner"]);
    let schema = edit.schemas.object(1, false);
    let components = components(edit)?;
    components.shift_insert(if is_first { 0 } else { components.len() }, name.to_owned(), schema);
    Some(())
}

/// Removes a component, and replaces references to it by a string.
fn removed(edit: &mut Edit<'_>) -> Option<()> {
    let (name, _) = edit.member(COMPONENTS)?;
    components(edit)?.shift_remove(&name);
    replace(edit.root, &to(&name), &json!({"type": "string"}));
    Some(())
}

fn renamed(edit: &mut Edit<'_>) -> Option<()> {
    let (name, _) = edit.member(COMPONENTS)?;
    let new = format!("{name}Two");
    rename(components(edit)?, &name, &new);
    replace(edit.root, &to(&name), &to(&new));
    Some(())
}

fn reordered(edit: &mut Edit<'_>) -> Option<()> {
    rotate(components(edit)?)
}

fn replace(node: &mut Value, from: &Value, to: &Value) {
    if node == from {
        *node = to.clone();
        return;
    }
    match node {
        Value::Object(fields) => fields.values_mut().for_each(|value| replace(value, from, to)),
        Value::Array(items) => items.iter_mut().for_each(|value| replace(value, from, to)),
        _ => {}
    }
}

fn component<'a>(edit: &'a mut Edit<'_>) -> Option<&'a mut Map<String, Value>> {
    edit.member(COMPONENTS)?.1.as_object_mut()
}

fn deprecated(edit: &mut Edit<'_>) -> Option<()> {
    toggle(component(edit)?, "deprecated");
    Some(())
}

fn described(edit: &mut Edit<'_>) -> Option<()> {
    component(edit)?.insert("description".to_owned(), json!("Brand new words."));
    Some(())
}

fn titled(edit: &mut Edit<'_>) -> Option<()> {
    let title = edit.numbers().word(&["Brand New", "Pet", "State"]);
    edit.node(is_object)?.insert("title".to_owned(), json!(title));
    Some(())
}

/// Replaces a reference by its target.
fn inlined(edit: &mut Edit<'_>) -> Option<()> {
    let pointer = edit.place(|node| node.contains_key("$ref"))?;
    let target = edit.root.pointer(&pointer)?.get("$ref")?.as_str()?.trim_start_matches('#').to_owned();
    let schema = edit.root.pointer(&target)?.clone();
    // A copy of a schema within itself has another meaning.
    if pointer.starts_with(&target) {
        return None;
    }
    *edit.root.pointer_mut(&pointer)? = schema;
    Some(())
}

/// Moves an inline schema to the components.
fn extracted(edit: &mut Edit<'_>) -> Option<()> {
    let mut pointers = Vec::new();
    find(edit.root, "", |node| is_object(node) || is_words(node), &mut pointers);
    pointers.retain(|pointer| pointer.matches('/').count() > 3 && !pointer.ends_with("/properties"));
    let pointer = edit.numbers().pick(&pointers)?.clone();
    let schema = std::mem::replace(edit.root.pointer_mut(&pointer)?, to("BrandNew"));
    components(edit)?.insert("BrandNew".to_owned(), schema);
    Some(())
}

fn part(edit: &mut Edit<'_>) -> Option<()> {
    let is_added = edit.numbers().chance(50);
    let new = json!({"type": "object", "properties": {"brand_new": {"type": "string"}}});
    let parts = edit.node(|node| node.contains_key("allOf"))?.get_mut("allOf")?.as_array_mut()?;
    if is_added {
        parts.push(new);
    } else {
        parts.pop();
    }
    Some(())
}

fn items(edit: &mut Edit<'_>) -> Option<()> {
    let new = edit.schemas.scalar();
    edit.node(|node| node.contains_key("items") && node.contains_key("type"))?
        .insert("items".to_owned(), new);
    Some(())
}

/// Replaces an array by its items, or a scalar by an array.
fn several(edit: &mut Edit<'_>) -> Option<()> {
    if edit.numbers().chance(50) {
        let pointer = edit.place(|node| node.contains_key("items") && node.contains_key("type"))?;
        let node = edit.root.pointer_mut(&pointer)?;
        *node = node.get_mut("items")?.take();
    } else {
        let pointer = edit.place(is_scalar)?;
        let node = edit.root.pointer_mut(&pointer)?;
        *node = json!({"type": "array", "items": node.take()});
    }
    Some(())
}
