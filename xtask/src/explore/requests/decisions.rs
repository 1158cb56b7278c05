//! The known differences of the validators from the standards, each with its reason.
//!
//! A value to which a decision applies is removed from the description that the validator reads, and is not
//! compared; the rest of its operation is.

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

const SPLITS: &str = "it decodes the text before it splits it, so that a percent-encoded separator within \
    an element splits the element; RFC 6570, sections 3.2.1 to 3.2.8: the value of each member is encoded, and \
    the separator is not";

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
        reason: "it looks for the name of the parameter, which is not sent (OpenAPI 3.0.4, \"Style \
            Examples\": `R=100&G=200&B=150`)",
        applies: |meant| {
            is_styled(meant) && meant.form == Form::Record && meant.style == "form" && meant.explode
        },
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: spaceDelimited",
        reason: "it splits the decoded text at `%20` (OpenAPI 3.0.4, \"Style Examples\": \
            `color=blue%20black%20brown` is the encoded form)",
        applies: |meant| meant.style == "spaceDelimited",
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: escapes in cookies",
        reason: "it does not decode percent-encoded cookies (OpenAPI 3.0.4, \"Style Values\": `form` in \
            cookies is RFC 6570 form expansion, which encodes)",
        applies: |meant| {
            let is_unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
            let is_plain =
                meant.style != "json" && meant.texts().iter().all(|text| text.chars().all(is_unreserved));
            meant.place == Place::Cookie && !is_plain
        },
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: lists of types",
        reason: "it does not convert a text to one of several types (JSON Schema 2020-12, section 6.1.1 \
            of the validation: `type` may be a list)",
        applies: |meant| is_styled(meant) && has_types(meant),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: keys of deepObject",
        reason: "it matches the name as a regular expression and at least one key of letters and digits, \
            and splits names at brackets (OpenAPI 3.0.4, \"Style Values\": no name is excluded)",
        applies: |meant| {
            meant.style == "deepObject"
                && !meant.texts().iter().chain([&meant.name]).all(|text| is_word(text))
        },
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: names and empty values of matrix",
        reason: "it matches the name as a regular expression, does not decode it, and expects `=` and \
            one line after it (RFC 6570, section 3.2.7: `;empty` has no `=`)",
        applies: |meant| {
            meant.style == "matrix"
                && (!is_word(&meant.name) || has_empty(meant) || contains(meant, &['\n', '\r']))
        },
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: parts of other types than strings",
        reason: "it does not convert the text of a part (OpenAPI 3.0.4, \"Encoding Object\": the default \
            `contentType` of a number or boolean is `text/plain`)",
        applies: |meant| meant.place == Place::Part && meant.style == "text" && !is_text(&meant.schema),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: `#` in names of properties",
        reason: "it uses `#` as a separator when it looks for a property (JSON Schema 2020-12, section \
            10.3.2.1: no name is excluded)",
        applies: |meant| matches!(meant.place, Place::Urlencoded | Place::Part) && meant.name.contains('#'),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: the style cookie",
        reason: "it does not know the style, and returns the text (OpenAPI 3.2.0, \"Style Values\")",
        applies: |meant| meant.style == "cookie" && (meant.form != Form::Scalar || !is_text(&meant.schema)),
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: files since 3.1",
        reason: "it does not accept bytes as strings, and reads bytes without a type as nothing (OpenAPI \
            3.1.1, \"Working with Binary Data\")",
        applies: |meant| meant.form == Form::File && meant.is_json_schema,
    },
    Decision {
        validator: Validator::OpenapiCore,
        name: "openapi-core: absent lists of parts",
        reason: "it reads an absent part as an empty list, which its `minItems` refuses (JSON Schema \
            2020-12, section 6.5.3 of the validation: only `required` properties must be present)",
        applies: |meant| {
            meant.place == Place::Part && meant.schema.get("items").is_some() && meant.value.is_none()
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: lists of types",
        reason: "it does not read a list or object with several types (JSON Schema 2020-12, section \
            6.1.1 of the validation: `type` may be a list)",
        applies: |meant| is_styled(meant) && meant.form != Form::Scalar && has_types(meant),
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: absent deepObject",
        reason: "it sets an empty object for an absent parameter, which lacks the required properties \
            (OpenAPI 3.0.4, \"Parameter Object\", `required`)",
        applies: |meant| meant.style == "deepObject" && meant.value.is_none(),
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: a separator within an element",
        reason: SPLITS,
        applies: |meant| is_styled(meant) && has_separator(meant),
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: label and matrix",
        reason: "it does not read these styles (OpenAPI 3.0.4, \"Style Values\")",
        applies: |meant| matches!(meant.style, "label" | "matrix"),
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: objects outside of the query",
        reason: "it reads objects only in queries (OpenAPI 3.0.4, \"Style Values\": `simple` and `form` \
            are for objects too)",
        applies: |meant| {
            meant.form == Form::Record && matches!(meant.place, Place::Path | Place::Header | Place::Cookie)
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: exploded lists in paths and headers",
        reason: "it does not split them (OpenAPI 3.0.4, \"Style Examples\": `simple` is the same for a \
            list with and without `explode`)",
        applies: |meant| {
            meant.form == Form::List && meant.explode && matches!(meant.place, Place::Path | Place::Header)
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: objects with spaces or pipes",
        reason: "it reads only lists in these styles (OpenAPI 3.0.4, \"Style Examples\": \
            `R%20100%20G%20200`)",
        applies: |meant| {
            meant.form == Form::Record && matches!(meant.style, "spaceDelimited" | "pipeDelimited")
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: JSON outside of the query",
        reason: "it parses parameters with `content` only in queries (OpenAPI 3.0.4, \"Parameter \
            Object\", `content`)",
        applies: |meant| {
            meant.style == "json" && matches!(meant.place, Place::Path | Place::Header | Place::Cookie)
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: brackets in names",
        reason: "it reads a bracket in a decoded name as the start of a key (OpenAPI 3.0.4, \"Parameter \
            Object\": no name is excluded)",
        applies: |meant| {
            meant.place == Place::Query && own_names(meant).iter().any(|name| name.contains('['))
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: reserved characters in deepObject",
        reason: "it joins decoded keys and values and parses them as a query again (RFC 3986, section \
            2.4: decode once)",
        applies: |meant| {
            let reserved = ['&', '=', '+', '%', '#', '[', ']', ';', '.'];
            meant.style == "deepObject" && (contains(meant, &reserved) || meant.name.contains(reserved))
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: braces in objects",
        reason: "it takes an object with a brace for JSON (OpenAPI 3.0.4, \"Style Examples\": \
            `R,100,G,200,B,150`)",
        applies: |meant| {
            meant.form == Form::Record && meant.style == "form" && !meant.explode && contains(meant, &['{'])
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: empty properties of exploded objects",
        reason: "it drops them (RFC 6570, section 3.2.8: an empty string is `name=`)",
        applies: |meant| {
            meant.form == Form::Record && meant.style == "form" && meant.explode && has_empty(meant)
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: encodings of urlencoded forms",
        reason: "it does not read encoding objects (OpenAPI 3.0.4, \"Encoding Object\")",
        applies: |meant| {
            meant.place == Place::Urlencoded
                && (matches!(meant.form, Form::Record | Form::Nested)
                    || meant.form == Form::List && (meant.style != "form" || !meant.explode))
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: lists of parts that are JSON",
        reason: "it parses the joined texts of a list as JSON (OpenAPI 3.0.4, \"Encoding Object\": a \
            list has a part for each item, and a string is `text/plain`)",
        applies: |meant| {
            let is_json = || serde_json::from_str::<Value>(&meant.texts().join(",")).is_ok();
            meant.place == Place::Part && meant.form == Form::List && is_text(&meant.schema) && is_json()
        },
    },
    Decision {
        validator: Validator::Express,
        name: "express-openapi-validator: brackets in names of parts",
        reason: "its parser reads them as the start of a key (RFC 7578, section 4.2: the name is that of \
            the field)",
        applies: |meant| meant.place == Place::Part && meant.name.contains('['),
    },
];

/// Returns the names that are sent: that of the parameter, or those of the properties.
fn own_names(meant: &Meant) -> Vec<String> {
    let is_exploded = meant.form == Form::Record && meant.style == "form" && meant.explode;
    let keys = meant.schema.get("properties").and_then(Value::as_object).filter(|_| is_exploded);
    keys.map_or_else(|| vec![meant.name.clone()], |keys| keys.keys().cloned().collect())
}

/// Returns whether a schema, or that of the items of a list, is a string.
fn is_text(schema: &Value) -> bool {
    schema.get("items").unwrap_or(schema).get("type").is_some_and(|ty| ty == "string")
}

pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
