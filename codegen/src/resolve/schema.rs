//! Schemas. Each is read once, even if several references lead to it.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, SchemaKind, Type, VariantOrUnknownOrEmpty};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Additional, Bounds, Linker, Schema, SchemaId, Sparse, Tuple, Xml};
use super::{bounds, constants};
use crate::diagnostics::Place;
use crate::naming::{Kind, rust_name};
use crate::openapi::schema_type::{LIMITS_OTHERS, SchemaType};

impl Linker<'_, '_> {
    /// Returns the schema at a place, following references, and reads it with all schemas that it leads to.
    pub(super) fn schema_at(&mut self, place: &Place) -> SchemaId {
        let id = self.met(place);
        while let Some(next) = self.pending.pop() {
            if let Some(place) = self.unread.get(&next).cloned() {
                self.read_schema(next, &place);
            }
        }
        for (id, target) in self.order.taken() {
            self.name_by_file(id, &target);
        }
        id
    }

    /// Returns the ID of a schema that will be read.
    fn met(&mut self, place: &Place) -> SchemaId {
        let node = self.source.value(place);
        let reference = node.and_then(|node| node.get("$ref")).and_then(Value::as_str);
        match reference.map(str::to_owned) {
            Some(reference) => self.schema(ReferenceOr::<openapiv3::Schema>::Reference { reference }, place),
            None => {
                let id = self.reserved(place);
                self.order.leads_to(id, None);
                id
            }
        }
    }

    /// Reads a part that `openapiv3` does not support. It is read at once, because the schema around it is
    /// released once it has been read.
    fn part_at(&mut self, place: &Place) -> SchemaId {
        match self.read::<ReferenceOr<openapiv3::Schema>>(place) {
            Some(node) => self.schema(node, place),
            None => self.reserve(place),
        }
    }

    /// Returns the ID of the schema at a place. It is read later, unless it has been read.
    pub(super) fn reserved(&mut self, place: &Place) -> SchemaId {
        if let Some(id) = self.ids.get(place) {
            return *id;
        }
        let id = self.reserve(place);
        self.unread.insert(id, place.clone());
        self.pending.push(id);
        id
    }

    fn read_schema(&mut self, id: SchemaId, place: &Place) {
        match self.read::<ReferenceOr<openapiv3::Schema>>(place) {
            Some(node) => {
                self.schema(node, place);
                self.let_go(place);
            }
            None => drop(self.unread.remove(&id)),
        }
    }

    fn schema<S: Into<openapiv3::Schema>>(&mut self, node: ReferenceOr<S>, place: &Place) -> SchemaId {
        let known = self.ids.get(place).copied();
        match (node, known) {
            (ReferenceOr::Reference { .. }, Some(id)) => id,
            (ReferenceOr::Reference { .. }, None) => match self.end_of(place) {
                Some(target) => {
                    let id = self.reserved(&target);
                    self.ids.insert(place.clone(), id);
                    self.order.leads_to(id, Some(&target));
                    if let Some(schema) = self.linked.schema_mut(id) {
                        schema.is_referred_to = true;
                    }
                    id
                }
                None => self.reserve(place),
            },
            (ReferenceOr::Item(schema), known) => {
                let id = known.unwrap_or_else(|| self.reserve(place));
                self.order.leads_to(id, None);
                if known.is_some() && self.unread.remove(&id).is_none() {
                    return id;
                }
                let before = self.order.enter(id);
                let schema = self.keywords(schema.into(), place);
                self.order.leave(before);
                if let Some(slot) = self.linked.schema_mut(id) {
                    // A recursive part may have set the name already.
                    let (component, is_referred_to) = (slot.component.take(), slot.is_referred_to);
                    *slot = Schema { component, is_referred_to, ..schema };
                }
                id
            }
        }
    }

