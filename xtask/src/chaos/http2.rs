//! HTTP/2 over TLS: refuses and resets streams, and ends connections by GOAWAY.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use h2::server::SendResponse;
use http::{Request, Response};
use tokio::io::{AsyncRead, AsyncWrite};

use super::fault::Fault;
use super::server::{Shared, image, success};

/// Serves a connection until it ends.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    socket: S,
    shared: &Arc<Shared>,
) {
    let Ok(mut connection) = h2::server::handshake(socket).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let Some(number) = header("x-call").and_then(|number| number.parse::<u64>().ok()) else { continue };
        let attempt = shared.journal.arrived(number, request.method() == http::Method::POST);
        let fault = shared.fault(number, attempt, true);
        shared.journal.decided(number, fault);
        match fault {
            Fault::GoAway => connection.abrupt_shutdown(Reason::NO_ERROR),
            Fault::GoAwayGracefully => connection.graceful_shutdown(),
            _ => {}
        }
        tokio::spawn(async move { answer(request, respond, number, fault).await });
    }
}

async fn answer(
    request: Request<h2::RecvStream>,
    mut respond: SendResponse<Bytes>,
    number: u64,
    fault: Fault,
) -> Result<(), h2::Error> {
    let status = success(request.method().as_str());
    let mut body = request.into_body();
    if fault == Fault::Refused {
        respond.send_reset(Reason::REFUSED_STREAM);
        return Ok(());
    }
    while let Some(Ok(bytes)) = body.data().await {
        let _ = body.flow_control().release_capacity(bytes.len());
    }
    match fault {
        Fault::GoAway => return Ok(()),
        Fault::Reset { is_processed } => {
            respond.send_reset(if is_processed { Reason::INTERNAL_ERROR } else { Reason::CANCEL });
            return Ok(());
        }
        Fault::Late(millis) => tokio::time::sleep(Duration::from_millis(millis)).await,
        _ => {}
    }
    let (code, text) = match fault {
        Fault::Status { code, .. } => (code, "{\"id\":\"chaos\",\"message\":\"chaos\"}".to_owned()),
        Fault::Redirect(code) => (code, "{}".to_owned()),
        _ => (status, image(number)),
    };
    let mut head = Response::builder().status(code).header("content-type", "application/json");
    if let Fault::Status { retry_after: Some(retry_after), .. } = fault {
        head = head.header("retry-after", retry_after);
    }
    if let Fault::Redirect(_) = fault {
        head = head.header("location", "/v2/images/4294967295");
    }
    let Ok(head) = head.body(()) else { return Ok(()) };
    if code == 204 {
        respond.send_response(head, true)?;
        return Ok(());
    }
    let mut stream = respond.send_response(head, false)?;
    if fault == Fault::Truncated {
        let half = text.get(..text.len() / 2).unwrap_or_default().to_owned();
        stream.send_data(Bytes::from(half), false)?;
        stream.send_reset(Reason::INTERNAL_ERROR);
        return Ok(());
    }
    stream.send_data(Bytes::from(text), true)
}
