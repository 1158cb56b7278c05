//! Objects to records: `allOf` flattened, branches that speak of the same object joined.

use indexmap::IndexMap;

use super::Lowering;
use super::choice::branches;
use super::model::Hint;
use crate::ir::{Access, Field, Presence, Record, Rest, Type};
use crate::link::{Additional, Schema, SchemaId};
use crate::name::{self, Kind, Scope};
use crate::report::{Code, Finding};
use crate::source::Place;

/// An object with everything that its parts say.
#[derive(Debug, Default)]
struct Flat {
    properties: IndexMap<String, Property>,
    required: Vec<String>,
    additional: Additional,
}

/// A property, as the parts describe it.
#[derive(Debug, Clone, Copy)]
struct Property {
    schema: SchemaId,
    /// The schema that lists it.
    lister: SchemaId,
    /// Whether branches describe it in ways that cannot be one type, so that any value must do.
    is_any: bool,
}

impl Lowering<'_> {
    /// Whether a schema becomes a struct: it has properties, and all of its parts are objects.
    pub(super) fn is_record(&self, schema: &Schema) -> bool {
        self.is_object(schema, &mut Vec::new()) && self.has_properties(schema, &mut Vec::new())
    }

    /// Whether all schemas speak of objects, and some of their properties.
    pub(super) fn are_objects(&self, ids: &[SchemaId]) -> bool {
        let schemas = || ids.iter().filter_map(|id| self.linked.schema(*id));
        schemas().all(|schema| self.is_object(schema, &mut Vec::new()))
            && schemas().any(|schema| self.has_properties(schema, &mut Vec::new()))
    }

    fn is_object(&self, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
        if !matches!(schema.type_name.as_deref(), None | Some("object")) || !schema.enumeration.is_empty() {
            return false;
        }
        schema.all_of.iter().copied().chain(branches(schema)).all(|part| {
            if visited.contains(&part) {
                return true;
            }
            visited.push(part);
            self.linked.schema(part).is_some_and(|part| self.is_object(part, visited))
        })
    }

    fn has_properties(&self, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
        !schema.properties.is_empty()
            || schema.all_of.iter().copied().chain(branches(schema)).any(|part| {
                let is_new = !visited.contains(&part);
                visited.push(part);
                is_new && self.linked.schema(part).is_some_and(|part| self.has_properties(part, visited))
            })
    }

    /// The fields of a schema for which [`Self::is_record`] holds.
    pub(super) fn record(&mut self, id: SchemaId, place: &Place, owner: &str) -> Option<Record> {
        let mut flat = Flat::default();
        self.flatten(id, &mut flat, &mut Vec::new())?;
        let mut names = Scope::new(Kind::Field, &[]);
        let mut setters = Scope::new(Kind::Field, &[&["new"], name::METHODS_OF_TRAITS].concat());
        let mut fields = Vec::new();
        for (key, property) in &flat.properties {
            let Some(schema) = self.linked.schema(property.schema) else { continue };
            let lister = self.linked.schema(property.lister).and_then(|lister| lister.place.as_ref());
            let origin = lister.unwrap_or(place).key("properties").key(key);
            let name = names.claim(key, &[key, &format!("{key} field")], &origin);
            let name = name.unwrap_or_else(|_| names.claim_spelled(key, &[key], &origin));
            let setter = setters.claim(key, &[key, &format!("with {key}")], &origin);
            let setter = setter.unwrap_or_else(|_| setters.claim_spelled(key, &[key], &origin));
            let hint = Hint::new(format!("{owner} {key}"), "property");
            let ty = if property.is_any { Type::Json } else { self.type_of(property.schema, &hint)? };
            let required = flat.required.contains(key);
            // A free value holds null itself.
            let nullable = self.is_nullable(property.schema) && ty != Type::Json;
            let presence = match (required, nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::OptionalNullable,
            };
            fields.push(Field {
                name,
                setter,
                docs: self.words_of(schema),
                ty,
                presence,
                access: match (schema.read_only, schema.write_only) {
                    (true, _) => Access::ReadOnly,
                    (false, true) => Access::WriteOnly,
                    (false, false) => Access::Both,
                },
                is_secret: schema.write_only || schema.format.as_deref() == Some("password"),
                deprecated: schema.deprecated,
                default: schema.default.clone(),
                known: schema.enumeration.iter().filter(|value| value.is_number()).cloned().collect(),
                example: schema.example.clone(),
                xml: self.xml(property.schema, key),
                origin,
            });
        }
        for missing in flat.required.iter().filter(|name| !flat.properties.contains_key(*name)) {
            let what =
                format!("`{missing}` is required and not described; it may be any value, and may be missing");
            let finding = Finding::warning(Code::Shape, place.key("required"), what);
            self.report.push(finding.help(format!("add `{missing}` to `properties`")));
            let is_kept = matches!(flat.additional, Additional::Allowed | Additional::Of(_));
            // Where any key is kept, so is this one.
            if !is_kept && !self.settings.keep_unknown {
                fields.push(undescribed(missing, place, (&mut names, &mut setters)));
            }
        }
        let rest = match flat.additional {
            Additional::Unstated | Additional::Forbidden if !self.settings.keep_unknown => None,
            Additional::Unstated | Additional::Forbidden | Additional::Allowed => Some(Type::Json),
            Additional::Of(values) => {
                Some(self.element_type(values, &Hint::new(format!("{owner} value"), "entry"))?)
            }
        };
        let rest = match rest {
            None => None,
            Some(ty) => {
                let name = names.claim("", &["additional", "additional properties"], place);
                let name = name.unwrap_or_else(|_| names.claim_spelled("additional", &["additional"], place));
                Some(Rest { name, ty })
            }
        };
        Some(Record { fields, rest })
    }

    /// Adds all that a schema says of its object. What any part of an `allOf` requires is required.
    fn flatten(&mut self, id: SchemaId, flat: &mut Flat, visited: &mut Vec<SchemaId>) -> Option<()> {
        if visited.contains(&id) {
            return Some(());
        }
        visited.push(id);
        let schema = self.linked.schema(id)?;
        for &part in &schema.all_of {
            self.flatten(part, flat, visited)?;
        }
        for (key, &schema) in &schema.properties {
            self.add_part(flat, key, Property { schema, lister: id, is_any: false })?;
        }
        // A kind that inherits from what lists its kinds is one of them, not all.
        if !branches(schema).iter().any(|branch| visited.contains(branch)) {
            self.join_branches(schema, flat, visited)?;
        }
        for name in &schema.required {
            if !flat.required.contains(name) {
                flat.required.push(name.clone());
            }
        }
        match &schema.additional {
            Additional::Unstated => {}
            // A part that forbids more keys means its own; the other parts' keys are still there.
            Additional::Forbidden if flat.additional != Additional::Unstated => {}
            said => flat.additional = said.clone(),
        }
        visited.pop();
        Some(())
    }

    /// More than one branch of an `anyOf` may match, so the fields of all are there, and only what every
    /// branch requires is required. Branches of a `oneOf` beside properties are taken the same way.
    fn join_branches(&mut self, schema: &Schema, flat: &mut Flat, visited: &mut Vec<SchemaId>) -> Option<()> {
        let mut joined = Flat::default();
        let mut required_by_all: Option<Vec<String>> = None;
        for branch in branches(schema) {
            let mut one = Flat::default();
            self.flatten(branch, &mut one, visited)?;
            for (key, property) in one.properties {
                self.add_branch(&mut joined, &key, property);
            }
            if one.additional != Additional::Unstated && joined.additional == Additional::Unstated {
                joined.additional = one.additional;
            }
            required_by_all = Some(match required_by_all {
                None => one.required,
                Some(before) => before.into_iter().filter(|name| one.required.contains(name)).collect(),
            });
        }
        for (key, property) in joined.properties {
            match flat.properties.get(&key) {
                // What stands beside the branches says what the type is; a branch narrows it.
                Some(known) if !self.says_nothing(known.schema) => {}
                _ => drop(flat.properties.insert(key, property)),
            }
        }
        if flat.additional == Additional::Unstated && joined.additional != Additional::Forbidden {
            flat.additional = joined.additional;
        }
        flat.required.extend(required_by_all.unwrap_or_default());
        Some(())
    }

    /// Branches may describe one key differently: each value is one or the other.
    fn add_branch(&mut self, flat: &mut Flat, key: &str, property: Property) {
        match flat.properties.get(key).copied() {
            None => drop(flat.properties.insert(key.to_owned(), property)),
            Some(known) if known.schema == property.schema || self.same(known.schema, property.schema) => {}
            Some(known) if self.is_text(known.schema) && self.is_text(property.schema) => {
                // Two lists of words, as of a constant in each branch: what both are is a string.
                let plain = [known, property].into_iter().find(|part| !self.lists_words(part.schema));
                match plain {
                    Some(plain) => drop(flat.properties.insert(key.to_owned(), plain)),
                    None => drop(flat.properties.insert(key.to_owned(), Property { is_any: true, ..known })),
                }
            }
            Some(known) => drop(flat.properties.insert(key.to_owned(), Property { is_any: true, ..known })),
        }
    }

    /// Two parts may describe one key if they say the same, or if one of them says no more than the other.
    fn add_part(&mut self, flat: &mut Flat, key: &str, property: Property) -> Option<()> {
        let Some(&known) = flat.properties.get(key) else {
            flat.properties.insert(key.to_owned(), property);
            return Some(());
        };
        let (before, now) = (self.core(known.schema), self.core(property.schema));
        if before == now || self.same(before, now) || self.says_nothing(now) {
            return Some(());
        }
        let is_narrower = match (self.narrows(before, now), self.narrows(now, before)) {
            (true, true) => Some(self.details(now) >= self.details(before)),
            (true, false) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        };
        if let Some(is_narrower) = is_narrower {
            if is_narrower {
                flat.properties.insert(key.to_owned(), property);
            }
            return Some(());
        }
        let (before, now) = (self.linked.schema(known.schema)?, self.linked.schema(property.schema)?);
        let place = now.place.clone()?;
        let other = before.place.as_ref().map(|place| place.pointer.to_string()).unwrap_or_default();
        self.report.survivable(
            Finding::error(Code::Contradiction, place, format!("`{key}` is described otherwise at {other}"))
                .help("no value can be both: correct one of them"),
        );
        flat.properties.insert(key.to_owned(), Property { is_any: true, ..known });
        self.report.survives(Code::Contradiction).then_some(())
    }

    /// What a schema is when the only part that says anything stands for it, as a reference with words beside it.
    fn core(&self, id: SchemaId) -> SchemaId {
        let mut visited = vec![id];
        let mut core = id;
        while let Some(part) = self.linked.schema(core).and_then(|schema| self.sole_part(schema)) {
            if visited.contains(&part) {
                break;
            }
            visited.push(part);
            core = part;
        }
        core
    }

    /// Whether every value of `to` is one of `from`, as far as their types say.
    fn narrows(&self, from: SchemaId, to: SchemaId) -> bool {
        self.narrows_within(from, to, &mut Vec::new())
    }

    fn narrows_within(
        &self,
        loose: SchemaId,
        strict: SchemaId,
        visited: &mut Vec<(SchemaId, SchemaId)>,
    ) -> bool {
        if loose == strict || visited.contains(&(loose, strict)) || self.says_nothing(loose) {
            return true;
        }
        visited.push((loose, strict));
        let (Some(from), Some(to)) = (self.linked.schema(loose), self.linked.schema(strict)) else {
            return false;
        };
        if self.is_only_branches(from) {
            return branches(from).into_iter().any(|branch| self.narrows_within(branch, strict, visited));
        }
        let kinds = (from.type_name.as_deref(), to.type_name.as_deref());
        let same_kind = from.type_name == to.type_name
            || kinds == (Some("number"), Some("integer"))
            || from.type_name.is_none() && !self.is_composed(from)
            || to.type_name.is_none() && kinds.0 == Some("object");
        let has = |(key, loose): (&String, &SchemaId), visited: &mut Vec<(SchemaId, SchemaId)>| {
            to.properties.get(key).is_some_and(|strict| self.narrows_within(*loose, *strict, visited))
        };
        same_kind
            && !self.is_composed(from)
            && (from.enumeration.is_empty() || !to.enumeration.is_empty())
            && from.properties.iter().all(|property| has(property, visited))
            && from.items.is_none_or(|loose| {
                to.items.is_some_and(|strict| self.narrows_within(loose, strict, visited))
                    || self.says_nothing(loose)
            })
    }

    /// How much a schema says of its values, and of those of its inline parts, which have an end.
    fn details(&self, id: SchemaId) -> usize {
        let Some(schema) = self.linked.schema(id) else { return 0 };
        let is_listed = !schema.enumeration.is_empty();
        let own = usize::from(schema.format.is_some()) + usize::from(is_listed) + schema.required.len();
        let is_inline = |id: &&SchemaId| self.linked.schema(**id).is_some_and(|part| !part.is_referred_to);
        let parts = schema.properties.values().chain(&schema.items).filter(is_inline);
        own + parts.map(|part| 1 + self.details(*part)).sum::<usize>()
    }

    /// Whether a schema is a choice and says nothing beside it.
    fn is_only_branches(&self, schema: &Schema) -> bool {
        schema.type_name.is_none()
            && schema.properties.is_empty()
            && schema.all_of.is_empty()
            && !branches(schema).is_empty()
    }

    fn is_composed(&self, schema: &Schema) -> bool {
        !schema.all_of.is_empty() || !branches(schema).is_empty()
    }

    fn is_text(&self, id: SchemaId) -> bool {
        self.linked.schema(id).is_some_and(|schema| {
            schema.type_name.as_deref() == Some("string")
                || schema.type_name.is_none() && schema.enumeration.iter().any(serde_json::Value::is_string)
        })
    }

    fn lists_words(&self, id: SchemaId) -> bool {
        self.linked.schema(id).is_some_and(|schema| !schema.enumeration.is_empty())
    }

    pub(super) fn says_nothing(&self, id: SchemaId) -> bool {
        self.linked.schema(id).is_none_or(|schema| {
            schema.type_name.is_none()
                && schema.properties.is_empty()
                && schema.enumeration.is_empty()
                && !self.is_composed(schema)
                && schema.items.is_none()
                && schema.additional == Additional::Unstated
        })
    }

    /// As [`Self::same`], for parts: a reference leads to one and the same schema, so that what differs is written in
    /// two places, and has an end.
    fn same_inline(&self, one: SchemaId, other: SchemaId) -> bool {
        let is_inline = |id| self.linked.schema(id).is_some_and(|schema| !schema.is_referred_to);
        is_inline(one) && is_inline(other) && self.same(one, other)
    }

    /// Whether two schemas describe the same type, so that it does not matter which is taken.
    fn same(&self, one: SchemaId, other: SchemaId) -> bool {
        let (Some(one), Some(other)) = (self.linked.schema(one), self.linked.schema(other)) else {
            return false;
        };
        one.type_name == other.type_name
            && one.format == other.format
            && one.enumeration == other.enumeration
            && one.properties.len() == other.properties.len()
            && one.properties.iter().all(|(key, one)| {
                other.properties.get(key).is_some_and(|other| one == other || self.same_inline(*one, *other))
            })
            && one.required == other.required
            && (one.items == other.items
                || one.items.zip(other.items).is_some_and(|(one, other)| self.same_inline(one, other)))
            && one.additional == other.additional
            && one.all_of == other.all_of
            && one.any_of == other.any_of
            && one.one_of == other.one_of
    }
}

/// A field for a key that is required and not described. More often it is misspelt than meant, so that what is
/// received may lack it.
fn undescribed(key: &str, place: &Place, (names, setters): (&mut Scope, &mut Scope)) -> Field {
    let origin = place.key("required");
    let name = names.claim(key, &[key, &format!("{key} field")], &origin);
    let setter = setters.claim(key, &[key, &format!("with {key}")], &origin);
    Field {
        name: name.unwrap_or_else(|_| names.claim_spelled(key, &[key], &origin)),
        setter: setter.unwrap_or_else(|_| setters.claim_spelled(key, &[key], &origin)),
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
