//! Values of simple schemas are decoded into the described types.

use serde_json::json;

use crate::decoded;

mod constants {
    use super::{decoded, json};
    use compiled::constants::models::{Flow, Grade, Mode, Seventh, Sign, Twins, Valve};

    #[test]
    fn unions_of_constants_are_open_enums() {
        assert_eq!(decoded::<Flow>(json!("in")), Flow::Inwards);
        assert_eq!(decoded::<Flow>(json!("out")), Flow::from("out"));
        assert_eq!(decoded::<Flow>(json!("both")), Flow::Both);
        assert_eq!(decoded::<Flow>(json!("sideways")).as_str(), "sideways");
        assert_eq!(decoded::<Twins>(json!("b")), Twins::B);
        assert_eq!(decoded::<Mode>(json!(4)), Mode::Open);
        assert_eq!(decoded::<Mode>(json!(4)), Mode::from(4));
        assert_eq!(decoded::<Mode>(json!(9)).as_i64(), 9);
        assert!(serde_json::from_str::<Mode>("\"4\"").is_err());
        assert_eq!(serde_json::from_str::<Mode>("4.0").unwrap(), Mode::Open);
    }

    #[test]
    fn extensions_set_the_names_of_values() {
        assert_eq!(decoded::<Grade>(json!(-1)), Grade::Unknown);
        assert_eq!(decoded::<Sign>(json!(">=")), Sign::AtLeast);
    }

    #[test]
    fn constants_without_a_type_have_the_type_of_their_values() {
        let valve = json!({
            "version": 2, "isValve": true, "flow": "none", "mode": 0, "grade": 77, "sign": "<", "typeless": 5,
            "setting": "auto", "perhaps": "p", "twins": "a", "named": 7,
        });
        let valve: Valve = decoded(valve);
        assert_eq!(valve.named, Some(Seventh::Seven));
        assert!(valve.is_valve);
        for setting in [json!(1), json!(1.5), json!(true), json!("other"), json!([1])] {
            decoded::<Valve>(json!({"version": 2, "isValve": false, "setting": setting}));
        }
        let empty: Valve =
            serde_json::from_value(json!({"version": 3, "isValve": true, "typeless": null, "perhaps": null}))
                .unwrap();
        assert_eq!((empty.version.as_i64(), empty.typeless, empty.perhaps), (3, None, None));
    }
}

mod tuples {
    use super::{decoded, json};
    use compiled::tuples::models::{Line, LineEither, Named, Row};

    #[test]
    fn lists_of_any_length_are_preserved() {
        for chain in [json!([]), json!([1]), json!([1, [2, [3]]]), json!([1, [2], 3]), json!(["one"])] {
            let line = json!({
                "from": [1, 2.5], "to": ["n", {"at": [3, 4], "seen": "today"}], "rows": [["a"], ["b", 1, 2], []],
                "loose": [1, null, true, {"more": 1}], "atmost": [7], "chain": chain, "old": [1, "x", true, false],
                "never": [], "wide": [1, null, "three"], "either": [5, 6],
            });
            let line: Line = decoded(line);
            assert_eq!(line.from.known(), Some(&(1.0, 2.5)));
            assert_eq!(line.loose.unwrap().known().unwrap().rest, [json!({"more": 1})]);
            assert!(matches!(line.either, Some(LineEither::Point(point)) if point == (5.0, 6.0).into()));
        }
        for (length, loose) in
            [json!([]), json!([1]), json!([1, "b"]), json!([1, null])].into_iter().enumerate()
        {
            let line: Line =
                decoded(json!({"from": [1], "to": [1, 2, 3], "loose": loose, "atmost": [1, 2, 3]}));
            assert_eq!((line.from.known(), line.to.known()), (None, None));
            assert_eq!(line.loose.unwrap().known().unwrap().items.0.is_some(), length > 0);
        }
    }

