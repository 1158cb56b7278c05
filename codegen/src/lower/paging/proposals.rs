//! Proposed pagination rules. `new` writes them into the settings, and the maintainer decides.

use crate::ir::{Api, Bodies, Location, Operation, Type};
use crate::lower::failure::{has_text, typed_at};
use crate::settings::{PagedBy, PagingRule};

/// A proposed pagination rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Proposal {
    /// The proposed rule.
    pub rule: PagingRule,
    /// The number of operations that it matches and no better rule does.
    pub operations: usize,
}

const NUMBERS: &[&str] = &["page", "page_number", "pageNumber"];
const OFFSETS: &[&str] = &["offset", "skip"];
const CURSORS: &[&str] = &[
    "cursor",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "page_cursor",
    "next_cursor",
    "after",
    "marker",
];
const SIZES: &[&str] = &["per_page", "limit", "page_size", "pageSize", "size", "maxResults", "max_results"];
/// Locations in a body of the link to the next page.
const LINKS: &[&str] =
    &["/links/pages/next", "/links/next", "/paging/next", "/meta/next", "/_links/next/href", "/next"];
/// Locations in a body of the cursor of the next page.
const NEXT: &[&str] = &[
    "/next_cursor",
    "/nextCursor",
    "/next_page_token",
    "/nextPageToken",
    "/next_token",
    "/nextToken",
    "/meta/next_cursor",
    "/pagination/next_cursor",
    "/response_metadata/next_cursor",
    "/paging/cursors/after",
    "/marker",
    "/last_id",
];
/// Locations in a body of an offset that is opaque to clients.
const OPAQUE_OFFSETS: &[&str] = &["/next_page/offset"];

/// Returns the rules that match, those with more operations first. Each operation counts for its most
/// reliable rule.
pub(crate) fn proposals(api: &Api) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = Vec::new();
    let unpaged = api.operations.iter().filter(|operation| operation.paging.is_none());
    for rule in unpaged.filter_map(|operation| rule_of(api, operation)) {
        match proposals.iter_mut().find(|known| known.rule == rule) {
            Some(known) => known.operations += 1,
            None => proposals.push(Proposal { rule, operations: 1 }),
        }
    }
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.operations));
    proposals
}

fn rule_of(api: &Api, operation: &Operation) -> Option<PagingRule> {
    if operation.method != "GET" {
        return None;
    }
    let takes = |name: &&&str| {
        let mut parameters = operation.parameters.iter();
        parameters.any(|parameter| parameter.place == Location::Query && parameter.name.wire() == **name)
    };
    let first_of = |names: &[&'static str]| names.iter().find(takes).copied();
    let Bodies::One(success) = &operation.outcome.success else { return None };
    let described =
        |pointers: &[&'static str]| pointers.iter().find(|pointer| has_text(api, success, pointer)).copied();
    let links = || {
        let headers = operation.outcome.responses.iter().flat_map(|response| &response.headers);
        let mut headers = headers.filter_map(|id| api.headers.get(id.0 as usize));
        headers.any(|header| header.name.wire() == "link")
    };
    let any = || first_of(NUMBERS).or_else(|| first_of(CURSORS)).or_else(|| first_of(OFFSETS));
    let by_header = any().filter(|_| links()).map(|parameter| (PagedBy::Header, parameter, None));
    let by_link = || Some((PagedBy::Link, any()?, Some(described(LINKS)?)));
    let by_word = || Some((PagedBy::Cursor, first_of(CURSORS)?, Some(described(NEXT)?)));
    let by_cursor = || {
        by_word().or_else(|| Some((PagedBy::Cursor, first_of(OFFSETS)?, Some(described(OPAQUE_OFFSETS)?))))
    };
    let by_offset = || Some((PagedBy::Offset, first_of(OFFSETS)?, None));
    let by_number = || Some((PagedBy::Number, first_of(NUMBERS)?, None));
    let found = by_header.or_else(by_link).or_else(by_cursor).or_else(by_offset).or_else(by_number);
    let (by, parameter, next) = found?;
    let mut rule = PagingRule::new(by, parameter);
    rule.next = next.map(str::to_owned);
    // The last page has a cursor too if a flag marks it as the last.
    let has_more = next == Some("/last_id") && typed_at(api, success, "/has_more") == Some(&Type::Boolean);
    rule.more = has_more.then(|| "/has_more".to_owned());
    rule.size = first_of(SIZES).map(str::to_owned);
    super::paging(api, operation, 0, &rule).map(|_| rule)
}
