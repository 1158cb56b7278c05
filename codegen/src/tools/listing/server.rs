//! Servers in the listing.

use serde::Serialize;

use super::ident;
use crate::emit::rust_type;
use crate::ir::{Api, Server};

/// A server that a caller can choose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedServer {
    /// The function that gives it, as `servers::production`.
    pub rust: String,
    /// As `https://{region}.example.com/v1`.
    pub url: String,
    /// The variables in the URL.
    pub variables: Vec<ListedVariable>,
    /// What the description says of it.
    pub doc: String,
}

/// A variable of a server's URL.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedVariable {
    /// The method of the server that sets it.
    pub name: String,
    /// Its name in the URL.
    pub wire: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: String,
    /// What it is unless it is set.
    pub default: String,
    /// What the description says of it.
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
