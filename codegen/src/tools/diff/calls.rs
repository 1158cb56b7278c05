//! The differences between two clients in the requests that they send, also where the Rust items are the
//! same.

use std::collections::BTreeSet;

use serde_json::Value;

use super::messages::code;
use super::renames::{self, Renames};
use super::{Statement, Weight, places, wire};
use crate::ir::{
    Api, Body, Encoding, Grant, Location, Operation, Outcome, Parameter, Scheme, SchemeKind, Style,
};
use crate::openapi::path_template::PathTemplate;

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
                format!("the credential {} is {}, was {}", code(&before.name), scheme(after), scheme(before)),
            ),
            Some(after) => {
                for flow in &before.flows {
                    let other = after.flows.iter().find(|other| other.grant == flow.grant);
                    if other != Some(flow) {
                        let now = other.map_or("none".to_owned(), |other| code(&other.url));
                        let what = format!(
                            "the token endpoint of {} for {} is {now}, was {}",
                            code(&before.name),
                            grant(flow.grant),
                            code(&flow.url)
                        );
                        client(Weight::Wire, what);
                    }
                }
            }
            None => client(Weight::Wire, format!("the credential {} was removed", code(&before.name))),
        }
    }
    for after in &new.schemes {
        if !old.schemes.iter().any(|before| before.name == after.name) {
            client(
                Weight::Additive,
                format!("the credential {} was added: {}", code(&after.name), scheme(after)),
            );
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
        if renames::call(before) != renames::call(after) {
            let (is, was) = (line(after), line(before));
            self.push(Weight::Wire, format!("the request is {}, was {}", code(&is), code(&was)));
        }
        if before.name.wire() != after.name.wire() && before.marker.rust() == after.marker.rust() {
            let (is, was) = (code(after.name.wire()), code(before.name.wire()));
            self.push(Weight::Internal, format!("is {is} in spans and errors, was {was}"));
        }
        if before.server != after.server {
            let what = format!("is sent to {}, was {}", url(&after.server), url(&before.server));
            self.push(Weight::Wire, what);
        }
        self.arguments(before, after);
        for own in before.parameters.iter().filter(|own| !own.is_argument()) {
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
                let what = format!(
                    "{} is always sent: {}",
                    places::parameter(other),
                    code(&constant.to_json().to_string())
                );
                self.push(Weight::Wire, what);
            }
        }
        for (own, other) in before.bodies.iter().zip(&after.bodies) {
            self.body(own, other);
        }
        self.outcomes(&before.outcome, &after.outcome);
        self.security(&before.security, &after.security);
        if before.security == after.security && before.scopes != after.scopes {
            self.scopes(&before.scopes, &after.scopes);
        }
        if before.is_idempotent != after.is_idempotent {
            let what = match after.is_idempotent {
                Some(true) => "is retried, by the settings",
                Some(false) => "is not retried, by the settings",
                None => "is retried as its method allows",
            };
            self.push(Weight::Internal, what.to_owned());
        }
    }

    /// Compares what the arguments of the method are in a request, in order. Calls do not name them, so that
    /// arguments of the same type can be exchanged without an error of the compiler.
    fn arguments(&mut self, before: &Operation, after: &Operation) {
        let arguments = |operation| -> Vec<&Parameter> {
            let operation: &Operation = operation;
            operation.parameters.iter().filter(|parameter| parameter.is_argument()).collect()
        };
        let (was, is) = (arguments(before), arguments(after));
        // Another number of arguments does not compile.
        if was.len() != is.len() {
            return;
        }
        for (index, (own, other)) in was.into_iter().zip(is).enumerate() {
            // The name of a variable in a path is not sent.
            let sent = |operation: &Operation, parameter: &Parameter| match parameter.place {
                Location::Path => {
                    let mut variables = PathTemplate(&operation.path).variables();
                    format!("{:?}", variables.position(|variable| variable == parameter.name.wire()))
                }
                _ => parameter.name.wire().to_owned(),
            };
            if (own.place, sent(before, own)) != (other.place, sent(after, other)) {
                let (is, was) = (places::parameter(other), places::parameter(own));
                let what = format!("argument {} is {is}, was {was}", index + 1);
                let statement = Statement::new(Weight::Wire, &self.item, what);
                self.found.push(statement.at(own.origin.clone(), other.origin.clone()));
            } else {
                if own.place == Location::Path && own.name.wire() != other.name.wire() {
                    let (is, was) = (code(other.name.wire()), code(own.name.wire()));
                    self.push(Weight::Internal, format!("the variable {was} of the path is now called {is}"));
                }
                self.parameter(own, other);
            }
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
        let is_path = before.place == Location::Path && after.place == Location::Path;
        if was != is && !is_path {
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
                let what = format!(
                    "{is} is always {}, was {}",
                    code(&other.to_json().to_string()),
                    code(&own.to_json().to_string())
                );
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
            self.push(Weight::Wire, format!("the body is {}, was {}", code(&after.media), code(media)));
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
                self.push(Weight::Wire, format!("{} of the body is written as {is}, was {was}", code(name)));
            }
        }
    }

    fn outcomes(&mut self, before: &Outcome, after: &Outcome) {
        let statuses = |outcome: &Outcome| -> BTreeSet<String> {
            outcome.responses.iter().map(|response| response.status.clone()).collect()
        };
        let (was, is) = (statuses(before), statuses(after));
        let list = |statuses: Vec<&String>| match statuses.as_slice() {
            [status] => format!("the response {}", code(status)),
            statuses => {
                let statuses: Vec<String> = statuses.iter().map(|status| code(status)).collect();
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
                media => media.iter().map(|media| code(media)).collect::<Vec<_>>().join(" or "),
            };
            let what = format!(
                "the response {} has {}, was {}",
                code(&own.status),
                media(&other.media),
                media(&own.media)
            );
            self.push(Weight::Wire, what);
        }
    }

    /// Compares the alternatives of authentication. None at all is the same as one that requires nothing.
    fn security(&mut self, before: &[Vec<String>], after: &[Vec<String>]) {
        let sets = |alternatives: &[Vec<String>]| -> Vec<BTreeSet<String>> {
            let own = alternatives.iter().map(|all| all.iter().cloned().collect());
            own.chain(alternatives.is_empty().then(BTreeSet::new)).collect()
        };
        let (was, is) = (sets(before), sets(after));
        if was == is {
            return;
        }
        let words = |alternatives: &[BTreeSet<String>]| {
            let one = |all: &BTreeSet<String>| match all.is_empty() {
                true => "no credential".to_owned(),
                false => all.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and "),
            };
            alternatives.iter().map(one).collect::<Vec<_>>().join(", or ")
        };
        // What was enough is still enough, also if a part of it is.
        let is_enough = was.iter().all(|all| is.iter().any(|other| other.is_subset(all)));
        // A client with several credentials sends the first alternative.
        let kept = |own: &[BTreeSet<String>], others: &[BTreeSet<String>]| -> Vec<BTreeSet<String>> {
            own.iter().filter(|all| others.contains(all)).cloned().collect()
        };
        let is_ordered = kept(&was, &is) == kept(&is, &was);
        let weight = if is_enough && is_ordered { Weight::Internal } else { Weight::Wire };
        self.push(weight, format!("needs {}; needed {}", words(&is), words(&was)));
    }

    /// Compares the scopes of tokens. A client that may request the old ones may not be granted others.
    fn scopes(&mut self, before: &[Vec<String>], after: &[Vec<String>]) {
        let set = |scopes: &[Vec<String>]| -> BTreeSet<String> { scopes.iter().flatten().cloned().collect() };
        let words = |scopes: &BTreeSet<String>| match scopes.is_empty() {
            true => "no scopes".to_owned(),
            false => scopes.iter().map(|scope| code(scope)).collect::<Vec<_>>().join(", "),
        };
        let (was, is) = (set(before), set(after));
        let weight = if is.is_subset(&was) { Weight::Internal } else { Weight::Wire };
        self.push(weight, format!("requests a token with {}; requested {}", words(&is), words(&was)));
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
    url.as_ref().map_or("the base URL".to_owned(), |url| code(url))
}

fn value(value: Option<&Value>) -> String {
    value.map_or("none".to_owned(), |value| code(&value.to_string()))
}

fn scheme(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Basic => "a user name and a password".to_owned(),
        SchemeKind::Http(name) => format!("the HTTP scheme {}", code(name)),
        SchemeKind::Header(name) => format!("the header {}", code(name)),
        SchemeKind::Query(name) => format!("the query parameter {}", code(name)),
        SchemeKind::Cookie(name) => format!("the cookie {}", code(name)),
        SchemeKind::Connection => "of the connection".to_owned(),
    }
}

fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::ClientCredentials => "client credentials",
        Grant::RefreshToken => "refresh tokens",
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
    let reserved = if reserved { " without percent-encoding of reserved characters" } else { "" };
    format!("{form}{reserved}")
}

fn part(encoding: &Encoding) -> String {
    let media = encoding.media.as_ref().map(|media| code(media));
    let style = encoding.style.map(|own| style(own, encoding.explode, encoding.reserved));
    let parts: Vec<String> = media.into_iter().chain(style).collect();
    if parts.is_empty() { "the default".to_owned() } else { parts.join(" in the style ") }
}
