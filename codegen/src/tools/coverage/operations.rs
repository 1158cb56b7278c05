//! The coverage of operations: their parameters, bodies and responses.

use serde_json::Value;

use super::{NodeKind, Survey};
use crate::diagnostics::Place;
use crate::ir::{Operation, Response};
use crate::openapi::method::METHODS;
use crate::resolve::Location;

impl Survey<'_> {
    pub(super) fn path_item(&mut self, path: &str, place: &Place) {
        let place = self.landed(place.clone());
        let shared: Vec<Place> =
            self.elements(&place.key("parameters")).into_iter().map(|(_, at)| self.landed(at)).collect();
        let mut servers = self.elements(&place.key("servers"));
        let more = self.members(&place.key("additionalOperations"));
        let methods = self.members(&place).into_iter().filter(|(key, _)| METHODS.contains(&key.as_str()));
        for (method, at) in methods.chain(more) {
            let at = self.landed(at);
            let api = self.api;
            let operation = api
                .operations
                .iter()
                .find(|operation| operation.path == path && operation.method.eq_ignore_ascii_case(&method));
            let name = format!("{} {path}", method.to_uppercase());
            self.record(NodeKind::Operation, &name, &at, operation.is_some(), None);
            let own: Vec<Place> =
                self.elements(&at.key("parameters")).into_iter().map(|(_, at)| self.landed(at)).collect();
            let own_keys: Vec<_> = own.iter().map(|place| self.parameter_key(place)).collect();
            for place in &shared {
                let is_anew = own_keys.contains(&self.parameter_key(place));
                self.parameter(operation.filter(|_| !is_anew), place);
            }
            own.iter().for_each(|place| self.parameter(operation, place));
            let body = self.landed(at.key("requestBody"));
            let contents = self.members(&body.key("content"));
            let is_only = contents.len() == 1;
            for (media, place) in contents {
                let place = self.landed(place);
                let mut sent = operation.into_iter().flat_map(|operation| &operation.bodies);
                // A media type range is sent as bytes.
                let is_generated = sent.any(|sent| is_only || sent.media == media || media.contains('*'));
                self.record(
                    NodeKind::RequestBody,
                    &media,
                    &place,
                    is_generated,
                    Some("another media type is sent"),
                );
                self.schema(place.key("schema"));
            }
            for (status, place) in self.members(&self.landed(at.key("responses"))) {
                self.response(operation, &status, place);
            }
            for (name, place) in self.members(&at.key("callbacks")) {
                let place = self.landed(place);
                self.record(NodeKind::Callback, &name, &place, false, Some("requests that the server sends"));
            }
            servers.extend(self.elements(&at.key("servers")));
        }
        for (name, place) in servers {
            self.server(&name, &place);
        }
    }

    /// Records a server. It is generated if callers can choose it, or if it is the only one.
    pub(super) fn server(&mut self, name: &str, place: &Place) {
        let url = self.source.value(&place.key("url")).and_then(Value::as_str);
        let servers = &self.api.servers;
        let is_generated =
            servers.is_empty() || servers.iter().any(|server| Some(server.url.as_str()) == url);
        self.record(NodeKind::Server, name, place, is_generated, Some("no operation uses this server"));
    }

    /// Returns the name and location of a parameter, which identify it.
    fn parameter_key(&self, place: &Place) -> (String, String) {
        let text = |key: &str| self.source.value(&place.key(key)).and_then(Value::as_str).unwrap_or_default();
        (text("name").to_owned(), text("in").to_owned())
    }

    fn parameter(&mut self, operation: Option<&Operation>, place: &Place) {
        let (name, within) = self.parameter_key(place);
        let location = match within.as_str() {
            "path" => Location::Path,
            "query" | "querystring" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => {
                // Swagger 2.0: the body itself, or a part of a body.
                let is_generated = operation.is_some_and(|operation| operation.body().is_some());
                let kind = if within == "body" { NodeKind::RequestBody } else { NodeKind::Parameter };
                if let Some((operation, body)) = operation.and_then(|o| Some((o, o.body()?))) {
                    let content = operation.origin.key("requestBody").key("content");
                    self.moved.push((place.key("schema"), content.key(&body.media).key("schema")));
                }
                self.record(kind, &name, place, is_generated, None);
                return self.schema(place.key("schema"));
            }
        };
        let is_generated = operation.is_some_and(|operation| {
            operation.parameters.iter().any(|known| known.place == location && known.name.wire() == name)
        });
        match self.reasons.at(&place.key("name")) {
            Some(status) if !is_generated => self.write(NodeKind::Parameter, &name, place, status),
            _ => self.record(
                NodeKind::Parameter,
                &name,
                place,
                is_generated,
                Some("the operation overrides this parameter"),
            ),
        }
        self.schema(place.key("schema"));
        for (_, place) in self.members(&place.key("content")) {
            let place = self.landed(place);
            self.schema(place.key("schema"));
        }
    }

    fn response(&mut self, operation: Option<&Operation>, status: &str, place: Place) {
        let place = self.landed(place);
        let responses = operation.map(|operation| operation.outcome.responses.as_slice()).unwrap_or_default();
        let response = responses.iter().find(|response| response.status.eq_ignore_ascii_case(status));
        self.record(NodeKind::Response, status, &place, response.is_some(), None);
        if operation.is_some_and(|operation| operation.method == "HEAD") {
            self.bodies_of_head(status, &place);
        } else {
            self.response_bodies(operation, response, status, &place);
        }
        for (name, place) in self.named(&place.key("headers")) {
            let place = self.landed(place);
            let wire = name.to_ascii_lowercase();
            let is_generated = self.api.headers.iter().any(|header| header.name.wire() == wire);
            self.record(NodeKind::Header, &name, &place, is_generated, None);
            self.schema(place.key("schema"));
        }
        for (name, place) in self.members(&place.key("links")) {
            let place = self.landed(place);
            self.record(NodeKind::Link, &name, &place, false, Some("callers choose the next operation"));
        }
    }

    /// Records the bodies of a response to HEAD as ignored, because it never has one (RFC 9110, section
    /// 9.3.2).
    fn bodies_of_head(&mut self, status: &str, place: &Place) {
        let why = Some("a response to HEAD has no body");
        for (media, place) in self.members(&place.key("content")) {
            let place = self.landed(place);
            self.record(NodeKind::ResponseBody, &media, &place, false, why);
        }
        if self.source.value(&place.key("schema")).is_some() {
            self.record(NodeKind::ResponseBody, status, &place.key("schema"), false, why);
        }
    }

    fn response_bodies(
        &mut self,
        operation: Option<&Operation>,
        response: Option<&Response>,
        status: &str,
        place: &Place,
    ) {
        for (media, place) in self.members(&place.key("content")) {
            let place = self.landed(place);
            let mut asked = operation.into_iter().flat_map(|operation| &operation.representations);
            let is_generated = response.is_some_and(|response| response.media.contains(&media))
                || asked.any(|asked| asked.media == media);
            self.record(
                NodeKind::ResponseBody,
                &media,
                &place,
                is_generated,
                Some("another media type is read"),
            );
            self.schema(place.key("schema"));
        }
        if self.source.value(&place.key("schema")).is_some() {
            let is_generated = response.is_some_and(|response| response.body.is_some());
            self.record(NodeKind::ResponseBody, status, &place.key("schema"), is_generated, None);
            for media in response.iter().flat_map(|response| &response.media) {
                let content = self.lowered(place).key("content");
                self.moved.push((place.key("schema"), content.key(media).key("schema")));
            }
            self.schema(place.key("schema"));
        }
    }
}
