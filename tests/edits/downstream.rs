//! A program that touches all that the client has. It compiles against every additive edit, and against no
//! breaking one.

use std::collections::BTreeMap;

use digitalocean_images::models::{
    AllImagesResponse, Distribution, Error, ExistingImageResponse, Image, ImageIdOrSlug, ImageNewCustom,
    ImageStatus, ImageType, ImageTypeParameter, ImageUpdate, ListMeta, NewCustomImageResponse, PageLinks,
    PageLinksPages, RegionSlug,
};
use digitalocean_images::operations::{self, GetImage, Request};
use digitalocean_images::resources::Images;
use digitalocean_images::{Client, headers};

fn main() {}

/// Every field, by its type.
fn fields(image: &Image, failure: &Error, links: &PageLinks, pages: &PageLinksPages, meta: &ListMeta) {
    let _: (i64, &String, &Option<ImageType>) = (image.id, &image.name, &image.r#type);
    let _: (&Distribution, &Option<String>, Option<bool>) = (&image.distribution, &image.slug, image.public);
    let _: (&Vec<RegionSlug>, &str) = (&image.regions, image.created_at.as_str());
    let _: (Option<i64>, Option<f64>, &Option<String>) =
        (image.min_disk_size, image.size_gigabytes, &image.description);
    let _: (&Option<Vec<String>>, &ImageStatus, &Option<String>) =
        (&image.tags, &image.status, &image.error_message);
    let _: (&String, &String, &Option<String>) = (&failure.id, &failure.message, &failure.request_id);
    let _: (&Option<PageLinksPages>, i64) = (&links.pages, meta.total);
    let _: [&Option<String>; 4] = [&pages.first, &pages.prev, &pages.next, &pages.last];
}

/// Enums are matched to the end, with an arm for what is new.
fn values(status: &ImageStatus, kind: &ImageType, id: &ImageIdOrSlug) -> &'static str {
    let by_region: BTreeMap<String, RegionSlug> = [RegionSlug::Ams1, RegionSlug::Nyc3, RegionSlug::Syd1]
        .map(|region| (region.to_string(), region))
        .into();
    assert!(by_region.len() == 3 && Distribution::OpenSuse != Distribution::from("Ubuntu"));
    let asked = [ImageTypeParameter::Application, ImageTypeParameter::Distribution];
    match (status, kind, id, asked) {
        (ImageStatus::New | ImageStatus::Pending, _, _, _) => "soon",
        (ImageStatus::Available, ImageType::Custom | ImageType::Snapshot, ImageIdOrSlug::Integer(_), _) => {
            "own"
        }
        (ImageStatus::Available, ImageType::Base, ImageIdOrSlug::String(_), _) => "public",
        (ImageStatus::Deleted | ImageStatus::Retired, ImageType::Backup | ImageType::Admin, _, _) => "gone",
        _ => "new",
    }
}

/// Everything that is sent.
fn bodies() -> (ImageNewCustom, ImageUpdate) {
    let wanted = ImageNewCustom::new("noble", "https://example.com/noble.img", RegionSlug::Nyc3)
        .distribution(Distribution::Ubuntu)
        .description("minimal")
        .tags(["base"]);
    let _: (&String, &String, &RegionSlug) = (&wanted.name, &wanted.url, &wanted.region);
    (wanted, ImageUpdate::new().name("other").distribution("Debian").description("none"))
}

/// Every call, with all that can be set, and what it gives.
async fn calls(client: &Client) -> Result<(), digitalocean_images::Error> {
    let images: Images = client.images();
    let list: Request<operations::GetImagesList> = images.get_images_list();
    let list = list.r#type("application").private(true).tag_name("base").per_page(20).page(1);
    let page: AllImagesResponse = list.await?;
    let _: (&Vec<Image>, &Option<PageLinks>, &ListMeta) = (&page.images, &page.links, &page.meta);
    let (wanted, update) = bodies();
    let begun: NewCustomImageResponse = images.create_custom_image(&wanted).await?;
    let found: ExistingImageResponse = images.get_image("ubuntu-24-04-x64").await?;
    let same: ExistingImageResponse = images.get_image(found.image.id).await?;
    let id: i64 = begun.image.id;
    let renamed: Image = images.update_image(id, &update).await?.image;
    values(&renamed.status, &ImageType::Custom, &ImageIdOrSlug::Integer(same.image.id));
    let reply = images.get_image(id).with_response().await?;
    let limits: (Option<i64>, Option<i64>, Option<i64>) = (
        reply.header(&headers::RATELIMIT_LIMIT),
        reply.header(&headers::RATELIMIT_REMAINING),
        reply.header(&headers::RATELIMIT_RESET),
    );
    let deleted: () = match images.delete_image(id).await {
        Err(error) => {
            let declared: Option<Error> = error.declared::<GetImage>();
            let (Some(declared), Some(links)) = (declared, page.links) else { return Err(error) };
            fields(&renamed, &declared, &links, links.pages.as_ref().expect("pages"), &page.meta);
        }
        Ok(deleted) => deleted,
    };
    assert!(deleted == () && limits.0 >= limits.1);
    Ok(())
}

/// Nothing of it is run.
pub fn unused() -> impl Sized {
    calls
}
