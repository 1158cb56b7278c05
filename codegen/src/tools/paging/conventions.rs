//! The usual names of paging parameters and of the places of cursors and links.

use super::Context;
use super::meaning::{Meaning, counts_all, first_page, is_next, lists, meaning, of_text, wanted};
use crate::ir::{Bodies, Field, Location, Parameter, Type};
use crate::lower::paging::fit::is_counted;
use crate::lower::paging::found::{fields, is_boolean, is_integer, is_text};
use crate::settings::{PagedBy, PagingRule};

/// Names are compared without case, separators and brackets: `page[number]` is `pagenumber`.
const NUMBERS: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "currentpage", "pageindex"];
const OFFSETS: &[&str] = &["offset", "skip", "startat", "pageoffset"];
const CURSORS: &[&str] = &[
    "cursor",
    "pagecursor",
    "nextcursor",
    "pagetoken",
    "nextpagetoken",
    "nexttoken",
    "pagingtoken",
    "paginationtoken",
    "paginationcursor",
    "continuationtoken",
    "continue",
    "skiptoken",
    "startingafter",
    "afterid",
    "after",
    "pageafter",
    "aftercursor",
    "startcursor",
    "marker",
];
/// Parameters that take the ID of the last item of the page before.
const LAST_IDS: &[&str] = &["startingafter", "afterid"];
const SIZES: &[&str] =
    &["perpage", "limit", "pagesize", "pagelimit", "size", "maxresults", "maxitems", "itemsperpage", "top"];
/// The keys of links to the next page.
const LINKS: &[&str] = &[
    "nextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextpageurl",
    "nextpagelink",
    "nextpageuri",
    "odatanextlink",
];
/// The keys of cursors of the next page.
const NEXT: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nextpagecursor",
    "nexttoken",
    "nextcontinuationtoken",
    "nextmarker",
    "nextpageid",
    "nextafter",
    "cursornext",
    "endcursor",
    "lastid",
];
/// The objects of a page that contain its cursors and links.
const AROUND: &[&str] = &[
    "links",
    "paging",
    "pagination",
    "meta",
    "metadata",
    "pageinfo",
    "responsemetadata",
    "page",
    "pages",
    "cursors",
    "cursor",
    "resultinfo",
    "listmeta",
    "listmetadata",
];
const MORE: &[&str] =
    &["hasmore", "hasnext", "hasnextpage", "hasmorepages", "hasmoreitems", "hasmoreresults"];
const TOTALS: &[&str] =
    &["total", "totalcount", "totalitems", "totalresults", "totalrecords", "totalelements", "totalentries"];

/// Returns the rule that the names, types and texts of an operation suggest.
pub(super) fn rule(context: &Context<'_>) -> Option<PagingRule> {
    let operation = context.operation;
    // Some lists are requested by a search in the body; their pages are still parameters of the query.
    let end = operation.path.rsplit('/').next().map(plain).unwrap_or_default();
    let is_search = ["search", "query", "list", "find", "filter"].iter().any(|word| end.starts_with(word));
    if operation.method != "GET" && !(is_search && operation.method == "POST") {
        return None;
    }
    let Bodies::One(body) = &operation.outcome.success else { return None };
    let places = places(context, body);
    let (mut rule, is_counting) = by_header(context)
        .or_else(|| places.iter().find_map(|place| by_place(context, place)))
        .or_else(|| by_last_id(context, body, &places))
        .map(|rule| (rule, false))
        .or_else(|| by_count(context).map(|rule| (rule, true)))?;
    rule.more = places
        .iter()
        .find(|place| place.is(MORE) && is_boolean(context.api, &place.field.ty))
        .map(Place::owned);
    if is_counting {
        let total = places.iter().find(|place| {
            place.is(TOTALS)
                && is_integer(context.api, &place.field.ty)
                && counts_all(context, &place.pointer)
        });
        rule.total = total.map(Place::owned);
    }
    rule.items = Some(lists(context, body)?);
    rule.size = size(context);
    Some(rule)
}

/// Returns the name of the parameter for the number of items in a page.
pub(super) fn size(context: &Context<'_>) -> Option<String> {
    let size = first_of(context, SIZES, |parameter| is_counted(context.api, parameter))?;
    Some(size.name.wire().to_owned())
}

