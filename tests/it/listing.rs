//! Snapshots of the API listing, whose format is stable.

use std::path::Path;

use openapi_client_codegen::listing;

use super::cases;

#[test]
fn each_listing_matches_its_snapshot() {
    for case in ["calls", "bodies"] {
        let folder = Path::new("tests/fixtures").join(case);
        let listing = listing(&cases::run(&folder).unwrap().api);
        cases::assert_snapshot(&folder, "listing.json", &serde_json::to_string_pretty(&listing).unwrap());
    }
}
