//! Objects to records: `allOf` flattened, an `anyOf` of objects joined.

use indexmap::IndexMap;

use super::Lowering;
use super::model::Hint;
use crate::ir::{Access, Field, Presence, Record, Rest, Type};
use crate::link::{Additional, Schema, SchemaId};
use crate::name::{Kind, Scope};
use crate::report::{Code, Finding};
use crate::source::Place;

/// An object with everything that its parts say.
#[derive(Debug, Default)]
struct Flat {
    properties: IndexMap<String, SchemaId>,
    required: Vec<String>,
    additional: Additional,
}

impl Lowering<'_> {
    /// Whether a schema becomes a struct: it has properties, or all of its parts are objects.
    pub(super) fn is_record(&self, schema: &Schema) -> bool {
        let mut visited = Vec::new();
        self.is_object(schema, &mut visited) && self.has_properties(schema, &mut Vec::new())
    }

    fn is_object(&self, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
        if !matches!(schema.type_name.as_deref(), None | Some("object"))
            || !schema.one_of.is_empty()
            || schema.not.is_some()
            || schema.discriminator.is_some()
            || !schema.enumeration.is_empty()
        {
            return false;
        }
        schema.all_of.iter().chain(&schema.any_of).all(|&part| {
            if visited.contains(&part) {
                return true;
            }
            visited.push(part);
            self.linked.schema(part).is_some_and(|part| self.is_object(part, visited))
        })
    }

    fn has_properties(&self, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
        !schema.properties.is_empty()
            || schema.all_of.iter().chain(&schema.any_of).any(|&part| {
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
        let mut setters = Scope::new(Kind::Field, &["new", "clone", "fmt", "eq", "ne"]);
        let mut fields = Vec::new();
        for (key, &property) in &flat.properties {
            let Some(schema) = self.linked.schema(property) else { continue };
            let origin = self.property_place(schema, place, key);
            let name = names.claim(key, &[key, &format!("{key} field")], &origin);
            let setter = setters.claim(key, &[key, &format!("with {key}")], &origin);
            let (name, setter) = (self.claimed(name)?, self.claimed(setter)?);
            let hint = Hint::new(format!("{owner} {key}"), "property");
            let Some(ty) = self.type_of(property, &hint) else { continue };
            let required = flat.required.contains(key);
            let presence = match (required, self.is_nullable(property)) {
                (true, false) => Presence::Required,
                (true, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::OptionalNullable,
            };
            fields.push(Field {
                name,
                setter,
                docs: schema.description.clone(),
                ty,
                presence,
                access: match (schema.read_only, schema.write_only) {
                    (true, _) => Access::ReadOnly,
                    (false, true) => Access::WriteOnly,
                    (false, false) => Access::Both,
                },
                deprecated: schema.deprecated,
                default: schema.default.clone(),
                example: schema.example.clone(),
                origin,
            });
        }
        for missing in flat.required.iter().filter(|name| !flat.properties.contains_key(*name)) {
            let what = format!("`{missing}` is required and not described; it is not generated");
            let finding = Finding::warning(Code::Shape, place.key("required"), what);
            self.report.push(finding.help(format!("add `{missing}` to `properties`")));
        }
        let rest = match flat.additional {
            Additional::Unstated | Additional::Forbidden => None,
            Additional::Allowed => Some(Type::Json),
            Additional::Of(values) => {
                Some(self.element_type(values, &Hint::new(format!("{owner} value"), "entry"))?)
            }
        };
        let rest = match rest {
            None => None,
            Some(ty) => {
                let name = names.claim("", &["additional", "additional properties"], place);
                Some(Rest { name: self.claimed(name)?, ty })
            }
        };
        Some(Record { fields, rest })
    }

    /// A property of a named schema is described there; any other, where it stands.
    fn property_place(&self, schema: &Schema, owner: &Place, key: &str) -> Place {
        let inline = schema.component.is_none().then(|| schema.place.clone()).flatten();
        inline.unwrap_or_else(|| owner.key("properties").key(key))
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
        for (key, &property) in &schema.properties {
            self.add_property(flat, key, property)?;
        }
        self.join_branches(schema, flat)?;
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
        Some(())
    }

    /// More than one branch of an `anyOf` may match, so the fields of all are there, and only what every
    /// branch requires is required.
    fn join_branches(&mut self, schema: &Schema, flat: &mut Flat) -> Option<()> {
        let mut required_by_all: Option<Vec<String>> = None;
        for &branch in &schema.any_of {
            let mut joined = Flat::default();
            self.flatten(branch, &mut joined, &mut Vec::new())?;
            for (key, &property) in &joined.properties {
                self.add_property(flat, key, property)?;
            }
            required_by_all = Some(match required_by_all {
                None => joined.required,
                Some(before) => before.into_iter().filter(|name| joined.required.contains(name)).collect(),
            });
        }
        flat.required.extend(required_by_all.unwrap_or_default());
        Some(())
    }

    /// Two parts may describe one key if they say the same, or if one of them says nothing.
    fn add_property(&mut self, flat: &mut Flat, key: &str, property: SchemaId) -> Option<()> {
        let Some(&known) = flat.properties.get(key) else {
            flat.properties.insert(key.to_owned(), property);
            return Some(());
        };
        let (before, now) = (self.linked.schema(known)?, self.linked.schema(property)?);
        if known == property || says_the_same(before, now) || says_nothing(now) {
            return Some(());
        }
        if says_nothing(before) {
            flat.properties.insert(key.to_owned(), property);
            return Some(());
        }
        let place = now.place.clone()?;
        let other = before.place.as_ref().map(|place| place.pointer.to_string()).unwrap_or_default();
        self.report.push(
            Finding::error(Code::Contradiction, place, format!("`{key}` is described otherwise at {other}"))
                .help("no value can be both: correct one of them"),
        );
        None
    }
}

fn says_nothing(schema: &Schema) -> bool {
    schema.type_name.is_none()
        && schema.properties.is_empty()
        && schema.enumeration.is_empty()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.items.is_none()
        && schema.additional == Additional::Unstated
}

fn says_the_same(one: &Schema, other: &Schema) -> bool {
    one.type_name == other.type_name
        && one.format == other.format
        && one.enumeration == other.enumeration
        && one.properties == other.properties
        && one.required == other.required
        && one.items == other.items
        && one.additional == other.additional
        && one.all_of == other.all_of
        && one.any_of == other.any_of
        && one.one_of == other.one_of
}
