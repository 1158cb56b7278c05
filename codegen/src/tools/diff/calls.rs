//! The differences between two clients in the requests that they send, also where the Rust items are the
//! same.

use std::collections::BTreeSet;

use serde_json::Value;

use super::renames::Renames;
use super::{Statement, Weight, places, wire};
use crate::ir::{Api, Body, Encoding, Operation, Outcome, Parameter, Scheme, SchemeKind, Style};

/// Compares the operations of both clients, and what all of them share.
pub(super) fn compare(old: &Api, new: &Api, renames: &Renames<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    for (before, after) in &renames.operations {
        let item = format!("operations::{}", after.marker.rust());
        Operations { item, found: &mut found }.operation(before, after);
    }
    let mut client = |weight, what| found.push(Statement::new(weight, "client::Client", what));
    for before in &old.schemes {
        match new.schemes.iter().find(|after| after.name == before.name) {
            Some(after) if after.kind != before.kind => client(
                Weight::Wire,
                format!("the credential `{}` is {}, was {}", before.name, scheme(after), scheme(before)),
            ),
            Some(_) => {}
            None => client(Weight::Wire, format!("the credential `{}` was removed", before.name)),
        }
    }
    for after in &new.schemes {
        if !old.schemes.iter().any(|before| before.name == after.name) {
            client(Weight::Additive, format!("the credential `{}` was added: {}", after.name, scheme(after)));
        }
    }
    if old.base_url != new.base_url {
        let what = format!("the base URL is {}, was {}", url(&new.base_url), url(&old.base_url));
        client(Weight::Wire, what);
    }
    if old.errors != new.errors {
        client(Weight::Internal, "the codes and messages of errors are read from other places".to_owned());
    }
    for before in &old.servers {
        let Some(after) = new.servers.iter().find(|after| after.name == before.name) else { continue };
        if before.url != after.url || before.defaults != after.defaults {
            let item = format!("servers::{}()", after.name.ident());
            let what =
                format!("the server `{}` is `{}`, was `{}`", after.name.ident(), after.url, before.url);
            found.push(Statement::new(Weight::Wire, &item, what));
        }
    }
    found
}

struct Operations<'a> {
    item: String,
    found: &'a mut Vec<Statement>,
}

