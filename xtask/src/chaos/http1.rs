//! HTTP/1.1, written byte by byte, so that the server can violate any rule.

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::fault::Fault;
use super::server::{Shared, image, success};

/// The longest head of a request.
const LONGEST: usize = 64 * 1024;
/// The time for which a head stays incomplete.
const STALL: Duration = Duration::from_secs(1);

/// The relevant parts of a request.
struct Request {
    method: String,
    number: u64,
    takes_gzip: bool,
}

/// The state of the connection after a response.
#[derive(PartialEq)]
enum After {
    Open,
    Close,
    Reset,
}

/// Serves a connection until it ends. `reset` closes it by a reset.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut socket: S,
    shared: &Arc<Shared>,
    reset: impl FnOnce(S),
) {
    let mut buffer = Vec::new();
    // The time at which the server sent unsolicited bytes.
    let mut unasked: Option<Instant> = None;
    while let Some(request) = read(&mut socket, &mut buffer).await {
        if let Some(sent) = unasked {
            // The client reads those bytes as its response, which is a violation if it had the time to notice
            // them.
            shared.journal.arrived(request.number, request.method == "POST");
            shared.journal.decided(request.number, Fault::Reset { is_processed: false });
            shared.journal.crossed(request.number, sent);
            return;
        }
        let attempt = shared.journal.arrived(request.number, request.method == "POST");
        let mut fault = shared.fault(request.number, attempt, false);
        if fault == Fault::Gzip && (!request.takes_gzip || request.method == "DELETE") {
            fault = Fault::Nothing;
        }
        shared.journal.decided(request.number, fault);
        let is_unasked = matches!(fault, Fault::Doubled | Fault::TooLong | Fault::Unasked { .. });
        unasked = is_unasked.then(Instant::now);
        match answer(&mut socket, &request, fault).await {
            Ok(After::Open) => {}
            Ok(After::Close) => {
                let _ = socket.shutdown().await;
                return;
            }
            Ok(After::Reset) => return reset(socket),
            Err(_) => return,
        }
    }
}

/// Reads the next request. Returns `None` at the end of the connection.
async fn read<S: AsyncRead + Unpin>(socket: &mut S, buffer: &mut Vec<u8>) -> Option<Request> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if buffer.len() > LONGEST || socket.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(buffer.get(..end)?).into_owned();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while buffer.len() < end + length {
        if socket.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    buffer.drain(..end + length);
    Some(Request {
        method: head.split(' ').next().unwrap_or_default().to_owned(),
        number: header("x-call")?.parse().ok()?,
        takes_gzip: header("accept-encoding").is_some_and(|value| value.contains("gzip")),
    })
}

/// A response with its length.
fn whole(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = if status == 204 { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{length}{headers}\r\n");
    let body = if status == 204 { &[] } else { body };
    [head.as_bytes(), body].concat()
}

async fn answer<S: AsyncWrite + Unpin>(
    socket: &mut S,
    request: &Request,
    fault: Fault,
) -> std::io::Result<After> {
    let (status, body) = (success(&request.method), image(request.number));
    let right = whole(status, "", body.as_bytes());
    let (bytes, after) = match fault {
        Fault::Late(millis) => {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            (right, After::Open)
        }
        Fault::Status { code, retry_after, .. } => {
            let retry_after =
                retry_after.map(|retry_after| format!("retry-after: {retry_after}\r\n")).unwrap_or_default();
            (whole(code, &retry_after, b"{\"id\":\"chaos\",\"message\":\"chaos\"}"), After::Open)
        }
        Fault::Reset { .. } => (Vec::new(), After::Reset),
        Fault::HalfHead { closes } => {
            socket.write_all(b"HTTP/1.1 200 X\r\ncontent-ty").await?;
            socket.flush().await?;
            if !closes {
                tokio::time::sleep(STALL).await;
            }
            (Vec::new(), After::Close)
        }
        Fault::Truncated => {
            let half = right.len() - if status == 204 { 2 } else { body.len() / 2 };
            (right.get(..half).unwrap_or_default().to_vec(), After::Close)
        }
        Fault::TooLong => ([right.as_slice(), b"{\"image\":{}}"].concat(), After::Open),
        Fault::Doubled => ([right.as_slice(), right.as_slice()].concat(), After::Open),
        Fault::Unasked { status } => {
            socket.write_all(&right).await?;
            socket.flush().await?;
            // Just after the client has returned the connection to its pool.
            tokio::time::sleep(Duration::from_millis(1)).await;
            let after = if status == 408 { After::Close } else { After::Open };
            (whole(status, "", image(u64::from(u32::MAX)).as_bytes()), after)
        }
        Fault::BadChunk if status != 204 => {
            let head = format!("HTTP/1.1 {status} X\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{body}\r\n");
            (head.into_bytes(), After::Close)
        }
        Fault::Gzip => {
            let (one, two) = body.as_bytes().split_at(body.len() / 2);
            let members = [compressed(one)?, compressed(two)?].concat();
            (whole(status, "content-encoding: gzip\r\n", &members), After::Open)
        }
        Fault::Redirect(code) => (whole(code, "location: /v2/images/4294967295\r\n", b"{}"), After::Open),
        Fault::Informational => {
            let before = b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";
            ([before.as_slice(), right.as_slice()].concat(), After::Open)
        }
        Fault::IdleClose => {
            socket.write_all(&right).await?;
            socket.flush().await?;
            tokio::time::sleep(Duration::from_millis(request.number % 3)).await;
            (Vec::new(), After::Close)
        }
        Fault::Close => (whole(status, "connection: close\r\n", body.as_bytes()), After::Close),
        _ => (right, After::Open),
    };
    socket.write_all(&bytes).await?;
    socket.flush().await?;
    Ok(after)
}

/// One member of gzip (RFC 1952, section 2.2).
fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}