    /// Names a schema in another file by its key there or by the name of the file.
    fn name_by_file(&mut self, id: SchemaId, target: &Place) {
        if target.file == self.source.entry().file {
            return;
        }
        if let Some(name) = self.public.get(target) {
            self.linked.components.entry(name.clone()).or_insert(id);
            return;
        }
        if self.linked.schema(id).is_none_or(|schema| schema.component.is_some()) {
            return;
        }
        let Some(name) = target.pointer.steps().last().or_else(|| self.source.stem(target.file)) else {
            return;
        };
        let folder = self.source.folder_name(target.file).unwrap_or_default();
        let stem = self.source.stem(target.file).unwrap_or_default();
        let names = [
            name.clone(),
            format!("{stem} {name}"),
            format!("{folder} {name}"),
            format!("{folder} {stem} {name}"),
        ];
        let is_free = |name: &String| {
            !self.keys.contains(&rust_name(name, Kind::Type)) && !self.linked.components.contains_key(name)
        };
        let Some(name) = names.into_iter().find(is_free) else { return };
        if let Some(schema) = self.linked.schema_mut(id) {
            schema.component = Some(name.clone());
        }
        self.linked.components.insert(name, id);
    }

    fn reserve(&mut self, place: &Place) -> SchemaId {
        let component = self.public.get(place).cloned();
        let id = self.linked.add(Schema { place: Some(place.clone()), component, ..Schema::default() });
        self.ids.insert(place.clone(), id);
        id
    }

    fn schemas<S: Into<openapiv3::Schema>>(
        &mut self,
        nodes: Vec<ReferenceOr<S>>,
        place: &Place,
    ) -> Sparse<Vec<SchemaId>> {
        nodes.into_iter().enumerate().map(|(index, node)| self.schema(node, &place.index(index))).collect()
    }

