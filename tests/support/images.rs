//! A simulation of DigitalOcean's Images API in this process, with state, for trying a client.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};

/// The token that has access to everything.
pub const TOKEN: &str = "a-good-token";
/// A token whose rate limit is exhausted.
pub const TIRED_TOKEN: &str = "a-tired-token";

const LIMIT: i64 = 5_000;
const REGIONS: [&str; 15] = [
    "ams1", "ams2", "ams3", "blr1", "fra1", "lon1", "nyc1", "nyc2", "nyc3", "sfo1", "sfo2", "sfo3", "sgp1",
    "tor1", "syd1",
];

struct Account {
    images: Vec<Map<String, Value>>,
    next_id: i64,
    calls_left: i64,
}

type Shared = Arc<Mutex<Account>>;

/// Starts the server on a free port of this machine and returns its address. It ends with the process.
///
/// # Errors
/// Fails if no port can be bound.
pub async fn start() -> std::io::Result<SocketAddr> {
    let account = Account { images: published(), next_id: 7_555_620, calls_left: LIMIT };
    let router = Router::new()
        .route("/v2/images", get(list).post(create))
        .route("/v2/images/{image_id}", get(retrieve).put(update).delete(delete))
        .with_state(Arc::new(Mutex::new(account)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Returns five public images, as the list of a new account shows them.
fn published() -> Vec<Map<String, Value>> {
    let images = [
        (63_663_980, "20.04 (LTS) x64", "Ubuntu", "ubuntu-20-04-x64", "snapshot", false),
        (63_663_981, "12 x64", "Debian", "debian-12-x64", "snapshot", false),
        (63_663_982, "9 x64", "AlmaLinux", "almalinux-9-x64", "snapshot", false),
        (63_663_983, "Docker on Ubuntu", "Ubuntu", "docker-20-04", "snapshot", true),
        (63_663_984, "Stream 9 x64", "CentOS", "centos-stream-9-x64", "base", false),
    ];
    let images = images.into_iter().map(|(id, name, distribution, slug, kind, is_application)| {
        json!({
            "id": id, "name": name, "type": kind, "distribution": distribution, "slug": slug, "public": true,
            "regions": ["nyc3", "ams3", "atl1"], "created_at": "2020-05-15T05:47:50Z", "min_disk_size": 20,
            "size_gigabytes": 2.36, "description": "", "tags": [], "status": "available", "error_message": "",
            "application": is_application,
        })
    });
    images.filter_map(|image| image.as_object().cloned()).collect()
}

fn lock(account: &Shared) -> MutexGuard<'_, Account> {
    account.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates a response with the headers that every response of the API has.
fn response(account: &Account, status: StatusCode, body: Option<Value>) -> Response {
    let mut response = match body {
        Some(body) => {
            ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string()).into_response()
        }
        None => ().into_response(),
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert("ratelimit-limit", LIMIT.into());
    headers.insert("ratelimit-remaining", account.calls_left.max(0).into());
    headers.insert("ratelimit-reset", 1_444_931_833_i64.into());
    headers.insert("x-request-id", HeaderValue::from_static("515850a0-a812-50bf-aa3c-d0d21d287e40"));
    response
}

fn failure(account: &Account, status: StatusCode, id: &str, message: &str) -> Response {
    response(account, status, Some(json!({"id": id, "message": message})))
}

fn not_found(account: &Account) -> Response {
    let message = "The resource you requested could not be found.";
    failure(account, StatusCode::NOT_FOUND, "not_found", message)
}

fn unprocessable(account: &Account, message: &str) -> Response {
    failure(account, StatusCode::UNPROCESSABLE_ENTITY, "unprocessable_entity", message)
}

/// Counts the call and checks its token.
///
/// # Errors
/// Fails with the response if the call is not permitted.
fn admit(account: &mut Account, headers: &HeaderMap) -> Result<(), Box<Response>> {
    let token =
        headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    match token {
        Some(TOKEN) => {
            account.calls_left -= 1;
            Ok(())
        }
        Some(TIRED_TOKEN) => {
            let message = "API rate limit exceeded.";
            let mut response = failure(account, StatusCode::TOO_MANY_REQUESTS, "too_many_requests", message);
            response.headers_mut().insert("ratelimit-remaining", 0.into());
            response.headers_mut().insert(header::RETRY_AFTER, 29.into());
            Err(Box::new(response))
        }
        _ => {
            let message = "Unable to authenticate you.";
            Err(Box::new(failure(account, StatusCode::UNAUTHORIZED, "unauthorized", message)))
        }
    }
}

async fn list(
    State(account): State<Shared>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let mut account = lock(&account);
    if let Err(response) = admit(&mut account, &headers) {
        return *response;
    }
    let wanted = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let fits = |image: &&Map<String, Value>| {
        let is = |key: &str| image.get(key) == Some(&Value::Bool(true));
        let tagged =
            |tag| image.get("tags").and_then(Value::as_array).is_some_and(|tags| tags.contains(&json!(tag)));
        match wanted("type") {
            Some("application") if !is("application") => return false,
            Some("distribution") if is("application") || !is("public") => return false,
            _ => {}
        }
        (wanted("private") != Some("true") || !is("public")) && wanted("tag_name").is_none_or(tagged)
    };
    let fitting: Vec<_> = account.images.iter().filter(fits).map(shown).collect();
    let number =
        |name: &str, otherwise: usize| wanted(name).and_then(|n| n.parse().ok()).unwrap_or(otherwise);
    let per_page = number("per_page", 20).clamp(1, 200);
    let page = number("page", 1).max(1);
    let last = fitting.len().div_ceil(per_page).max(1);
    let kept: Vec<_> =
        query.iter().filter(|(key, _)| key != "page").map(|(key, value)| format!("&{key}={value}")).collect();
    let link =
        |page: usize| json!(format!("https://api.digitalocean.com/v2/images?page={page}{}", kept.concat()));
    let mut pages = Map::new();
    if page > 1 {
        pages.insert("first".to_owned(), link(1));
        pages.insert("prev".to_owned(), link(page - 1));
    }
    if page < last {
        pages.insert("next".to_owned(), link(page + 1));
        pages.insert("last".to_owned(), link(last));
    }
    let total = fitting.len();
    let images: Vec<_> =
        fitting.into_iter().skip((page - 1).saturating_mul(per_page)).take(per_page).collect();
    let body = json!({"images": images, "links": {"pages": pages}, "meta": {"total": total}});
    response(&account, StatusCode::OK, Some(body))
}

/// Returns an image without the keys that only this server uses.
fn shown(image: &Map<String, Value>) -> Value {
    let mut image = image.clone();
    image.remove("application");
    Value::Object(image)
}

async fn create(State(account): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let mut account = lock(&account);
    if let Err(response) = admit(&mut account, &headers) {
        return *response;
    }
    let Some(wanted) = json_object(&headers, &body) else {
        return failure(&account, StatusCode::BAD_REQUEST, "bad_request", "error parsing request body");
    };
    for key in ["name", "url", "region"] {
        if wanted.get(key).and_then(Value::as_str).is_none_or(str::is_empty) {
            return unprocessable(&account, &format!("{key} is required"));
        }
    }
    let region = wanted.get("region").and_then(Value::as_str).unwrap_or_default();
    if !REGIONS.contains(&region) {
        return unprocessable(&account, "Region is not available");
    }
    let id = account.next_id;
    account.next_id += 1;
    let text = |key: &str| wanted.get(key).cloned().unwrap_or_else(|| json!(""));
    let tags = wanted.get("tags").filter(|tags| tags.is_array()).cloned().unwrap_or_else(|| json!([]));
    let distribution = wanted.get("distribution").cloned().unwrap_or_else(|| json!("Unknown"));
    let image = json!({
        "id": id, "name": text("name"), "type": "custom", "distribution": distribution, "regions": [region],
        "created_at": "2018-09-20T19:28:00Z", "description": text("description"), "tags": tags, "status": "NEW",
        "error_message": "",
    });
    if let Value::Object(image) = image.clone() {
        account.images.push(image);
    }
    // The response to an import lacks values that are not known yet: slug, public, sizes and, at first,
    // regions.
    let mut begun = image;
    if let Some(regions) = begun.get_mut("regions") {
        *regions = json!([]);
    }
    response(&account, StatusCode::ACCEPTED, Some(json!({"image": begun})))
}

async fn retrieve(
    State(account): State<Shared>,
    Path(image_id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut account = lock(&account);
    if let Err(response) = admit(&mut account, &headers) {
        return *response;
    }
    let found = account.images.iter_mut().find(|image| {
        let by_id = image.get("id").and_then(Value::as_i64).map(|id| id.to_string());
        by_id.as_deref() == Some(&image_id) || image.get("slug").and_then(Value::as_str) == Some(&image_id)
    });
    let Some(image) = found else { return not_found(&account) };
    // Each request for an import advances its status by one step.
    let next = match image.get("status").and_then(Value::as_str) {
        Some("NEW") => Some("pending"),
        Some("pending") => Some("available"),
        _ => None,
    };
    if let Some(next) = next {
        image.insert("status".to_owned(), json!(next));
        if next == "available" {
            image.insert("slug".to_owned(), Value::Null);
            image.insert("public".to_owned(), json!(false));
            image.insert("min_disk_size".to_owned(), json!(20));
            image.insert("size_gigabytes".to_owned(), json!(0.25));
        }
    }
    let body = json!({"image": shown(image)});
    response(&account, StatusCode::OK, Some(body))
}

async fn update(
    State(account): State<Shared>,
    Path(image_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut account = lock(&account);
    if let Err(response) = admit(&mut account, &headers) {
        return *response;
    }
    let Some(wanted) = json_object(&headers, &body) else {
        return failure(&account, StatusCode::BAD_REQUEST, "bad_request", "error parsing request body");
    };
    if wanted.get("name") == Some(&json!("")) {
        return unprocessable(&account, "name can't be blank");
    }
    let Some(index) = own_image(&account, &image_id) else { return not_found(&account) };
    let Some(image) = account.images.get_mut(index) else { return not_found(&account) };
    for key in ["name", "distribution", "description"] {
        if let Some(value) = wanted.get(key) {
            image.insert(key.to_owned(), value.clone());
        }
    }
    let body = json!({"image": shown(image)});
    response(&account, StatusCode::OK, Some(body))
}

async fn delete(State(account): State<Shared>, Path(image_id): Path<String>, headers: HeaderMap) -> Response {
    let mut account = lock(&account);
    if let Err(response) = admit(&mut account, &headers) {
        return *response;
    }
    let Some(index) = own_image(&account, &image_id) else { return not_found(&account) };
    account.images.remove(index);
    response(&account, StatusCode::NO_CONTENT, None)
}

/// Returns the position of an image of the account; public images cannot be changed.
fn own_image(account: &Account, image_id: &str) -> Option<usize> {
    let id: i64 = image_id.parse().ok()?;
    account.images.iter().position(|image| {
        image.get("id").and_then(Value::as_i64) == Some(id) && image.get("public") != Some(&Value::Bool(true))
    })
}

/// Returns the body, if its media type is JSON and it is an object.
fn json_object(headers: &HeaderMap, body: &[u8]) -> Option<Map<String, Value>> {
    let media = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let value = media.starts_with("application/json").then(|| serde_json::from_slice(body).ok()).flatten()?;
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
