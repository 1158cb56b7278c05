//! Tests of decoding: every declared status, absent and unknown properties, and invalid bodies.

use digitalocean_images::models::{
    AllImagesResponse, Distribution, Error, ExistingImageResponse, Image, ImageIdOrSlug, ImageStatus,
    ImageType, NewCustomImageResponse, RegionSlug,
};
use serde_json::{Value, json};

fn image() -> Value {
    json!({
        "id": 7555620, "name": "Nifty New Snapshot", "type": "snapshot", "distribution": "Ubuntu", "slug": null,
        "public": false, "regions": ["nyc2", "nyc3"], "created_at": "2014-11-04T22:23:02Z", "min_disk_size": 20,
        "size_gigabytes": 2.34, "description": "", "tags": [], "status": "available", "error_message": ""
    })
}

fn with(key: &str, value: Value) -> Value {
    let mut image = image();
    image[key] = value;
    image
}

fn without(keys: &[&str]) -> Value {
    let mut image = image();
    keys.iter().for_each(|key| drop(image.as_object_mut().unwrap().shift_remove(*key)));
    image
}

fn decode(value: &Value) -> Image {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn an_image_decodes_and_encodes_back() {
    let decoded = decode(&image());
    assert_eq!(decoded.id, 7555620);
    assert_eq!(decoded.slug, None);
    assert_eq!(decoded.size_gigabytes, Some(2.34));
    assert_eq!(decoded.r#type, Some(ImageType::Snapshot));
    assert_eq!(decoded.tags.as_deref(), Some([].as_slice()));
    assert_eq!(decoded.created_at.as_str(), "2014-11-04T22:23:02Z");
    // In a response, `null` and an absent property are the same.
    assert_eq!(serde_json::to_value(&decoded).unwrap(), without(&["slug"]));
}

#[test]
fn optional_fields_may_be_absent_and_unknown_ones_present() {
    let optional =
        ["type", "slug", "public", "min_disk_size", "size_gigabytes", "description", "tags", "error_message"];
    let decoded = decode(&without(&optional));
    assert_eq!((decoded.public, decoded.min_disk_size, decoded.tags), (None, None, None));
    decode(&with("something_new", json!({"deep": [1, {"er": null}]})));
}

#[test]
fn unknown_enum_values_are_preserved() {
    for (key, value) in [
        ("distribution", json!("AlmaLinux")),
        ("regions", json!(["atl1", "nyc3"])),
        ("status", json!("brand_new")),
        ("type", json!("")),
    ] {
        let sent = with(key, value);
        let encoded = serde_json::to_value(decode(&sent)).unwrap();
        assert_eq!(encoded[key], sent[key]);
    }
    let decoded = decode(&with("distribution", json!("AlmaLinux")));
    assert!(
        matches!(&decoded.distribution, Distribution::Unrecognized(name) if name.as_str() == "AlmaLinux")
    );
    assert_eq!(decoded.distribution.to_string(), "AlmaLinux");
    assert_eq!(decode(&with("distribution", json!("Unknown"))).distribution, Distribution::Unknown);
    assert_eq!(RegionSlug::from("nyc3"), RegionSlug::Nyc3);
    assert_eq!(ImageStatus::from("NEW"), ImageStatus::New);
    assert_ne!(ImageStatus::from("new"), ImageStatus::New);
}

#[test]
fn a_middle_page_keeps_all_four_links() {
    let page = json!({
        "images": [image()],
        "links": {"pages": {
            "first": "https://api.digitalocean.com/v2/images?page=1",
            "prev": "https://api.digitalocean.com/v2/images?page=1",
            "next": "https://api.digitalocean.com/v2/images?page=3",
            "last": "https://api.digitalocean.com/v2/images?page=3"
        }},
        "meta": {"total": 3}
    });
    let decoded: AllImagesResponse = serde_json::from_value(page.clone()).unwrap();
    let encoded = serde_json::to_value(&decoded).unwrap();
    assert_eq!(encoded["links"], page["links"]);
    for links in [json!({}), json!({"pages": {}})] {
        let mut page = page.clone();
        page["links"] = links;
        let decoded: AllImagesResponse = serde_json::from_value(page.clone()).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap()["links"], page["links"]);
    }
    let only: AllImagesResponse =
        serde_json::from_value(json!({"images": [], "meta": {"total": 0}})).unwrap();
    assert_eq!(only.links, None);
}

#[test]
fn every_declared_status_has_its_type() {
    let begun = json!({"image": {
        "created_at": "2018-09-20T19:28:00Z", "description": "", "distribution": "Ubuntu", "error_message": "",
        "id": 38413969, "name": "ubuntu-18.04-minimal", "regions": [], "type": "custom", "tags": ["base-image"],
        "status": "NEW"
    }});
    let decoded: NewCustomImageResponse = serde_json::from_value(begun).unwrap();
    assert_eq!(decoded.image.status, ImageStatus::New);
    let existing: ExistingImageResponse = serde_json::from_value(json!({"image": image()})).unwrap();
    assert_eq!(existing.image.status, ImageStatus::Available);
    let failure: Error = serde_json::from_value(json!({"id": "not_found", "message": "m"})).unwrap();
    assert_eq!((failure.id.as_str(), failure.request_id), ("not_found", None));
}

#[test]
fn errors_have_the_path_of_the_value() {
    for (wrong, path) in [
        (with("id", json!("7")), "expected an integer, found a string at $.images[1].id"),
        (with("id", json!(1.5)), "`1.5` is not a 64-bit integer at $.images[1].id"),
        (with("regions", json!(["nyc1", 3])), "expected a string, found a number at $.images[1].regions[1]"),
        (with("name", Value::Null), "expected a string, found null at $.images[1].name"),
        (without(&["status"]), "the required key `status` is missing at $.images[1]"),
    ] {
        let page = json!({"images": [image(), wrong], "meta": {"total": 2}});
        let error = serde_json::from_value::<AllImagesResponse>(page).unwrap_err();
        assert_eq!(error.to_string(), path);
    }
}

#[test]
fn an_id_and_a_slug_are_distinguished() {
    let both: Vec<ImageIdOrSlug> = serde_json::from_str("[1, \"ubuntu\"]").unwrap();
    assert_eq!(both, [ImageIdOrSlug::Integer(1), ImageIdOrSlug::from("ubuntu")]);
    assert_eq!(serde_json::to_string(&both).unwrap(), "[1,\"ubuntu\"]");
    let other: ImageIdOrSlug = serde_json::from_str("true").unwrap();
    assert!(matches!(other, ImageIdOrSlug::Unrecognized(_)));
    assert_eq!(serde_json::to_string(&other).unwrap(), "true");
}

#[test]
fn string_enums_behave_like_strings() {
    let pending: ImageStatus = "pending".parse().unwrap();
    assert!(pending == "pending" && pending == *"pending" && pending != "new");
    assert_eq!((pending.as_ref(), pending.to_string().as_str()), ("pending", "pending"));
    let mut statuses = ["retired", "NEW", "brand_new", "available"].map(ImageStatus::from);
    statuses.sort();
    assert_eq!(statuses.map(|status| status.to_string()), ["NEW", "available", "brand_new", "retired"]);
    let known: std::collections::BTreeMap<ImageStatus, i64> = [(pending.clone(), 1)].into();
    assert_eq!(known.get(&ImageStatus::Pending), Some(&1));
}

#[test]
fn ids_and_slugs_are_keys() {
    let ids = [ImageIdOrSlug::from(7), "7".into(), "ubuntu".into(), 7.into()];
    let different: std::collections::HashSet<ImageIdOrSlug> = ids.into();
    assert_eq!(different.len(), 3);
    assert!(different.contains(&ImageIdOrSlug::from(7)));
}
