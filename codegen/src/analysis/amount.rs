//! The amount of generated code. A short description that uses its parts many times must not generate a large
//! client.

use crate::diagnostics::{Code, Finding, Report};
use crate::ir::{Api, Bodies, Field, Model, Operation, Outcome, Shape, Type};
use crate::settings::Limits;

/// The smallest number of bytes of a description for each item. Real descriptions have at least 80.
const BYTES_AN_ITEM: usize = 16;

/// Reports an error if there are more items than the settings and the length of the description, in bytes,
/// permit. Its place is the operation or model with the most items.
pub(crate) fn check(api: &Api, length: usize, limits: Limits, report: &mut Report) {
    let most = limits.items.max(length / BYTES_AN_ITEM);
    let operations = api.operations.iter().map(|it| (items_of(it), &it.origin));
    let models = api.models.iter().map(|it| (items_in(api, it), &it.origin));
    let (mut count, mut largest) = (0_usize, None);
    for (items, origin) in operations.chain(models) {
        count = count.saturating_add(items);
        if largest.is_none_or(|(least, _)| items > least) {
            largest = Some((items, origin));
        }
    }
    let Some((items, origin)) = largest.filter(|_| count > most) else { return };
    let what = format!(
        "the description generates {count} items (parameters, bodies, properties, variants and long texts), more than {most}; {items} of them are here"
    );
    let help = "refer to large parts less often, select fewer operations, or set `limits.items`";
    report.push(Finding::error(Code::Limit, origin.clone(), what).help(help));
}

/// The number of bytes of text or JSON that count as one item.
const TEXT_AN_ITEM: usize = 128;

/// The number of keys and enum values in the tests of a union that count as one item.
const FEATURES_AN_ITEM: usize = 8;

fn items_of(operation: &Operation) -> usize {
    let parameters = operation.parameters.iter().map(|it| {
        let json = [&it.default, &it.example].into_iter().flatten().map(|value| value.to_string().len());
        1 + (it.docs.len() + json.sum::<usize>()) / TEXT_AN_ITEM
    });
    1 + operation.docs.len() / TEXT_AN_ITEM
        + parameters.sum::<usize>()
        + operation.bodies.len()
        + operation.representations.len()
        + operation.outcomes().map(items_of_outcome).sum::<usize>()
}

fn items_of_outcome(outcome: &Outcome) -> usize {
    let variants = |bodies: &Bodies| match bodies {
        Bodies::ByStatus { variants, .. } => variants.len(),
        Bodies::Empty | Bodies::One(_) => 0,
    };
    let responses = outcome.responses.iter().map(|it| 1 + it.docs.len() / TEXT_AN_ITEM);
    responses.sum::<usize>() + variants(&outcome.success) + variants(&outcome.failure)
}

fn items_in(api: &Api, model: &Model) -> usize {
    let items = match &model.shape {
        Shape::Record(record) => record.fields.iter().map(items_of_field).sum(),
        Shape::Union(union) => {
            let features = union.variants.iter().map(|variant| features(api, &variant.ty));
            union.variants.len() + features.sum::<usize>() / FEATURES_AN_ITEM
        }
        Shape::Enum(words) => words.known.len(),
        Shape::Alias(_) | Shape::Wrapper(_) => 0,
    };
    1 + model.docs.len() / TEXT_AN_ITEM + items
}

fn items_of_field(field: &Field) -> usize {
    let json = field.default.iter().chain(&field.example).map(|value| value.to_string().len());
    1 + (field.docs.len() + json.sum::<usize>()) / TEXT_AN_ITEM
}

/// Returns the number of keys and enum values in the test of a type.
fn features(api: &Api, ty: &Type) -> usize {
    let of_model = |ty: &Type| match api.resolved(ty) {
        Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
            Some(Shape::Record(record)) => record.fields.len(),
            Some(Shape::Enum(words)) => words.known.len(),
            _ => 0,
        },
        _ => 0,
    };
    match api.resolved(ty) {
        Type::Tuple(tuple) => tuple.types().map(of_model).sum(),
        Type::List(inner) | Type::Nullable(inner) => of_model(inner),
        ty => of_model(ty),
    }
}