impl Operations<'_> {
    fn operation(&mut self, before: &Operation, after: &Operation) {
        if (&before.method, &before.path) != (&after.method, &after.path) {
            let (is, was) = (line(after), line(before));
            self.push(Weight::Wire, format!("the request is `{is}`, was `{was}`"));
        }
        if before.server != after.server {
            let what = format!("is sent to {}, was {}", url(&after.server), url(&before.server));
            self.push(Weight::Wire, what);
        }
        for own in &before.parameters {
            let same = after.parameters.iter().find(|other| other.name.rust() == own.name.rust());
            if let Some(other) = same {
                self.parameter(own, other);
            } else if own.constant.is_some() {
                self.push(Weight::Wire, format!("{} is no longer sent", places::parameter(own)));
            }
        }
        for other in &after.parameters {
            let is_new = !before.parameters.iter().any(|own| own.name.rust() == other.name.rust());
            if let Some(constant) = other.constant.as_ref().filter(|_| is_new) {
                let what = format!("{} is always sent: `{}`", places::parameter(other), constant.to_json());
                self.push(Weight::Wire, what);
            }
        }
        for (own, other) in before.bodies.iter().zip(&after.bodies) {
            self.body(own, other);
        }
        self.outcomes(&before.outcome, &after.outcome);
        self.security(&before.security, &after.security);
        if before.is_idempotent != after.is_idempotent {
            let what = match after.is_idempotent {
                Some(true) => "is retried, because the settings say so",
                Some(false) => "is not retried, because the settings say so",
                None => "is retried as its method allows",
            };
            self.push(Weight::Internal, what.to_owned());
        }
    }

    /// Compares a parameter. Its statements have its places.
    fn parameter(&mut self, before: &Parameter, after: &Parameter) {
        let first = self.found.len();
        self.parameters(before, after);
        for statement in self.found.iter_mut().skip(first) {
            statement.places = Some((Some(before.origin.clone()), Some(after.origin.clone())));
        }
    }

    fn parameters(&mut self, before: &Parameter, after: &Parameter) {
        let (was, is) = (places::parameter(before), places::parameter(after));
        let name = after.name.ident();
        if was != is {
            self.push(Weight::Wire, format!("`{name}` is {is}, was {was}"));
        }
        let form = |parameter: &Parameter| (parameter.style, parameter.explode, parameter.reserved);
        // Another place has another style by itself.
        if form(before) != form(after) && before.place == after.place {
            let style = |parameter: &Parameter| style(parameter.style, parameter.explode, parameter.reserved);
            self.push(Weight::Wire, format!("{is} is written as {}, was {}", style(after), style(before)));
        }
        match (&before.constant, &after.constant) {
            (Some(own), Some(other)) if own != other => {
                let what = format!("{is} is always `{}`, was `{}`", other.to_json(), own.to_json());
                self.push(Weight::Wire, what);
            }
            _ => {}
        }
        if before.default != after.default {
            let (now, own) = (value(after.default.as_ref()), value(before.default.as_ref()));
            self.push(Weight::Internal, format!("the server's default of {is} is {now}, was {own}"));
        }
        if before.limits != after.limits {
            let limits = |parameter: &Parameter| match parameter.limits.as_slice() {
                [] => "none".to_owned(),
                limits => limits.join(", "),
            };
            let (now, own) = (limits(after), limits(before));
            self.push(Weight::Internal, format!("the limits of {is} are {now}; they were {own}"));
        }
    }

    fn body(&mut self, before: &Body, after: &Body) {
        let Body { name: _, method: _, media, form, ty: _, xml, encodings, required: _, docs: _ } = before;
        if (media, form) != (&after.media, &after.form) {
            self.push(Weight::Wire, format!("the body is `{}`, was `{media}`", after.media));
        }
        if xml != &after.xml {
            let (is, was) = (wire::in_xml(after.xml.as_ref()), wire::in_xml(xml.as_ref()));
            self.push(Weight::Wire, format!("the XML of the body is {is}, was {was}"));
        }
        let names: BTreeSet<&str> =
            encodings.iter().chain(&after.encodings).map(|encoding| encoding.name.as_str()).collect();
        for name in names {
            let of = |encodings: &[Encoding]| {
                encodings.iter().find(|encoding| encoding.name == name).map_or("the default".to_owned(), part)
            };
            let (is, was) = (of(&after.encodings), of(encodings));
            if is != was {
                self.push(Weight::Wire, format!("`{name}` of the body is written as {is}, was {was}"));
            }
        }
    }

    fn outcomes(&mut self, before: &Outcome, after: &Outcome) {
        let statuses = |outcome: &Outcome| -> BTreeSet<String> {
            outcome.responses.iter().map(|response| response.status.clone()).collect()
        };
        let (was, is) = (statuses(before), statuses(after));
        let list = |statuses: Vec<&String>| match statuses.as_slice() {
            [status] => format!("the response `{status}`"),
            statuses => {
                let statuses: Vec<String> = statuses.iter().map(|status| format!("`{status}`")).collect();
                format!("the responses {}", statuses.join(", "))
            }
        };
        let (gone, added): (Vec<_>, Vec<_>) = (was.difference(&is).collect(), is.difference(&was).collect());
        match (gone.is_empty(), added.is_empty()) {
            (true, true) => {}
            (true, false) => self.push(Weight::Internal, format!("describes {}", list(added))),
            (false, true) => self.push(Weight::Internal, format!("no longer describes {}", list(gone))),
            (false, false) => {
                self.push(Weight::Internal, format!("describes {} instead of {}", list(added), list(gone)));
            }
        }
        for own in &before.responses {
            let same = after.responses.iter().find(|other| other.status == own.status);
            let Some(other) = same.filter(|other| other.media != own.media) else { continue };
            let media = |media: &[String]| match media {
                [] => "nothing".to_owned(),
                media => media.iter().map(|media| format!("`{media}`")).collect::<Vec<_>>().join(" or "),
            };
            let what = format!(
                "the response `{}` has {}, was {}",
                own.status,
                media(&other.media),
                media(&own.media)
            );
            self.push(Weight::Wire, what);
        }
    }

    /// Compares the alternatives of authentication. None at all is the same as one that requires nothing.
    fn security(&mut self, before: &[Vec<String>], after: &[Vec<String>]) {
        let nothing = Vec::new();
        let sets = |alternatives: &[Vec<String>]| -> BTreeSet<BTreeSet<String>> {
            let own = alternatives.iter().map(|all| all.iter().cloned().collect());
            let none = alternatives.is_empty().then(|| nothing.iter().cloned().collect());
            own.chain(none).collect()
        };
        let (was, is) = (sets(before), sets(after));
        if was == is {
            return;
        }
        let words = |alternatives: &BTreeSet<BTreeSet<String>>| {
            let one = |all: &BTreeSet<String>| match all.is_empty() {
                true => "no credential".to_owned(),
                false => all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and "),
            };
            alternatives.iter().map(one).collect::<Vec<_>>().join(", or ")
        };
        let what = format!("needs {}; needed {}", words(&is), words(&was));
        // What was enough is still enough, also if a part of it is.
        let is_enough = was.iter().all(|all| is.iter().any(|other| other.is_subset(all)));
        self.push(if is_enough { Weight::Internal } else { Weight::Wire }, what);
    }

    fn push(&mut self, weight: Weight, what: String) {
        self.found.push(Statement::new(weight, &self.item, what));
    }
}

