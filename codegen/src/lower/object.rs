//! Structs: a field for each key that any part of an object describes.

use std::collections::HashMap;

use super::Lowering;
use super::model::Hint;
use crate::compose::objects::{Contradiction, Property};
use crate::diagnostics::{Code, Finding, Place};
use crate::graph;
use crate::ir::{Access, Field, Presence, Record, Rest, Type};
use crate::naming::{self, Kind, Name, Scope, reserved};
use crate::resolve::{Additional, Linked, Schema, SchemaId};

/// The schemas that are `readOnly` or `writeOnly`, themselves or through a part of their `allOf` (JSON Schema
/// Validation 2020-12, section 9.4: annotations of all parts apply).
#[derive(Debug)]
pub(super) struct Directions {
    read_only: Vec<bool>,
    write_only: Vec<bool>,
}

impl Directions {
    /// Examines every schema.
    pub(super) fn of(linked: &Linked) -> Self {
        let ids: Vec<SchemaId> = linked.schema_ids().collect();
        let schema = |index: usize| ids.get(index).and_then(|id| linked.schema(*id));
        let parts =
            |index: usize| schema(index).into_iter().flat_map(|schema| &schema.all_of).map(|id| id.index());
        let leading_to = |matches: fn(&Schema) -> bool| {
            graph::leading_to(ids.len(), parts, |index| schema(index).is_some_and(matches))
        };
        Self {
            read_only: leading_to(|schema| schema.read_only),
            write_only: leading_to(|schema| schema.write_only),
        }
    }

    fn is_read_only(&self, id: SchemaId) -> bool {
        self.read_only.get(id.index()).copied().unwrap_or_default()
    }

    fn is_write_only(&self, id: SchemaId) -> bool {
        self.write_only.get(id.index()).copied().unwrap_or_default()
    }
}