/// Returns the only parameter by which pages are requested.
pub(super) fn only_parameter<'a>(context: &Context<'a>) -> Option<&'a Parameter> {
    let is_paging = |parameter: &&Parameter| {
        let name = plain(parameter.name.wire());
        [NUMBERS, OFFSETS, CURSORS].iter().any(|names| names.contains(&name.as_str()))
    };
    let mut all = query(context).filter(is_paging);
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Returns the place of the cursor of the next page for a parameter.
pub(super) fn cursor_place(context: &Context<'_>, parameter: &Parameter) -> Option<String> {
    let Bodies::One(body) = &context.operation.outcome.success else { return None };
    let places = places(context, body);
    let agrees = |place: &&Place<'_>| {
        matches!(place.kind(context), Some(Meaning::Cursor | Meaning::Unknown))
            && agree(context, place, parameter)
    };
    places.iter().find(agrees).map(Place::owned)
}

fn by_header(context: &Context<'_>) -> Option<PagingRule> {
    let headers = context.operation.outcome.responses.iter().flat_map(|response| &response.headers);
    let mut headers = headers.filter_map(|id| context.api.headers.get(id.0 as usize));
    headers.any(|header| header.name.wire() == "link").then_some(())?;
    let any = |_: &Parameter| true;
    let parameter = first_of(context, NUMBERS, any)
        .or_else(|| first_of(context, CURSORS, any))
        .or_else(|| first_of(context, OFFSETS, any))?;
    Some(PagingRule::new(PagedBy::Header, parameter.name.wire()))
}

/// Returns the rule for a place of the body that has a link or a cursor.
fn by_place(context: &Context<'_>, place: &Place<'_>) -> Option<PagingRule> {
    let (by, parameter) = match place.kind(context)? {
        Meaning::Link if is_text(context.api, &place.field.ty) => (PagedBy::Link, only_parameter(context)?),
        Meaning::Cursor => (PagedBy::Cursor, cursor_parameter(context, place)?),
        // A number of a page or an item, which its parameter takes.
        Meaning::Unknown if is_integer(context.api, &place.field.ty) => {
            let is_agreed = |parameter: &Parameter| is_counted(context.api, parameter);
            let names = if place.key() == "nextoffset" { OFFSETS } else { NUMBERS };
            (PagedBy::Cursor, first_of(context, names, is_agreed)?)
        }
        Meaning::Unknown => {
            let parameter = cursor_parameter(context, place)?;
            let is_explained = of_text(&parameter.docs) == Meaning::Cursor;
            let is_page = plain(parameter.name.wire()) == "page" && place.key() == "nextpage";
            (is_explained || is_page).then_some((PagedBy::Cursor, parameter))?
        }
        _ => return None,
    };
    let mut rule = PagingRule::new(by, parameter.name.wire());
    rule.next = Some(place.owned());
    Some(rule)
}

/// Returns the parameter that takes a cursor. A name that the cursor contains, such as `page_token` of
/// `next_page_token`, comes first.
fn cursor_parameter<'a>(context: &Context<'a>, place: &Place<'_>) -> Option<&'a Parameter> {
    let agreed = |parameter: &Parameter| agree(context, place, parameter);
    let words = plain(&place.pointer);
    let named: Vec<&str> = CURSORS.iter().copied().filter(|name| words.contains(name)).collect();
    first_of(context, &named, agreed)
        .or_else(|| first_of(context, CURSORS, agreed))
        .or_else(|| first_of(context, &[NUMBERS, OFFSETS].concat(), agreed))
}

/// Returns whether a parameter takes the values of a place.
fn agree(context: &Context<'_>, place: &Place<'_>, parameter: &Parameter) -> bool {
    let api = context.api;
    let is_number = is_counted(api, parameter);
    let is_named = CURSORS.contains(&plain(parameter.name.wire()).as_str());
    match (is_text(api, &place.field.ty), is_integer(api, &place.field.ty)) {
        (_, true) => is_named || is_number,
        (true, false) => is_text(api, &parameter.ty) && (is_named || !is_number),
        (false, false) => false,
    }
}

/// Returns the rule for lists whose parameter takes the ID of the last item.
fn by_last_id(context: &Context<'_>, body: &Type, places: &[Place<'_>]) -> Option<PagingRule> {
    places.iter().any(|place| place.is(MORE)).then_some(())?;
    let parameter = first_of(context, LAST_IDS, |parameter| is_text(context.api, &parameter.ty))?;
    let list = lists(context, body)?;
    let field =
        fields(context.api, body).iter().find(|field| list.strip_prefix('/') == Some(field.name.wire()))?;
    let Type::List(item) = context.api.resolved(&field.ty) else { return None };
    let mut ids = fields(context.api, item).iter().filter(|field| field.name.wire() == "id");
    ids.any(|id| is_text(context.api, &id.ty)).then_some(())?;
    let mut rule = PagingRule::new(PagedBy::Cursor, parameter.name.wire());
    rule.next = Some(format!("{list}/-/id"));
    Some(rule)
}

