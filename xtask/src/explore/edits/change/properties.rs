//! Edits of the properties of objects.

use serde_json::{Map, Value, json};

use super::{Edit, Kind, is_object, rename, rotate, toggle};
use crate::explore::edits::schema::nullable;

pub(super) const KINDS: &[Kind] = &[
    ("property added", added),
    ("required property added", required_added),
    ("property removed", removed),
    ("property renamed", renamed),
    ("property spelled otherwise", respelled),
    ("properties reordered", reordered),
    ("property required or optional", required),
    ("property nullable or not", null),
    ("property of another schema", changed),
    ("property read-only or not", |edit| toggled(edit, "readOnly")),
    ("property write-only or not", |edit| toggled(edit, "writeOnly")),
    ("property deprecated or not", |edit| toggled(edit, "deprecated")),
    ("property described otherwise", described),
    ("additional properties changed", additional),
];

/// Returns the pointer to an object schema with properties.
fn object(edit: &mut Edit<'_>) -> Option<String> {
    edit.place(is_object)
}

fn properties<'a>(edit: &'a mut Edit<'_>, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    edit.root.pointer_mut(pointer)?.get_mut("properties")?.as_object_mut()
}

/// Returns a property and the pointer to its object.
fn property<'a>(edit: &'a mut Edit<'_>) -> Option<(String, String, &'a mut Value)> {
    let object = object(edit)?;
    let (key, value) = edit.member(&format!("{object}/properties"))?;
    Some((object, key, value))
}

/// Returns the names of the required properties.
fn names<'a>(edit: &'a mut Edit<'_>, object: &str) -> Option<&'a mut Vec<Value>> {
    let object = edit.root.pointer_mut(object)?.as_object_mut()?;
    object.entry("required").or_insert_with(|| json!([])).as_array_mut()
}

/// Removes an empty list of required properties, which OpenAPI 3.0 does not allow.
fn tidy(edit: &mut Edit<'_>, object: &str) {
    if names(edit, object).is_some_and(|names| names.is_empty())
        && let Some(object) = edit.root.pointer_mut(object).and_then(Value::as_object_mut)
    {
        object.shift_remove("required");
    }
}

fn new_property(edit: &mut Edit<'_>) -> Option<String> {
    let object = object(edit)?;
    let schema =
        if edit.numbers().chance(70) { edit.schemas.scalar() } else { edit.schemas.object(1, false) };
    let is_first = edit.numbers().chance(30);
    let fields = properties(edit, &object)?;
    if is_first {
        fields.shift_insert(0, "brand_new".to_owned(), schema);
    } else {
        fields.insert("brand_new".to_owned(), schema);
    }
    Some(object)
}

fn added(edit: &mut Edit<'_>) -> Option<()> {
    new_property(edit).map(drop)
}

fn required_added(edit: &mut Edit<'_>) -> Option<()> {
    let object = new_property(edit)?;
    names(edit, &object)?.push(json!("brand_new"));
    Some(())
}

fn removed(edit: &mut Edit<'_>) -> Option<()> {
    let (object, key, _) = property(edit)?;
    properties(edit, &object)?.shift_remove(&key);
    names(edit, &object)?.retain(|name| *name != key);
    tidy(edit, &object);
    Some(())
}

fn renamed(edit: &mut Edit<'_>) -> Option<()> {
    rename_to(edit, |key| format!("{key}_two"))
}

/// Changes the key of a property so that its field has the same name.
fn respelled(edit: &mut Edit<'_>) -> Option<()> {
    rename_to(edit, |key| key.to_uppercase().replace('_', "-"))
}

fn rename_to(edit: &mut Edit<'_>, to: fn(&str) -> String) -> Option<()> {
    let (object, key, _) = property(edit)?;
    let new = to(&key);
    rename(properties(edit, &object)?, &key, &new);
    for name in names(edit, &object)? {
        if *name == key {
            *name = json!(new);
        }
    }
    tidy(edit, &object);
    Some(())
}

fn reordered(edit: &mut Edit<'_>) -> Option<()> {
    let object = object(edit)?;
    rotate(properties(edit, &object)?)
}

fn required(edit: &mut Edit<'_>) -> Option<()> {
    let (object, key, _) = property(edit)?;
    let names = names(edit, &object)?;
    let count = names.len();
    names.retain(|name| *name != key);
    if names.len() == count {
        names.push(json!(key));
    }
    tidy(edit, &object);
    Some(())
}

fn null(edit: &mut Edit<'_>) -> Option<()> {
    let dialect = edit.dialect();
    let (_, _, value) = property(edit)?;
    let fields = value.as_object_mut()?;
    if fields.shift_remove("nullable").is_some() {
        return Some(());
    }
    if let Some(ty) = fields.get("type").and_then(|ty| ty.get(0)).cloned() {
        fields.insert("type".to_owned(), ty);
        if let Some(values) = fields.get_mut("enum").and_then(Value::as_array_mut) {
            values.retain(|value| !value.is_null());
        }
        return Some(());
    }
    if fields.contains_key("$ref") {
        return None;
    }
    *value = nullable(value.take(), dialect);
    Some(())
}

fn changed(edit: &mut Edit<'_>) -> Option<()> {
    let components = edit.root.pointer("/components/schemas").and_then(Value::as_object)?;
    let known: Vec<String> = components.keys().cloned().collect();
    let target = edit.numbers().pick(&known)?.clone();
    let is_reference = edit.numbers().chance(30);
    let schema = if is_reference {
        json!({"$ref": format!("#/components/schemas/{target}")})
    } else {
        edit.schemas.scalar()
    };
    *property(edit)?.2 = schema;
    Some(())
}

fn toggled(edit: &mut Edit<'_>, key: &str) -> Option<()> {
    let fields = property(edit)?.2.as_object_mut()?;
    if fields.contains_key("$ref") {
        return None;
    }
    toggle(fields, key);
    // A property is not both.
    match key {
        "readOnly" => drop(fields.shift_remove("writeOnly")),
        "writeOnly" => drop(fields.shift_remove("readOnly")),
        _ => {}
    }
    Some(())
}

fn described(edit: &mut Edit<'_>) -> Option<()> {
    let key = edit.numbers().word(&["description", "title"]);
    let fields = property(edit)?.2.as_object_mut()?;
    if fields.contains_key("$ref") {
        return None;
    }
    fields.insert(key.to_owned(), json!("Brand new words"));
    Some(())
}

fn additional(edit: &mut Edit<'_>) -> Option<()> {
    let new = match edit.numbers().below(4) {
        0 => Some(json!(false)),
        1 => Some(json!(true)),
        2 => Some(json!({"type": "integer"})),
        _ => None,
    };
    let object = object(edit)?;
    let fields = edit.root.pointer_mut(&object)?.as_object_mut()?;
    match new {
        Some(new) => drop(fields.insert("additionalProperties".to_owned(), new)),
        None => drop(fields.shift_remove("additionalProperties")),
    }
    Some(())
}
