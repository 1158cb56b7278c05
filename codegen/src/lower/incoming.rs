//! Calls that the server makes: what it sends is a model, and nothing calls it.

use super::Lowering;
use super::model::Hint;
use crate::diagnostics::{Code, Finding};
use crate::ir::{BodyForm, Incoming, Type};
use crate::openapi::media_type::form_of;
use crate::resolve;

impl Lowering<'_> {
    /// The types of what webhooks and callbacks bring, and a note of each that nothing else is generated.
    pub(super) fn incoming(&mut self, call: &resolve::Incoming) {
        let content = call.body.iter().flat_map(|body| &body.content);
        let chosen = content.clone().find(|media| form_of(&media.name) == BodyForm::Json);
        let payload = chosen.or(content.clone().next()).and_then(|media| {
            // A webhook is named `order` as often as what it brings.
            let owner = if call.name.to_lowercase().ends_with(call.kind) {
                call.name.clone()
            } else {
                format!("{} {}", call.name, call.kind)
            };
            let hint = Hint::at_home(&media.place, &owner, "payload", "content");
            media.schema.and_then(|schema| self.type_of(schema, &hint))
        });
        let brings = match payload.as_ref().and_then(|ty| self.model_name(ty)) {
            Some(name) => format!("what it brings is the model `{name}`"),
            None => "it brings nothing that needs a type".to_owned(),
        };
        let what = format!("`{}` is a call that the server makes ({}); {brings}", call.name, call.kind);
        self.report.push(Finding::note(Code::Unsupported, call.place.clone(), what));
        let (name, kind, origin) = (call.name.clone(), call.kind, call.place.clone());
        self.api.incoming.push(Incoming { name, kind, payload, origin });
    }

    fn model_name(&self, ty: &Type) -> Option<String> {
        let id = crate::ir::walk::models_in(ty).into_iter().next()?;
        self.api.model(id).map(|model| model.name.rust().to_owned())
    }
}
