//! The calls: which operation each one is, what it must return, and what it did.

use std::time::Duration;

use digitalocean_images::models::{ImageNewCustom, ImageUpdate};
use digitalocean_images::{Client, Error, Rate, Retry};

use super::fault::mixed;
use super::server::{ROOT, Server};
use crate::Result;

/// The time for one attempt.
const TIMEOUT: Duration = Duration::from_millis(600);
/// The time for a connection.
const CONNECT: Duration = Duration::from_millis(400);

/// What came of a call.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The right response.
    Right,
    /// A response to another call.
    Foreign(String),
    /// An error.
    Failed { kind: String, outcome_unknown: bool, text: String },
}

impl Outcome {
    /// For the table.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Right => "the right response".to_owned(),
            Self::Foreign(_) => "the response of another call".to_owned(),
            Self::Failed { kind, outcome_unknown: true, .. } => format!("{kind}, outcome unknown"),
            Self::Failed { kind, .. } => kind.clone(),
        }
    }
}

/// A call that has been chosen.
enum Operation {
    Get,
    Create,
    Update,
    Delete,
}

/// Clients of every server, and the order in which they are used.
pub(super) struct Caller {
    clients: Vec<Client>,
    seed: u64,
}

impl Caller {
    /// Makes a client for each way to reach the server.
    pub(super) fn new(server: &Server, seed: u64, deadline: Duration) -> Result<Self> {
        let client = |url: &String| {
            Client::builder()
                .token("token")
                .base_url(url)
                .root_certificates(ROOT)
                .timeout(TIMEOUT)
                .connect_timeout(CONNECT)
                .deadline(deadline)
                .retry(Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(8)))
                .rate_after_429(Rate::per_minute(60_000_000))
                .build()
        };
        let clients = server.urls.iter().map(client).collect::<std::result::Result<_, _>>()?;
        Ok(Self { clients, seed })
    }

    fn chosen(&self, number: u64) -> Option<(&Client, Operation)> {
        let random = mixed(self.seed, number, u64::MAX);
        let index = (random % self.clients.len().max(1) as u64) as usize;
        let operation = match (random >> 32) % 10 {
            0..5 => Operation::Get,
            5..8 => Operation::Create,
            8 => Operation::Update,
            _ => Operation::Delete,
        };
        self.clients.get(index).map(|client| (client, operation))
    }

    /// Makes a call and awaits it.
    pub(super) async fn call(&self, number: u64) -> Outcome {
        let Some((client, operation)) = self.chosen(number) else { return Outcome::Right };
        let (images, id, tag) = (client.images(), number as i64, number.to_string());
        match operation {
            Operation::Get => {
                let response = images.get_image(id).header("x-call", &tag).await;
                judge(response.map(|response| (response.image.id == id, response.image.name)))
            }
            Operation::Create => {
                let body = ImageNewCustom::new(&tag, "https://example.com/image", "nyc3");
                let response = images.create_custom_image(&body).header("x-call", &tag).await;
                judge(response.map(|response| (response.image.name == tag, response.image.name)))
            }
            Operation::Update => {
                let response =
                    images.update_image(id, &ImageUpdate::new().name(&tag)).header("x-call", &tag).await;
                judge(response.map(|response| (response.image.id == id, response.image.name)))
            }
            Operation::Delete => {
                judge(images.delete_image(id).header("x-call", &tag).await.map(|()| (true, String::new())))
            }
        }
    }

    /// Makes a call and blocks the thread.
    pub(super) fn block(&self, number: u64) -> Outcome {
        let Some((client, operation)) = self.chosen(number) else { return Outcome::Right };
        let (images, id, tag) = (client.images(), number as i64, number.to_string());
        match operation {
            Operation::Get => {
                let response = images.get_image(id).header("x-call", &tag).send().block();
                judge(response.map(|response| (response.image.id == id, response.image.name)))
            }
            Operation::Create => {
                let body = ImageNewCustom::new(&tag, "https://example.com/image", "nyc3");
                let response = images.create_custom_image(&body).header("x-call", &tag).send().block();
                judge(response.map(|response| (response.image.name == tag, response.image.name)))
            }
            Operation::Update => {
                let update = ImageUpdate::new().name(&tag);
                let response = images.update_image(id, &update).header("x-call", &tag).send().block();
                judge(response.map(|response| (response.image.id == id, response.image.name)))
            }
            Operation::Delete => judge(
                images.delete_image(id).header("x-call", &tag).send().block().map(|()| (true, String::new())),
            ),
        }
    }
}

/// The outcome of a response: whether its image is the right one, and the image's name.
fn judge(response: std::result::Result<(bool, String), Error>) -> Outcome {
    match response {
        Ok((true, _)) => Outcome::Right,
        Ok((false, name)) => Outcome::Foreign(format!("the image `{name}`")),
        Err(error) => Outcome::Failed {
            kind: format!("{:?}", error.kind()),
            outcome_unknown: error.outcome_unknown(),
            text: error.to_string(),
        },
    }
}
