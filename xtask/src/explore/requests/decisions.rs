//! The known differences of the validators from the standards, each with its reason.
//!
//! A value to which a decision applies is removed from the description that the validator reads, and is not compared;
//! the rest of its operation is.

use serde_json::Value;

use super::meant::{Meant, Place};
use super::schema::Form;
use super::validators::Validator;

/// A known difference.
pub(super) struct Decision {
    validator: Validator,
    pub(super) name: &'static str,
    pub(super) reason: &'static str,
    applies: fn(&Meant) -> bool,
}

/// Returns the first decision that applies to a value.
pub(super) fn decided(validator: Validator, meant: &Meant) -> Option<&'static Decision> {
    DECISIONS.iter().find(|decision| decision.validator == validator && (decision.applies)(meant))
}

fn is_styled(meant: &Meant) -> bool {
    !matches!(meant.style, "json" | "text" | "file")
}

fn contains(meant: &Meant, characters: &[char]) -> bool {
    meant.texts().iter().any(|text| text.contains(characters))
}

fn has_separator(meant: &Meant) -> bool {
    contains(meant, meant.separators())
}

fn has_empty(meant: &Meant) -> bool {
    meant.texts().iter().any(String::is_empty)
}

/// Returns whether the schema of a scalar, or of a scalar within a list or object, has several types.
fn has_types(meant: &Meant) -> bool {
    let is_list = |schema: &Value| schema.get("type").is_some_and(Value::is_array);
    let inner = meant.schema.get("properties").and_then(Value::as_object);
    is_list(&meant.schema) || inner.into_iter().flatten().any(|(_, property)| is_list(property))
}

const SPLITS: &str = "it decodes the text before it splits it, so that a percent-encoded separator within an element \
    splits the element; RFC 6570, sections 3.2.1 to 3.2.8: the value of each member is encoded, and the separator is not";

const DECISIONS: &[Decision] = &[
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: a separator within an element",
        reason: SPLITS,
        applies: |meant| is_styled(meant) && has_separator(meant),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: exploded objects",
        reason: "it looks for the name of the parameter, which is not sent (OpenAPI 3.0.4, \"Style Examples\": `R=100&G=200&B=150`)",
        applies: |meant| is_styled(meant) && meant.form == Form::Record && meant.style == "form" && meant.explode,
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: spaceDelimited",
        reason: "it splits the decoded text at `%20` (OpenAPI 3.0.4, \"Style Examples\": `color=blue%20black%20brown` is the encoded form)",
        applies: |meant| meant.style == "spaceDelimited",
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: escapes in cookies",
        reason: "it does not decode percent-encoded cookies (OpenAPI 3.0.4, \"Style Values\": `form` in cookies is RFC 6570 form expansion, which encodes)",
        applies: |meant| {
            let is_unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
            meant.place == Place::Cookie && !meant.value.as_ref().map(sent_texts).unwrap_or_default().iter().all(|text| text.chars().all(is_unreserved))
        },
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: lists of types",
        reason: "it does not convert a text to one of several types (JSON Schema 2020-12, section 6.1.1 of the validation: `type` may be a list)",
        applies: |meant| is_styled(meant) && has_types(meant),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: keys of deepObject",
        reason: "it matches the name as a regular expression and at least one key of letters and digits, and splits names at brackets (OpenAPI 3.0.4, \"Style Values\": no name is excluded)",
        applies: |meant| meant.style == "deepObject" && !meant.texts().iter().chain([&meant.name]).all(|text| is_word(text)),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: names and empty values of matrix",
        reason: "it matches the name as a regular expression, does not decode it, and expects `=` after it (RFC 6570, section 3.2.7: `;empty` has none)",
        applies: |meant| meant.style == "matrix" && (!is_word(&meant.name) || has_empty(meant)),
    },
];

/// Returns the texts of the scalars; keys too, because they are sent.
fn sent_texts(value: &Value) -> Vec<String> {
    let mut texts = Vec::new();
    super::meant::collect(value, &mut texts);
    texts
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