    /// Converts a schema of `openapiv3`, in any of its forms, to a single struct.
    fn keywords(&mut self, schema: openapiv3::Schema, place: &Place) -> Schema {
        let data = schema.schema_data;
        let mut linked = Schema {
            place: Some(place.clone()),
            description: data.description.or_else(|| data.title.clone()).unwrap_or_default(),
            title: data.title.unwrap_or_default().into(),
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            bounds: self.source.value(place).and_then(Value::as_object).map(Bounds::of).unwrap_or_default(),
            default: data.default.map(Box::new),
            example: data.example.map(Box::new),
            xml: self.source.value(&place.key("xml")).map(|node| Box::new(xml(node))),
            ..Schema::default()
        };
        // OpenAPI 3.0 does not have this keyword, so `openapiv3` does not support it.
        let content = place.key("contentSchema");
        linked.content = self.source.value(&content).is_some().then(|| self.part_at(&content));
        linked.tuple = self.tuple(place).map(Box::new);
        linked.discriminator = data.discriminator.map(|written| Box::new(self.discriminator(written, place)));
        match schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => {
                linked.schema_type = Some(SchemaType::String);
                linked.format = format_text(&string.format);
                linked.enumeration = string
                    .enumeration
                    .into_iter()
                    .map(|value| value.map_or(Value::Null, Value::String))
                    .collect();
                linked.limits = [
                    limit(string.min_length, string.max_length, " characters"),
                    string.pattern.map(|pattern| format!("matches {}", crate::text::code(&pattern))),
                ]
                .into_iter()
                .flatten()
                .collect();
            }
            SchemaKind::Type(Type::Number(number)) => {
                linked.format = format_text(&number.format);
                // A format of whole numbers applies to `number` as well (OpenAPI format registry, "int64"): a
                // double would round.
                let is_whole = linked.format.as_deref().is_some_and(bounds::is_whole_format);
                linked.schema_type = Some(if is_whole { SchemaType::Integer } else { SchemaType::Number });
                linked.enumeration = number.enumeration.into_iter().map(Value::from).collect();
                linked.limits = match is_whole {
                    true => linked.bounds.words().into_iter().collect(),
                    false => {
                        let flags = (number.exclusive_minimum, number.exclusive_maximum);
                        number_limit(number.minimum, number.maximum, flags).into_iter().collect()
                    }
                };
                linked.limits.extend(multiple(number.multiple_of));
            }
            SchemaKind::Type(Type::Integer(integer)) => {
                linked.schema_type = Some(SchemaType::Integer);
                linked.format = format_text(&integer.format);
                linked.enumeration = integer.enumeration.into_iter().map(Value::from).collect();
                linked.limits = linked.bounds.words().into_iter().collect();
                linked.limits.extend(multiple(integer.multiple_of));
            }
            SchemaKind::Type(Type::Boolean(boolean)) => {
                linked.schema_type = Some(SchemaType::Boolean);
                linked.enumeration = boolean.enumeration.into_iter().map(Value::from).collect();
            }
            SchemaKind::Type(Type::Array(array)) => {
                linked.schema_type = Some(SchemaType::Array);
                linked.items = array.items.map(|items| self.schema(unboxed(items), &place.key("items")));
                linked.limits = limit(array.min_items, array.max_items, " items").into_iter().collect();
                linked.limits.extend(array.unique_items.then(|| "no equal items".to_owned()));
            }
            SchemaKind::Type(Type::Object(object)) => {
                linked.schema_type = Some(SchemaType::Object);
                self.properties(
                    &mut linked,
                    object.properties,
                    object.required,
                    object.additional_properties,
                    place,
                );
            }
            SchemaKind::OneOf { one_of } => linked.one_of = self.schemas(one_of, &place.key("oneOf")),
            SchemaKind::AllOf { all_of } => linked.all_of = self.schemas(all_of, &place.key("allOf")),
            SchemaKind::AnyOf { any_of } => linked.any_of = self.schemas(any_of, &place.key("anyOf")),
            SchemaKind::Not { not } => linked.not = Some(self.schema(*not, &place.key("not"))),
            SchemaKind::Any(any) => self.any(&mut linked, any, place),
        }
        if let Some(tuple) = &mut linked.tuple {
            tuple.rest = linked.items.take();
        }
        if let Some(fields) = self.source.value(place).and_then(Value::as_object) {
            linked.limits_others = limits_others(fields);
            linked.notes = constants::notes(fields, &linked.enumeration).into();
            linked.enum_name = constants::type_name(fields).into();
            let value = fields.get("x-ms-discriminator-value").and_then(Value::as_str);
            linked.discriminator_value = value.unwrap_or_default().to_owned().into();
        }
        without_other_types(&mut linked);
        self.check_values(&mut linked, place);
        self.infer_type(&mut linked);
        let numbers = linked.enumeration.iter().filter(|value| value.is_number());
        let numbers: Vec<String> = numbers.map(Value::to_string).collect();
        if !numbers.is_empty() && !linked.is_whole_words() {
            linked.limits.push(format!("one of {}", numbers.join(", ")));
        }
        linked
    }

    /// Reads `prefixItems` from the source, because `openapiv3` supports only OpenAPI 3.0, which does not
    /// have it.
    fn tuple(&mut self, place: &Place) -> Option<Tuple> {
        let at = place.key("prefixItems");
        let count = self.source.value(&at)?.as_array()?.len();
        let limit = |key: &str| self.source.value(&place.key(key)).and_then(Value::as_u64);
        let as_size = |limit: u64| usize::try_from(limit).unwrap_or(usize::MAX);
        let (least, most) = (limit("minItems").map_or(0, as_size), limit("maxItems").map(as_size));
        let elements = (0..count).map(|index| self.part_at(&at.index(index))).collect();
        Some(Tuple { elements, rest: None, least, most })
    }

    fn any(&mut self, linked: &mut Schema, any: AnySchema, place: &Place) {
        linked.schema_type = any.typ.as_deref().and_then(SchemaType::parse);
        linked.format = any.format;
        linked.enumeration = any.enumeration.into();
        linked.limits = [
            limit(any.min_length, any.max_length, " characters"),
            if linked.schema_type == Some(SchemaType::Integer) {
                linked.bounds.words()
            } else {
                limit(any.minimum, any.maximum, "")
            },
            any.pattern.map(|pattern| format!("matches {}", crate::text::code(&pattern))),
        ]
        .into_iter()
        .flatten()
        .collect();
        linked.items = any.items.map(|items| self.schema(unboxed(items), &place.key("items")));
        linked.one_of = self.schemas(any.one_of, &place.key("oneOf"));
        linked.all_of = self.schemas(any.all_of, &place.key("allOf"));
        linked.any_of = self.schemas(any.any_of, &place.key("anyOf"));
        // Later stages handle one union in a schema: two are parts that both apply.
        if !linked.one_of.is_empty() && !linked.any_of.is_empty() {
            let union = Schema {
                place: Some(place.key("anyOf")),
                any_of: std::mem::take(&mut linked.any_of),
                ..Schema::default()
            };
            let union = self.linked.add(union);
            linked.all_of = linked.all_of.iter().copied().chain([union]).collect();
        }
        linked.not = any.not.map(|not| self.schema(*not, &place.key("not")));
        self.properties(linked, any.properties, any.required, any.additional_properties, place);
    }

    fn properties(
        &mut self,
        linked: &mut Schema,
        properties: indexmap::IndexMap<String, ReferenceOr<Box<openapiv3::Schema>>>,
        required: Vec<String>,
        additional: Option<AdditionalProperties>,
        place: &Place,
    ) {
        let at = place.key("properties");
        let properties = properties.into_iter().map(|(name, node)| {
            let id = self.schema(unboxed(node), &at.key(&name));
            (name, id)
        });
        linked.properties = properties.collect();
        linked.required = required.into();
        linked.additional = match additional {
            None => Additional::Unstated,
            Some(AdditionalProperties::Any(true)) => Additional::Allowed,
            Some(AdditionalProperties::Any(false)) => Additional::Forbidden,
            Some(AdditionalProperties::Schema(node)) => {
                Additional::Of(self.schema(*node, &place.key("additionalProperties")))
            }
        };
    }
}