    #[test]
    fn elements_have_their_types() {
        let named: Named = decoded(json!(["n", {"at": [3, 4], "seen": "today"}]));
        let (name, second) = named.into_known().unwrap();
        assert_eq!((name.as_str(), second.seen.as_deref()), ("n", Some("today")));
        let row: Row = decoded(json!(["a", 1, 2]));
        assert_eq!(row.known().unwrap().rest, [1, 2]);
    }
}

mod identifiers {
    use super::{decoded, json};
    use compiled::identifiers::models::{Local, Shelf};

    #[test]
    fn references_lead_to_the_schema_with_the_identifier() {
        let book = json!({"author": {"name": "a"}, "spine": {"text": "s"}, "height": 3});
        let shelf = json!({"label": {"text": "l"}, "book": book, "size": 4, "below": {"size": 5}});
        let shelf: Shelf = decoded(shelf);
        let height: Option<i32> = shelf.book.unwrap().height;
        assert_eq!((height, shelf.below.unwrap().size), (Some(3), Some(5)));
        let local: Local = decoded(json!({"named": {"n": true}, "other": {"name": "a"}}));
        assert_eq!(local.other.unwrap().name.as_deref(), Some("a"));
    }
}

mod dynamic_references {
    use super::{decoded, json};
    use compiled::dynamic_references::models::{Colored, Fishes, Free, Frogs, ListBirds200Response, Tree};

    #[test]
    fn each_binding_has_a_type_of_its_own() {
        let fishes: Fishes = decoded(json!({"entries": [{"fins": 2}], "next": "n"}));
        assert_eq!(fishes.entries.unwrap()[0].fins, Some(2));
        let frogs: Frogs = decoded(json!({"entries": [{"legs": 4}]}));
        assert_eq!(frogs.entries.unwrap()[0].legs, Some(4));
        let birds: ListBirds200Response = decoded(json!({"entries": [{"wings": 2}]}));
        assert_eq!(birds.entries.unwrap()[0].wings, Some(2));
        decoded::<Free>(json!({"held": [1, "any"]}));
    }

    #[test]
    fn a_dynamic_reference_has_the_type_of_the_extending_schema() {
        let colored: Colored = decoded(
            json!({"name": "r", "children": [{"name": "c", "children": [], "color": "x"}], "color": "y"}),
        );
        assert_eq!(colored.children.unwrap()[0].color.as_deref(), Some("x"));
        let tree: Tree = decoded(json!({"children": [{"name": "c"}]}));
        assert_eq!(tree.children.unwrap()[0].name.as_deref(), Some("c"));
    }
}

mod conditional {
    use super::{decoded, json};
    use compiled::conditional::models::{Device, Order};

    #[test]
    fn properties_of_conditions_are_optional() {
        let order: Order = decoded(json!({
            "way": "post", "note": "n", "express": "any", "street": "s", "language": "l", "shop": {"id": 1},
        }));
        assert_eq!((order.way.as_str(), order.language.as_deref()), ("post", Some("l")));
        decoded::<Order>(json!({"way": "shop", "street": 12}));
        let device: Device = decoded(json!({"kind": "plug", "lumen": "high", "watt": 0.5}));
        assert_eq!(device.watt, Some(0.5));
        decoded::<Device>(json!({"kind": "lamp", "lumen": 800}));
    }
}

mod maps {
    use super::{decoded, json};
    use compiled::maps::models::Labels;

    #[test]
    fn a_value_of_another_type_is_not_an_error() {
        let labels: Labels = decoded(json!({"app": "a", "tier": "web", "ports": [80], "old": null}));
        assert_eq!(labels.additional.keys().collect::<Vec<_>>(), ["tier"]);
        assert_eq!(labels.unrecognized.keys().collect::<Vec<_>>(), ["ports", "old"]);
        let twice: Labels =
            serde_json::from_str(r#"{"app": "a", "b": 1, "b": "c", "d": "e", "d": 2}"#).unwrap();
        assert_eq!(serde_json::to_value(&twice).unwrap(), json!({"app": "a", "b": "c", "d": 2}));
    }
}
