//! Waits for an image, by rules that the description does not contain.

use std::time::Duration;

use openapi_client_runtime::{Progress, Waiter};

use crate::models::{Image, ImageStatus};
use crate::resources::Images;

impl Images {
    /// Waits until an image is available: until its `status` is `available`.
    ///
    /// The image is fetched at once, after 5 seconds, and then at growing intervals of up to 30 seconds, for
    /// at most an hour. The status `deleted` or `retired` ends the wait with an error that contains the
    /// image's `error_message`; an unknown status does not. An image that is not found is awaited for 30
    /// seconds.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(images: digitalocean_images::resources::Images) -> Result<(), digitalocean_images::Error> {
    /// let image = images.wait_until_available(62137902).at_most(Duration::from_secs(45 * 60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until_available(&self, id: i64) -> Waiter<Image> {
        let images = self.clone();
        let ask = move || {
            let call = images.get_image(id).send();
            async move { Ok(call.await?.image) }
        };
        Waiter::new(ask, judge).absent_for(Duration::from_secs(30))
    }
}

fn judge(image: &Image) -> Progress {
    match image.status {
        ImageStatus::Available => Progress::Done,
        ImageStatus::Deleted | ImageStatus::Retired => {
            let message = image.error_message.as_deref().map(str::trim).filter(|message| !message.is_empty());
            let message = message.map(|message| format!(": {message}")).unwrap_or_default();
            Progress::Failed(format!("image {} is {}{message}", image.id, image.status))
        }
        _ => Progress::Pending,
    }
}
