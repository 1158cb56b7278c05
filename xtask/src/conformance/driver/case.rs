//! The function that sends one call, written from the API listing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use openapi_client_codegen::listing::{ListedArgument, ListedBody, ListedOperation, ListedOutcome};
use serde_json::Value;

use super::{Call, FilePart, Module, Reading};

/// A function that sends one call.
pub(super) struct Function {
    /// Its name is `case_NUMBER`.
    pub(super) text: String,
    pub(super) number: usize,
    /// The JSON texts that it reads.
    pub(super) inputs: Vec<String>,
}

/// Writes the function of a call.
///
/// # Errors
/// Fails if the client has no such operation, or an argument has no place in it.
pub(super) fn function(module: &Module, call: &Call) -> std::result::Result<Function, String> {
    let is_same = |operation: &&ListedOperation| {
        operation.path == call.path && operation.method.eq_ignore_ascii_case(&call.method)
    };
    let operation = module.listing.operations.iter().find(is_same);
    let operation = operation.ok_or_else(|| format!("no operation {} {}", call.method, call.path))?;
    let body = body(operation, call)?;
    let mut inputs = vec![call.base_url.clone()];
    let given = |argument: &ListedArgument| {
        let mut found = call.arguments.iter().filter(|(place, name, _)| {
            place == argument.place
                && (*name == argument.wire || place == "header" && name.eq_ignore_ascii_case(&argument.wire))
        });
        found.next().map(|(_, _, value)| value)
    };
    let mut passed = Vec::new();
    for argument in operation.arguments.iter().filter(|argument| argument.place != "body") {
        let value = given(argument)
            .ok_or_else(|| format!("`{}` is required, but the call does not have it", argument.wire))?;
        passed.push(expression(argument, value, &mut inputs));
    }
    let mut set = String::new();
    for setter in operation.setters.iter().filter(|setter| setter.place != "body") {
        if let Some(value) = given(setter) {
            let _ = write!(set, ".{}({})", setter.name, expression(setter, value, &mut inputs));
        }
    }
    let mut method = operation.call.as_str();
    let mut before = String::new();
    if let (Some(body), Some((_, value))) = (body, &call.body) {
        let value = if call.files.is_empty() {
            expression(&body.argument, value, &mut inputs)
        } else {
            before = with_files(module, body, value, &call.files, &mut inputs)?;
            "&body".to_owned()
        };
        method = &body.call;
        if body.required {
            passed.push(value);
        } else {
            let _ = write!(set, ".{}({value})", body.argument.name);
        }
    }
    for (name, value) in &call.headers {
        let _ = write!(set, ".header({name:?}, &inputs[{}])", inputs.len());
        inputs.push(value.clone());
    }
    check_all_are_taken(operation, call)?;
    let asked = operation.representations.iter().find(|other| call.accept.as_ref() == Some(&other.media));
    if let Some(asked) = asked {
        let _ = write!(set, ".{}()", asked.method);
    }
    let marker = asked.map_or(&operation.marker, |asked| &asked.marker);
    let outcomes = asked.map_or(&operation.outcomes, |asked| &asked.outcomes);
    let output = asked.map_or(&operation.output, |asked| &asked.output);
    let request = format!("client.{method}({}){set}", passed.join(", "));
    let ending = match call.reading {
        Reading::Items(_) if operation.paged.is_none() => return Err("its list is not paginated".to_owned()),
        Reading::Items(most) => items(&request, most),
        Reading::Reconnecting(most) => {
            let answer = answer(outcomes, marker, output, &operation.failure, Some(most));
            format!("let reply = {request}.with_response().await;\n{answer}")
        }
        Reading::Whole => {
            let answer = answer(outcomes, marker, output, &operation.failure, None);
            format!("let reply = {request}.with_response().await;\n{answer}")
        }
    };
    let text = format!(
        "pub async fn case_NUMBER(inputs: &[String]) -> Result<Answer, Box<dyn std::error::Error>> {{\n\
         let client: client::Client = match client::Client::builder().base_url(&inputs[0]){}.build() {{\n\
         Ok(client) => client,\nErr(error) => return Ok(Answer::failed(&error)),\n}};\n{before}{ending}}}\n",
        call.builder,
    );
    Ok(Function { text, number: 0, inputs })
}