/// Returns whether a schema has keywords about values that are not objects.
fn limits_others(fields: &Map<String, Value>) -> bool {
    const KEYWORDS: [&str; 12] = [
        "minItems",
        "maxItems",
        "uniqueItems",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "multipleOf",
        "contentSchema",
        LIMITS_OTHERS,
    ];
    KEYWORDS.iter().any(|keyword| fields.contains_key(*keyword))
}

/// Removes the keywords that apply to other types than the one of a schema, because they restrict nothing
/// (JSON Schema core 2020-12, section 7.6.1).
fn without_other_types(schema: &mut Schema) {
    let Some(schema_type) = schema.schema_type else { return };
    if schema_type != SchemaType::Array {
        schema.items = None;
        schema.tuple = None;
    }
    if schema_type != SchemaType::Object {
        schema.properties = Default::default();
        schema.required = Default::default();
        schema.additional = Additional::Unstated;
    }
    if schema_type != SchemaType::String {
        schema.content = None;
    }
}

fn unboxed(node: ReferenceOr<Box<openapiv3::Schema>>) -> ReferenceOr<openapiv3::Schema> {
    match node {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(*schema),
    }
}

fn xml(node: &Value) -> Xml {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    let is_set = |key: &str| node.get(key).and_then(Value::as_bool) == Some(true);
    let kind = text("nodeType").unwrap_or_default();
    Xml {
        name: text("name").map(str::to_owned),
        namespace: text("namespace").unwrap_or_default().to_owned(),
        prefix: text("prefix").unwrap_or_default().to_owned(),
        is_attribute: is_set("attribute") || kind == "attribute",
        // The extension that TypeSpec writes for OpenAPI before 3.2.
        is_text: matches!(kind, "text" | "cdata") || is_set("x-ms-text"),
        // For lists only.
        is_wrapped: is_set("wrapped") || kind == "element",
    }
}

/// Returns the name of a format, whether or not `openapiv3` knows it.
fn format_text<F: Serialize>(format: &VariantOrUnknownOrEmpty<F>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => {
            serde_json::to_value(known).ok().and_then(|word| word.as_str().map(str::to_owned))
        }
        VariantOrUnknownOrEmpty::Unknown(word) => Some(word.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

pub(super) fn limit<N: std::fmt::Display>(least: Option<N>, most: Option<N>, unit: &str) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}{unit}")),
        (Some(least), None) => Some(format!("at least {least}{unit}")),
        (None, Some(most)) => Some(format!("at most {most}{unit}")),
        (None, None) => None,
    }
}

/// Returns the range of a number that need not be whole. The flags are for limits that are excluded.
fn number_limit(least: Option<f64>, most: Option<f64>, flags: (bool, bool)) -> Option<String> {
    match (least, most, flags) {
        (_, _, (false, false)) => limit(least, most, ""),
        (Some(_), Some(_), _) => {
            let sides = [number_limit(least, None, flags), number_limit(None, most, flags)];
            Some(sides.into_iter().flatten().collect::<Vec<_>>().join(" and "))
        }
        (Some(least), None, (true, _)) => Some(format!("more than {least}")),
        (None, Some(most), (_, true)) => Some(format!("less than {most}")),
        _ => limit(least, most, ""),
    }
}

fn multiple(of: Option<impl std::fmt::Display>) -> Option<String> {
    of.map(|of| format!("a multiple of {of}"))
}
