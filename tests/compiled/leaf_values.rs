//! Values of schemas that hold no others: each becomes what the description means, and comes back as it was.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Decodes a value, and checks that it is encoded as it was.
fn decoded<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let model: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&model).unwrap(), value);
    model
}

mod constants {
    use super::{decoded, json};
    use compiled::constants::models::{Flow, Grade, Mode, Seventh, Sign, Twins, Valve};

    #[test]
    fn choices_of_constants_are_open_enums() {
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
    fn extensions_name_values() {
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
    fn every_list_is_kept_whatever_its_length() {
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
