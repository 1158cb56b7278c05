//! Random operations with the arguments that are meant.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::super::Dialect;
use super::body::Body;
use super::meant::{Meant, Place};
use super::schema::{self, Form, Names};

/// An operation.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) dialect: Dialect,
    pub(super) method: &'static str,
    /// The path template.
    pub(super) path: String,
    pub(super) parameters: Vec<Meant>,
    pub(super) body: Option<Body>,
    /// The security schemes that are all required.
    pub(super) security: Vec<Scheme>,
}

/// A security scheme with its credential.
#[derive(Debug, Clone)]
pub(super) struct Scheme {
    pub(super) name: String,
    pub(super) node: Value,
    /// The call of the builder that sets the credential.
    pub(super) builder: String,
    /// The credential as it arrives.
    pub(super) value: String,
}

/// The literals between two variables of a segment; for all but scalars, those that no style uses.
const BETWEEN: &[&str] = &["-", "...", "@", ",", "~", ";", ":"];
const BETWEEN_ALL: &[&str] = &["@", "~"];

impl Operation {
    /// Writes an operation at random. `first` is the first segment of its path.
    pub(super) fn random(rng: &mut StdRng, dialect: Dialect, first: &str) -> Self {
        let mut names = TakenNames::default();
        let mut path = format!("/{first}");
        let mut parameters = Vec::new();
        for _ in 0..*[0_u8, 0, 1, 1, 2].choose(rng).unwrap_or(&1) {
            path.push('/');
            path.push_str(["", "", "v.", "x="].choose(rng).copied().unwrap_or_default());
            let count = if rng.random_bool(0.25) { 2 } else { 1 };
            let mut variables: Vec<Meant> =
                (0..count).map(|_| Meant::parameter(rng, dialect, Place::Path, &mut names.path)).collect();
            let is_plain = |variable: &Meant| {
                variable.form == Form::Scalar && matches!(variable.style, "simple" | "text")
            };
            let literals = if variables.iter().all(is_plain) { BETWEEN } else { BETWEEN_ALL };
            let between = literals.choose(rng).copied().unwrap_or("~");
            for (index, variable) in variables.iter_mut().enumerate() {
                if index > 0 {
                    path.push_str(between);
                }
                path.push_str(&format!("{{{}}}", variable.name));
                if count > 1 {
                    variable.around = between.to_owned();
                }
            }
            parameters.append(&mut variables);
        }
        let security = security(rng, first, &mut names);
        for _ in 0..*[0_u8, 1, 1, 2, 3].choose(rng).unwrap_or(&1) {
            let place = *[Place::Query, Place::Query, Place::Query, Place::Header, Place::Cookie]
                .choose(rng)
                .unwrap_or(&Place::Query);
            let taken = match place {
                Place::Header => &mut names.header,
                Place::Cookie => &mut names.cookie,
                _ => &mut names.query,
            };
            parameters.push(Meant::parameter(rng, dialect, place, taken));
        }
        let body = rng.random_bool(0.45).then(|| Body::random(rng, dialect));
        let methods: &[&str] =
            if body.is_some() { &["post", "put", "patch"] } else { &["get", "delete", "post"] };
        let method = methods.choose(rng).copied().unwrap_or("post");
        Self { dialect, method, path, parameters, body, security }
    }

    /// Returns the operation object, with the parameters and the parts of a form that are kept.
    pub(super) fn node(&self, keep: impl Fn(&Meant) -> bool) -> Value {
        let kept = self.parameters.iter().filter(|parameter| keep(parameter));
        let parameters: Vec<Value> = kept.map(|parameter| Value::Object(parameter.node.clone())).collect();
        let mut node = json!({"parameters": parameters, "responses": {"204": {"description": "done"}}});
        if let Some(fields) = node.as_object_mut() {
            if let Some(body) = &self.body {
                fields.insert("requestBody".to_owned(), body.node(&keep));
            }
            if !self.security.is_empty() {
                let all: Map<String, Value> =
                    self.security.iter().map(|scheme| (scheme.name.clone(), json!([]))).collect();
                fields.insert("security".to_owned(), json!([all]));
            }
        }
        node
    }
}

/// The names that are taken at each place.
#[derive(Default)]
struct TakenNames {
    path: Vec<String>,
    query: Vec<String>,
    header: Vec<String>,
    cookie: Vec<String>,
}

/// Returns the security schemes of an operation: in most cases none, at most one of each kind.
fn security(rng: &mut StdRng, first: &str, names: &mut TakenNames) -> Vec<Scheme> {
    let mut schemes = Vec::new();
    if rng.random_bool(0.6) {
        return schemes;
    }
    let mut kinds = vec!["query", "header", "cookie", "basic", "bearer"];
    for _ in 0..if rng.random_bool(0.3) { 2 } else { 1 } {
        let Some(kind) = kinds.choose(rng).copied() else { continue };
        let is_http = matches!(kind, "basic" | "bearer");
        // One request has one `Authorization` header.
        kinds.retain(|other| *other != kind && !(is_http && matches!(*other, "basic" | "bearer")));
        let name = format!("{first}-{kind}");
        schemes.push(scheme(rng, name, kind, names));
    }
    schemes
}

fn scheme(rng: &mut StdRng, name: String, kind: &str, names: &mut TakenNames) -> Scheme {
    let (taken, pool) = match kind {
        "query" => (&mut names.query, Names::Any),
        "header" => (&mut names.header, Names::Tokens),
        _ => (&mut names.cookie, Names::Tokens),
    };
    match kind {
        "basic" => {
            let users = ["user", "a b", "é", "", "a%41", "\u{1F600}"];
            let passwords = ["password", "a:b", "", "ü+=", "\""];
            let user = users.choose(rng).copied().unwrap_or_default();
            let password = passwords.choose(rng).copied().unwrap_or_default();
            let builder = format!(".basic({user:?}, {password:?})");
            let value =
                base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!("{user}:{password}"));
            Scheme { name, node: json!({"type": "http", "scheme": "basic"}), builder, value }
        }
        "bearer" => {
            let tokens = ["token", "a.b-c_d~e+f/g==", "Bearer7", "0"];
            let value = tokens.choose(rng).copied().unwrap_or("token").to_owned();
            let builder = format!(".token({value:?})");
            Scheme { name, node: json!({"type": "http", "scheme": "bearer"}), builder, value }
        }
        place => {
            let mut key = schema::name(rng, pool, taken);
            // express-openapi-validator reads a bracket as the start of a key.
            while key.contains('[') {
                key = schema::name(rng, pool, taken);
            }
            let keys: &[&str] = match place {
                "query" => &["key", "a b", "a+b&c=d", "é%41", "x/y?z#"],
                "header" => &["key", "a b", "a,b;c=\"d\"", "%41"],
                // RFC 6265, section 4.1.1: `cookie-octet`.
                _ => &["key", "a+b=", "(x)", "a/b"],
            };
            let value = keys.choose(rng).copied().unwrap_or("key").to_owned();
            let node = json!({"type": "apiKey", "in": place, "name": key});
            let builder = format!(".api_key({name:?}, {value:?})");
            Scheme { name, node, builder, value }
        }
    }
}
