//! A tour of the client: every operation and every kind of response.
//!
//! `cargo run --example images` runs the tour against a server in this process, without a token or a network.
//! `cargo run --example images -- --help` lists the options.

use std::error::Error;
use std::time::Duration;

use digitalocean_images::models::{Image, ImageNewCustom, ImageStatus, ImageUpdate, RegionSlug};
use digitalocean_images::operations::GetImage;
use digitalocean_images::{Client, headers};
use support::images as server;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => tour().await,
        ["--live"] => live().await,
        ["--help" | "-h"] => {
            say(HELP);
            Ok(())
        }
        _ => Err(format!("unknown arguments: {}\n{HELP}", arguments.join(" ")).into()),
    }
}

const HELP: &str = "\
Calls every operation of the Images API.

cargo run --example images              a tour, against a server in this process
cargo run --example images -- --live    lists the images of the account whose token is in DIGITALOCEAN_TOKEN,
                                        and changes nothing";

async fn live() -> Result<()> {
    let client = Client::from_env()?;
    let mut images = client.images().get_images_list().private(true).items();
    let mut count = 0;
    while let Some(image) = images.try_next().await? {
        show(&image);
        count += 1;
    }
    say(&format!("{count} images in all"));
    Ok(())
}

async fn tour() -> Result<()> {
    let address = server::start().await?;
    let base_url = format!("http://{address}");
    let client = Client::builder().token(server::TOKEN).base_url(&base_url).build()?;
    let images = client.images();

    step("GET", "/v2/images?per_page=2&page=2", "a middle page: all four links");
    let list = images.get_images_list().per_page(2).page(2).await?;
    list.images.iter().for_each(show);
    let links = list.links.and_then(|links| links.pages).ok_or("the middle page has no links")?;
    for (name, link) in
        [("first", &links.first), ("prev", &links.prev), ("next", &links.next), ("last", &links.last)]
    {
        say(&format!("{name:>12}  {}", link.as_deref().unwrap_or("-")));
    }
    say(&format!("{:>12}  {}", "total", list.meta.total));

    step("GET", "/v2/images?per_page=2", "all pages, image by image");
    let mut all = images.get_images_list().per_page(2).items();
    while let Some(image) = all.try_next().await? {
        show(&image);
    }

    step("GET", "/v2/images?type=application", "a filter");
    images.get_images_list().r#type("application").await?.images.iter().for_each(show);

    step(
        "GET",
        "/v2/images/almalinux-9-x64",
        "by slug; a distribution and a region that the description does not list",
    );
    let image = images.get_image("almalinux-9-x64").await?.image;
    show(&image);
    say(&format!("{:>12}  {:?}", "as a type", image.distribution));

    step("POST", "/v2/images", "starts an import");
    let wanted = ImageNewCustom::new("minimal", "https://example.com/minimal.img", RegionSlug::Nyc3)
        .description("made by the tour")
        .tags(["base-image", "prod"]);
    let mut image = images.create_custom_image(&wanted).await?.image;
    show(&image);

    step("GET", &format!("/v2/images/{}", image.id), "fetches the image until it is available");
    while image.status != ImageStatus::Available {
        image = images.get_image(image.id).await?.image;
        show(&image);
    }

    step("PUT", &format!("/v2/images/{}", image.id), "a new name and an empty description");
    let changes = ImageUpdate::new().name("golden").description("");
    let renamed = images.update_image(image.id, &changes).with_response().await?;
    show(&renamed.image);
    let (left, limit) =
        (renamed.header(&headers::RATELIMIT_REMAINING), renamed.header(&headers::RATELIMIT_LIMIT));
    say(&format!("{:>12}  {} of {}", "calls left", left.unwrap_or_default(), limit.unwrap_or_default()));

    step("DELETE", &format!("/v2/images/{}", image.id), "gone");
    images.delete_image(image.id).await?;

    step("GET", &format!("/v2/images/{}", image.id), "404: a typed error");
    let error = images.get_image(image.id).await.err().ok_or("the deleted image was found")?;
    say(&format!("{:>12}  {error}", error.is_not_found()));
    let body = error.declared::<GetImage>().ok_or("the body is not the declared one")?;
    say(&format!("{:>12}  {}", body.id, body.message));

    step("POST", "/v2/images", "422: a region that does not exist");
    let wanted = ImageNewCustom::new("minimal", "https://example.com/minimal.img", "mars1");
    let error = images.create_custom_image(&wanted).await.err().ok_or("the unknown region was accepted")?;
    say(&format!("{:>12}  {error}", error.status().map(|status| status.as_u16()).unwrap_or_default()));

    step("GET", "/v2/images", "401: a wrong token");
    let stranger = Client::builder().token("a-wrong-token").base_url(&base_url).build()?;
    let error = stranger.images().get_images_list().await.err().ok_or("the wrong token was accepted")?;
    say(&format!("{:>12}  {error}", error.is_unauthorized()));

    step("GET", "/v2/images", "429: too many calls");
    let tired = Client::builder().token(server::TIRED_TOKEN).base_url(&base_url).build()?;
    // The server asks for a delay of 29 seconds. A call with a shorter deadline fails at once, and its error
    // reports when to retry.
    let tired = tired.images().get_images_list().deadline(Duration::from_secs(20));
    let error = tired.await.err().ok_or("the exhausted token was accepted")?;
    say(&format!("{:>12}  {error}", error.is_rate_limited()));
    say(&format!("{:>12}  {:?}", "calls left", error.rate_limit().and_then(|limit| limit.remaining)));

    say("\nThe tour is complete.");
    Ok(())
}

fn step(method: &str, path: &str, what: &str) {
    say(&format!("\n{method:<6} {path}\n       {what}"));
}

fn show(image: &Image) {
    let regions: Vec<&str> = image.regions.iter().map(RegionSlug::as_str).collect();
    say(&format!(
        "{:>12}  {:<10} {:<12} {:<22} {}",
        image.id,
        image.status,
        image.distribution,
        image.name,
        regions.join(" ")
    ));
}

#[expect(clippy::print_stdout, reason = "this is a program for the terminal")]
fn say(line: &str) {
    println!("{line}");
}
