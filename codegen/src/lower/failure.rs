//! The locations of details in error responses: from the settings, or else those that most error responses
//! have.

use crate::diagnostics::Report;
use crate::ir::{Api, ErrorShape, Response, Shape, Type};
use crate::lower::paging::found::{At, at, is_integer, is_text};
use crate::settings::Settings;

/// The common locations of a message, in the order of preference. The runtime knows those of RFC 9457.
const MESSAGES: &[&str] = &[
    "/message",
    "/error/message",
    "/error_description",
    "/error_message",
    "/errorMessage",
    "/errors/0/message",
    "/errors/0/detail",
    "/msg",
    "/error",
    "/errors/0",
];
const CODES: &[&str] =
    &["/code", "/error/code", "/error_code", "/errorCode", "/errors/0/code", "/error/type", "/error"];
const REQUESTS: &[&str] = &["/request_id", "/requestId", "/error/request_id"];
const HEADERS: &[&str] = &["x-request-id", "request-id", "x-correlation-id"];

/// Finds the locations of details in error responses.
pub(super) fn find(api: &mut Api, all: &Settings, report: &mut Report) {
    check(api, all, report);
    let settings = &all.errors;
    let bodies: Vec<&Type> = api
        .operations
        .iter()
        .flat_map(|operation| &operation.outcome.responses)
        .filter(|response| is_failure(response))
        .filter_map(|response| response.body.as_ref())
        .filter(|body| matches!(api.resolved(body), Type::Model(_)))
        .collect();
    let most = |pointers: &[&str]| {
        let having = |pointer: &&str| bodies.iter().filter(|body| has_text(api, body, pointer)).count();
        // Of equally frequent pointers, take the first.
        let best =
            pointers.iter().map(|pointer| (having(pointer), *pointer)).rev().max_by_key(|(count, _)| *count);
        best.filter(|(count, _)| *count > 0 && count * 2 >= bodies.len())
            .map(|(_, pointer)| pointer.to_owned())
    };
    let message = settings.message.clone().or_else(|| most(MESSAGES));
    // The location of the message is not also that of the code.
    let code = settings.code.clone().or_else(|| most(CODES).filter(|code| Some(code) != message.as_ref()));
    let request_id = settings.request_id.clone().or_else(|| most(REQUESTS));
    let declared = |name: &&&str| api.headers.iter().any(|header| header.name.wire() == **name);
    let header = HEADERS.iter().find(declared).map(|name| (*name).to_owned());
    let request_id_header = settings.request_id_header.clone().or(header);
    api.errors = ErrorShape { code, message, request_id, request_id_header };
}

/// Reports pointers of the settings that lead to a text in no failure. Without a described failure, they may be
/// right.
fn check(api: &Api, settings: &Settings, report: &mut Report) {
    let responses = api.operations.iter().flat_map(|operation| &operation.outcome.responses);
    let bodies: Vec<&Type> = responses
        .filter(|response| is_failure(response))
        .filter_map(|response| response.body.as_ref())
        .collect();
    let errors = &settings.errors;
    let pointers = [("code", &errors.code), ("message", &errors.message), ("request_id", &errors.request_id)];
    for (key, pointer) in pointers {
        let Some(pointer) = pointer else { continue };
        let leads = |body: &&Type| match at(api, body, pointer) {
            At::Typed(ty) => is_text(api, ty) || is_integer(api, ty),
            At::Anything => true,
            At::Nothing => false,
        };
        let (what, help) = if !pointer.is_empty() && !pointer.starts_with('/') {
            (format!("`{pointer}` is not a JSON pointer"), format!("write `/{pointer}`"))
        } else if !bodies.is_empty() && !bodies.iter().any(leads) {
            let what = format!("no response of a failure has a text at `{pointer}`");
            (what, format!("correct the pointer, or remove `{key}`"))
        } else {
            continue;
        };
        let finding = settings.finding_in("[errors]", 0, key, format!("[errors] {what}"));
        report.survivable(finding.help(help));
    }
}

fn is_failure(response: &Response) -> bool {
    response.status.starts_with(['4', '5']) || response.status == "default"
}

/// Returns whether a pointer leads to a string or integer, if the value is present.
pub(super) fn has_text(api: &Api, body: &Type, pointer: &str) -> bool {
    match typed_at(api, body, pointer) {
        Some(Type::String | Type::Integer | Type::Integer32) => true,
        Some(Type::Model(id)) => matches!(api.model(*id).map(|model| &model.shape), Some(Shape::Enum(_))),
        _ => false,
    }
}

/// Returns the type at a pointer, if every step is described.
pub(super) fn typed_at<'a>(api: &'a Api, body: &'a Type, pointer: &str) -> Option<&'a Type> {
    let mut ty = not_null(api, body);
    for token in pointer.split('/').skip(1) {
        ty = match ty {
            Type::List(item) if token == "0" => item,
            Type::Model(id) => match &api.model(*id)?.shape {
                Shape::Record(record) => &record.fields.iter().find(|field| field.name.wire() == token)?.ty,
                _ => return None,
            },
            _ => return None,
        };
        ty = not_null(api, ty);
    }
    Some(ty)
}

fn not_null<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    match api.resolved(ty) {
        Type::Nullable(inner) => api.resolved(inner),
        other => other,
    }
}
