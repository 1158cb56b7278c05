// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use super::models;

/// A server of the API description.
///
/// `Client::builder().server(…)` sets it for a client, `server(…)` of a request for a single call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server(runtime::Server);

impl Server {
    /// Where the data is.
    pub fn region(self, region: impl Into<models::ServerRegion>) -> Self {
        Self(
            self
                .0
                .variable("region", Into::<models::ServerRegion>::into(region).as_str()),
        )
    }

    /// The version of the API.
    pub fn version(self, version: &str) -> Self {
        Self(self.0.variable("version", version))
    }

    /// Sets `part` in the URL.
    pub fn part(self, part: &str) -> Self {
        Self(self.0.variable("part", part))
    }
}

impl From<Server> for runtime::Server {
    fn from(server: Server) -> Self {
        server.0
    }
}

/// Regional
///
/// `https://{region}.example.com/{version}`
///
/// By default, `region` is `eu`, `version` is `v1`.
pub fn regional() -> Server {
    Server(
        runtime::Server::new(
            "https://{region}.example.com/{version}",
            &[("region", "eu"), ("version", "v1")],
        ),
    )
}

/// Sandbox server.
///
/// `https://sandbox.example.com/v1`
pub fn sandbox_server() -> Server {
    Server(runtime::Server::new("https://sandbox.example.com/v1", &[]))
}

/// A sentence says where this is, and so is not a name.
///
/// `https://{region}.example.test/v1`
///
/// By default, `region` is `local`.
pub fn region_example_test_v1() -> Server {
    Server(
        runtime::Server::new("https://{region}.example.test/v1", &[("region", "local")]),
    )
}

/// Uploads
///
/// `https://upload.example.com/{part}`
///
/// By default, `part` is `files`.
pub fn uploads() -> Server {
    Server(
        runtime::Server::new("https://upload.example.com/{part}", &[("part", "files")]),
    )
}

/// `https://admin.example.com`
pub fn admin_example_com() -> Server {
    Server(runtime::Server::new("https://admin.example.com", &[]))
}

/// `/beta`
pub fn beta() -> Server {
    Server(runtime::Server::new("/beta", &[]))
}

/// `https://eu.example.com/v1`
pub fn eu_example_com_v1() -> Server {
    Server(runtime::Server::new("https://eu.example.com/v1", &[]))
}
