//! The amount of generated code: a short description whose parts are used many times must not generate a large client.

use crate::ir::{Api, Bodies, Operation, Outcome, Shape};
use crate::report::{Code, Finding, Report};
use crate::settings::Limits;

/// The smallest number of bytes of a description for each item. Real descriptions have at least 80.
const BYTES_AN_ITEM: usize = 16;

/// Reports an error if there are more items than the settings and the length of the description, in bytes, permit. Its place is
/// the operation or model with the most items.
pub(crate) fn check(api: &Api, length: usize, limits: Limits, report: &mut Report) {
    let most = limits.items.max(length / BYTES_AN_ITEM);
    let operations = api.operations.iter().map(|it| (items_of(it), &it.origin));
    let models = api.models.iter().map(|it| (items_in(&it.shape), &it.origin));
    let (mut count, mut largest) = (0_usize, None);
    for (items, origin) in operations.chain(models) {
        count = count.saturating_add(items);
        if largest.is_none_or(|(least, _)| items > least) {
            largest = Some((items, origin));
        }
    }
    let Some((items, origin)) = largest.filter(|_| count > most) else { return };
    let what = format!(
        "this generates {items} of {count} parameters, bodies, properties and variants, more than {most} in all"
    );
    let help = "refer to large parts less often, select fewer operations, or set `limits.items`";
    report.push(Finding::error(Code::Limit, origin.clone(), what).help(help));
}

fn items_of(operation: &Operation) -> usize {
    let others = operation.representations.iter().map(|it| 1 + items_of_outcome(&it.outcome));
    1 + operation.parameters.len()
        + operation.bodies.len()
        + items_of_outcome(&operation.outcome)
        + others.sum::<usize>()
}

fn items_of_outcome(outcome: &Outcome) -> usize {
    let variants = |bodies: &Bodies| match bodies {
        Bodies::ByStatus { variants, .. } => variants.len(),
        Bodies::Empty | Bodies::One(_) => 0,
    };
    outcome.responses.len() + variants(&outcome.success) + variants(&outcome.failure)
}

fn items_in(shape: &Shape) -> usize {
    1 + match shape {
        Shape::Record(record) => record.fields.len(),
        Shape::Choice(choice) => choice.variants.len(),
        Shape::Words(words) => words.known.len(),
        Shape::Alias(_) | Shape::Wrapper(_) => 0,
    }
}
