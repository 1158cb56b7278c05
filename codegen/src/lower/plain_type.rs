//! The types that need no name, by the `type` and `format` of a schema.

use super::Lowering;
use super::model::Hint;
use crate::diagnostics::{Code, Finding, Place};
use crate::ir::{FormatId, Type};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{self, Additional, Schema, Width};

impl Lowering<'_> {
    /// Returns a type that needs no name.
    pub(super) fn plain_type(&mut self, schema: &Schema, place: &Place, hint: &Hint) -> Option<Type> {
        if schema.not.is_some() && !self.linked.excludes_objects(schema) {
            let what = "values are not checked against `not`";
            self.report.push_alike(Finding::note(Code::Unsupported, place.key("not"), what));
        }
        if !schema.all_of.is_empty() || !schema.one_of.is_empty() || !schema.any_of.is_empty() {
            let what = "the parts cannot be merged into one type, so any value is allowed";
            self.report.push(Finding::warning(Code::Unsupported, place.clone(), what));
            return Some(Type::Json);
        }
        Some(match (schema.schema_type, schema.format.as_deref()) {
            (Some(SchemaType::Boolean), _) => Type::Boolean,
            (Some(SchemaType::Integer), _) => match schema.width() {
                Width::Signed32 => Type::Integer32,
                Width::Signed64 => Type::Integer,
                Width::Unsigned64 => Type::Unsigned,
                Width::Unlimited => {
                    let what = "a limit exceeds 64 bits, so the type is `BigInteger`";
                    self.report.push_alike(Finding::note(Code::Unsupported, place.clone(), what));
                    Type::BigInteger
                }
            },
            (Some(SchemaType::Number), _) => Type::Number,
            (Some(SchemaType::String), format) => match schema.content {
                Some(content) => {
                    let hint = Hint::new(format!("{} content", hint.plain), "content");
                    Type::JsonString(Box::new(self.element_type(content, &hint)?))
                }
                None => self.text_type(format),
            },
            (Some(SchemaType::Array), _) => self.list_type(schema, hint)?,
            (Some(SchemaType::Object), _) => Type::Map(Box::new(self.map_value(schema, hint)?)),
            // A schema that describes items or entries means a list or map, even without `type`.
            (None, _)
                if (schema.items.is_some() || schema.tuple.is_some()) && !self.settings.untyped_is_any =>
            {
                self.list_type(schema, hint)?
            }
            (None, _) if matches!(schema.additional, Additional::Of(_)) && !self.settings.untyped_is_any => {
                Type::Map(Box::new(self.map_value(schema, hint)?))
            }
            (None, _) => Type::Json,
        })
    }

    fn list_type(&mut self, schema: &Schema, hint: &Hint) -> Option<Type> {
        if let Some(tuple) = &schema.tuple {
            return self.tuple_type(tuple, hint);
        }
        let Some(items) = schema.items else { return Some(Type::List(Box::new(Type::Json))) };
        let hint = Hint::new(format!("{} item", hint.plain), "element");
        Some(Type::List(Box::new(self.element_type(items, &hint)?)))
    }

    fn tuple_type(&mut self, tuple: &resolve::Tuple, hint: &Hint) -> Option<Type> {
        let count = tuple.elements.len();
        let mut elements = Vec::with_capacity(count);
        for (index, id) in tuple.elements.iter().enumerate() {
            let hint = Hint::new(format!("{} {}", hint.plain, super::union::ordinal(index)), "element");
            elements.push(self.element_type(*id, &hint)?);
        }
        let is_fixed = tuple.least >= count && tuple.most.is_some_and(|most| most <= count);
        let rest = match tuple.rest {
            _ if is_fixed => None,
            Some(rest) => {
                Some(self.element_type(rest, &Hint::new(format!("{} item", hint.plain), "element"))?)
            }
            None => Some(Type::Json),
        };
        let required = tuple.least.min(count);
        Some(Type::Tuple(Box::new(crate::ir::Tuple { elements, required, rest })))
    }

    fn map_value(&mut self, schema: &Schema, hint: &Hint) -> Option<Type> {
        match schema.additional {
            Additional::Of(values) => {
                let hint = Hint::new(format!("{} value", hint.plain), "entry");
                self.element_type(values, &hint)
            }
            _ => Some(Type::Json),
        }
    }

    /// Returns the type of a string with the given format.
    fn text_type(&self, format: Option<&str>) -> Type {
        let typed = (0_u32..).map(FormatId).zip(&self.api.formats);
        let typed = typed.filter(|(_, typed)| Some(typed.name.as_str()) == format).map(|(id, _)| id).next();
        match (typed, format) {
            (Some(id), _) => Type::Verbatim(id),
            (None, Some("date-time")) => Type::DateTime,
            (None, Some("date")) => Type::Date,
            (None, Some("byte")) => Type::Base64,
            (None, Some("binary")) => Type::File,
            (None, _) => Type::String,
        }
    }
}
