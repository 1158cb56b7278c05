//! Checks of names that HTTP limits.

use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::{Code, Finding, Fix, Place};
use crate::openapi::grammar::{self, Object};

impl Check<'_> {
    /// Reports names of parameters, headers and operations that a client cannot use.
    pub(super) fn names(&mut self, object: Object, fields: &Map<String, Value>, place: &Place, fix: &Fix) {
        if object == Object::Parameter
            && let Some(why) = grammar::rules::unsendable(fields)
        {
            let name = fields.get("name").and_then(Value::as_str).unwrap_or_default();
            let finding = Finding::error(Code::Shape, place.key("name"), format!("`{name}` {why}"));
            self.fault(finding.help("correct the name"), fix.clone());
        }
        if matches!(object, Object::Response | Object::Encoding)
            && let Some(Value::Object(headers)) = fields.get("headers")
        {
            for name in headers.keys().filter(|name| !grammar::rules::is_token(name)) {
                // Only a warning: no response can have such a header, so clients lose nothing.
                let what =
                    format!("`{name}` is not the name of a header (RFC 9110, section 5.1); it is left out");
                let fix = Fix::Remove(place.key("headers").key(name));
                let finding = Finding::warning(Code::Shape, place.key("headers").key(name), what);
                self.report.push(finding.help("correct the name").fix(fix.clone()));
                self.fixes.push(fix);
            }
        }
        if let Some(Value::Object(operations)) = fields.get("additionalOperations")
            && object == Object::PathItem
        {
            for method in operations.keys().filter(|method| grammar::rules::has_own_key(method)) {
                let place = place.key("additionalOperations").key(method);
                let key = method.to_ascii_lowercase();
                let what = format!(
                    "`additionalOperations` must not contain {method}, which has the fixed key `{key}`"
                );
                let finding = Finding::error(Code::Shape, place.clone(), what);
                self.fault(finding.help(format!("write it as `{key}`")), Fix::Remove(place));
            }
        }
    }
}
