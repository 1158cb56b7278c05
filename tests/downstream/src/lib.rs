//! Keeps the newest images of a name, deletes the others, and imports images.

use digitalocean_images::models::{Image, ImageNewCustom, RegionSlug};
use digitalocean_images::resources::Images;
use digitalocean_images::{Client, Error};

/// The result of a clean-up.
#[derive(Debug, Default, PartialEq)]
pub struct Cleaned {
    /// The IDs of deleted images.
    pub deleted: Vec<i64>,
    /// The IDs of images that somebody else deleted in the meantime.
    pub gone: Vec<i64>,
}

/// Deletes the account's images of a name, except for the newest `keep`.
///
/// # Errors
/// Fails if a call fails. Some images may be deleted by then.
pub async fn clean(client: &Client, name: &str, keep: usize) -> Result<Cleaned, Error> {
    let images = client.images();
    let mut found = Vec::new();
    let mut all = images.get_images_list().private(true).items();
    while let Some(image) = all.try_next().await? {
        if image.name == name {
            found.push(image);
        }
    }
    found.sort_by(|left, right| right.created_at.as_str().cmp(left.created_at.as_str()));
    let mut cleaned = Cleaned::default();
    for image in found.iter().skip(keep) {
        match images.delete_image(image.id).await {
            Ok(()) => cleaned.deleted.push(image.id),
            Err(error) if error.is_not_found() => cleaned.gone.push(image.id),
            Err(error) => return Err(error),
        }
    }
    Ok(cleaned)
}

