//! Names and descriptions of enum values, and the type of an `enum` without a `type`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Linker, Schema, SchemaId, Sparse};
use crate::diagnostics::{Code, Finding, Place};
use crate::openapi::schema_type::SchemaType;

/// The name and description of an enum value, from extensions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Note {
    /// The name for generated code.
    pub(crate) name: Option<String>,
    /// In Markdown; empty if there is no description.
    pub(crate) description: String,
}

/// Extensions with the names of enum values: a list in the order of the values, or a map from value to name.
const NAMES: [&str; 4] = ["x-enum-varnames", "x-enumVarnames", "x-enumNames", "x-enum-names"];

/// Extensions with the descriptions of enum values, in the same two forms.
const DESCRIPTIONS: [&str; 3] = ["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"];

/// Returns a note for each value, or an empty list if there are no notes.
pub(super) fn notes(fields: &Map<String, Value>, values: &[Value]) -> Vec<Note> {
    let names = texts(fields, &NAMES, values);
    let descriptions = texts(fields, &DESCRIPTIONS, values);
    let detailed = fields.get("x-ms-enum").and_then(|details| details.get("values")?.as_array());
    if names.is_empty() && descriptions.is_empty() && detailed.is_none() {
        return Vec::new();
    }
    let detailed: HashMap<&Value, &Value> = detailed
        .into_iter()
        .flatten()
        .rev()
        .filter_map(|details| Some((details.get("value")?, details)))
        .collect();
    let note = |(index, value): (usize, &Value)| {
        let details = detailed.get(value);
        let detail = |key: &str| details.and_then(|details| details.get(key)?.as_str()).map(str::to_owned);
        let name = names.get(index).cloned().flatten().or_else(|| detail("name"));
        let description = descriptions.get(index).cloned().flatten().or_else(|| detail("description"));
        Note { name: name.filter(|name| !name.is_empty()), description: description.unwrap_or_default() }
    };
    values.iter().enumerate().map(note).collect()
}

