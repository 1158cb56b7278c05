//! The HTTP methods that have keys in path items.

/// The keys of a path item that are operations (OpenAPI 3.2.0, "Path Item Object"). Other methods are in
/// `additionalOperations`.
pub(crate) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

#[cfg(test)]
mod tests {
    use super::METHODS;
    use crate::openapi::grammar::{Holds, Object, keys_of};

    #[test]
    fn the_grammar_has_the_same_methods() {
        let keys = keys_of(Object::PathItem).iter();
        let operations = keys.filter(|key| matches!(key.holds, Holds::Linked(Object::Operation)));
        assert_eq!(operations.map(|key| key.name).collect::<Vec<_>>(), METHODS);
    }
}
