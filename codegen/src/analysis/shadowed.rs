//! Variants of a union that are never decoded, because an earlier variant accepts all of their values.

use super::discriminate::text_form;
use crate::diagnostics::{Code, Finding};
use crate::ir::{Api, Shape, Type, Union};

/// Returns a warning for each union with such variants. No data is lost: the value is in the other variant.
pub(crate) fn findings(api: &Api) -> Vec<Finding> {
    let unions = api.models.iter().filter_map(|model| match &model.shape {
        Shape::Union(union) if union.tag.is_none() => Some((model, union)),
        _ => None,
    });
    unions
        .flat_map(|(model, union)| {
            let pairs = pairs(api, union);
            pairs.into_iter().map(|(taker, shadowed)| {
                let what = format!(
                    "`{taker}` and `{shadowed}` have the same form in JSON, so such values are decoded as `{taker}`"
                );
                Finding::warning(Code::Indistinct, model.origin.clone(), what)
                    .help("remove one of them, or use objects with a discriminator")
            })
        })
        .collect()
}

/// Returns pairs of variants: one that accepts all values of a later one, and the later one.
fn pairs(api: &Api, union: &Union) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (index, shadowed) in union.variants.iter().enumerate() {
        let mut earlier = union.variants.iter().take(index);
        let taker = earlier.find(|taker| takes_all(api, &taker.ty, &shadowed.ty));
        let word = |name: &crate::naming::Name| name.rust().to_owned();
        pairs.extend(taker.map(|taker| (word(&taker.name), word(&shadowed.name))));
    }
    pairs
}

/// Returns whether `taker` accepts every JSON value of `other`, without a feature that distinguishes them.
fn takes_all(api: &Api, taker: &Type, other: &Type) -> bool {
    let is_text = |ty: &Type| {
        let is_typed = matches!(ty, Type::DateTime | Type::Date | Type::Base64);
        is_typed || matches!(ty, Type::Verbatim(_) | Type::JsonString(_) | Type::String | Type::File)
    };
    match (api.resolved(taker), api.resolved(other)) {
        (Type::Tuple(taker), Type::Tuple(other)) => {
            let are_as_many = taker.elements.len() == other.elements.len()
                && taker.required == other.required
                && taker.rest.is_some() == other.rest.is_some();
            let mut elements = taker.types().zip(other.types());
            are_as_many
                && elements.all(|(taker, other)| {
                    api.resolved(taker) == api.resolved(other) || takes_all(api, taker, other)
                })
        }
        (Type::List(taker), Type::List(other)) => takes_all(api, taker, other),
        (taker, other) => {
            (is_text(taker) && is_text(other) && text_form(api, taker) == text_form(api, other))
                || matches!(
                    (taker, other),
                    (Type::Integer, Type::Integer32)
                        | (Type::BigInteger, Type::Integer | Type::Integer32 | Type::Unsigned)
                )
        }
    }
}