impl Lowering<'_> {
    /// Creates the struct of a schema for which [`Self::is_record`] returns true.
    pub(super) fn record(&mut self, id: SchemaId, place: &Place, name: &str) -> Option<Record> {
        let flat = self.linked.flat(id, self.compositions);
        for contradiction in &flat.contradictions {
            self.contradictory(contradiction, flat.required.contains(&contradiction.key));
        }
        let mut names = Scope::new(Kind::Field, &[]);
        let mut setters = Scope::new(Kind::Field, &[&["new"], reserved::TRAIT_METHODS].concat());
        let origins: Vec<Place> = flat
            .properties
            .iter()
            .map(|(key, property)| {
                let lister = self.linked.schema(property.lister).and_then(|lister| lister.place.as_ref());
                lister.unwrap_or(place).key("properties").key(key)
            })
            .collect();
        let mut claimed: HashMap<usize, (Name, Name)> = HashMap::new();
        for index in naming::order_of_claims(flat.properties.keys().map(String::as_str), Kind::Field) {
            if let (Some((key, _)), Some(origin)) = (flat.properties.get_index(index), origins.get(index)) {
                claimed.insert(index, field_names(key, origin, &mut names, &mut setters));
            }
        }
        let mut fields = Vec::with_capacity(flat.properties.len());
        for (index, ((key, property), origin)) in flat.properties.iter().zip(origins).enumerate() {
            let Some(schema) = self.linked.schema(property.schema) else { continue };
            // The target of a reference, or the branch beside null, for keywords that the property itself
            // does not have.
            let inner = self.linked.schema(self.linked.core(property.schema)).unwrap_or(schema);
            let Some((field_name, setter)) = claimed.remove(&index) else { continue };
            let hint = Hint::new(format!("{name} {key}"), "property");
            let ty = if property.is_any { Type::Json } else { self.type_of(property.schema, &hint)? };
            let is_write_only = self.directions.is_write_only(property.schema);
            let required = flat.required.contains(key);
            // A field of any JSON value holds null itself.
            let nullable = self.is_nullable(property.schema) && ty != Type::Json;
            let presence = match (required, nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::OptionalNullable,
            };
            fields.push(Field {
                name: field_name,
                setter,
                null_setter: None,
                docs: self.words_of(schema),
                ty,
                presence,
                access: match (self.directions.is_read_only(property.schema), is_write_only) {
                    (true, _) => Access::ReadOnly,
                    (false, true) => Access::WriteOnly,
                    (false, false) => Access::Both,
                },
                is_secret: is_write_only || inner.format.as_deref() == Some("password"),
                deprecated: schema.deprecated,
                default: schema.default.clone().or_else(|| inner.default.clone()),
                // The documentation of an integer enum already lists its values.
                known: if inner.is_whole_words() {
                    Vec::new()
                } else {
                    let is_told = |value: &&serde_json::Value| value.is_number() || is_only(inner, value);
                    inner.enumeration.iter().filter(is_told).cloned().collect()
                },
                example: schema.example.clone().or_else(|| inner.example.clone()),
                xml: self.xml(property.schema, key).map(Box::new),
                origin,
            });
        }
        for missing in flat.required.iter().filter(|name| !flat.properties.contains_key(*name)) {
            let what = format!(
                "`{missing}` is required but not described, so it may have any value and may be absent"
            );
            let finding = Finding::warning(Code::Shape, place.key("required"), what);
            self.report.push(finding.help(format!("add `{missing}` to `properties`")));
            let is_kept = matches!(flat.additional, Additional::Allowed | Additional::Of(_));
            // A field for all other keys also holds this one.
            if !is_kept && !self.settings.keep_unknown {
                let origin = place.key("required");
                let (name, setter) = field_names(missing, &origin, &mut names, &mut setters);
                fields.push(undescribed(name, setter, origin));
            }
        }
        name_null_setters(&mut fields, &mut setters);
        let rest = match flat.additional {
            Additional::Unstated | Additional::Forbidden if !self.settings.keep_unknown => None,
            Additional::Unstated | Additional::Forbidden | Additional::Allowed => Some(Type::Json),
            Additional::Of(values) => {
                Some(self.element_type(values, &Hint::new(format!("{name} value"), "entry"))?)
            }
        };
        let rest_name = &["additional", "additional properties"];
        let rest = rest.map(|ty| {
            let name = names.claim("", rest_name, place);
            let other_name = &["unrecognized", "unrecognized properties"];
            let unrecognized = (ty != Type::Json).then(|| names.claim("", other_name, place));
            Rest { name, ty, unrecognized }
        });
        Some(Record { fields, rest })
    }

    fn contradictory(&mut self, contradiction: &Contradiction, is_required: bool) {
        let key = &contradiction.key;
        // The target of a reference does not contradict anything by itself.
        let place = |property: Property| {
            let lister = self.linked.schema(property.lister).and_then(|lister| lister.place.as_ref());
            lister.map(|lister| lister.key("properties").key(key))
        };
        let (Some(before), Some(now)) = (place(contradiction.before), place(contradiction.now)) else {
            return;
        };
        let what = format!("`{key}` contradicts its description at `{}`", before.pointer);
        if is_required {
            let finding = Finding::error(Code::Contradiction, now, what);
            self.report.survivable(finding.help("correct one of them, because no value matches both"));
        } else {
            let what = format!("{what}, so it may have any value");
            let finding = Finding::warning(Code::Contradiction, now, what);
            self.report.push(finding.help("correct one of them, because no value matches both"));
        }
    }
}

/// Returns whether a value is the only boolean that a schema allows.
fn is_only(schema: &Schema, value: &serde_json::Value) -> bool {
    (value.is_boolean() || value.is_null()) && schema.enumeration.len() == 1
}

/// Returns the names of a field and of its setter.
fn field_names(key: &str, origin: &Place, names: &mut Scope, setters: &mut Scope) -> (Name, Name) {
    let name = names.claim(key, &[key, &format!("{key} field")], origin);
    let setter = setters.claim(key, &[key, &format!("with {key}")], origin);
    let setter = if setter == name { name.clone() } else { setter };
    (name, setter)
}

/// Names the setters that set a field to null: `tags_null`. They come after all other setters, so that they
/// take no name from a property.
fn name_null_setters(fields: &mut [Field], setters: &mut Scope) {
    // A nullable field that one side does not send is optional and nullable, and so is an optional field of a
    // merge patch.
    for field in
        fields.iter_mut().filter(|field| field.presence != Presence::Required && field.ty != Type::Json)
    {
        let setter = field.setter.rust();
        let candidates = [format!("{setter} null"), format!("{setter} to null")];
        let candidates = candidates.each_ref().map(String::as_str);
        field.null_setter = Some(setters.claim(field.name.wire(), &candidates, &field.origin));
    }
}

/// Creates a field for a key that is required but not described. It may be absent from responses, because
/// such keys are usually misspelled.
fn undescribed(name: Name, setter: Name, origin: Place) -> Field {
    Field {
        name,
        setter,
        null_setter: None,
        docs: String::new(),
        ty: Type::Json,
        presence: Presence::Optional,
        access: Access::Both,
        is_secret: false,
        deprecated: false,
        default: None,
        known: Vec::new(),
        example: None,
        xml: None,
        origin,
    }
}
