//! Five operations on images, with no more code than they need.

use std::fmt;

use bytes::Bytes;
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A client of the Images API.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    token: String,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub r#type: Option<String>,
    /// Its operating system.
    pub distribution: String,
    /// Its public name.
    pub slug: Option<String>,
    /// Whether every account can use it.
    pub public: Option<bool>,
    /// The regions that it is in.
    pub regions: Vec<String>,
    /// When it was made.
    pub created_at: String,
    /// The smallest disk that takes it, in GB.
    pub min_disk_size: Option<i64>,
    /// Its size, in GB.
    pub size_gigabytes: Option<f64>,
    /// Free text.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Option<Vec<String>>,
    /// How far its import is.
    pub status: String,
    /// Why its import failed.
    pub error_message: Option<String>,
}

/// A page of images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Images {
    /// The images.
    pub images: Vec<Image>,
    /// Where the other pages are.
    pub links: Option<Links>,
    /// How many there are in all.
    pub meta: Meta,
}

/// Where other pages are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Links {
    /// Their URLs.
    pub pages: Option<PageLinks>,
}

/// The URLs of other pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageLinks {
    /// The first page.
    pub first: Option<String>,
    /// The page before.
    pub prev: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The last page.
    pub last: Option<String>,
}

/// How many there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// In all pages.
    pub total: i64,
}

/// An image to import.
#[derive(Debug, Serialize)]
pub struct NewImage<'a> {
    /// What to call it.
    pub name: &'a str,
    /// Where to fetch it.
    pub url: &'a str,
    /// Where to keep it.
    pub region: &'a str,
}

/// What to change.
#[derive(Debug, Serialize)]
pub struct Changes<'a> {
    /// Another name.
    pub name: &'a str,
}

#[derive(Debug, Deserialize)]
struct One {
    image: Image,
}

/// Why a call failed.
#[derive(Debug)]
pub enum Error {
    /// No answer came.
    Http(reqwest::Error),
    /// The server says no; with the body that says why.
    Status(StatusCode, String),
    /// The body is not what it should be.
    Body(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(error) => error.fmt(formatter),
            Self::Status(status, body) => write!(formatter, "{status}: {body}"),
            Self::Body(error) => formatter.write_str(error),
        }
    }
}

impl std::error::Error for Error {}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl Client {
    /// A client of the API at a URL.
    pub fn new(base_url: &str, token: &str) -> Self {
        Self { http: reqwest::Client::new(), base_url: base_url.to_owned(), token: token.to_owned() }
    }

    /// A page of the list.
    ///
    /// # Errors
    /// See [`Error`]; the same for the others.
    pub async fn list(&self, page: i64, per_page: i64) -> Result<Images, Error> {
        let path = format!("/v2/images?page={page}&per_page={per_page}");
        decoded(&self.call(Method::GET, &path, None).await?)
    }

    /// One image.
    #[expect(clippy::missing_errors_doc, reason = "said above")]
    pub async fn get(&self, id: i64) -> Result<Image, Error> {
        let body = self.call(Method::GET, &format!("/v2/images/{id}"), None).await?;
        decoded::<One>(&body).map(|one| one.image)
    }

    /// Imports an image.
    #[expect(clippy::missing_errors_doc, reason = "said above")]
    pub async fn create(&self, image: &NewImage<'_>) -> Result<Image, Error> {
        let body = self.call(Method::POST, "/v2/images", Some(encoded(image)?)).await?;
        decoded::<One>(&body).map(|one| one.image)
    }

    /// Changes an image.
    #[expect(clippy::missing_errors_doc, reason = "said above")]
    pub async fn update(&self, id: i64, changes: &Changes<'_>) -> Result<Image, Error> {
        let body = self.call(Method::PUT, &format!("/v2/images/{id}"), Some(encoded(changes)?)).await?;
        decoded::<One>(&body).map(|one| one.image)
    }

    /// Deletes an image.
    #[expect(clippy::missing_errors_doc, reason = "said above")]
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        self.call(Method::DELETE, &format!("/v2/images/{id}"), None).await.map(drop)
    }

    async fn call(&self, method: Method, path: &str, body: Option<String>) -> Result<Bytes, Error> {
        let request = self.http.request(method, format!("{}{path}", self.base_url)).bearer_auth(&self.token);
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body),
            None => request,
        };
        let response = request.send().await?;
        let status = response.status();
        let body = response.bytes().await?;
        if !status.is_success() {
            return Err(Error::Status(status, String::from_utf8_lossy(&body).into_owned()));
        }
        Ok(body)
    }
}

fn encoded<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Body(error.to_string()))
}

/// One look at the whole body whether it is UTF-8 is cheaper than one at each string.
fn decoded<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let text = std::str::from_utf8(body).map_err(|error| Error::Body(error.to_string()))?;
    serde_json::from_str(text).map_err(|error| Error::Body(error.to_string()))
}
