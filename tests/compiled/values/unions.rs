//! Values of composed schemas are decoded into the right variants.

use serde_json::{Value, json};

use crate::decoded;

mod recursive_unions {
    use super::{decoded, json};
    use compiled::recursive_unions::models::{Both, Cause, Folder, FolderEntriesItem, Group, Ring, Wrapped};

    #[test]
    fn variants_may_contain_their_own_union() {
        let folder: Folder = decoded(json!({
            "sort": "folder",
            "entries": [{"sort": "file", "size": 3}, {"sort": "folder", "entries": []}, {"size": 4}, {"entries": []}],
        }));
        let is_file = |item: &FolderEntriesItem| matches!(item, FolderEntriesItem::File(_));
        assert_eq!(folder.entries.iter().map(is_file).collect::<Vec<_>>(), [true, false, true, false]);
        let group: Group = decoded(json!({"members": [{"name": "a"}, {"members": [{"name": "b"}]}]}));
        assert_eq!(group.members.unwrap().len(), 2);
        let both: Both = decoded(json!({"a": "x", "b": "y", "all": [{"a": "z"}]}));
        assert_eq!(both.all.unwrap().len(), 1);
        let cause: Cause = decoded(json!({"code": "x", "before": {"code": "y", "before": null}}));
        assert_eq!(cause.code.as_deref(), Some("x"));
    }

    #[test]
    fn a_union_that_contains_itself_has_its_other_branches() {
        assert!(matches!(decoded(json!(3)), Ring::Integer(3)));
        assert!(matches!(decoded(json!(true)), Ring::Boolean(true)));
    }

    #[test]
    fn a_component_that_lists_itself_has_the_keys_of_other_branches() {
        let wrapped: Wrapped = decoded(json!({"name": "a", "size": 3}));
        assert_eq!((wrapped.name.as_deref(), wrapped.size), (Some("a"), Some(3)));
    }

    #[test]
    fn an_absent_optional_discriminator_is_sent() {
        let file = compiled::recursive_unions::models::File::default();
        let sent = serde_json::to_value(FolderEntriesItem::from(file)).unwrap();
        assert_eq!(sent, json!({"sort": "file"}));
    }
}

mod intersections {
    use super::{decoded, json};
    use compiled::intersections::models::{
        Bare, Failed, Formatted, Nullable, Plain, PlainFewer, PlainMoment, Port, Report, Size,
    };
    use openapi_client_runtime::{Date, Nullable as ThreeState};

    #[test]
    fn all_parts_apply_in_any_order() {
        let plain: Plain = decoded(json!({
            "whole": 3, "whole_too": 4, "narrow": 5, "when": "2024-01-01T00:00:00Z", "when_too": "2024-01-01T00:00:00Z",
            "fewer": "small", "same": "huge", "words": ["a"], "words_listed": ["p"], "texts": {"k": "v"},
            "address": "::1", "moment": "2024-01-01", "limited": "ab", "picked": "x",
        }));
        let (whole, whole_too, narrow): (Option<i64>, Option<i64>, Option<i32>) =
            (plain.whole, plain.whole_too, plain.narrow);
        assert_eq!((whole, whole_too, narrow), (Some(3), Some(4), Some(5)));
        assert_eq!(plain.when, plain.when_too);
        assert_eq!(plain.fewer, Some(PlainFewer::Small));
        assert_eq!(plain.same, Some(Size::Huge));
        assert!(matches!(plain.moment, Some(PlainMoment::Date(_))));
    }

    #[test]
    fn null_is_allowed_if_all_parts_allow_it() {
        let text = r#"{"one_part":"a","both_parts":null,"note":null,"constant":null,"listed":null}"#;
        let nullable: Nullable = serde_json::from_str(text).unwrap();
        let one_part: String = nullable.one_part;
        assert_eq!((one_part.as_str(), nullable.both_parts, nullable.note), ("a", None, None));
        assert_eq!((nullable.constant, nullable.listed), (None, None));
        let object: ThreeState<Report> = nullable.object;
        assert!(object.is_absent());
    }

    #[test]
    fn a_format_without_a_type_narrows_a_key() {
        let formatted: Formatted = decoded(json!({"day": "2026-11-28", "count": 3}));
        let (day, count): (Option<Date>, Option<i32>) = (formatted.day, formatted.count);
        assert_eq!((day.is_some(), count), (true, Some(3)));
    }

