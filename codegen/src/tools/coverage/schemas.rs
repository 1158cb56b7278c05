//! The coverage of schemas: named schemas, and the properties of all schemas.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{NodeKind, Status, Survey};
use crate::diagnostics::{Place, Pointer};
use crate::ir::{Api, Shape, Type};
use crate::source::Source;

/// The keywords whose values are a schema, a list of schemas or a map of schemas.
const ONE: [&str; 4] = ["items", "additionalProperties", "unevaluatedProperties", "itemSchema"];
const LISTS: [&str; 5] = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];
const MAPS: [&str; 1] = ["patternProperties"];

/// Returns the names of the models by their places.
pub(super) fn names(api: &Api) -> HashMap<Place, &str> {
    api.models.iter().map(|model| (model.origin.clone(), model.name.wire())).collect()
}

/// Returns the places of the fields' schemas, by key and by the places of their models and of the schemas
/// that list them.
pub(super) fn fields(api: &Api) -> HashMap<(Place, &str), Place> {
    let mut fields = HashMap::new();
    for (id, model) in api.models_with_ids() {
        // A model that equals another schema is an alias of its type.
        let ty = Type::Model(id);
        let shape = match api.resolved(&ty) {
            Type::Model(id) => api.model(*id).map_or(&model.shape, |model| &model.shape),
            _ => &model.shape,
        };
        match shape {
            Shape::Record(record) => {
                for field in &record.fields {
                    fields.insert((model.origin.clone(), field.name.wire()), field.origin.clone());
                    // A list of types becomes branches, and the keywords beside it move into the branches.
                    let mut lister = field.origin.pointer.parent().and_then(|properties| properties.parent());
                    while let Some(pointer) = lister {
                        lister = whole_of(&pointer);
                        fields.insert((field.origin.at(pointer), field.name.wire()), field.origin.clone());
                    }
                }
            }
            // The discriminator.
            Shape::Union(union) => {
                let origin = || model.origin.clone();
                fields.extend(union.tag.iter().map(|tag| ((origin(), tag.as_str()), origin())));
            }
            Shape::Enum(_) | Shape::Alias(_) | Shape::Wrapper(_) => {}
        }
    }
    fields
}

/// Returns the places of the definitions of Swagger 2.0, with their places in 3.0.
pub(super) fn moved(source: &Source) -> Vec<(Place, Place)> {
    let root = source.entry();
    let components = root.key("components");
    [("definitions", "schemas"), ("responses", "responses"), ("parameters", "parameters")]
        .into_iter()
        .filter(|_| source.value(&root.key("swagger")).is_some())
        .map(|(from, to)| (root.key(from), components.key(to)))
        .collect()
}

