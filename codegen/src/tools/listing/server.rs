//! Servers in the listing.

use serde::Serialize;

use super::ident;
use crate::emit::rust_type;
use crate::ir::{Api, Server};

/// A server that a caller can choose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedServer {
    /// The function that returns the server, such as `servers::production`.
    pub rust: String,
    /// The URL, such as `https://{region}.example.com/v1`.
    pub url: String,
    /// The variables in the URL.
    pub variables: Vec<ListedVariable>,
    /// The documentation from the description.
    pub doc: String,
}

/// A variable of a server's URL.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedVariable {
    /// The method of the server that sets the variable.
    pub name: String,
    /// The name in the URL.
    pub wire: String,
    /// The type of the value.
    #[serde(rename = "type")]
    pub ty: String,
    /// The default value.
    pub default: String,
    /// The documentation from the description.
    pub doc: String,
}

pub(super) fn listed(api: &Api, server: &Server) -> ListedServer {
    let variables = server.defaults.iter().filter_map(|(wire, default)| {
        let variable = api.server_variables.iter().find(|variable| variable.name.wire() == wire)?;
        Some(ListedVariable {
            name: ident(&variable.name),
            wire: wire.clone(),
            ty: rust_type(api, &variable.ty),
            default: default.clone(),
            doc: variable.docs.clone(),
        })
    });
    ListedServer {
        rust: format!("servers::{}", ident(&server.name)),
        url: server.url.clone(),
        variables: variables.collect(),
        doc: server.docs.clone(),
    }
}
