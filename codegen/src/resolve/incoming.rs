//! Webhooks and the callbacks of operations.

use serde_json::Value;

use super::operation::OperationFields;
use super::{Incoming, Linker};
use crate::diagnostics::{Code, Finding, Place};

impl Linker<'_, '_> {
    /// Finds webhooks and callbacks (OpenAPI 3.1.0, sections 4.8.1 `webhooks` and 4.8.18).
    pub(super) fn incoming(&mut self, root: &Place) {
        let webhooks = self.landed(root.key("webhooks"));
        for name in self.keys(&webhooks) {
            self.incoming_calls(&name, "webhook", webhooks.key(&name));
        }
        let operations = self.linked.operations.iter();
        let callbacks: Vec<Place> = operations.map(|operation| operation.place.key("callbacks")).collect();
        for place in callbacks {
            for name in self.keys(&place) {
                let callback = self.landed(place.key(&name));
                for expression in self.keys(&callback).into_iter().filter(|key| !key.starts_with("x-")) {
                    self.incoming_calls(&name, "callback", callback.key(&expression));
                }
            }
        }
    }

    fn incoming_calls(&mut self, name: &str, kind: &'static str, item: Place) {
        let item = self.landed(item);
        for (_, place) in self.methods(&item) {
            let place = self.landed(place);
            // Operations may share a callback, which is read once.
            if !self.calls.insert(place.clone()) {
                continue;
            }
            let Some(operation) = self.read::<OperationFields>(&place) else { continue };
            let body = self.body(&place.key("requestBody"));
            for parameters in [place.key("parameters"), item.key("parameters")] {
                if self.source.value(&parameters).and_then(Value::as_array).is_some_and(|all| !all.is_empty())
                {
                    let what =
                        "the parameters of webhooks and callbacks are not generated, only their bodies";
                    self.report.push_alike(Finding::note(Code::Unsupported, parameters, what));
                }
            }
            let name = operation.operation_id.unwrap_or_else(|| name.to_owned());
            self.linked.incoming.push(Incoming { name, kind, body, place });
        }
    }
}
