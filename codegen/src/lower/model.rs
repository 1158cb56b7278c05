//! Schemas to types: which of them get a name, and what shape it has.

use serde_json::Value;

use super::Lowering;
use crate::ir::{ModelId, Shape, Type, Words};
use crate::link::{Additional, Schema, SchemaId};
use crate::name::{Kind, Scope};
use crate::source::Place;

/// Where an inline schema lives, in words: the candidates for its name.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    /// The name it gets when nobody has it, as `image type`.
    plain: String,
    /// The name it gets otherwise, which says what it is a part of, as `image type property`.
    precise: String,
}

impl Hint {
    pub(super) fn new(plain: String, role: &str) -> Self {
        let precise = format!("{plain} {role}");
        Self { plain, precise }
    }
}

impl Hint {
    /// The hint for an inline schema that an operation uses: from the component it is written in, if it is
    /// in one, so that another operation that uses it too changes nothing; else from the operation.
    pub(super) fn at_home(schema_place: &Place, operation: &str, use_of_it: &str, role: &str) -> Self {
        let steps: Vec<String> = schema_place.pointer.steps().take(3).collect();
        match steps.as_slice() {
            [components, kind, name] if components == "components" && kind != "schemas" => {
                let kind = match kind.as_str() {
                    "responses" => "response",
                    "parameters" => "parameter",
                    _ => "body",
                };
                Self::new(format!("{name} {kind}"), role)
            }
            _ => Self::new(format!("{operation} {use_of_it}"), role),
        }
    }
}