/// Returns the method and the path of an operation.
pub(super) fn line(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn url(url: &Option<String>) -> String {
    url.as_ref().map_or("the base URL".to_owned(), |url| format!("`{url}`"))
}

fn value(value: Option<&Value>) -> String {
    value.map_or("none".to_owned(), |value| format!("`{value}`"))
}

fn scheme(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Basic => "a user name and a password".to_owned(),
        SchemeKind::Http(name) => format!("the HTTP scheme `{name}`"),
        SchemeKind::Header(name) => format!("the header `{name}`"),
        SchemeKind::Query(name) => format!("the query parameter `{name}`"),
        SchemeKind::Cookie(name) => format!("the cookie `{name}`"),
        SchemeKind::Connection => "of the connection".to_owned(),
    }
}

/// Describes a style by the value `[a, b]` of `name`.
fn style(style: Style, explode: bool, reserved: bool) -> String {
    let form = match (style, explode) {
        (Style::Simple, false) => "`a,b`",
        (Style::Simple, true) => "`a,b`, and objects as `key=value`",
        (Style::Label, false) => "`.a,b`",
        (Style::Label, true) => "`.a.b`",
        (Style::Matrix, false) => "`;name=a,b`",
        (Style::Matrix, true) => "`;name=a;name=b`",
        (Style::Form, false) => "`name=a,b`",
        (Style::Form, true) => "`name=a&name=b`",
        (Style::Space, _) => "`name=a%20b`",
        (Style::Pipe, _) => "`name=a%7Cb`",
        (Style::Tab, _) => "`name=a%09b`",
        (Style::Cookie, false) => "`name=a,b` without percent-encoding",
        (Style::Cookie, true) => "`name=a; name=b` without percent-encoding",
        (Style::DeepObject, _) => "`name[key]=value`",
        (Style::Json, _) => "JSON",
        (Style::Text, _) => "text",
        (Style::Urlencoded, _) => "form-encoded pairs",
    };
    let reserved = if reserved { " with reserved characters as they are" } else { "" };
    format!("{form}{reserved}")
}

fn part(encoding: &Encoding) -> String {
    let media = encoding.media.as_ref().map(|media| format!("`{media}`"));
    let style = encoding.style.map(|own| style(own, encoding.explode, encoding.reserved));
    let parts: Vec<String> = media.into_iter().chain(style).collect();
    if parts.is_empty() { "the default".to_owned() } else { parts.join(" in the style ") }
}