    #[test]
    fn narrower_keys_contradict_nothing() {
        decoded::<Failed>(json!({"code": 404, "done": false, "label": "x", "tags": []}));
        decoded::<Bare>(json!({"tags": []}));
        assert!(matches!(decoded(json!(80)), Port::Integer(80)));
        assert!(matches!(decoded(json!("http")), Port::String(_)));
    }
}

mod unions_beside_objects {
    use super::{decoded, json};
    use compiled::unions_beside_objects::models::{Event, Holder, Loose, Payment};

    #[test]
    fn each_variant_has_the_properties_beside_the_union() {
        let made = decoded(json!({"id": "1", "kind": "user.made", "data": {"user": "u", "more": 1}}));
        assert!(matches!(made, Event::UserMade(event) if event.id == "1" && event.data.user.is_some()));
        let gone = decoded(json!({"id": "2", "kind": "team.gone", "data": {"team": "t"}}));
        assert!(matches!(gone, Event::TeamGone(event) if event.data.team.as_deref() == Some("t")));
        let card = decoded(json!({"by": "card", "amount": 3, "number": "n"}));
        assert!(matches!(card, Payment::Card(card) if card.amount == 3));
        assert!(matches!(decoded(json!({"by": "cash", "amount": 3, "given": 5})), Payment::Cash(_)));
        decoded::<Loose>(json!({"id": "x", "a": "y", "b": "z"}));
    }

    #[test]
    fn a_type_beside_null_is_unchanged() {
        let holder: Holder = decoded(json!({
            "login": {"user": "u"}, "kept": {"user": "v"}, "texts": {"a": "b"}, "words": ["c"]}));
        assert!(matches!(holder.login, openapi_client_runtime::Nullable::Value(login) if login.user == "u"));
    }
}

mod kinds {
    use super::{decoded, json};
    use compiled::kinds::models::{Circle, Inner, Outer, Part, Post, Reply, Shape, Tagged};

