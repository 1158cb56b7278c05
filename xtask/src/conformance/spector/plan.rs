//! Converts a vector to a call of the generated client.

use std::collections::BTreeMap;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use openapi_client_codegen::listing::{ListedOperation, Listing};
use serde_json::Value;

use super::Options;
use super::vectors::{Body, FileContent, Wanted};
use crate::conformance::description::Description;
use crate::conformance::driver::{Call, FilePart, Module, Reading, module_name};

/// Plans a call.
///
/// # Errors
/// Fails with a verdict and its reason if the call cannot be made.
pub(super) fn call(
    options: &Options,
    modules: &[Module],
    unreadable: &BTreeMap<String, String>,
    wanted: &Wanted,
) -> std::result::Result<Call, (&'static str, String)> {
    let inexpressible = || ("inexpressible", wanted.why.join("; "));
    let arguments = wanted.args.as_ref().ok_or_else(inexpressible)?;
    let location = wanted.openapi.get(&options.openapi).ok_or_else(inexpressible)?;
    if let Some(why) = unreadable.get(&location.file) {
        return Err(("failed", format!("the description cannot be generated: {why}")));
    }
    let name = module_name(Path::new(&location.file));
    let module = modules.iter().find(|module| module.name == name).ok_or_else(inexpressible)?;
    let mut given = Vec::new();
    for (place, values) in [
        ("path", &arguments.path),
        ("query", &arguments.query),
        ("header", &arguments.header),
        ("cookie", &arguments.cookie),
    ] {
        // Headers of content negotiation are not parameters (OpenAPI 3.0.4, section 4.7.12.1).
        let values = values.iter().filter(|(name, _)| place != "header" || !is_negotiation(name));
        given.extend(values.map(|(name, value)| (place.to_owned(), name.clone(), value.clone())));
    }
    let media = wanted.request.body.as_ref().and_then(|body| body.media.clone());
    let mut files = Vec::new();
    let body = match (&arguments.body, &wanted.request.body) {
        // The vectors refer to the request's body instead of repeating it.
        (Some(Value::String(text)), Some(body)) if text == "see request.body" => {
            let described = Description::of(module);
            let method = &wanted.request.method;
            let content = described.request(&location.path, method, body.essence());
            files =
                body.files.iter().map(|file| part(file, &content)).collect::<std::result::Result<_, _>>()?;
            Some((media, sent(&described, body, &content)?))
        }
        (Some(value), _) => Some((media, value.clone())),
        (None, _) => None,
    };
    let operation = module.listing.operations.iter().find(|operation| operation.path == location.path);
    Ok(Call {
        module: name,
        method: wanted.request.method.clone(),
        path: location.path.clone(),
        arguments: given,
        body,
        base_url: base_url(options, &module.listing, arguments.server.as_ref()),
        builder: operation
            .zip(arguments.auth.as_ref())
            .map(|(operation, auth)| credentials(&module.listing, operation, auth))
            .unwrap_or_default(),
        accept: arguments
            .header
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("accept"))
            .and_then(|(_, media)| media.as_str().map(str::to_owned))
            .or_else(|| wanted.response.body.as_ref().and_then(|body| body.media.clone())),
        headers: Vec::new(),
        files,
        reading: match &wanted.response.body {
            // One more event than in the first response.
            Some(body) if wanted.is_resumed && body.is_stream() => {
                let first = body.items().as_ref().and_then(Value::as_array).map_or(0, Vec::len);
                Reading::Reconnecting(first + 1)
            }
            _ => Reading::Whole,
        },
    })
}

