//! Servers and their variables.

use serde_json::Value;

use super::{Linker, Server, ServerVariable};
use crate::diagnostics::Place;

impl Linker<'_, '_> {
    /// Reads the servers of the API, of a path or of an operation.
    pub(super) fn servers(&mut self, place: &Place) -> Vec<Server> {
        let servers = self.read_optional::<Vec<openapiv3::Server>>(place).unwrap_or_default();
        let servers = servers.into_iter().enumerate().map(|(index, server)| {
            let place = place.index(index);
            let variables = server.variables.unwrap_or_default().into_iter().map(|(name, variable)| {
                let place = place.key("variables").key(&name);
                let (default, values) = (variable.default, variable.enumeration);
                let description = variable.description.unwrap_or_default();
                ServerVariable { place, name, description, default, values }
            });
            let variables =
                variables.filter(|variable| server.url.contains(&format!("{{{}}}", variable.name)));
            let name = self.source.value(&place.key("name")).and_then(Value::as_str);
            Server {
                variables: variables.collect(),
                name: name.map(str::to_owned),
                description: server.description.unwrap_or_default(),
                url: server.url.clone(),
                place,
            }
        });
        servers.collect()
    }
}
