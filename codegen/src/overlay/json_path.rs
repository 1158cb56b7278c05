//! JSONPath (RFC 9535), the language of overlay targets.
//!
//! This is not a library because every downstream crate compiles codegen, and the existing libraries add a
//! parser generator, a regex engine or a second `syn`. It supports the whole RFC except `match` and `search`,
//! which need a regex engine. Unsupported syntax is an error, never a silent mismatch.

mod parse;
mod select;

use serde_json::Value;

pub(super) use parse::parse;
#[cfg(any(test, feature = "tools"))]
pub(super) use select::select;
pub(super) use select::select_once;

/// A path from the root or, in a filter, from the current node (section 2.1).
#[derive(Debug, PartialEq)]
pub(super) struct Query {
    is_relative: bool,
    segments: Vec<Segment>,
}

/// The nodes that are selected relative to each node (section 2.5).
#[derive(Debug, PartialEq)]
enum Segment {
    /// Selects from the children: `.a`, `['a', 'b']`
    Child(Vec<Selector>),
    /// Selects from the descendants: `..a`
    Descendant(Vec<Selector>),
}

/// The selection of children (section 2.3).
#[derive(Debug, PartialEq)]
enum Selector {
    /// `'name'`
    Name(String),
    /// `*`
    Wildcard,
    /// `0`, or `-1` from the end
    Index(i64),
    /// `start:end:step`
    Slice { start: Option<i64>, end: Option<i64>, step: i64 },
    /// `?condition`
    Filter(Condition),
}

/// The condition of a filter (section 2.3.5).
#[derive(Debug, PartialEq)]
enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Operand, Operator, Operand),
    Exists(Query),
}

#[derive(Debug, PartialEq)]
enum Operand {
    Literal(Value),
    Query(Query),
    /// The number of characters of a text, or of members of a list or map (section 2.4.4).
    Length(Box<Operand>),
    /// The number of nodes (section 2.4.5).
    Count(Query),
    /// The value of a single node (section 2.4.8).
    Value(Query),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
}