/// Decodes the body of a vector, which is in its encoded form.
fn sent(
    described: &Description,
    body: &Body,
    content: &Value,
) -> std::result::Result<Value, (&'static str, String)> {
    if body.essence() == "multipart/form-data" {
        // The server takes a list in one part, and each item of an array is a part (OpenAPI 3.0.4, "Encoding
        // Object").
        if let Some((name, _)) = body.parts.iter().find(|(_, value)| value.is_array()) {
            let why = format!("the items of `{name}` are in one part, but OpenAPI has a part for each");
            return Err(("inexpressible", why));
        }
        return Ok(described.texts(content.get("schema").unwrap_or(&Value::Null), &body.parts));
    }
    if body.is_xml() {
        return described
            .xml(content.get("schema"), &body.text().unwrap_or_default())
            .map_err(|why| ("inexpressible", why));
    }
    // A string is the whole text of a stream.
    let is_text = described.is_text(content.get("schema"));
    let stream = body.items().filter(|_| !is_text).or_else(|| body.text().map(Value::from));
    Ok(stream.filter(|_| body.is_stream()).unwrap_or_else(|| body.value()))
}

/// Returns a file of a multipart body. The client sets its media type if the description has one.
fn part(file: &FileContent, content: &Value) -> std::result::Result<FilePart, (&'static str, String)> {
    let encoding = content.pointer("/encoding").and_then(|encoding| encoding.get(&file.name));
    let described = encoding.and_then(|encoding| encoding.get("contentType")).and_then(Value::as_str);
    let is_known = |media: &String| {
        Some(media.as_str()) != described && (described.is_some() || media != "application/octet-stream")
    };
    Ok(FilePart {
        part: file.name.clone(),
        name: file.filename.clone(),
        media: file.media.clone().filter(is_known),
        content: BASE64_STANDARD.decode(&file.base64).map_err(|error| ("failed", error.to_string()))?,
    })
}

/// Returns whether a header names media types; the bodies determine those.
fn is_negotiation(name: &str) -> bool {
    name.eq_ignore_ascii_case("accept") || name.eq_ignore_ascii_case("content-type")
}

/// Returns the base URL: the origin of the server, with the path of the description's server.
fn base_url(options: &Options, listing: &Listing, server: Option<&Value>) -> String {
    let origin = options.server.trim_end_matches('/');
    let described = listing.base_url.as_deref().unwrap_or_default();
    let path = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        rest.trim_end_matches('/').to_owned()
    };
    match (server, listing.servers.first()) {
        (Some(Value::String(url)), _) => format!("{origin}{}", path(url)),
        (Some(Value::Object(given)), Some(server)) => {
            let url = server.variables.iter().fold(server.url.clone(), |url, variable| {
                let value = given.get(&variable.wire).and_then(Value::as_str).unwrap_or(&variable.default);
                url.replace(&format!("{{{}}}", variable.wire), value)
            });
            format!("{origin}{}", path(&url))
        }
        _ => format!("{origin}{}", path(described)),
    }
}

/// Returns builder calls for the credentials of a vector: a text for the operation's first scheme, or values
/// by the name or kind of a scheme.
fn credentials(listing: &Listing, operation: &ListedOperation, auth: &Value) -> String {
    let mut text = String::new();
    let needed = operation.security.iter().flatten();
    for scheme in needed.filter_map(|name| listing.schemes.iter().find(|scheme| scheme.name == *name)) {
        let by_kind =
            if matches!(scheme.kind, "header" | "query" | "cookie") { "apiKey" } else { scheme.kind };
        let given = auth.get(&scheme.name).or_else(|| auth.get(by_kind)).unwrap_or(auth);
        let part = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| given.get(key)).unwrap_or(given);
            found.as_str().map(str::to_owned)
        };
        let call = match scheme.kind {
            "bearer" => part(&["token", "value"]).map(|token| format!(".token({token:?})")),
            "basic" => part(&["username", "user"])
                .zip(part(&["password"]))
                .map(|(user, password)| format!(".basic({user:?}, {password:?})")),
            _ => part(&["key", "value"]).map(|key| format!(".api_key({:?}, {key:?})", scheme.name)),
        };
        text.extend(call);
    }
    text
}