    #[test]
    fn integers_and_booleans_distinguish_variants() {
        assert!(matches!(decoded(json!({"type": 1, "id": 1})), Part::Row(_)));
        assert!(matches!(decoded(json!({"type": 2, "id": 1})), Part::Button(_)));
        assert!(matches!(decoded(json!({"type": 5, "id": 1})), Part::Input(_)));
        assert!(matches!(decoded(json!({"type": 77, "id": 1})), Part::Unrecognized(_)));
        assert!(matches!(decoded(json!({"type": 2})), Tagged::Button(_)));
        assert!(matches!(serde_json::from_str(r#"{"type": 2.0}"#).unwrap(), Tagged::Button(_)));
        assert!(matches!(decoded(json!({"ok": true, "text": "x"})), Reply::True(_)));
        assert!(matches!(decoded(json!({"ok": false, "text": "x"})), Reply::False(_)));
    }

    #[test]
    fn a_discriminator_that_no_branch_declares_is_preserved_and_sent() {
        let round: Shape = decoded(json!({"width": 1, "form": "round"}));
        assert!(matches!(round, Shape::Circle(_)));
        assert!(matches!(decoded(json!({"width": 1, "form": "square"})), Shape::Square(_)));
        let sent = serde_json::to_value(Shape::from(Circle::new(2))).unwrap();
        assert_eq!(sent, json!({"form": "round", "width": 2}));
    }

    #[test]
    fn unions_may_contain_unions_and_repeated_branches() {
        let two = decoded(json!({"t": "two", "a": "x"}));
        assert!(matches!(two, Outer::Inner(inner) if matches!(*inner, Inner::Two(_))));
        assert!(matches!(decoded(json!({"t": "3"})), Outer::Three(_)));
        // The name of a schema is a discriminator value even if there is a mapping.
        assert!(matches!(decoded(json!({"t": "three"})), Outer::Three(_)));
    }

    #[test]
    fn a_base_with_a_discriminator_value_is_a_variant() {
        assert!(matches!(decoded(json!({"sort": "post", "title": "t"})), Post::Base(_)));
        assert!(matches!(decoded(json!({"sort": "image", "title": "t", "url": "u"})), Post::Image(_)));
    }
}

mod unions_of_values {
    use super::{Value, decoded, json};
    use compiled::unions_of_values::models::{
        Account, Amount, Count, Data, Level, LevelOrAny, Place, Row, Step, When, WhenReversed,
    };

    /// Decodes a value, and returns the name of its variant as `Debug` shows it.
    fn variant<T: serde::de::DeserializeOwned + serde::Serialize + std::fmt::Debug>(value: Value) -> String {
        let shown = format!("{:?}", decoded::<T>(value));
        shown.split('(').next().unwrap().to_owned()
    }

    #[test]
    fn only_listed_values_are_of_the_enum() {
        for (value, expected) in [("now", "Now"), ("2024-01-01T00:00:00Z", "DateTime")] {
            assert_eq!(variant::<When>(json!(value)), expected);
            assert_eq!(variant::<WhenReversed>(json!(value)), expected);
        }
        for (value, expected) in [("me", "Me"), ("7b1bb5a5-4c1e-4a76-9a0c-1b8f5d5a3a11", "Id")] {
            assert_eq!(variant::<Account>(json!(value)), expected);
        }
        for (value, expected) in [("all", "Word"), ("aGVsbG8=", "Byte")] {
            assert_eq!(variant::<Data>(json!(value)), expected);
        }
        for (value, expected) in [(json!(0), "Zero"), (json!(5), "Int64")] {
            assert_eq!(variant::<Count>(value), expected);
        }
        for (value, expected) in [(json!(0), "Zero"), (json!(5), "Number"), (json!(0.5), "Number")] {
            assert_eq!(variant::<Amount>(value), expected);
        }
        for (value, expected) in [(2, "Low"), (3, "High")] {
            assert_eq!(variant::<Level>(json!(value)), expected);
        }
        for (value, expected) in [(json!(2), "Low"), (json!(3), "Any"), (json!("x"), "Any")] {
            assert_eq!(variant::<LevelOrAny>(value), expected);
        }
        let zero: Count = serde_json::from_str("0.0").unwrap();
        assert!(matches!(zero, Count::Zero(_)));
    }

    #[test]
    fn lists_are_distinguished_by_their_elements() {
        for (value, expected) in [
            (json!(["go", 1]), "Go"),
            (json!(["say", "x"]), "Say"),
            (json!(["go"]), "Wait"),
            (json!([7, null]), "Numbered"),
            (json!(["go", "x"]), "Words"),
            (json!(["more", 1, 2]), "More"),
            (json!([]), "Words"),
            (json!([8, "x"]), "Unrecognized"),
            (json!([true]), "Unrecognized"),
        ] {
            assert_eq!(variant::<Step>(value.clone()), expected, "{value}");
        }
        for (value, expected) in [
            (json!(["x", "y"]), "Pair"),
            (json!(["x", "y", "z"]), "Texts"),
            (json!(["all", "none", "all"]), "Known"),
            (json!(["all", "none", "all", "all", "x"]), "Texts"),
            (json!([{"kind": "cat"}]), "Cats"),
            (json!([{"kind": "dog"}, {"kind": "dog"}]), "Dogs"),
        ] {
            assert_eq!(variant::<Row>(value.clone()), expected, "{value}");
        }
        // If only one variant is a list, every list is that variant.
        assert_eq!(variant::<Place>(json!([1.5])), "Pair");
    }

    #[test]
    fn debug_shows_the_variant_and_the_value() {
        assert_eq!(format!("{:?}", decoded::<Count>(json!(5))), "Int64(5)");
        assert_eq!(format!("{:?}", decoded::<Step>(json!(["go"]))), r#"Wait(["go"])"#);
    }
}

mod unions_of_unions {
    use super::{decoded, json};
    use compiled::unions_of_unions::models::{
        ClosedOrAny, ClosedOrMap, MapOrMap, OpenOrRich, OpenOrTagged, OpenOrUntagged, Tagged, Untagged,
    };

    #[test]
    fn a_union_within_a_union_is_chosen_by_its_own_variants() {
        let tagged: OpenOrTagged = decoded(json!({"k": "first", "v": "x"}));
        assert!(matches!(tagged, OpenOrTagged::Tagged(inner) if matches!(*inner, Tagged::First(_))));
        assert!(matches!(decoded(json!({"a": "x"})), OpenOrTagged::Open(_)));
        assert!(matches!(decoded(json!({})), OpenOrTagged::Open(_)));
        let untagged: OpenOrUntagged = decoded(json!({"two": "x"}));
        assert!(matches!(untagged, OpenOrUntagged::Untagged(inner) if matches!(*inner, Untagged::Two(_))));
        assert!(matches!(decoded(json!("x")), OpenOrUntagged::Untagged(_)));
        assert!(matches!(decoded(json!(["x"])), OpenOrUntagged::StringList(_)));
    }

    #[test]
    fn a_variant_that_preserves_a_key_is_preferred() {
        assert!(matches!(decoded(json!({"b": 1})), ClosedOrMap::Map(_)));
        assert!(matches!(decoded(json!({"a": "x"})), ClosedOrMap::Closed(_)));
        assert!(matches!(decoded(json!({"b": [1]})), ClosedOrAny::Object(_)));
        assert!(matches!(decoded(json!({"q": 1})), OpenOrRich::Rich(_)));
        assert!(matches!(decoded(json!({"q": "x"})), MapOrMap::SecondMap(_)));
        assert!(matches!(decoded(json!({"q": 1})), MapOrMap::Map(_)));
    }
}

mod unions_that_both_apply {
    use super::{decoded, json};
    use compiled::any_of_objects::models::Free;
    use compiled::unions_beside_objects::models::{Both, BothKinds};

    #[test]
    fn any_of_and_one_of_both_apply() {
        decoded::<Both>(json!({"a": "x", "c": 1}));
        decoded::<Both>(json!({"b": "x", "d": 1}));
        let whole: BothKinds = 5;
        assert_eq!(decoded::<BothKinds>(json!(5)), whole);
    }

    #[test]
    fn a_free_form_object_keeps_its_keys() {
        decoded::<Free>(json!({"other": 1}));
        assert!(matches!(decoded(json!({"key": "a"})), Free::WithKey(_)));
    }
}

mod objects_beside_other_types {
    use super::{decoded, json};
    use compiled::any_of_objects::models::{Place, Told, ToldByRequiredKeys};

    #[test]
    fn a_value_of_several_objects_keeps_all_keys() {
        assert!(matches!(decoded(json!({"street": "a", "city": "b"})), Place::Object(_)));
        assert!(matches!(decoded(json!({"kind": "b", "text": "x"})), Told::B(_)));
        assert!(matches!(decoded(json!({"by_name": "b", "order": "x"})), ToldByRequiredKeys::WithByName(_)));
    }
}

mod formats {
    use super::{decoded, json};
    use compiled::choice_by_json_type::models::{Days, Moment};
    use compiled::odd_types::models::DatedHost;

    #[test]
    fn variants_are_distinguished_by_the_form_of_their_text() {
        assert!(matches!(decoded(json!("2026-11-28T10:00:00Z")), Moment::DateTime(_)));
        assert!(matches!(decoded(json!("2026-11-28")), Moment::Date(_)));
        assert!(matches!(decoded(json!("tomorrow")), Moment::String(_)));
        // A type of the settings for a format.
        assert!(matches!(decoded(json!("10.0.0.1")), DatedHost::Ipv4(_)));
        assert!(matches!(decoded(json!("example.com")), DatedHost::String(_)));
        let times = decoded(json!(["2026-11-28T10:00:00Z"]));
        assert!(!matches!(times, Days::Unrecognized(_)));
        let days: Days = decoded(json!(["2026-11-28"]));
        assert_ne!(std::mem::discriminant(&times), std::mem::discriminant(&days));
    }
}

mod ambiguous_discriminators {
    use super::{decoded, json};
    use compiled::ambiguous_discriminators::models::{Node, Pet, Shape};

    #[test]
    fn a_value_of_two_classes_distinguishes_the_others() {
        assert!(matches!(decoded(json!({"kind": "dog", "bark": 1})), Pet::Dog(_)));
        assert!(matches!(decoded(json!({"kind": "dog", "age": 1})), Pet::Puppy(_)));
        assert!(matches!(decoded(json!({"kind": "Cat", "age": 1})), Pet::Cat(_)));
        assert!(matches!(decoded(json!({"kind": "Cat"})), Pet::Cat(_)));
        assert!(matches!(decoded(json!({"kind": "Pet"})), Pet::Base(_)));
        assert!(matches!(decoded(json!({"kind": "fish", "age": 1})), Pet::Unrecognized(_)));
    }

    #[test]
    fn a_base_has_its_discriminator() {
        assert!(matches!(decoded(json!({"sort": "Circle", "radius": 1.5})), Shape::Circle(_)));
        assert!(matches!(decoded(json!({"color": "red"})), Shape::Base(_)));
    }

    #[test]
    fn decoding_ends_for_a_class_and_a_union_that_are_variants_of_each_other() {
        assert!(matches!(decoded(json!({"k": "Branch", "b": 1})), Node::Branch(_)));
        decoded::<Node>(json!({"k": "u"}));
    }
}

mod unions_of_details {
    use super::{decoded, json};
    use compiled::unions_of_details::models::{
        Code, Index, Kind, Meta, Outcome, Pages, Reply, Rows, Start, Tree, Version, Wrapped,
    };

    #[test]
    fn variants_are_told_apart_by_values_within_them() {
        assert!(matches!(decoded(json!({"data": {"login": "a"}})), Wrapped::WithUser(_)));
        assert!(matches!(decoded(json!({"data": {"slug": "a"}})), Wrapped::WithTeam(_)));
        // A key that no variant knows does not matter.
        let newer = r#"{"data": {"new": [1, 2], "login": "a"}}"#;
        assert!(matches!(serde_json::from_str(newer).unwrap(), Wrapped::WithUser(_)));
        assert!(matches!(decoded(json!({"meta": {"type": "gif"}})), Meta::Image(_)));
        assert!(matches!(decoded(json!({"meta": {"type": "ogg"}})), Meta::Sound(_)));
        assert!(matches!(decoded(json!({"items": [{"login": "a"}, {}]})), Pages::Users(_)));
        assert!(matches!(decoded(json!({"items": [{}, {"size": 3}]})), Pages::Teams(_)));
        assert!(matches!(decoded(json!({"k": {"staff": true}})), Index::Users(_)));
        assert!(matches!(decoded(json!({"k": {"size": 1}})), Index::Teams(_)));
        assert!(matches!(decoded(json!([[{"login": "a"}]])), Rows::UserListList(_)));
        assert!(matches!(decoded(json!([[], [{"size": 2}]])), Rows::TeamListList(_)));
    }

    #[test]
    fn null_and_formats_within_objects_decide() {
        assert!(matches!(serde_json::from_str(r#"{"error": null}"#).unwrap(), Reply::Fine(_)));
        assert!(matches!(decoded(json!({"error": {"text": "x"}})), Reply::Failed(_)));
        assert!(matches!(decoded(json!({"at": "2026-11-28T10:00:00Z"})), Start::Moment(_)));
        assert!(matches!(decoded(json!({"at": "2026-11-28"})), Start::Day(_)));
        assert!(matches!(decoded(json!({"at": "noon"})), Start::Named(_)));
    }

    #[test]
    fn constants_within_objects_decide() {
        assert!(matches!(decoded(json!({"meta": {"version": 2}})), Version::Two(_)));
        assert!(matches!(decoded(json!({"status": {"ok": false}})), Outcome::Failure(_)));
        assert!(matches!(decoded(json!({"c": {"code": 404}})), Code::Failure(_)));
        let newer = r#"{"m": {"k": "order", "note": "a long text that no variant of this kind describes"}}"#;
        assert!(matches!(serde_json::from_str(newer).unwrap(), Kind::Order(_)));
        let newest = r#"{"m": {"k": "invoice"}}"#;
        assert!(matches!(serde_json::from_str(newest).unwrap(), Kind::Unrecognized(_)));
    }

    #[test]
    fn unions_within_unions_are_told_apart() {
        let tree = json!({"node": {"name": "a", "child": {"node": {"child": {"node": {"value": 1.5}}}}}});
        let Tree::Branch(outer) = decoded(tree) else { panic!("not a branch") };
        let Some(Tree::Branch(inner)) = outer.node.and_then(|node| node.child) else {
            panic!("not a branch")
        };
        assert!(matches!(inner.node.and_then(|node| node.child), Some(Tree::Leaf(_))));
    }
}
