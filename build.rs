//! Generates the client from its description.

fn main() {
    openapi_client_codegen::Generator::from_settings("spec/images.toml").build();
}