fn by_count(context: &Context<'_>) -> Option<PagingRule> {
    let is_agreed = |parameter: &Parameter| is_counted(context.api, parameter);
    if let Some(parameter) = first_of(context, OFFSETS, is_agreed) {
        return Some(PagingRule::new(PagedBy::Offset, parameter.name.wire()));
    }
    let parameter = first_of(context, NUMBERS, is_agreed)?;
    let mut rule = PagingRule::new(PagedBy::Number, parameter.name.wire());
    rule.first = Some(first_page(context, parameter)?).filter(|first| *first != 1);
    Some(rule)
}

/// Returns the query parameters that the description does not advise against.
fn query<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Parameter> + use<'a> {
    let all = context.operation.parameters.iter().filter(|parameter| parameter.place == Location::Query);
    all.filter(|parameter| !parameter.deprecated && !parameter.docs.to_lowercase().contains("deprecated"))
}

/// Returns the parameter with the first of some names.
fn first_of<'a>(
    context: &Context<'a>,
    names: &[&str],
    is_agreed: impl Fn(&Parameter) -> bool,
) -> Option<&'a Parameter> {
    names.iter().find_map(|name| {
        query(context).find(|parameter| plain(parameter.name.wire()) == **name && is_agreed(parameter))
    })
}

/// A field of the body, or of an object in it.
struct Place<'a> {
    pointer: String,
    /// The keys, plain.
    path: Vec<String>,
    field: &'a Field,
}

impl Place<'_> {
    fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Returns the key of the object around it.
    fn around(&self) -> Option<&str> {
        self.path.len().checked_sub(2).and_then(|index| self.path.get(index)).map(String::as_str)
    }

    /// Returns whether it has one of these keys in the body, or in an object for cursors and links.
    fn is(&self, keys: &[&str]) -> bool {
        keys.contains(&self.key()) && self.around().is_none_or(|around| AROUND.contains(&around))
    }

    fn owned(&self) -> String {
        self.pointer.clone()
    }

    /// Returns what the value is, or `None` if it does not lead to the next page.
    fn kind(&self, context: &Context<'_>) -> Option<Meaning> {
        if let Some("next" | "nextpage") = self.around() {
            return match self.key() {
                "href" | "url" | "uri" | "link" => Some(Meaning::Link),
                "after" | "cursor" | "token" | "offset" | "page" | "marker" | "pagetoken" => {
                    Some(Meaning::Cursor)
                }
                _ => None,
            };
        }
        if self.is(LINKS) {
            return Some(Meaning::Link);
        }
        let said = meaning(context, &self.pointer);
        if self.is(NEXT)
            || matches!((self.around(), self.key()), (Some("cursors" | "page" | "paging"), "after"))
        {
            return (said != Meaning::Link).then_some(Meaning::Cursor);
        }
        match (self.around(), self.key()) {
            (_, "next") if said == Meaning::Unknown && self.path.iter().any(|key| key == "links") => {
                Some(Meaning::Link)
            }
            (Some("metadata"), "continue") | (Some("cursors"), "next") => Some(Meaning::Cursor),
            _ if self.is(&["next", "nextpage", "nextoffset"]) => Some(said),
            // The cursor of this page, unless the description explains it.
            _ if self.is(&["cursor", "pagetoken", "marker", "continuationtoken"])
                && is_next(context, &self.pointer) =>
            {
                Some(Meaning::Cursor)
            }
            _ => None,
        }
    }
}

/// The depth of objects that are searched for cursors and links.
const DEPTH: usize = 3;

/// Returns the fields of a body and of the objects in it, those of the body first.
fn places<'a>(context: &Context<'a>, body: &'a Type) -> Vec<Place<'a>> {
    let mut found: Vec<Place<'a>> = Vec::new();
    let mut level = vec![(String::new(), Vec::new(), body)];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for (pointer, path, ty) in level {
            for field in fields(context.api, ty) {
                let key = field.name.wire();
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                let path: Vec<String> = path.iter().cloned().chain([plain(key)]).collect();
                if wanted(path.last(), AROUND) {
                    next.push((pointer.clone(), path.clone(), &field.ty));
                }
                found.push(Place { pointer, path, field });
            }
        }
        level = next;
    }
    found
}

/// Returns a name in lower case, with letters and digits only.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
