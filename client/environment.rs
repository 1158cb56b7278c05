//! A client configured by environment variables, as DigitalOcean's own tools are.

use crate::{Client, Error};

/// The environment variables of the token, in order of precedence.
const TOKENS: [&str; 2] = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];

impl Client {
    /// Creates a client with the token in `DIGITALOCEAN_TOKEN` or, if it is not set, in
    /// `DIGITALOCEAN_ACCESS_TOKEN`. If `DIGITALOCEAN_API_URL` is set, it is the base URL.
    ///
    /// # Errors
    /// Fails if neither variable contains a token, or if a value is not valid.
    pub fn from_env() -> Result<Self, Error> {
        from_variables(|name| std::env::var(name).ok())
    }
}

fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Client, Error> {
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    // The builder rejects an empty token.
    let token = TOKENS.iter().find_map(|name| set(name)).unwrap_or_default();
    let builder = Client::builder().token(token);
    match set("DIGITALOCEAN_API_URL") {
        Some(url) => builder.base_url(url).build(),
        None => builder.build(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(variables: &[(&str, &str)]) -> Result<Client, Error> {
        from_variables(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn authorization(client: &Client) -> String {
        let request = client.images().get_images_list().build().unwrap();
        request.headers()["authorization"].to_str().unwrap().to_owned()
    }

    #[test]
    fn the_first_variable_that_holds_a_token_is_taken() {
        let both = [("DIGITALOCEAN_TOKEN", " \"one\"\n"), ("DIGITALOCEAN_ACCESS_TOKEN", "two")];
        assert_eq!(authorization(&client(&both).unwrap()), "Bearer one");
        let second = [("DIGITALOCEAN_TOKEN", ""), ("DIGITALOCEAN_ACCESS_TOKEN", "two")];
        assert_eq!(authorization(&client(&second).unwrap()), "Bearer two");
        assert!(client(&[]).unwrap_err().to_string().contains("token"));
    }

    #[test]
    fn the_base_url_can_be_set() {
        let variables = [("DIGITALOCEAN_TOKEN", "t"), ("DIGITALOCEAN_API_URL", "http://127.0.0.1:9/prefix")];
        let request = client(&variables).unwrap().images().get_image(1).build().unwrap();
        assert_eq!(request.uri(), "http://127.0.0.1:9/prefix/v2/images/1");
    }
}