/// Returns an expression that converts a JSON value to an argument, and adds the value to the inputs.
fn expression(argument: &ListedArgument, value: &Value, inputs: &mut Vec<String>) -> String {
    let input = format!("&inputs[{}]", inputs.len());
    inputs.push(value.to_string());
    match argument.from {
        "bytes" => format!("runtime::Bytes::from(serde_json::from_str::<Vec<u8>>({input})?)"),
        _ => argument.expression.replace("{json}", &input),
    }
}

/// Returns statements that create `body`, a model that contains files.
fn with_files(
    module: &Module,
    body: &ListedBody,
    value: &Value,
    files: &[FilePart],
    inputs: &mut Vec<String>,
) -> std::result::Result<String, String> {
    let ty = &body.argument.value;
    let named = |ty: &str| module.listing.models.iter().find(|model| model.rust == ty);
    // Equal types are aliases of one type.
    let model = named(ty).and_then(|model| match &model.ty {
        Some(other) if model.kind == "alias" => named(other),
        _ => Some(model),
    });
    let model = model.ok_or_else(|| format!("`{ty}` is not a model that can contain files"))?;
    let mut value = value.clone();
    let mut set = String::new();
    for field in &model.fields {
        let of_part: Vec<&FilePart> = files.iter().filter(|file| file.part == field.wire).collect();
        if of_part.is_empty() {
            continue;
        }
        let is_list = field.ty.contains("Vec<");
        if let Some(value) = value.as_object_mut() {
            // Required properties must be present when the model is decoded; the files replace them.
            let empty = if is_list { Value::Array(Vec::new()) } else { Value::from("") };
            value.insert(field.wire.clone(), empty);
        }
        let index = inputs.len();
        inputs.push(serde_json::to_string(&of_part).map_err(|error| error.to_string())?);
        let made = if is_list {
            format!("crate::files(&inputs[{index}])?")
        } else {
            format!("crate::files(&inputs[{index}])?.remove(0)")
        };
        let made = if field.presence != "required" { format!("Some({made})") } else { made };
        let _ = writeln!(set, "body.{} = {made};", field.name);
    }
    let lost = files.iter().find(|file| !model.fields.iter().any(|field| field.wire == file.part));
    if let Some(lost) = lost {
        return Err(format!("its body has no part `{}`", lost.part));
    }
    let index = inputs.len();
    inputs.push(value.to_string());
    Ok(format!("let mut body = serde_json::from_str::<{ty}>(&inputs[{index}])?;\n{set}"))
}

/// Returns code that reads the items of a paginated list, page after page.
fn items(request: &str, most: Option<usize>) -> String {
    let most = most.unwrap_or(usize::MAX);
    format!(
        "let mut items = {request}.items();\nlet mut values = Vec::new();\n\
         let failed = loop {{\nif values.len() == {most} {{ break None; }}\n\
         match items.try_next().await {{\nOk(Some(item)) => values.push(serde_json::to_value(&item)?),\n\
         Ok(None) => break None,\nErr(error) => break Some(error),\n}}\n}};\n\
         let mut answer = failed.map_or_else(|| Answer::of(200, b\"\"), |error| Answer::failed(&error));\n\
         answer.value = serde_json::Value::from(values);\nOk(answer)\n"
    )
}

fn body<'a>(
    operation: &'a ListedOperation,
    call: &Call,
) -> std::result::Result<Option<&'a ListedBody>, String> {
    let Some((media, _)) = &call.body else {
        return match operation.bodies.first() {
            Some(body) if body.required => Err("its body is required, but the call has none".to_owned()),
            _ => Ok(None),
        };
    };
    let essence = |media: &str| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let asked =
        |body: &&ListedBody| media.as_ref().is_some_and(|media| essence(media) == essence(&body.media));
    let body = operation.bodies.iter().find(asked).or(operation.bodies.first());
    body.map(Some).ok_or_else(|| "it takes no body".to_owned())
}

fn check_all_are_taken(operation: &ListedOperation, call: &Call) -> std::result::Result<(), String> {
    let arguments = operation.arguments.iter().chain(&operation.setters);
    let arguments = arguments.map(|argument| (argument.place, argument.wire.as_str()));
    let constants = operation.constants.iter().map(|constant| (constant.place, constant.wire.as_str()));
    let known: Vec<(&str, &str)> = arguments.chain(constants).collect();
    let lost = call.arguments.iter().find(|(place, name, _)| {
        !known.iter().any(|(known, wire)| known == place && wire.eq_ignore_ascii_case(name))
    });
    lost.map_or(Ok(()), |(place, name, _)| Err(format!("it has no parameter `{name}` in {place}")))
}

