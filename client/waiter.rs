//! Waiting for an image: what the description does not say.

use std::time::Duration;

use openapi_client_runtime::{Progress, Waiter};

use crate::models::{Image, ImageStatus};
use crate::resources::Images;

impl Images {
    /// Waits until an image can be used: until its `status` is `available`.
    ///
    /// It asks at once, after 5 seconds, then less and less often, up to every 30 seconds, for an hour at most. An
    /// image that is `deleted` or `retired` ends the wait with an error that carries its `error_message`; a status
    /// that is not known does not. An image that is not found yet is waited for for 30 seconds.
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
            let said = image.error_message.as_deref().map(str::trim).filter(|said| !said.is_empty());
            let said = said.map(|said| format!(": {said}")).unwrap_or_default();
            Progress::Failed(format!("image {} is {}{said}", image.id, image.status))
        }
        _ => Progress::Pending,
    }
}
