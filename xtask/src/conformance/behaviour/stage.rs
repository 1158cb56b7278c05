//! A server on the loopback interface that responds by a script and records the requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::case::Scripted;
use crate::conformance::driver::header;

/// The longest time without data on a connection.
const SILENCE: Duration = Duration::from_secs(20);
/// The longest body of a request, in bytes.
const LONGEST: u64 = 1 << 20;

/// A recorded request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) at: Instant,
}

impl Request {
    /// Returns the value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// A server that plays one script. It responds with status 500 to requests beyond the script.
pub(super) struct Stage {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Stage {
    /// Listens on a free port of a host.
    ///
    /// # Errors
    /// Fails if the host has no such address.
    pub(super) fn open(host: &str, script: Vec<Scripted>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((host, 0))?;
        let address = listener.local_addr()?;
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        // The thread ends with the program.
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                // One request per connection, in order: a script cannot describe simultaneous requests.
                let _ = serve(connection, &script, &kept);
            }
        });
        Ok(Self { address, requests })
    }

    /// Returns the origin of the server.
    pub(super) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far, in order.
    pub(super) fn requests(&self) -> Vec<Request> {
        lock(&self.requests).clone()
    }
}

fn lock(requests: &Mutex<Vec<Request>>) -> MutexGuard<'_, Vec<Request>> {
    requests.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(mut connection: TcpStream, script: &[Scripted], kept: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    connection.set_read_timeout(Some(SILENCE))?;
    let Some(request) = read(&connection)? else { return Ok(()) };
    let index = {
        let mut kept = lock(kept);
        kept.push(request);
        kept.len() - 1
    };
    let beyond = Scripted { status: Some(500), headers: Default::default(), body: None, delay: 0 };
    let answer = script.get(index).unwrap_or(&beyond);
    thread::sleep(Duration::from_millis(answer.delay));
    // A scripted connection failure closes the connection without a response.
    let Some(status) = answer.status else { return Ok(()) };
    let mut text = format!("HTTP/1.1 {status} Scripted\r\nconnection: close\r\n");
    for (name, value) in &answer.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let body = match &answer.body {
        None => String::new(),
        Some(Value::String(body)) => body.clone(),
        Some(body) => {
            if answer.header("content-type").is_none() {
                text.push_str("content-type: application/json\r\n");
            }
            body.to_string()
        }
    };
    if status != 204 {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    connection.write_all(text.as_bytes())?;
    connection.write_all(body.as_bytes())
}

/// Reads a request, or returns `None` if the connection is closed without one.
fn read(connection: &TcpStream) -> std::io::Result<Option<Request>> {
    let at = Instant::now();
    let mut reader = BufReader::new(connection).take(LONGEST);
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request { method, target, headers, body: Vec::new(), at };
    // The client knows the length of every body of this suite.
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_end(&mut request.body)?;
    Ok(Some(request))
}
