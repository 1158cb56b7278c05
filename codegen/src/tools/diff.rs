//! The changes to a client's API between two descriptions, and the version that they require.
//!
//! Compares the two generated texts item by item, as rustc sees them, so that the result matches what users
//! notice; and the two IRs for what the types do not show: keys, places, credentials. Both become one list of
//! what changed about each operation, field and type of the description.

mod calls;
mod items;
mod kept_names;
mod messages;
mod places;
mod renames;
mod sharing;
mod subjects;
mod surface;
mod verdict;
mod wire;

use crate::Generated;
use crate::diagnostics::{Finding, Place, Position};
use crate::openapi::normalize;
use crate::source::Source;
use renames::Renames;
use subjects::Client;

pub use verdict::{Verdict, Weight};

/// A change of an operation, a field, a type or the client.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The effect on users.
    pub weight: Weight,
    /// The item, such as `models::Image::slug`; an operation is its marker type, such as
    /// `operations::ListImages`.
    pub item: String,
    /// The method and path of the operation, such as `GET /v2/images`, if it is one.
    pub operation: Option<String>,
    /// The method of the client that returns the group of the operation, such as `images`.
    pub group: Option<String>,
    /// The change, in one line of Markdown.
    pub what: String,
    /// Whether only the documentation changed.
    pub is_documentation: bool,
    /// The names of the types that only this change adds.
    pub added_types: Vec<String>,
    /// The names of the types that only this change removes.
    pub removed_types: Vec<String>,
    /// For a renamed item, the line of the settings' `[names]` that keeps its old name.
    pub settings: Option<String>,
    /// The position of the item in the old description.
    pub old: Option<Position>,
    /// The position of the item in the new description.
    pub new: Option<Position>,
}

/// The changes between two clients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// The changes, ordered by weight with breaking ones first, and then as in the generated text.
    pub changes: Vec<Change>,
    /// The numbers of operations and types that changed.
    pub counts: Counts,
}

/// The numbers of operations and types that changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// The operations.
    pub operations: Tally,
    /// The types, apart from those that only an added or removed operation has.
    pub models: Tally,
}

/// The numbers of items by what happened to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// The items that only the new client has.
    pub added: usize,
    /// The items that only the old client has.
    pub removed: usize,
    /// The items with another name.
    pub renamed: usize,
    /// The items that changed in another way.
    pub changed: usize,
}

impl Diff {
    /// Returns the changes with a weight.
    pub fn of(&self, weight: Weight) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.weight == weight)
    }

    /// Returns whether every program that compiles with the old client also compiles with the new one.
    pub fn compiles(&self) -> bool {
        self.of(Weight::Breaking).next().is_none()
    }

    /// Returns the version that all changes together require. A change on the wire requires a major version,
    /// although programs still compile: what they do is not the same.
    pub fn verdict(&self) -> Verdict {
        match self.changes.iter().map(|change| change.weight).min() {
            None => Verdict::Nothing,
            Some(Weight::Breaking | Weight::Wire) => Verdict::Major,
            Some(Weight::Additive) => Verdict::Minor,
            Some(Weight::Internal) => Verdict::Patch,
        }
    }
}

/// Compares the clients of two descriptions.
///
/// # Errors
/// Fails if generated text is not valid Rust, which is a bug in the generator.
pub fn diff(old: (&Generated, &Source), new: (&Generated, &Source)) -> Result<Diff, Finding> {
    let (old_api, new_api) = (&old.0.api, &new.0.api);
    let renames = Renames::of((old_api, old.1), (new_api, new.1));
    let (old_surface, originals) = renames.apply(surface::of(&old.0.output)?);
    let new_surface = surface::of(&new.0.output)?;
    let mut statements = kept_names::renamed(old_api, new_api, &renames);
    let inline = places::inline(old_api).intersection(&places::inline(new_api)).cloned().collect();
    statements.extend(items::compare(&old_surface, &new_surface, &places::required(new_api), &inline));
    statements.extend(wire::compare(old_api, new_api, &renames));
    statements.extend(calls::compare(old_api, new_api, &renames));
    let (old_items, new_items) = (places::of(old_api, old.1), places::of(new_api, new.1));
    let (mut placed, counts) = subjects::changes(
        statements,
        &Client { api: old_api, source: old.1, items: &old_items },
        &Client { api: new_api, source: new.1, items: &new_items },
        &renames,
        &originals,
    );
    let old_positions = positions(old.1, placed.iter().map(|placed| placed.old.as_ref()).collect());
    let new_positions = positions(new.1, placed.iter().map(|placed| placed.new.as_ref()).collect());
    for (placed, (old, new)) in placed.iter_mut().zip(old_positions.into_iter().zip(new_positions)) {
        placed.change.old = old;
        placed.change.new = new;
    }
    Ok(Diff { changes: placed.into_iter().map(|placed| placed.change).collect(), counts })
}

/// Returns the positions of places, read in one pass.
fn positions(source: &Source, places: Vec<Option<&Place>>) -> Vec<Option<Position>> {
    let written: Vec<Place> =
        places.iter().flatten().map(|place| normalize::written(source, place)).collect();
    let mut known = source.positions(&written.iter().collect::<Vec<_>>()).into_iter();
    places.into_iter().map(|place| place.and_then(|_| known.next().flatten())).collect()
}

/// One of the two clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Old,
    New,
}

/// A difference of one item. Several items can belong to what the description describes as one.
#[derive(Debug)]
struct Statement {
    weight: Weight,
    item: String,
    what: String,
    /// The client that has the item, if only one has it.
    only: Option<Side>,
    /// Whether only the documentation differs.
    is_documentation: bool,
    /// Whether only the code differs, for an unknown reason.
    is_vague: bool,
    /// Whether the item has another name.
    is_rename: bool,
    /// Whether the statement is about the direction of a property, which splits or joins types.
    is_cause: bool,
    /// The places in both descriptions.
    places: Option<(Option<Place>, Option<Place>)>,
}

impl Statement {
    fn new(weight: Weight, item: &str, what: String) -> Self {
        Self {
            weight,
            item: item.to_owned(),
            what,
            only: None,
            is_documentation: false,
            is_vague: false,
            is_rename: false,
            is_cause: false,
            places: None,
        }
    }

    fn renamed(item: &str, what: String) -> Self {
        Self { is_rename: true, ..Self::new(Weight::Breaking, item, what) }
    }

    fn at(mut self, old: Place, new: Place) -> Self {
        self.places = Some((Some(old), Some(new)));
        self
    }

    fn only(mut self, side: Side) -> Self {
        self.only = Some(side);
        self
    }

    /// Returns whether any other statement about the same subject is more specific.
    fn is_quiet(&self) -> bool {
        self.is_documentation || self.is_vague
    }
}
