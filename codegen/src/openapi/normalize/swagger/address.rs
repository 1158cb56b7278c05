//! The server of a Swagger 2.0 description, which consists of `schemes`, `host` and `basePath` (Swagger 2.0, "Swagger
//! Object").

use serde_json::{Map, Value, json};

use super::listed;
use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Finding, Place, Report};

const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];

/// Checks the parts of the address.
pub(super) fn check(root: &Map<String, Value>, entry: &Place, report: &mut Report) {
    for (index, scheme) in listed(root, "schemes").iter().enumerate() {
        if !SCHEMES.contains(&scheme.as_str()) {
            let place = entry.key("schemes").index(index);
            let what = format!("`schemes` must be some of `http`, `https`, `ws` and `wss`, not `{scheme}`");
            let help = suggestion(scheme, SCHEMES).unwrap_or_else(|| "remove it".to_owned());
            report.survivable(Finding::error(Code::Shape, place, what).help(help));
        }
    }
    let text = |key: &str| root.get(key).and_then(Value::as_str);
    if let Some(host) = text("host").filter(|host| host.contains(['/', '@', '?', '#', ' '])) {
        let what = format!("`host` must be the name of a host, with a port or without, not `{host}`");
        let help = "move the scheme into `schemes` and the path into `basePath`";
        report.survivable(Finding::error(Code::Shape, entry.key("host"), what).help(help));
    }
    if let Some(path) = text("basePath").filter(|path| !path.is_empty() && !path.starts_with('/')) {
        let what = format!("`basePath` must begin with a slash; `/{path}` is used");
        report.push(Finding::warning(Code::Shape, entry.key("basePath"), what).help("add the slash"));
    }
}

/// Returns the servers of the description. Only a description that lists `http` and not `https` has plain HTTP.
pub(super) fn servers(root: &Map<String, Value>) -> Value {
    let text = |key: &str| root.get(key).and_then(Value::as_str);
    let base = text("basePath").unwrap_or_default().trim_end_matches('/');
    let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
    let Some(host) = text("host") else {
        return if base.is_empty() { json!([]) } else { json!([{"url": base}]) };
    };
    // `lenient` accepts a URL.
    let (schemes, host) = match host.split_once("://") {
        Some((scheme, host)) => (vec![scheme.to_owned()], host.trim_end_matches('/')),
        None => (listed(root, "schemes"), host.trim_end_matches('/')),
    };
    let scheme = if has(&schemes, "http") && !has(&schemes, "https") { "http" } else { "https" };
    json!([{"url": format!("{scheme}://{host}{base}")}])
}

fn has(listed: &[String], word: &str) -> bool {
    listed.iter().any(|listed| listed == word)
}

/// Returns the server of an operation, if its schemes do not contain the scheme of the other operations.
pub(super) fn own_server(url: &str, operation: &Map<String, Value>) -> Option<Value> {
    let (scheme, rest) = url.split_once("://")?;
    let schemes = listed(operation, "schemes");
    let own =
        ["https", "http"].into_iter().find(|own| has(&schemes, own)).filter(|_| !has(&schemes, scheme))?;
    Some(json!([{"url": format!("{own}://{rest}")}]))
}