/// Returns code that converts the response to a result: the decoded value of a success, or the declared one
/// of a failure.
fn answer(
    outcomes: &[ListedOutcome],
    marker: &str,
    output: &str,
    failed: &str,
    events: Option<usize>,
) -> String {
    let headers: BTreeSet<(&str, &str)> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.headers)
        .map(|header| (header.wire.as_str(), header.rust.as_str()))
        .collect();
    let read = |from: &str| {
        headers.iter().fold(String::new(), |mut text, (wire, rust)| {
            let _ = writeln!(
                text,
                "if let Some(value) = {from}.header(&{rust}) {{ answer.headers.push(({wire:?}.to_owned(), value.to_string())); }}"
            );
            text
        })
    };
    let variants = |pick: fn(&ListedOutcome) -> &Option<String>| {
        outcomes.iter().filter_map(move |outcome| Some((pick(outcome).as_ref()?, outcome.ty.as_deref())))
    };
    let success = match events {
        Some(most) if output.starts_with("runtime::EventStream<") => format!(
            "{{ let mut stream = reply.into_inner().reconnecting(1); let mut events = Vec::new(); \
             while events.len() < {most} {{ let Some(event) = stream.try_next().await? else {{ break }}; \
             event.data()?; events.push(serde_json::Value::from(event.text)); }} serde_json::Value::from(events) }}"
        ),
        _ => value("(*reply)", output, variants(|outcome| &outcome.output_variant).collect()),
    };
    let failure = value("declared", failed, variants(|outcome| &outcome.failure_variant).collect());
    let declared = if failed == "()" {
        String::new()
    } else {
        format!(
            "match error.declared::<{marker}>() {{\nSome(declared) => {{ answer.value = {failure}; answer.error = None; }}\nNone => {{}}\n}}\n"
        )
    };
    format!(
        "match reply {{\nOk(mut reply) => {{\nlet mut answer = Answer::of(reply.status().as_u16(), reply.body());\nanswer.keep(reply.headers());\n{}\
         answer.value = {success};\nOk(answer)\n}}\n\
         Err(error) => {{\nlet mut answer = Answer::failed(&error);\n{}{declared}Ok(answer)\n}}\n}}\n",
        read("reply"),
        read("error"),
    )
}

/// Returns an expression that converts a decoded body to JSON.
fn value(body: &str, ty: &str, variants: Vec<(&String, Option<&str>)>) -> String {
    match ty {
        "()" => "serde_json::Value::Null".to_owned(),
        "runtime::Bytes" => format!("serde_json::to_value({body}.to_vec())?"),
        _ if ty.starts_with("runtime::EventStream<") => format!(
            "{{ let mut events = Vec::new(); while let Some(event) = {body}.try_next().await? {{ \
             event.data()?; events.push(serde_json::Value::from(event.text)); }} serde_json::Value::from(events) }}"
        ),
        "runtime::JsonLines<runtime::Text>" => format!(
            "{{ let mut lines = Vec::new(); while let Some(line) = {body}.try_next().await? {{ \
             lines.push(serde_json::Value::from(line.to_string())); }} serde_json::Value::from(lines) }}"
        ),
        _ if ty.starts_with("runtime::JsonLines<") => format!(
            "{{ let mut lines = Vec::new(); while let Some(line) = {body}.try_next().await? {{ \
             lines.push(serde_json::to_value(&line)?); }} serde_json::Value::from(lines) }}"
        ),
        "runtime::Text" => format!("serde_json::Value::from({body}.to_string())"),
        _ if variants.is_empty() => format!("serde_json::to_value(&{body})?"),
        _ => {
            let arms = variants.into_iter().fold(String::new(), |mut text, (variant, held)| {
                let _ = match held {
                    Some(held) => {
                        writeln!(text, "{variant}(body) => {},", value("(**body)", held, Vec::new()))
                    }
                    None => writeln!(text, "{variant} => serde_json::Value::Null,"),
                };
                text
            });
            format!("match &{body} {{\n{arms}_ => serde_json::Value::Null,\n}}")
        }
    }
}
