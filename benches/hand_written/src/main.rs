//! Every operation once, or one list many times: `hand-written URL [LISTS]`.

use hand_written::{Changes, Client, Error, NewImage};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let client = Client::new(&arguments.next().unwrap_or_default(), "token");
    let Some(lists) = arguments.next().and_then(|count| count.parse::<u32>().ok()) else {
        return every(&client).await;
    };
    let mut images = 0;
    for _ in 0..lists {
        images += client.list(1, 200).await?.images.len();
    }
    say(&format!("{images} images"));
    Ok(())
}

async fn every(client: &Client) -> Result<(), Error> {
    let new = NewImage { name: "minimal", url: "https://example.com/minimal.img", region: "nyc3" };
    let image = client.create(&new).await?;
    say(&client.get(image.id).await?.name);
    say(&client.update(image.id, &Changes { name: "golden" }).await?.name);
    client.delete(image.id).await?;
    say(&client.list(1, 200).await?.images.len().to_string());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is a program for the terminal")]
fn say(line: &str) {
    println!("{line}");
}
