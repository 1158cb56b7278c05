//! The proxy of a request, from the environment.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use super::is_loopback;
use crate::error::Error;

/// The proxies of the environment. Each variable is read by its uppercase name, then by its lowercase name;
/// the first value that is not empty applies.
#[derive(Debug)]
pub(super) struct Environment {
    http: Option<Url>,
    https: Option<Url>,
    /// Matches every host that `NO_PROXY` does not list.
    proxied: Matcher,
}

impl Environment {
    /// Reads the variables.
    ///
    /// # Errors
    /// Fails if one that applies is not the URL of an HTTP proxy. The value may contain a password, so the
    /// message only names the variable.
    pub(super) fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let read = |name: &str| {
            let names = [name.to_owned(), name.to_ascii_lowercase()];
            names.into_iter().find_map(|name| {
                // In a CGI program, this variable is the header `Proxy` of a request.
                let is_forged = name == "HTTP_PROXY" && variable("REQUEST_METHOD").is_some();
                let value = variable(&name).filter(|value| !is_forged && !value.trim().is_empty())?;
                Some((name, value))
            })
        };
        let url = |found: Option<(String, String)>| {
            found.map(|(name, value)| checked(&value).map_err(|why| refused(&name, why))).transpose()
        };
        let all = url(read("ALL_PROXY"))?;
        Ok(Self {
            http: url(read("HTTP_PROXY"))?.or_else(|| all.clone()),
            https: url(read("HTTPS_PROXY"))?.or(all),
            proxied: proxied(read("NO_PROXY").map(|(_, value)| value).unwrap_or_default()),
        })
    }

    /// Returns the proxy for reqwest, if there is one.
    pub(super) fn proxy(self) -> Option<reqwest::Proxy> {
        if self.http.is_none() && self.https.is_none() {
            return None;
        }
        Some(reqwest::Proxy::custom(move |url| self.of(url).cloned()))
    }

    /// Returns the proxy for a URL. Requests to this machine never use one, because they may be plain HTTP
    /// with a credential.
    fn of(&self, url: &Url) -> Option<&Url> {
        let uri = url.as_str().parse().ok()?;
        if url.host().is_some_and(|host| is_loopback(&host)) || self.proxied.intercept(&uri).is_none() {
            return None;
        }
        if url.scheme() == "https" { self.https.as_ref() } else { self.http.as_ref() }
    }
}

/// Returns a matcher for the hosts that `NO_PROXY` does not list. reqwest applies exceptions only if it
/// chooses the proxy itself; this is the library with which it reads them. The proxy in the matcher is a
/// placeholder.
fn proxied(except: String) -> Matcher {
    Matcher::builder().all("http://localhost".to_owned()).no(except).build()
}

/// Parses the URL of a proxy, whose scheme may be missing.
///
/// # Errors
/// Fails with the reason if it is not supported.
pub(super) fn checked(text: &str) -> Result<Url, &'static str> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&whole).map_err(|_| "is not a URL")?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        "http" | "https" => Err("is not a URL"),
        scheme if scheme.starts_with("socks") => Err("is a SOCKS proxy, which is not supported"),
        _ => Err("is not the URL of an HTTP proxy"),
    }
}

fn refused(variable: &str, why: &str) -> Error {
    Error::configuration(format!("the proxy in `{variable}` {why} — correct it, or set `no_proxy()`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Environment, Error> {
        Environment::read(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn of(environment: &Environment, url: &str) -> Option<String> {
        environment.of(&Url::parse(url).unwrap()).map(Url::to_string)
    }

    #[test]
    fn loopback_addresses_use_no_proxy() {
        let environment = read(&[("HTTP_PROXY", "http://p:1"), ("https_proxy", "q:2")]).unwrap();
        for host in ["localhost", "LOCALHOST.", "a.localhost", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]"] {
            for scheme in ["http", "https"] {
                assert_eq!(of(&environment, &format!("{scheme}://{host}:9/x")), None, "{scheme} {host}");
            }
        }
        assert_eq!(of(&environment, "http://example.com").as_deref(), Some("http://p:1/"));
        assert_eq!(of(&environment, "https://example.com").as_deref(), Some("http://q:2/"));
        assert_eq!(of(&environment, "http://localhost.example.com").as_deref(), Some("http://p:1/"));
    }

    #[test]
    fn variables_have_their_precedence() {
        let environment = read(&[("ALL_PROXY", "http://a"), ("HTTPS_PROXY", "http://s")]).unwrap();
        assert_eq!(of(&environment, "http://e").as_deref(), Some("http://a/"));
        assert_eq!(of(&environment, "https://e").as_deref(), Some("http://s/"));
        // The header `Proxy` of a request is not a setting.
        let environment = read(&[("HTTP_PROXY", "http://evil"), ("REQUEST_METHOD", "GET")]).unwrap();
        assert_eq!(of(&environment, "http://e"), None);
        let environment = read(&[("HTTP_PROXY", " "), ("http_proxy", "http://small")]).unwrap();
        assert_eq!(of(&environment, "http://e").as_deref(), Some("http://small/"));
        assert!(read(&[]).unwrap().proxy().is_none());
    }

    #[test]
    fn no_proxy_excludes_hosts() {
        let except = "a.example, .b.example,10.0.0.0/8, [::2] ,fd00::/8";
        let environment = read(&[("ALL_PROXY", "p"), ("no_proxy", except)]).unwrap();
        for (host, is_proxied) in [
            ("a.example", false),
            ("x.a.example", false),
            ("xa.example", true),
            ("x.b.example", false),
            ("10.1.2.3", false),
            ("11.1.2.3", true),
            ("[fd00::1]", false),
            ("[fe00::1]", true),
            ("c.example", true),
        ] {
            for scheme in ["http", "https"] {
                let url = format!("{scheme}://{host}:8080/x?y");
                assert_eq!(of(&environment, &url).is_some(), is_proxied, "{url}");
            }
        }
        let none = read(&[("ALL_PROXY", "p"), ("NO_PROXY", "*")]).unwrap();
        assert_eq!(of(&none, "https://c.example"), None);
    }

    #[test]
    fn the_error_of_an_invalid_proxy_does_not_show_its_value() {
        for (value, why) in [
            ("http://user:secret@:bad", "is not a URL"),
            ("nonsense secret", "is not a URL"),
            ("socks5://secret@h:1", "is a SOCKS proxy"),
            ("ftp://secret@h", "is not the URL of an HTTP proxy"),
        ] {
            for name in ["HTTPS_PROXY", "all_proxy", "HTTP_PROXY"] {
                let error = read(&[(name, value)]).unwrap_err().to_string();
                assert!(error.contains(why) && error.contains(name) && !error.contains("secret"), "{error}");
            }
        }
    }
}
