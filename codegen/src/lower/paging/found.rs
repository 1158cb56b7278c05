//! Values in a response, by JSON pointer, and the types that they have.

#[cfg(feature = "tools")]
use crate::ir::Field;
use crate::ir::{Api, Shape, Type};

/// What the description declares at a pointer.
pub(crate) enum At<'a> {
    /// A value of this type.
    Typed(&'a Type),
    /// Any value, because a part on the way to it is not described.
    Anything,
    /// No value.
    Nothing,
}

/// Returns what a body has at a pointer.
pub(crate) fn at<'a>(api: &'a Api, body: &'a Type, pointer: &str) -> At<'a> {
    let mut ty = not_null(api, body);
    for token in pointer.split('/').skip(1) {
        let inner = match ty {
            Type::List(item) => item,
            Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
                Some(Shape::Record(record)) => {
                    let token = token.replace("~1", "/").replace("~0", "~");
                    match record.fields.iter().find(|field| field.name.wire() == token) {
                        Some(field) => &field.ty,
                        None if record.rest.is_some() => return At::Anything,
                        None => return At::Nothing,
                    }
                }
                Some(Shape::Union(_)) => return At::Anything,
                _ => return At::Nothing,
            },
            Type::Json | Type::Map(_) => return At::Anything,
            _ => return At::Nothing,
        };
        ty = not_null(api, inner);
    }
    At::Typed(ty)
}

/// Returns the fields of a type, or none if it is not a struct.
#[cfg(feature = "tools")]
pub(crate) fn fields<'a>(api: &'a Api, ty: &'a Type) -> &'a [Field] {
    let Type::Model(id) = not_null(api, ty) else { return &[] };
    match api.model(*id).map(|model| &model.shape) {
        Some(Shape::Record(record)) => &record.fields,
        _ => &[],
    }
}

/// Returns whether a value may be a string.
pub(crate) fn is_text(api: &Api, ty: &Type) -> bool {
    may_be(api, ty, |ty| match ty {
        Type::String | Type::DateTime | Type::Date | Type::Base64 | Type::Verbatim(_) => true,
        Type::Model(id) => {
            matches!(api.model(*id).map(|model| &model.shape), Some(Shape::Enum(known)) if !known.is_whole)
        }
        _ => false,
    })
}

/// Returns whether a value may be a number of something.
pub(crate) fn is_integer(api: &Api, ty: &Type) -> bool {
    may_be(api, ty, |ty| match ty {
        // Some authors write `type: number` for every number.
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger | Type::Number => true,
        Type::Model(id) => {
            matches!(api.model(*id).map(|model| &model.shape), Some(Shape::Enum(known)) if known.is_whole)
        }
        _ => false,
    })
}

/// Returns whether a value may be a boolean.
pub(crate) fn is_boolean(api: &Api, ty: &Type) -> bool {
    may_be(api, ty, |ty| *ty == Type::Boolean)
}

/// Returns whether a type, or a variant of a union, is one that `is_type` accepts.
fn may_be(api: &Api, ty: &Type, is_type: impl Fn(&Type) -> bool) -> bool {
    let ty = not_null(api, ty);
    if is_type(ty) || *ty == Type::Json {
        return true;
    }
    let Type::Model(id) = ty else { return false };
    match api.model(*id).map(|model| &model.shape) {
        Some(Shape::Union(union)) => union.variants.iter().any(|variant| {
            let variant = not_null(api, &variant.ty);
            is_type(variant) || *variant == Type::Json
        }),
        _ => false,
    }
}

fn not_null<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    match api.resolved(ty) {
        Type::Nullable(inner) => api.resolved(inner),
        other => other,
    }
}
