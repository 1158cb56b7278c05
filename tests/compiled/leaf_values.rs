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
