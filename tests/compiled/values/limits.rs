//! Keywords about other types than that of a value do not exclude it.

use serde_json::json;

use crate::decoded;

mod other_types {
    use super::{decoded, json};
    use compiled::other_types::models::{
        Cost, Count, Elements, NamedOrContaining, NamedOrEncoded, NamedOrList, NamedOrNotText, NamedOrOther,
        Pair, Price, Size,
    };

    #[test]
    fn other_values_match_a_branch_that_only_limits_some_type() {
        for value in [json!(0), json!("a"), json!(true), json!(["a", "b"]), json!({"name": "a"})] {
            decoded::<NamedOrList>(value.clone());
            decoded::<NamedOrContaining>(value.clone());
            decoded::<NamedOrEncoded>(value.clone());
            decoded::<NamedOrNotText>(value);
        }
        assert!(
            matches!(decoded(json!({"name": "a"})), NamedOrList::WithName(named) if named.name.as_deref() == Some("a"))
        );
        let named: NamedOrOther = decoded(json!({"other": "a"}));
        assert_eq!((named.name, named.other.as_deref()), (None, Some("a")));
    }

    #[test]
    fn keywords_of_other_types_have_no_effect() {
        assert!(matches!(decoded(json!(3)), Size::Integer(3)));
        assert!(matches!(decoded(json!(true)), Size::Boolean(true)));
        let (count, price, cost): (Count, Price, Cost) =
            (decoded(json!(3)), decoded(json!(0.5)), decoded(json!(0.5)));
        assert_eq!((count, price, cost), (3, 0.5, 0.5));
        decoded::<compiled::other_types::models::Nothing>(json!(null));
    }

    #[test]
    fn elements_that_match_contains_are_evaluated() {
        let elements: Elements = decoded(json!([{}, true]));
        assert_eq!(elements.len(), 2);
    }

    #[test]
    fn a_condition_about_keys_is_one_of_objects() {
        let pair: Pair = decoded(json!({"name": "a", "kind": "a", "width": 3}));
        assert_eq!((pair.name.as_deref(), pair.width), (Some("a"), Some(3)));
    }
}

mod avoidable {
    use super::{decoded, json};
    use compiled::avoidable::models::{Holder, Merged};

    #[test]
    fn values_avoid_contradictions() {
        decoded::<Holder>(
            json!({"name": "a", "list": [], "map": {}, "either": 3, "pair": ["a"], "several": 3}),
        );
        let merged: Merged = decoded(json!({"name": "a"}));
        assert_eq!((merged.name.as_str(), merged.id), ("a", None));
    }
}
