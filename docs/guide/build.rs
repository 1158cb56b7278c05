//! Generates the client of the guide's examples.

fn main() {
    openapi_client_codegen::Generator::from_settings("photos.toml").build();
}
