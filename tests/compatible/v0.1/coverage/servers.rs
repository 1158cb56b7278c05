// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// A server of the API description.
///
/// `Client::builder().server(…)` sets it for a client, `server(…)` of a request for a single call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server(runtime::Server);

impl From<Server> for runtime::Server {
    fn from(server: Server) -> Self {
        server.0
    }
}

/// `https://api.example.com`
pub fn api_example_com() -> Server {
    Server(runtime::Server::new("https://api.example.com", &[]))
}

/// `https://staging.example.com`
pub fn staging_example_com() -> Server {
    Server(runtime::Server::new("https://staging.example.com", &[]))
}

/// `https://images.example.com`
pub fn images_example_com() -> Server {
    Server(runtime::Server::new("https://images.example.com", &[]))
}
