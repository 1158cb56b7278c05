//! Every operation once, or one list many times: `with-client URL [LISTS]`.

use digitalocean_images::models::{ImageNewCustom, ImageUpdate};
use digitalocean_images::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let client = Client::builder().token("token").base_url(arguments.next().unwrap_or_default()).build()?;
    let Some(lists) = arguments.next().and_then(|count| count.parse::<u32>().ok()) else {
        return every(&client).await;
    };
    let mut images = 0;
    for _ in 0..lists {
        images += client.images().get_images_list().page(1).per_page(200).await?.images.len();
    }
    say(&format!("{images} images"));
    Ok(())
}

async fn every(client: &Client) -> Result<(), Error> {
    let images = client.images();
    let new = ImageNewCustom::new("minimal", "https://example.com/minimal.img", "nyc3");
    let image = images.create_custom_image(&new).await?.image;
    say(&images.get_image(image.id).await?.image.name);
    say(&images.update_image(image.id, &ImageUpdate::new().name("golden")).await?.image.name);
    images.delete_image(image.id).await?;
    say(&images.get_images_list().per_page(200).await?.images.len().to_string());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is a program for the terminal")]
fn say(line: &str) {
    println!("{line}");
}