/// Returns the texts of the first extension that exists, one for each value. A list of a different length is
/// ignored.
fn texts(fields: &Map<String, Value>, keys: &[&str], values: &[Value]) -> Vec<Option<String>> {
    match keys.iter().find_map(|key| fields.get(*key)) {
        Some(Value::Array(texts)) if texts.len() == values.len() => {
            texts.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        }
        Some(Value::Object(texts)) => {
            let text = |value: &Value| {
                let key = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                texts.get(&key).and_then(Value::as_str).map(str::to_owned)
            };
            values.iter().map(text).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the name that an extension gives to the type of an enum.
pub(super) fn type_name(fields: &Map<String, Value>) -> String {
    let name = fields.get("x-ms-enum").and_then(|details| details.get("name")?.as_str());
    name.unwrap_or_default().to_owned()
}

/// Returns the type of a constant; `None` for null, lists and objects.
fn type_of(value: &Value) -> Option<SchemaType> {
    SchemaType::of_value(value).filter(|it| !matches!(it, SchemaType::Array | SchemaType::Object))
}

/// Returns whether a value is null or of a type.
fn is_of(value: &Value, schema_type: SchemaType) -> bool {
    value.is_null() || schema_type.allows(value)
}

/// Returns a scalar of a type: the value itself, or the one with the same text.
fn read_as(value: &Value, schema_type: SchemaType) -> Option<Value> {
    if is_of(value, schema_type) {
        return Some(value.clone());
    }
    let read = match (value, schema_type) {
        (Value::Bool(_) | Value::Number(_), SchemaType::String) => Value::String(value.to_string()),
        (Value::String(text), SchemaType::Boolean | SchemaType::Integer | SchemaType::Number) => {
            serde_json::from_str(text).ok()?
        }
        _ => return None,
    };
    (!read.is_null() && is_of(&read, schema_type)).then_some(read)
}

impl Linker<'_, '_> {
    /// Rewrites enum values that are not of the `type` beside them, or leaves them out, and reports them and
    /// such a default. Authors write `enum: [1, 2]` for strings, and `["1", "2"]` for integers.
    pub(super) fn check_values(&mut self, schema: &mut Schema, place: &Place) {
        let Some(schema_type) = schema.schema_type else { return };
        if schema.default.as_deref().is_some_and(|value| !is_of(value, schema_type)) {
            let what = format!("the default is not of the type `{}`", schema_type.as_str());
            let finding = Finding::warning(Code::Shape, place.key("default"), what);
            self.report.push_alike(finding.help("correct the default, or the type"));
        }
        if schema.enumeration.iter().all(|value| is_of(value, schema_type)) {
            return;
        }
        let (mut kept, mut notes) = (Vec::new(), Vec::new());
        for (index, value) in schema.enumeration.iter().enumerate() {
            let at = || place.key("enum").index(index);
            let Some(read) = read_as(value, schema_type) else {
                let what = format!(
                    "a value of `enum` is not of the type `{}`; it is left out",
                    schema_type.as_str()
                );
                self.report.push_alike(Finding::warning(Code::Shape, at(), what));
                continue;
            };
            if read != *value {
                let what = format!(
                    "a value of `enum` is not of the type `{0}`; it is read as the {0} with the same text",
                    schema_type.as_str()
                );
                self.report.push_alike(Finding::warning(Code::Shape, at(), what));
            }
            kept.push(read);
            notes.extend(schema.notes.get(index).cloned());
        }
        schema.enumeration = kept.into();
        schema.notes = notes.into();
    }

    /// Infers the `type` of a schema from its enum values. Values of several types become a union with one
    /// branch for each type.
    pub(super) fn infer_type(&mut self, schema: &mut Schema) {
        let has_parts = !schema.all_of.is_empty() || schema.branches().next().is_some();
        if schema.schema_type.is_some() || has_parts || !schema.properties.is_empty() {
            return;
        }
        let values = || schema.enumeration.iter().filter(|value| !value.is_null());
        // At this stage, null is a property of a schema (`nullable`), not a type.
        schema.nullable |= !schema.enumeration.is_empty() && values().next().is_none();
        let Some(mut kinds) = values().map(type_of).collect::<Option<Vec<SchemaType>>>() else { return };
        // Every integer is also a number, so the branch for numbers includes integers.
        if kinds.contains(&SchemaType::Number) {
            kinds
                .iter_mut()
                .filter(|kind| **kind == SchemaType::Integer)
                .for_each(|kind| *kind = SchemaType::Number);
        }
        let kind_of_each = kinds.clone();
        let mut met = Vec::new();
        kinds.retain(|kind| {
            !met.contains(kind) && {
                met.push(*kind);
                true
            }
        });
        match kinds.as_slice() {
            // Later stages recognize an enum of strings without a type.
            [] | [SchemaType::String] => {}
            [only] => schema.schema_type = Some(*only),
            several => {
                schema.nullable |= schema.enumeration.iter().any(Value::is_null);
                let listed: Vec<(SchemaType, Value)> =
                    kind_of_each.into_iter().zip(values().cloned()).collect();
                let notes = std::mem::take(&mut schema.notes);
                let not_null =
                    schema.enumeration.iter().zip(notes.iter()).filter(|(value, _)| !value.is_null());
                let notes: Vec<Note> = not_null.map(|(_, note)| note.clone()).collect();
                let branch = |kind: &SchemaType| {
                    let own = listed.iter().enumerate().filter(|(_, (other, _))| other == kind);
                    let (indices, values): (Vec<usize>, Vec<Value>) =
                        own.map(|(index, (_, value))| (index, value.clone())).unzip();
                    let notes: Sparse<Vec<Note>> =
                        indices.into_iter().filter_map(|index| notes.get(index).cloned()).collect();
                    Schema {
                        place: schema.place.clone(),
                        schema_type: Some(*kind),
                        enumeration: values.into(),
                        notes,
                        ..Schema::default()
                    }
                };
                let branches: Vec<Schema> = several.iter().map(branch).collect();
                schema.any_of = branches
                    .into_iter()
                    .map(|branch| self.linked.add(branch))
                    .collect::<Vec<SchemaId>>()
                    .into();
                schema.enumeration = Sparse::default();
            }
        }
    }
}

impl Schema {
    /// Returns whether the enum values are strings, apart from null.
    pub(crate) fn is_words(&self) -> bool {
        let is_text = matches!(self.schema_type, Some(SchemaType::String) | None);
        let all_text = self.enumeration.iter().all(|value| value.is_string() || value.is_null());
        is_text && all_text && self.enumeration.iter().any(Value::is_string)
    }

    /// Returns whether the enum values are integers of 64 bits, apart from null.
    pub(crate) fn is_whole_words(&self) -> bool {
        let is_integer = self.schema_type == Some(SchemaType::Integer);
        is_integer
            && self.enumeration.iter().any(Value::is_number)
            && self.enumeration.iter().all(|value| value.is_null() || as_whole(value).is_some())
    }
}

/// Returns the value as an integer of 64 bits. JSON may write it as `1.0`.
pub(crate) fn as_whole(value: &Value) -> Option<i64> {
    let number = value.as_number()?;
    number.as_i64().or_else(|| {
        // Below 2^53, a double represents every integer exactly.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let double = number.as_f64().filter(|double| double.fract() == 0.0 && double.abs() <= EXACT)?;
        #[expect(clippy::cast_possible_truncation, reason = "the double is an integer and small enough")]
        Some(double as i64)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(node: Value) -> Vec<(Option<String>, String)> {
        let values = node["enum"].as_array().unwrap().clone();
        let notes = notes(node.as_object().unwrap(), &values);
        notes.into_iter().map(|note| (note.name, note.description)).collect()
    }

    #[test]
    fn extensions_set_names_and_descriptions_of_values() {
        let name = |text: &str| Some(text.to_owned());
        let by_order = json!({"enum": [3, 4], "x-enum-varnames": ["Low", "High"], "x-enum-descriptions": ["cold", "hot"]});
        let expected = vec![(name("Low"), "cold".to_owned()), (name("High"), "hot".to_owned())];
        assert_eq!(found(by_order), expected);
        let by_value = json!({"enum": [3, 4], "x-enumDescriptions": {"3": "cold", "4": "hot"}, "x-enumNames": ["Low", "High"]});
        assert_eq!(found(by_value), expected);
        let detailed = json!({"enum": [4, 3], "x-ms-enum": {"values": [
            {"value": 3, "name": "Low", "description": "cold"}, {"value": 4, "name": "High", "description": "hot"}]}});
        assert_eq!(found(detailed), expected.into_iter().rev().collect::<Vec<_>>());
        // With fewer names than values, it is unknown which value each name belongs to.
        assert_eq!(found(json!({"enum": [3, 4], "x-enum-varnames": ["Low"]})), []);
    }
}
