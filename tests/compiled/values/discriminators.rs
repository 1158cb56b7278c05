//! Objects are decoded into the classes and variants that their discriminators mean.

use serde_json::json;

use crate::decoded;

mod classes {
    use super::{decoded, json};
    use compiled::classes::models::{Branch, Car, CarBase, Garage, Leaf, Node, Vehicle};

    #[test]
    fn an_intermediate_class_preserves_the_properties_of_its_subclasses() {
        let van = json!({"kind": "van", "wheels": 4, "seats": 3, "volume": 5.5});
        let car = json!({"kind": "car", "seats": 5});
        let garage: Garage = decoded(json!({"first": van, "others": [van, car], "named": {"old": van}}));
        assert!(matches!(&garage.first, Car::Van(van) if van.volume == 5.5));
        assert!(matches!(garage.others.as_deref(), Some([Car::Van(_), Car::Base(_)])));
        assert!(matches!(decoded(car), Vehicle::Car(car) if car.seats == 5));
        assert!(matches!(decoded(van), Vehicle::Van(_)));
        let unknown: Car = decoded(json!({"kind": "bus", "seats": 50}));
        assert!(matches!(unknown, Car::Unrecognized(_)));
    }

    #[test]
    fn an_extension_sets_the_discriminator_value_of_a_class() {
        assert!(matches!(decoded(json!({"@type": "#Node", "name": "n"})), Node::Base(_)));
        assert!(matches!(decoded(json!({"@type": "#Leaf", "color": "red"})), Branch::Leaf(_)));
        let branch = json!({"@type": "#Branch", "nodes": [{"@type": "#Leaf"}, {"@type": "#Node"}]});
        let Node::Branch(branch) = decoded(branch) else { panic!("not a branch") };
        assert!(matches!(branch.nodes.as_deref(), Some([Node::Leaf(_), Node::Base(_)])));
        let made = serde_json::to_value(Node::from(Leaf::default())).unwrap();
        assert_eq!(made, json!({"@type": "#Leaf"}));
        let made = serde_json::to_value(Vehicle::from(CarBase::new(5))).unwrap();
        assert_eq!(made, json!({"kind": "car", "seats": 5}));
    }
}

mod default_mappings {
    use super::{decoded, json};
    use compiled::openapi_3_2::models::{Extended, Mark, Plate, Shape, Sign, Step};

    #[test]
    fn objects_without_a_known_value_are_of_the_default_schema() {
        assert!(matches!(decoded(json!({"kind": "walk", "metres": 3})), Step::Walk(_)));
        assert!(matches!(decoded(json!({"kind": "OtherStep", "words": "a"})), Step::OtherStep(_)));
        assert!(matches!(decoded(json!({"kind": "jump", "words": "a"})), Step::OtherStep(_)));
        assert!(matches!(decoded(json!({"words": "a"})), Step::OtherStep(_)));
        assert!(matches!(decoded(json!({"kind": "jump", "words": 3})), Step::Unrecognized(_)));
        let sent = serde_json::to_value(Step::OtherStep(Box::default())).unwrap();
        assert_eq!(sent, json!({}));
    }

    #[test]
    fn a_mapping_to_the_target_of_a_branch_means_the_branch() {
        let walk = decoded(json!({"kind": "walk", "metres": 3}));
        assert!(matches!(walk, Extended::Walk(_)));
        let other: Extended = decoded(json!({"kind": "other", "words": "a", "note": "b"}));
        assert!(!matches!(other, Extended::Walk(_) | Extended::Unrecognized(_)));
    }

    #[test]
    fn a_base_or_a_subclass_may_be_the_default() {
        assert!(matches!(decoded(json!({"size": 3})), Mark::Dot(dot) if dot.size == Some(3)));
        assert!(matches!(decoded(json!({"form": "Mark"})), Mark::Base(_)));
        assert!(matches!(decoded(json!({"form": "Circle", "radius": 2.5})), Shape::Circle(_)));
        assert!(matches!(decoded(json!({"form": "square", "area": 2.5})), Shape::Base(_)));
        assert!(matches!(decoded(json!({"form": "Light", "colour": "red"})), Sign::Light(_)));
        assert!(matches!(decoded(json!({"form": "board", "text": "a"})), Sign::Plate(_)));
        // The default schema may have any value, so the value is an argument.
        assert_eq!(Plate::new("board").form, "board");
    }
}

