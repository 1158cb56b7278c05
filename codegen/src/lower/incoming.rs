//! Webhooks and callbacks: only the types of their payloads are generated.

use super::Lowering;
use crate::diagnostics::{Code, Finding};
use crate::ir::{BodyForm, Incoming, Type};
use crate::openapi::media_type::form_of;
use crate::resolve;

impl Lowering<'_> {
    /// Lowers the payload of a webhook or callback, and adds a note that nothing else is generated.
    pub(super) fn incoming(&mut self, call: &resolve::Incoming) {
        let content = call.body.iter().flat_map(|body| &body.content);
        let chosen = content.clone().find(|media| form_of(&media.name) == BodyForm::Json);
        self.current_file = Some(call.place.file);
        let payload = chosen.or(content.clone().next()).and_then(|media| {
            // Webhooks often have the same name as their payload, such as `order`.
            let owner = if call.name.to_lowercase().ends_with(call.kind) {
                call.name.clone()
            } else {
                format!("{} {}", call.name, call.kind)
            };
            let hint = self.hint_at_home(&media.place, &owner, "payload", "content");
            media.schema.and_then(|schema| self.type_of(schema, &hint))
        });
        let brings = match payload.as_ref().and_then(|ty| self.model_name(ty)) {
            Some(name) => format!("only its payload, the model `{name}`, is generated"),
            None => "nothing is generated for it".to_owned(),
        };
        let what = format!("`{}` is a {}; {brings}", call.name, call.kind);
        self.report.push(Finding::note(Code::Unsupported, call.place.clone(), what));
        let (name, kind, origin) = (call.name.clone(), call.kind, call.place.clone());
        self.api.incoming.push(Incoming { name, kind, payload, origin });
    }

    fn model_name(&self, ty: &Type) -> Option<String> {
        let id = crate::ir::walk::models_in(ty).into_iter().next()?;
        self.api.model(id).map(|model| model.name.rust().to_owned())
    }
}