impl Survey<'_> {
    pub(super) fn named_schema(&mut self, name: &str, place: &Place) {
        let end = self.landed(place.clone());
        let is_generated = self.names.contains_key(&self.lowered(&end));
        self.record(NodeKind::Schema, name, place, is_generated, None);
        self.schema(place.clone());
    }

    /// Records the properties of a schema and of its parts. Uses an explicit stack, because descriptions may
    /// nest deeper than the thread's stack allows.
    pub(super) fn schema(&mut self, place: Place) {
        let mut pending = vec![place];
        while let Some(place) = pending.pop() {
            if !self.schemas.insert(place.clone()) {
                continue;
            }
            let landed = self.landed(place.clone());
            if landed != place {
                self.schemas.insert(place.clone());
                let is_elsewhere = landed.file != self.source.entry().file;
                if is_elsewhere && let Some(name) = self.names.get(&landed).copied() {
                    self.write(NodeKind::Schema, name, &landed, Status::Generated);
                }
                pending.push(landed);
            }
            self.note_moves(&place);
            let mut parts = Vec::new();
            // In some descriptions, `properties` is a reference.
            for (key, at) in self.named(&self.landed(place.key("properties"))) {
                let is_generated = self.is_field(&place, &key);
                let reason = if is_generated { None } else { self.one_sided(&at) };
                self.record(NodeKind::Property, &key, &at, is_generated, reason);
                parts.push(at);
            }
            parts.extend(ONE.iter().map(|key| place.key(key)).filter(|at| self.is_schema(at)));
            parts.extend(LISTS.iter().flat_map(|key| self.elements(&place.key(key))).map(|(_, at)| at));
            parts.extend(MAPS.iter().flat_map(|key| self.members(&place.key(key))).map(|(_, at)| at));
            pending.extend(parts.into_iter().rev());
        }
    }

    /// Returns the reason why a property is absent in requests or responses (OpenAPI 3.0.3, section
    /// 4.7.24.2). The keyword may be in any schema that the property refers to or consists of.
    fn one_sided(&self, property: &Place) -> Option<&'static str> {
        let mut parts = HashSet::new();
        let mut pending = vec![property.clone()];
        while let Some(part) = pending.pop() {
            if !parts.insert(part.clone()) {
                continue;
            }
            pending.push(self.landed(part.clone()));
            let lists = ["allOf", "anyOf", "oneOf"].map(|list| self.elements(&part.key(list)));
            pending.extend(lists.into_iter().flatten().map(|(_, part)| part));
        }
        let is_set = |key: &str| {
            parts.iter().any(|part| self.source.value(&part.key(key)) == Some(&Value::Bool(true)))
        };
        if is_set("readOnly") {
            return Some("not sent in requests: it is `readOnly`");
        }
        is_set("writeOnly").then_some("not part of responses: it is `writeOnly`")
    }

    fn is_schema(&self, place: &Place) -> bool {
        self.source.value(place).is_some_and(Value::is_object)
    }

    /// Records the schemas that normalization moves: the elements of a Swagger tuple to `prefixItems`, the
    /// elements of a long tuple to branches of `items`, and pattern properties to branches of
    /// `additionalProperties`.
    fn note_moves(&mut self, place: &Place) {
        let of = |key: &str| place.key(key);
        let mut prefix = [self.elements(&of("prefixItems")), self.elements(&of("items"))].concat();
        if prefix.len() <= crate::openapi::normalize::LONGEST_TUPLE {
            let to = self.lowered(place).key("prefixItems");
            let moved = prefix.drain(..).enumerate().map(|(index, (_, from))| (from, to.index(index)));
            self.moved.extend(moved.collect::<Vec<_>>());
        }
        let patterns = self.members(&of("patternProperties"));
        for (from, keyword) in [(prefix, "items"), (patterns, "additionalProperties")] {
            let to = self.lowered(place).key(keyword);
            let is_one = from.len() == 1 && !self.is_schema(&of(keyword));
            for (index, (_, from)) in from.into_iter().enumerate() {
                self.moved.push((from, if is_one { to.clone() } else { to.key("anyOf").index(index) }));
            }
        }
    }

    /// Returns the place of a node after normalization to the shape of 3.0.
    pub(super) fn lowered(&self, place: &Place) -> Place {
        let is_around = |from: &Place| place.file == from.file && place.pointer.is_within(&from.pointer);
        match self.moved.iter().rev().find(|(from, _)| is_around(from)) {
            Some((from, to)) => to.at(place.pointer.moved(&from.pointer, &to.pointer)),
            None => place.clone(),
        }
    }

    /// Returns whether the model of a schema, or of a schema that contains it, has a field with this key.
    fn is_field(&self, schema: &Place, key: &str) -> bool {
        self.field(schema, key).is_some() || self.field(&self.taken(schema), key).is_some()
    }

    /// Returns the place of the schema from which a field was generated.
    fn field(&self, schema: &Place, key: &str) -> Option<Place> {
        let mut place = schema.clone();
        loop {
            if let Some(origin) = self.fields.get(&(self.lowered(&place), key)) {
                return Some(origin.clone());
            }
            place = place.at(whole_of(&place.pointer)?);
        }
    }

    /// Returns the schema that was used instead of a schema. If several parts of an `allOf` describe the same
    /// key and one part contains all that the others require, only that part is used.
    fn taken(&self, schema: &Place) -> Place {
        let mut place = schema.at(Pointer::root());
        let mut before = String::new();
        for step in schema.pointer.steps() {
            let lister = place.pointer.parent().filter(|_| before == "properties");
            let origin = lister.and_then(|lister| self.field(&place.at(lister), &step));
            place = match origin {
                Some(origin) => self.landed(origin),
                None => place.key(&step),
            };
            before = step;
        }
        place
    }
}

/// Returns the schema that contains a part: `/a` for `/a/allOf/0`.
fn whole_of(pointer: &Pointer) -> Option<Pointer> {
    let list = pointer.parent()?;
    let keyword = list.steps().last()?;
    ["allOf", "anyOf", "oneOf"].contains(&keyword.as_str()).then(|| list.parent()).flatten()
}