mod classes_elsewhere {
    use super::{decoded, json};
    use compiled::classes_elsewhere::models::{Pet, Shape};
    use compiled::swagger_files::models::Licence;

    #[test]
    fn subclasses_in_another_file_are_variants() {
        assert!(matches!(decoded(json!({"kind": "cat", "lives": null})), Pet::Cat(_)));
        assert!(matches!(decoded(json!({"kind": "dog", "bark": "loud"})), Pet::Dog(_)));
        assert!(matches!(decoded(json!({"form": "Circle", "radius": 2.5})), Shape::Circle(_)));
        assert!(matches!(decoded(json!({"form": "Disk", "colour": "red"})), Shape::Disk(_)));
        assert!(matches!(decoded(json!({"form": "box", "side": 2.5})), Shape::Square(_)));
        assert!(matches!(decoded(json!({"kind": "permit", "until": null})), Licence::Permit(_)));
    }
}

mod mapped_schemas {
    use super::{decoded, json};
    use compiled::discriminator::models::Boat;

    #[test]
    fn a_mapped_schema_that_is_not_a_branch_is_a_variant() {
        assert!(matches!(decoded(json!({"type": "canoe", "paddles": 2})), Boat::Canoe(_)));
        assert!(matches!(decoded(json!({"type": "raft", "logs": 9})), Boat::Raft(raft) if raft.logs == 9));
        assert!(matches!(decoded(json!({"type": "car", "doors": 3})), Boat::Car(_)));
    }
}

mod class_unions {
    use super::{decoded, json};
    use compiled::class_unions::models::{
        AnyAnimal, Canine, Dog, Entity, EntityBase, MaybeDog, Named, Nested, Robot, Tame, Tool, ToolBase,
        Truck, Vehicle, Wild, Zoo, ZooGuide, ZooPetsItem, ZooStaffItem,
    };

    #[test]
    fn the_default_of_the_discriminator_means_a_subclass() {
        assert!(matches!(decoded(json!({"doors": 3})), Vehicle::Car(car) if car.doors == Some(3)));
        assert!(matches!(decoded(json!({"type": "car", "doors": 3})), Vehicle::Car(_)));
    }

    #[test]
    fn a_class_may_list_itself_and_its_subclasses() {
        assert!(matches!(decoded(json!({"type": "Truck", "load": 2.5})), Truck::Base(_)));
        let tanker = json!({"type": "Tanker", "load": 2.5, "litres": 9});
        assert!(matches!(decoded(tanker.clone()), Truck::Tanker(_)));
        assert!(matches!(decoded(tanker), Vehicle::Tanker(_)));
    }

    #[test]
    fn an_extended_class_has_the_properties_of_its_subclasses() {
        let puppy = json!({"kind": "puppy", "bark": true, "age": 1, "name": "Rex"});
        assert!(
            matches!(decoded(puppy), ZooPetsItem::Puppy(puppy) if puppy.name == "Rex" && puppy.age == Some(1))
        );
        assert!(matches!(decoded(json!({"kind": "wolf", "name": "Rex"})), ZooPetsItem::Wolf(_)));
        assert!(matches!(decoded(json!({"kind": "dog", "bark": true, "owner": "Ann"})), ZooGuide::Base(_)));
        let guide = json!({"kind": "puppy", "age": 2, "owner": "Ann"});
        assert!(matches!(decoded(guide), ZooGuide::Puppy(puppy) if puppy.owner.as_deref() == Some("Ann")));
    }