impl Query {
    /// Returns whether the query selects at most one node (section 2.3.5.1, "singular query").
    fn is_singular(&self) -> bool {
        self.segments.iter().all(|segment| {
            matches!(segment, Segment::Child(selectors)
                if matches!(selectors.as_slice(), [Selector::Name(_) | Selector::Index(_)]))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::select::TooManyNodes;
    use super::*;
    use crate::diagnostics::Pointer;

    fn selected(path: &str, document: &Value) -> Vec<String> {
        let query = parse(path).unwrap_or_else(|error| panic!("{error}"));
        select(&query, document).unwrap().iter().map(|pointer| pointer.as_str().to_owned()).collect()
    }

    #[test]
    fn repeated_selections_do_not_multiply() {
        let document = json!({"a": [1, 2], "b": {"c": 3}});
        let stars = format!("[{}]", vec!["*"; 60].join(","));
        let query = parse(&format!("$..{stars}{stars}{stars}{stars}")).unwrap();
        assert_eq!(select_once(&query, &document), Ok(Vec::new()));
        let query = parse(&format!("$..{stars}")).unwrap();
        let once = select_once(&query, &document).unwrap();
        let once: Vec<&str> = once.iter().map(Pointer::as_str).collect();
        assert_eq!(once, ["/a", "/b", "/a/0", "/a/1", "/b/c"]);
        // `count` in a filter counts duplicates, so they must be kept, and the path exceeds the limit.
        let counted = format!("$[?count(@{stars}{stars}{stars}{stars}{stars}) > 0]");
        let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
        let counted = parse(&counted).unwrap();
        assert_eq!(select::select_once_within(&counted, &deep, 100_000), Err(TooManyNodes));
    }

    #[test]
    fn targets_of_overlays_are_selected() {
        let document = json!({
            "info": {"x-logo": {}},
            "paths": {"/v2/images": {"get": {"tags": ["Images"], "parameters": [
                {"name": "page", "in": "query"}, {"name": "type", "in": "query"}
            ]}}},
            "components": {"schemas": {"image": {"properties": {"id": {}}}}}
        });
        for (path, expected) in [
            ("$", vec![""]),
            ("$.components.schemas.image", vec!["/components/schemas/image"]),
            ("$.info.x-logo", vec!["/info/x-logo"]),
            ("$.paths['/v2/images'].get.tags[0]", vec!["/paths/~1v2~1images/get/tags/0"]),
            ("$.paths.*.get.tags", vec!["/paths/~1v2~1images/get/tags"]),
            ("$..properties.id", vec!["/components/schemas/image/properties/id"]),
            ("$.paths.*.get.parameters[?@.name == 'type']", vec!["/paths/~1v2~1images/get/parameters/1"]),
            (
                "$.paths.*.get.parameters[?(@.name=='page')].in",
                vec!["/paths/~1v2~1images/get/parameters/0/in"],
            ),
            ("$.paths[?@.get.tags[?@ == 'Images']]", vec!["/paths/~1v2~1images"]),
            ("$.paths.*[?length(@.parameters) > 1]", vec!["/paths/~1v2~1images/get"]),
            ("$.nowhere", vec![]),
        ] {
            assert_eq!(selected(path, &document), expected, "{path}");
        }
    }

    /// The examples of RFC 9535, with their results as pointers.
    #[test]
    fn examples_of_rfc_9535_are_selected() {
        let a = json!({"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
            "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f"});
        let letters = json!(["a", "b", "c", "d", "e", "f", "g"]);
        let quotes = json!({"o": {"j j": {"k.k": 3}}, "'": {"@": 2}});
        let below = json!({"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]});
        for (document, path, expected) in [
            (&quotes, "$.o['j j']['k.k']", vec!["/o/j j/k.k"]),
            (&quotes, "$[\"'\"][\"@\"]", vec!["/'/@"]),
            (&quotes, r"$['\'']['\u0040']", vec!["/'/@"]),
            (&letters, "$[1]", vec!["/1"]),
            (&letters, "$[-2]", vec!["/5"]),
            (&letters, "$[1:3]", vec!["/1", "/2"]),
            (&letters, "$[5:]", vec!["/5", "/6"]),
            (&letters, "$[1:5:2]", vec!["/1", "/3"]),
            (&letters, "$[5:1:-2]", vec!["/5", "/3"]),
            (&letters, "$[::-1]", vec!["/6", "/5", "/4", "/3", "/2", "/1", "/0"]),
            (&letters, "$[::0]", vec![]),
            (&letters, "$[0, 3]", vec!["/0", "/3"]),
            (&letters, "$[0:2, 5]", vec!["/0", "/1", "/5"]),
            (&letters, "$[0, 0]", vec!["/0", "/0"]),
            (&a, "$.a[?@.b == 'kilo']", vec!["/a/9"]),
            (&a, "$.a[?(@.b == 'kilo')]", vec!["/a/9"]),
            (&a, "$.a[?@>3.5]", vec!["/a/1", "/a/4", "/a/5"]),
            (&a, "$.a[?@.b]", vec!["/a/6", "/a/7", "/a/8", "/a/9"]),
            (&a, "$[?@.*]", vec!["/a", "/o"]),
            (&a, "$[?@[?@.b]]", vec!["/a"]),
            (&a, "$.o[?@<3, ?@<3]", vec!["/o/p", "/o/q", "/o/p", "/o/q"]),
            (&a, "$.a[?@<2 || @.b == \"k\"]", vec!["/a/2", "/a/7"]),
            (&a, "$.o[?@>1 && @<4]", vec!["/o/q", "/o/r"]),
            (&a, "$.o[?@.u || @.x]", vec!["/o/t"]),
            (&a, "$.a[?@.b == $.x]", vec!["/a/0", "/a/1", "/a/2", "/a/3", "/a/4", "/a/5"]),
            (&a, "$.o[?@ == @]", vec!["/o/p", "/o/q", "/o/r", "/o/s", "/o/t"]),
            (&a, "$.a[?!@.b]", vec!["/a/0", "/a/1", "/a/2", "/a/3", "/a/4", "/a/5"]),
            (&a, "$.a[?!(@.b == 'j') && @.b]", vec!["/a/7", "/a/8", "/a/9"]),
            (&a, "$[?count(@.*) == 5]", vec!["/o"]),
            (&a, "$.a[?length(@.b) == 4]", vec!["/a/9"]),
            (&a, "$.a[?value(@..b) == 'j']", vec!["/a/6"]),
            (&a, "$.a[?@.b >= 'k' && @.b <= 'k']", vec!["/a/7"]),
            (&a, "$.a[?@ != 3 && @ < 3.0e0]", vec!["/a/2", "/a/3"]),
            (&below, "$..j", vec!["/o/j", "/a/2/0/j"]),
            (&below, "$..[0]", vec!["/a/0", "/a/2/0"]),
            (&below, "$.o..[*]", vec!["/o/j", "/o/k"]),
            (&below, "$.a..[0, 1]", vec!["/a/0", "/a/1", "/a/2/0", "/a/2/1"]),
        ] {
            assert_eq!(selected(path, document), expected, "{path}");
        }
    }

    /// Findings show fixes as actions with such paths.
    #[test]
    fn every_name_is_found_by_its_path() {
        for name in ["a", "a-b", "a'b\\c", "a\nb\t\u{1b}", "a\u{202e}b\u{7f}", "\"", "é", "['x']"] {
            let path = format!("${}", crate::source::member(name));
            let document = json!({ name: 1, "other": 2 });
            assert_eq!(
                selected(&path, &document),
                [crate::diagnostics::Pointer::root().key(name).as_str()],
                "{path}"
            );
        }
    }

    #[test]
    fn invalid_paths_are_refused() {
        for path in [
            "components",
            "$.a['b",
            "$.a[",
            "$.a[1:2:",
            "$.a[?",
            "$.a[?@.b ==]",
            "$[?@.* == 1]",
            "$[?'a']",
            "$[01]",
            "$[-0]",
            "$.",
            "$..",
            "$[?match(@.a, 'b')]",
            "$[?length(@.a)]",
            "$[?!'a' == 1]",
            "$['\\x']",
            "$.a b",
            " $",
            "$ ",
            "$.1",
            "$.-a",
            "$[9007199254740992]",
            "$[:-9007199254740992]",
            "$[?length(@.*) < 3]",
        ] {
            assert!(parse(path).is_err(), "{path}");
        }
        let deep = format!("$[?{}@.a{}]", "(".repeat(5_000), ")".repeat(5_000));
        assert!(parse(&deep).is_err());
        assert!(parse("$[?match(@.a, 'b')]").unwrap_err().contains("regular expression"));
    }
}