/// Imports an image and waits until it can be used.
///
/// # Errors
/// Fails if a call or the import fails.
pub async fn import(images: &Images, name: &str, url: &str) -> Result<Image, Error> {
    let wanted = ImageNewCustom::new(name, url, RegionSlug::Nyc3);
    let image = images.create_custom_image(&wanted).await?.image;
    Ok(images.wait_until_available(image.id).await?)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use digitalocean_images::mock::{Mock, Replay, model};
    use digitalocean_images::models::{
        AllImagesResponse, ExistingImageResponse, ImageStatus, NewCustomImageResponse,
    };
    use digitalocean_images::operations::{CreateCustomImage, DeleteImage, GetImage, GetImagesList};
    use digitalocean_images::{ErrorKind, WaitError};
    use serde_json::{Value, json};

    use super::*;

    fn mocked() -> (Mock, Client) {
        let mock = Mock::new();
        let client = Client::builder().token("t").transport(mock.clone()).build().unwrap();
        (mock, client)
    }

    /// Returns an image with the properties that matter; [`model`] adds the other required ones.
    fn image(id: i64, name: &str, status: &str) -> Value {
        json!({"id": id, "name": name, "status": status, "created_at": format!("2026-01-{id:02}T00:00:00Z")})
    }

    fn at(status: &str) -> ExistingImageResponse {
        model(&json!({"image": image(7, "n", status)})).unwrap()
    }

    fn page(images: &[Value], next: Option<&str>) -> AllImagesResponse {
        model(&json!({"images": images, "links": {"pages": {"next": next}}})).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn the_newest_is_kept_over_pages_retries_and_strangers() {
        let (mock, client) = mocked();
        let second = "https://api.digitalocean.com/v2/images?page=2";
        mock.on::<GetImagesList>()
            .reply(&page(&[image(1, "base", "available"), image(2, "other", "available")], Some(second)))
            .status(503)
            .reply(&page(&[image(3, "base", "available"), image(4, "base", "available")], None));
        let missing = model(&json!({"id": "not_found"})).unwrap();
        mock.on::<DeleteImage>().status(204).delay(Duration::from_secs(20)).fail(404, &missing);

        let began = Instant::now();
        let cleaned = clean(&client, "base", 1).await.unwrap();
        assert_eq!(cleaned, Cleaned { deleted: vec![3], gone: vec![1] });
        assert!(began.elapsed() < Duration::from_secs(2), "the clock is paused");
        let lists = mock.calls_of::<GetImagesList>();
        let asked: Vec<_> = lists.iter().map(|call| (call.query("page"), call.attempt())).collect();
        assert_eq!(asked, [(None, 1), (Some("2".to_owned()), 1), (Some("2".to_owned()), 2)]);
        assert!(lists.iter().all(|call| call.query("private").as_deref() == Some("true")));
        let deleted: Vec<_> =
            mock.calls_of::<DeleteImage>().iter().map(|call| call.parameter("image_id")).collect();
        assert_eq!(deleted, [Some("3".to_owned()), Some("1".to_owned())]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_import_is_waited_for() {
        let (mock, client) = mocked();
        let mut created: NewCustomImageResponse = model(&json!({"image": {"id": 7}})).unwrap();
        created.image.status = ImageStatus::New;
        mock.on::<CreateCustomImage>().reply(&created).with_status(202);
        let missing = model(&json!({"id": "not_found"})).unwrap();
        let available = at("available");
        mock.on::<GetImage>()
            .fail(404, &missing)
            .reply(&at("pending"))
            .times(3)
            .disconnect()
            .times(3)
            .reply(&at("being_scanned"))
            .reply(&available);
        let ready = import(&client.images(), "n", "https://example.com/n.img").await.unwrap();
        assert_eq!((ready.id, ready.status.as_str()), (7, "available"));
        let sent: ImageNewCustom = mock.calls_of::<CreateCustomImage>()[0].json().unwrap();
        assert_eq!((sent.url.as_str(), sent.region), ("https://example.com/n.img", RegionSlug::Nyc3));
        assert_eq!(mock.calls().len(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn an_import_that_fails_or_lasts_says_why() {
        let (mock, client) = mocked();
        let mut failed = at("deleted");
        failed.image.error_message = Some(" the image is no image ".to_owned());
        mock.on::<GetImage>().reply(&failed);
        let error = client.images().wait_until_available(7).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the awaited state cannot be reached: image 7 is deleted: the image is no image"
        );
        let WaitError::Failed { last, .. } = error else { panic!("{error}") };
        assert_eq!(last.id, 7);

        let (mock, client) = mocked();
        mock.on::<GetImage>().reply(&at("pending")).always();
        let seen = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
        let counted = seen.clone();
        let wait = client.images().wait_until_available(7).at_most(Duration::from_secs(3600));
        let wait = wait.on_poll(move |_| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        let error = Error::from(wait.await.unwrap_err());
        assert_eq!(error.kind(), ErrorKind::Wait);
        let polls = seen.load(std::sync::atomic::Ordering::Relaxed);
        assert!((110..=145).contains(&polls), "an hour costs about 120 calls: {polls}");
        assert!(error.to_string().starts_with("state not reached after 3"), "{error}");

        let (_, client) = mocked();
        let error = client.images().wait_until_available(7).await.unwrap_err();
        let WaitError::Call(error) = error else { panic!("{error}") };
        assert_eq!(error.to_string(), "get_image: the mock has no response left for this operation");
    }

    #[tokio::test(start_paused = true)]
    async fn an_image_that_never_comes_is_given_up() {
        let (mock, client) = mocked();
        mock.on::<GetImage>().status(404).always();
        let began = tokio::time::Instant::now();
        let error = Error::from(client.images().wait_until_available(7).await.unwrap_err());
        assert!(error.is_not_found());
        assert!((30..=50).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_server_once_said_is_a_test_too() {
        let replay = Replay::open("recorded.json").unwrap();
        let client = Client::builder().token("any").transport(replay.clone()).build().unwrap();
        let url = "https://example.com/n.img?signature=any";
        let image = import(&client.images(), "base", url).await.unwrap();
        let cleaned = clean(&client, "base", 0).await.unwrap();
        assert_eq!((cleaned.deleted, replay.remaining()), (vec![image.id], 0));
        let error = clean(&client, "base", 0).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "get_images_list: the recording has no response left for this operation"
        );
    }
}