    #[test]
    fn the_members_of_a_union_are_distinguished_by_their_inherited_discriminator() {
        assert!(matches!(decoded(json!({"kind": "wolf"})), Wild::Wolf(_)));
        assert!(matches!(decoded(json!({"kind": "bird", "wings": 2})), Wild::Bird(_)));
        assert!(matches!(decoded(json!({"kind": "dog", "bark": true})), Wild::Unrecognized(_)));
        let puppy = json!({"kind": "puppy", "bark": true, "age": 1});
        assert!(matches!(decoded(puppy.clone()), Tame::Dog(dog) if matches!(*dog, Dog::Puppy(_))));
        assert!(matches!(decoded(json!({"kind": "dog", "bark": true})), Tame::Dog(_)));
        assert!(matches!(decoded(puppy.clone()), Canine::Puppy(puppy) if puppy.age == Some(1)));
        assert!(matches!(decoded(json!({"kind": "wolf"})), Canine::Wolf(_)));
        assert!(matches!(decoded(puppy), Nested::Dog(_)));
        assert!(matches!(decoded(json!({"kind": "wolf"})), Nested::Wild(_)));
    }

    #[test]
    fn members_that_are_not_objects_have_no_discriminator_value() {
        assert!(matches!(decoded(json!("Rex")), Named::String(_)));
        assert!(matches!(decoded(json!({"kind": "bird"})), Named::Bird(_)));
        assert!(matches!(decoded(json!({"kind": "wolf"})), Named::Wolf(_)));
    }

    #[test]
    fn a_schema_that_adds_nothing_to_a_class_is_an_alias() {
        let puppy = json!({"kind": "puppy", "bark": true, "age": 1});
        assert!(matches!(decoded(puppy.clone()), AnyAnimal::Puppy(_)));
        assert!(matches!(decoded(puppy.clone()), MaybeDog::Puppy(_)));
        let zoo: Zoo = decoded(json!({"maybe": null, "any": puppy}));
        assert!(zoo.maybe.is_null());
    }

    #[test]
    fn a_base_is_a_variant_by_itself() {
        assert!(matches!(decoded(json!({"id": "x"})), Entity::Base(_)));
        assert!(matches!(decoded(json!({"@type": "#user", "mail": "m"})), Entity::User(_)));
        assert!(matches!(decoded(json!({"@type": "#other", "id": "x", "more": 1})), Entity::Unrecognized(_)));
        let made = serde_json::to_value(Entity::from(EntityBase::default().id("x"))).unwrap();
        assert_eq!(made, json!({"id": "x"}));
        assert!(matches!(decoded(json!({"type": "Tool", "weight": 2})), Tool::Base(_)));
        assert!(matches!(decoded(json!({"type": "Broom"})), Tool::Broom(_)));
        let made = serde_json::to_value(Tool::from(ToolBase::new())).unwrap();
        assert_eq!(made, json!({"type": "Tool"}));
    }

    #[test]
    fn an_inherited_discriminator_may_be_absent() {
        assert!(matches!(decoded(json!({"model": "R2"})), ZooStaffItem::Robot(_)));
        assert!(matches!(decoded(json!({"mail": "m"})), ZooStaffItem::User(_)));
        assert!(matches!(decoded(json!({"@type": "#robot", "model": "R2"})), ZooStaffItem::Robot(_)));
        let made = serde_json::to_value(ZooStaffItem::from(Robot::new("R2"))).unwrap();
        assert_eq!(made, json!({"@type": "#robot", "model": "R2"}));
    }
}

mod groups {
    use super::{decoded, json};
    use compiled::discriminator_values::models::{Figure, FigureCircle, Grouped, GroupedCar};

    #[test]
    fn the_branches_of_a_union_have_their_own_discriminator() {
        let bus = json!({"group": "GroupedCar", "model": "GroupedBus", "seats": 50});
        let Grouped::GroupedCar(car) = decoded(bus) else { panic!("not a car") };
        assert!(matches!(*car, GroupedCar::GroupedBus(_)));
        assert!(matches!(decoded(json!({"group": "GroupedPet"})), Grouped::GroupedPet(_)));
    }

    #[test]
    fn a_required_discriminator_beside_branches_creates_no_types() {
        let Figure::FigureCircle(circle) = decoded(json!({"$type": "circle", "radius": 1.5})) else {
            panic!("not a circle")
        };
        let circle: FigureCircle = *circle;
        assert_eq!(circle.radius, Some(1.5));
    }
}
