//! The calls: the operation of each one, its expected response and its outcome.

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

/// The outcome of a call.
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
    /// Returns the name in the table.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Right => "the right response".to_owned(),
            Self::Foreign(_) => "the response of another call".to_owned(),
            Self::Failed { kind, outcome_unknown: true, .. } => format!("{kind}, outcome unknown"),
            Self::Failed { kind, .. } => kind.clone(),
        }
    }
}

/// A selected call.
enum Operation {
    Get,
    Create,
    Update,
    Delete,
}

/// Sends the call of a number and checks its response. A macro, because the calls have different types and
/// `$wait` may await.
macro_rules! outcome {
    ($caller:ident, $number:ident, |$pending:ident| $wait:expr) => {{
        let Some((client, operation)) = $caller.chosen($number) else { return Outcome::Right };
        let (images, id, tag) = (client.images(), $number as i64, $number.to_string());
        match operation {
            Operation::Get => {
                let $pending = images.get_image(id).header("x-call", &tag).send();
                judge($wait.map(|response| (response.image.id == id, response.image.name)))
            }
            Operation::Create => {
                let body = ImageNewCustom::new(&tag, "https://example.com/image", "nyc3");
                let $pending = images.create_custom_image(&body).header("x-call", &tag).send();
                judge($wait.map(|response| (response.image.name == tag, response.image.name)))
            }
            Operation::Update => {
                let body = ImageUpdate::new().name(&tag);
                let $pending = images.update_image(id, &body).header("x-call", &tag).send();
                judge($wait.map(|response| (response.image.id == id, response.image.name)))
            }
            Operation::Delete => {
                let $pending = images.delete_image(id).header("x-call", &tag).send();
                judge($wait.map(|()| (true, String::new())))
            }
        }
    }};
}

/// A client of each server, and the seed that selects one for each call.
pub(super) struct Caller {
    clients: Vec<Client>,
    seed: u64,
}

impl Caller {
    /// Creates a client for each base URL of the server.
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

    /// Sends a call and awaits it.
    pub(super) async fn call(&self, number: u64) -> Outcome {
        outcome!(self, number, |pending| pending.await)
    }

    /// Sends a call and blocks the thread.
    pub(super) fn block(&self, number: u64) -> Outcome {
        outcome!(self, number, |pending| pending.block())
    }
}

/// Returns the outcome of a response, given whether its image is the right one, and the image's name.
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
