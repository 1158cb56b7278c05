//! Operations: their method, their arguments, and what is sent.

use super::Lowering;
use super::model::Hint;
use crate::ir::{Body, Operation, Parameter, ParameterPlace, Shape, Type};
use crate::link::{self, Location};
use crate::name::{Kind, Scope};

impl Lowering<'_> {
    pub(super) fn operation(&mut self, operation: &link::Operation) {
        if let Some(lowered) = self.lowered(operation) {
            self.api.operations.push(lowered);
        }
    }

    fn lowered(&mut self, operation: &link::Operation) -> Option<Operation> {
        let group = self.group_of(&operation.tags)?;
        // A description without operationIds still gives each operation a name that lasts.
        let by_path = format!("{} {}", operation.method.to_lowercase(), operation.path);
        let id = operation.id.clone().unwrap_or_else(|| by_path.clone());
        let tag = self.api.groups.get(group.0 as usize).map(|group| group.accessor.rust().to_owned())?;
        let method = crate::name::rust_name(&id, Kind::Method);
        let method = method.strip_prefix(&format!("{tag}_")).map_or(id.clone(), str::to_owned);
        let name =
            self.methods.get_mut(group.0 as usize)?.claim(&id, &[&method, &id, &by_path], &operation.place);
        let name = self.claimed(name)?;
        let marker = self.markers.claim(&id, &[&id, &by_path], &operation.place);
        let marker = self.claimed(marker)?;
        let owner = marker.rust().to_owned();
        let parameters = self.parameters(operation, &owner)?;
        let body = match &operation.body {
            Some(body) => Some(self.body(body, &owner)?),
            None => None,
        };
        Some(Operation {
            name,
            group,
            summary: operation.summary.clone(),
            docs: operation.description.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            parameters,
            body,
            outcome: self.outcome(operation, &owner)?,
            security: operation.security.clone(),
            deprecated: operation.deprecated,
            origin: operation.place.clone(),
            marker,
        })
    }

    fn parameters(&mut self, operation: &link::Operation, owner: &str) -> Option<Vec<Parameter>> {
        let mut names = Scope::new(Kind::Field, REQUEST_METHODS);
        let mut parameters = Vec::new();
        for parameter in &operation.parameters {
            let (place, word) = match parameter.location {
                Location::Path => (ParameterPlace::Path, "path"),
                Location::Query => (ParameterPlace::Query, "query"),
                // Said by `check`.
                Location::Header | Location::Cookie => return None,
            };
            let by_place = format!("{} in {word}", parameter.name);
            let name = names.claim(&parameter.name, &[&parameter.name, &by_place], &parameter.place);
            let name = self.claimed(name)?;
            let schema = parameter.schema?;
            let hint = Hint::at_home(&parameter.place, owner, &parameter.name, "parameter");
            let ty = self.type_of(schema, &hint)?;
            if !self.has_a_text(&ty) {
                self.unsupported(
                    &parameter.place.key("schema"),
                    format!(
                        "the parameter `{}` is a list or an object, which is not generated yet",
                        parameter.name
                    ),
                    "an overlay can make it a string for now",
                );
                return None;
            }
            let described = self.linked.schema(schema)?;
            parameters.push(Parameter {
                name,
                docs: parameter.description.clone(),
                place,
                ty,
                required: parameter.required,
                deprecated: parameter.deprecated,
                default: described.default.clone(),
                example: parameter.example.clone().or_else(|| described.example.clone()),
                limits: described.limits.clone(),
                origin: parameter.place.clone(),
            });
        }
        Some(parameters)
    }

    /// Whether a value of the type is one text, as a path segment or query value needs it.
    fn has_a_text(&self, ty: &Type) -> bool {
        match self.api.resolved(ty) {
            Type::Json | Type::List(_) | Type::Map(_) | Type::Nullable(_) => false,
            Type::Model(id) => self
                .api
                .model(*id)
                .is_some_and(|model| matches!(model.shape, Shape::Words(_) | Shape::Choice(_))),
            _ => true,
        }
    }

    fn body(&mut self, body: &link::Body, owner: &str) -> Option<Body> {
        // `check` lets only one media type through, and only JSON.
        let media = body.content.first()?;
        let ty = match media.schema {
            Some(schema) => self.type_of(schema, &Hint::at_home(&media.place, owner, "body", "content"))?,
            None => Type::Json,
        };
        let mut scope = Scope::new(Kind::Field, &[]);
        let name = scope.claim("body", &["body"], &body.place);
        let docs = body.description.clone();
        Some(Body { name: self.claimed(name)?, media: media.name.clone(), ty, docs })
    }
}

/// Methods that every request has, whatever its parameters are called.
const REQUEST_METHODS: &[&str] = &[
    "new",
    "path",
    "json",
    "send",
    "with_response",
    "timeout",
    "header",
    "query",
    "build",
    "into_future",
    "clone",
    "fmt",
    "parameter",
];
