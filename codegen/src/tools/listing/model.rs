//! The models of the listing.

use serde::Serialize;
use serde_json::Value;

use super::ident;
use crate::analysis::Facts;
use crate::emit::rust_type;
use crate::ir::{Api, Model, ModelId, Presence, Shape, Type};

/// A model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedModel {
    /// The path, such as `models::Image`.
    pub rust: String,
    /// The name of the schema, or a replacement if there is none.
    pub schema: String,
    /// Whether the schema is named below `components.schemas`.
    pub component: bool,
    /// `record`, `choice`, `words`, `alias` or `wrapper`.
    pub kind: &'static str,
    /// The target type of an alias or wrapper.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The fields of a record.
    pub fields: Vec<ListedField>,
    /// The type of additional values in a record.
    pub rest: Option<String>,
    /// The variants of a union or string enum, without the variant for unknown values.
    pub variants: Vec<ListedVariant>,
    /// The key of the discriminator of a union.
    pub tag: Option<String>,
    /// Whether the model is deprecated.
    pub deprecated: bool,
    /// The documentation from the description.
    pub doc: String,
    /// The JSON pointer to the schema.
    pub place: String,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedField {
    /// The name of the field.
    pub name: String,
    /// The key on the wire.
    pub wire: String,
    /// The type of a value that is present and not null.
    #[serde(rename = "type")]
    pub ty: String,
    /// `required`, `optional`, `nullable` or `optional-nullable`.
    pub presence: &'static str,
    /// Whether the field is deprecated.
    pub deprecated: bool,
    /// The server's default.
    pub default: Option<Value>,
    /// The documentation from the description.
    pub doc: String,
}

/// A variant of a union or string enum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedVariant {
    /// The name of the variant.
    pub name: String,
    /// The string of a string enum's variant.
    pub wire: Option<String>,
    /// The type of a union's variant.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The discriminator values that select the variant.
    pub tags: Vec<String>,
}

/// Returns the entry of a model.
pub(super) fn listed(api: &Api, facts: &Facts, id: ModelId, model: &Model) -> ListedModel {
    let written = |ty: &Type| rust_type(api, ty);
    let mut listed = ListedModel {
        rust: format!("models::{}", ident(&model.name)),
        schema: model.name.wire().to_owned(),
        component: model.is_component,
        kind: "alias",
        ty: None,
        fields: Vec::new(),
        rest: None,
        variants: Vec::new(),
        tag: None,
        deprecated: model.deprecated,
        doc: model.docs.clone(),
        place: model.origin.pointer.as_str().to_owned(),
    };
    match &model.shape {
        Shape::Record(record) => {
            listed.kind = "record";
            listed.rest = record.rest.as_ref().map(|rest| written(&rest.ty));
            let fields = record.fields.iter().map(|field| ListedField {
                name: ident(&field.name),
                wire: field.name.wire().to_owned(),
                ty: written(&field.ty),
                presence: match facts.presence(id, field) {
                    Presence::Required => "required",
                    Presence::Optional => "optional",
                    Presence::Nullable => "nullable",
                    Presence::OptionalNullable => "optional-nullable",
                },
                deprecated: field.deprecated,
                default: field.default.as_deref().cloned(),
                doc: field.docs.clone(),
            });
            listed.fields = fields.collect();
        }
        Shape::Union(union) => {
            listed.kind = "choice";
            listed.tag = union.tag.clone();
            let variants = union.variants.iter().map(|variant| ListedVariant {
                name: ident(&variant.name),
                wire: None,
                ty: Some(written(&variant.ty)),
                tags: variant.tags.clone(),
            });
            listed.variants = variants.collect();
        }
        Shape::Enum(words) => {
            listed.kind = "words";
            listed.ty = words.is_whole.then(|| "i64".to_owned());
            let variants = words.known.iter().map(|word| ListedVariant {
                name: ident(word),
                wire: Some(word.wire().to_owned()),
                ty: None,
                tags: Vec::new(),
            });
            listed.variants = variants.collect();
        }
        Shape::Alias(ty) => listed.ty = Some(written(ty)),
        Shape::Wrapper(ty) => {
            listed.kind = "wrapper";
            listed.ty = Some(written(ty));
        }
    }
    listed
}
