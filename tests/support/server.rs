//! A scripted server that records the requests it receives.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The server's reaction to a request.
#[derive(Clone)]
pub enum Step {
    /// Sends this response, byte for byte.
    Response(Vec<u8>),
    /// Resets the connection before the request is read.
    Reset,
    /// Resets the connection after the request has been read.
    ResetAfter,
    /// Sends these bytes and nothing more, and keeps the connection open.
    Hold(Vec<u8>),
    /// Sends these bytes one by one.
    Drip(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Close(Vec<u8>),
}

/// Returns the step of a complete response.
pub fn response(status: u16, headers: &str, body: &str) -> Step {
    Step::Response(head(status, headers, body.len(), body))
}

pub fn head(status: u16, headers: &str, length: usize, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes()
}

pub fn ok() -> Step {
    response(200, "", "{}")
}

/// A request as the server received it.
#[derive(Debug, Clone)]
pub struct ReceivedRequest {
    pub method: String,
    pub head: String,
    pub body: Vec<u8>,
}

pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<ReceivedRequest>>>,
}

impl Server {
    /// Starts a server that takes one step for each request. After the last step, it responds with success.
    pub async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let steps = Mutex::new(steps.into_iter().collect::<VecDeque<_>>());
        let decide = move |seen: Option<&ReceivedRequest>| {
            let mut steps = steps.lock().unwrap();
            // A connection that has not sent anything takes a step only if the step resets the connection.
            let is_due = seen.is_some() || matches!(steps.front(), Some(Step::Reset));
            if is_due { steps.pop_front().unwrap_or_else(ok) } else { ok() }
        };
        Self::by(decide).await
    }

    /// Starts a server that decides by the requests it receives. `decide` is called without a request for
    /// each new connection, to decide whether to reset it.
    pub async fn by(decide: impl Fn(Option<&ReceivedRequest>) -> Step + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (decide, remembered) = (Arc::new(decide), seen.clone());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (decide, seen) = (decide.clone(), remembered.clone());
                // A disconnected client is not an error of the server.
                tokio::spawn(async move { drop(serve(socket, &*decide, &seen).await) });
            }
        });
        Self { url, seen }
    }

    pub fn seen(&self) -> Vec<ReceivedRequest> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(
    mut socket: TcpStream,
    decide: &(dyn Fn(Option<&ReceivedRequest>) -> Step + Send + Sync),
    seen: &Mutex<Vec<ReceivedRequest>>,
) -> io::Result<()> {
    if let Step::Reset = decide(None) {
        // Waits for data: before that, the client may know that it has sent nothing.
        socket.peek(&mut [0]).await?;
        return socket.set_zero_linger();
    }
    loop {
        let Some(request) = read(&mut socket).await? else { return Ok(()) };
        let step = decide(Some(&request));
        seen.lock().unwrap().push(request);
        match step {
            Step::Response(bytes) => socket.write_all(&bytes).await?,
            Step::Reset | Step::ResetAfter => return socket.set_zero_linger(),
            Step::Hold(bytes) => {
                socket.write_all(&bytes).await?;
                std::future::pending::<()>().await;
            }
            Step::Drip(bytes) => {
                for byte in bytes {
                    socket.write_all(&[byte]).await?;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
            Step::Close(bytes) => return socket.write_all(&bytes).await,
        }
    }
}

pub async fn read(socket: &mut TcpStream) -> io::Result<Option<ReceivedRequest>> {
    let mut reader = BufReader::new(socket);
    let mut head = String::new();
    loop {
        let before = head.len();
        if reader.read_line(&mut head).await? == 0 {
            return Ok(None);
        }
        if head.get(before..) == Some("\r\n") {
            break;
        }
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).await?;
    let method = head.split(' ').next().unwrap_or_default().to_owned();
    Ok(Some(ReceivedRequest { method, head, body }))
}