impl Lowering<'_> {
    /// The type of a schema where it is used. `None` when that cannot be said, which has been reported.
    pub(super) fn type_of(&mut self, id: SchemaId, hint: &Hint) -> Option<Type> {
        if let Some(model) = self.models.get(&id) {
            return Some(Type::Model(*model));
        }
        let schema = self.linked.schema(id)?;
        let place = schema.place.clone()?;
        if let Some(only) = sole_part(schema) {
            // `allOf: [{$ref}]` is how a reference is given a description of its own.
            return self.type_of(only, hint);
        }
        if self.needs_a_name(schema) {
            let model = self.claim_model(id, &hint.plain, &[&hint.plain, &hint.precise], &place, false)?;
            self.shape_of(id, model);
            return Some(Type::Model(model));
        }
        self.plain_type(schema, &place, hint)
    }

    /// Whether null is a value of the schema.
    pub(super) fn is_nullable(&self, id: SchemaId) -> bool {
        let Some(schema) = self.linked.schema(id) else { return false };
        schema.nullable || sole_part(schema).is_some_and(|only| self.is_nullable(only))
    }

    /// The type of a schema in a list or map, where null has no field to be folded into.
    pub(super) fn element_type(&mut self, id: SchemaId, hint: &Hint) -> Option<Type> {
        let ty = self.type_of(id, hint)?;
        Some(if self.is_nullable(id) { Type::Nullable(Box::new(ty)) } else { ty })
    }

    /// Makes the shape of a schema that has a model.
    pub(super) fn shape_of(&mut self, id: SchemaId, model: ModelId) {
        let Some(schema) = self.linked.schema(id) else { return };
        let Some(place) = schema.place.clone() else { return };
        let name = self.api.model(model).map(|model| model.name.rust().to_owned()).unwrap_or_default();
        let shape = if is_words(schema) {
            self.words(schema, &place).map(Shape::Words)
        } else if let Some(only) = sole_part(schema) {
            self.type_of(only, &Hint::new(name, "part")).map(Shape::Alias)
        } else if self.is_scalar_choice(schema) {
            self.choice(schema, &place, &name).map(Shape::Choice)
        } else if self.is_record(schema) {
            self.record(id, &place, &name).map(Shape::Record)
        } else {
            self.plain_type(schema, &place, &Hint::new(name, "value")).map(Shape::Alias)
        };
        if let (Some(shape), Some(model)) = (shape, self.api.models.get_mut(model.0 as usize)) {
            model.shape = shape;
        }
    }

    fn needs_a_name(&self, schema: &Schema) -> bool {
        is_words(schema) || self.is_scalar_choice(schema) || self.is_record(schema)
    }

    /// A type that needs no name of its own.
    fn plain_type(&mut self, schema: &Schema, place: &Place, hint: &Hint) -> Option<Type> {
        self.refuse_what_is_not_read(schema, place)?;
        Some(match (schema.type_name.as_deref(), schema.format.as_deref()) {
            (Some("boolean"), _) => Type::Boolean,
            (Some("integer"), Some("int32")) => Type::Integer32,
            (Some("integer"), _) => Type::Integer,
            (Some("number"), _) => Type::Number,
            (Some("string"), Some("date-time")) => Type::DateTime,
            (Some("string"), Some("binary" | "byte")) => {
                self.unsupported(&place.key("format"), "binary strings are not generated yet", "");
                return None;
            }
            (Some("string"), _) => Type::String,
            (Some("array"), _) => match schema.items {
                Some(items) => {
                    let hint = Hint::new(format!("{} item", hint.plain), "element");
                    Type::List(Box::new(self.element_type(items, &hint)?))
                }
                None => Type::List(Box::new(Type::Json)),
            },
            (Some("object"), _) => match schema.additional {
                Additional::Of(values) => {
                    let hint = Hint::new(format!("{} value", hint.plain), "entry");
                    Type::Map(Box::new(self.element_type(values, &hint)?))
                }
                _ => Type::Map(Box::new(Type::Json)),
            },
            (None, _) => Type::Json,
            (Some(other), _) => {
                self.unsupported(
                    &place.key("type"),
                    format!("`{other}` is no type of OpenAPI 3.0"),
                    "use boolean, integer, number, string, array or object",
                );
                return None;
            }
        })
    }

    fn refuse_what_is_not_read(&mut self, schema: &Schema, place: &Place) -> Option<()> {
        let refused = if !schema.one_of.is_empty() {
            Some(("oneOf", "this `oneOf` is not generated yet"))
        } else if !schema.any_of.is_empty() {
            Some(("anyOf", "an `anyOf` of this kind is not generated yet"))
        } else if !schema.all_of.is_empty() {
            Some(("allOf", "an `allOf` of anything but objects is not generated yet"))
        } else if schema.not.is_some() {
            Some(("not", "`not` is not generated yet"))
        } else if schema.discriminator.is_some() {
            Some(("discriminator", "a `discriminator` is not generated yet"))
        } else if !schema.enumeration.is_empty() {
            Some(("enum", "an `enum` of anything but strings is not generated yet"))
        } else {
            None
        };
        let Some((key, what)) = refused else { return Some(()) };
        self.unsupported(&place.key(key), what, "an overlay can replace it for now");
        None
    }

    fn words(&mut self, schema: &Schema, place: &Place) -> Option<Words> {
        let at = place.key("enum");
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let mut known = Vec::new();
        for (index, value) in schema.enumeration.iter().enumerate() {
            let Value::String(word) = value else { continue };
            if known.iter().any(|name: &crate::name::Name| name.wire() == word) {
                continue;
            }
            let claim = scope.claim(word, &[word], &at.index(index));
            known.push(self.claimed(claim)?);
        }
        // The variant for the rest gives way: a listed value keeps its own name.
        let claim = scope.claim("", &["unrecognized", "unrecognized value", "unlisted"], &at);
        Some(Words { known, other: self.claimed(claim)? })
    }
}

/// The only part of an `allOf` that says nothing else itself.
pub(super) fn sole_part(schema: &Schema) -> Option<SchemaId> {
    let [only] = schema.all_of.as_slice() else { return None };
    let says_more = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
        || !schema.enumeration.is_empty()
        || schema.additional != Additional::Unstated;
    (!says_more).then_some(*only)
}

/// Strings from a list, which may hold null beside them when the schema is nullable.
fn is_words(schema: &Schema) -> bool {
    let is_text = matches!(schema.type_name.as_deref(), Some("string") | None);
    let all_text =
        schema.enumeration.iter().all(|value| value.is_string() || (value.is_null() && schema.nullable));
    is_text && all_text && schema.enumeration.iter().any(Value::is_string)
}
