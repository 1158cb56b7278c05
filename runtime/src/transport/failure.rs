//! Diagnosis of errors of the default transport: a message that names the cause, and whether a retry may
//! succeed.

use std::error::Error as StdError;

use super::{Phase, TransportError};

/// The details of an error beyond its phase.
#[derive(Default)]
struct Diagnosis {
    text: String,
    is_permanent: bool,
    /// The server has not processed the request.
    is_unprocessed: bool,
    /// There is no connection: it closed before it was used, or the TLS handshake failed, even if the server
    /// reports that only after the handshake (RFC 8446, section 4.4.2.4).
    is_unconnected: bool,
}

/// Converts an error of reqwest. Its URL is removed, because its query may be secret; the rest is preserved
/// as the source.
pub(super) fn failed(phase: Phase, error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let diagnosis = diagnosis(&error);
    let is_unconnected = diagnosis.as_ref().is_some_and(|diagnosis| diagnosis.is_unconnected);
    let phase = if is_unconnected && phase == Phase::Sent { Phase::Connect } else { phase };
    let what = match phase {
        Phase::Connect => "no connection",
        Phase::Sent => "the connection failed before a response was received",
        Phase::Reading => "the connection failed within the response",
    };
    let is_timeout = error.is_timeout();
    let text = match &diagnosis {
        Some(diagnosis) => diagnosis.text.clone(),
        None if is_timeout && phase == Phase::Connect => "it was not opened within the time limit".to_owned(),
        None => innermost(&error),
    };
    let mut failed = TransportError::new(phase, format!("{what}: {text}"));
    let is_builder = error.is_builder();
    if is_timeout {
        failed = failed.timed_out();
    }
    let diagnosis = diagnosis.unwrap_or_default();
    if diagnosis.is_permanent || is_builder {
        failed = failed.permanent();
    }
    if diagnosis.is_unprocessed && phase != Phase::Reading {
        failed = failed.unprocessed();
    }
    failed.caused_by(error)
}

fn diagnosis(error: &(dyn StdError + 'static)) -> Option<Diagnosis> {
    let known = chain(error).find_map(|error| {
        let found = tunnel(error).or_else(|| http(error)).or_else(|| body(error));
        #[cfg(feature = "http2")]
        let found = found.or_else(|| stream(error));
        #[cfg(feature = "rustls-no-provider")]
        let found = found.or_else(|| error.downcast_ref().and_then(super::tls::diagnose).map(handshake));
        found
    });
    // Texts are compared only after all types: an error of rustls is within one whose text looks like
    // OpenSSL's.
    #[cfg(feature = "native-tls")]
    let known =
        known.or_else(|| chain(error).find_map(|error| native_tls(&error.to_string()).map(handshake)));
    // The reason why the connection closed tells more than the fact that it did.
    known.or_else(|| chain(error).find_map(canceled))
}

/// Returns an error and its sources. The error within an I/O error is not among its sources.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error = *error;
        match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(held) => Some(held as _),
            None => error.source(),
        }
    })
}

/// Returns the innermost source, which tells most: "connection refused" rather than "error sending request".
fn innermost(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Returns the diagnosis of a TLS failure, which a retry would repeat.
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
fn handshake(text: String) -> Diagnosis {
    Diagnosis { text, is_permanent: true, is_unprocessed: true, is_unconnected: true }
}

/// Recognizes a request body that cannot be read, or whose length is not the declared one.
fn body(error: &(dyn StdError + 'static)) -> Option<Diagnosis> {
    let error = error.downcast_ref::<TransportError>()?;
    let (text, is_permanent) = (error.to_string(), error.is_permanent());
    Some(Diagnosis { text, is_permanent, ..Diagnosis::default() })
}

/// Recognizes the response of a proxy to `CONNECT`. The type of these errors is private, but their texts are
/// not.
fn tunnel(error: &(dyn StdError + 'static)) -> Option<Diagnosis> {
    let text = error.to_string();
    let (text, is_permanent) = match text.strip_prefix("tunnel error: ")? {
        "proxy authorization required" => {
            ("the proxy rejected the credentials of its URL (status 407)".to_owned(), true)
        }
        "unsuccessful" => ("the proxy refused the connection".to_owned(), false),
        _ => (format!("the proxy cannot be used: {}", innermost(error)), false),
    };
    Some(Diagnosis { text, is_permanent, ..Diagnosis::default() })
}

/// Recognizes a request that was still waiting when its connection closed.
fn canceled(error: &(dyn StdError + 'static)) -> Option<Diagnosis> {
    let error = error.downcast_ref::<hyper::Error>()?;
    let text = "the connection closed before the request was sent".to_owned();
    let canceled = Diagnosis { text, is_unprocessed: true, is_unconnected: true, ..Diagnosis::default() };
    error.is_canceled().then_some(canceled)
}

/// Recognizes a response head that is too long, or whose `Content-Length` is too large. hyper reports both by
/// the same text, and has a method to distinguish them only for servers.
fn http(error: &(dyn StdError + 'static)) -> Option<Diagnosis> {
    let error = error.downcast_ref::<hyper::Error>()?;
    let is_too_long = error.is_parse() && error.to_string() == "message head is too large";
    let text = "the response has too many headers, too long ones, or a `Content-Length` that is too large"
        .to_owned();
    is_too_long.then(|| Diagnosis { text, is_permanent: true, ..Diagnosis::default() })
}

/// Recognizes an error of an HTTP/2 stream.
#[cfg(feature = "http2")]
fn stream(error: &(dyn StdError + 'static)) -> Option<Diagnosis> {
    let error = error.downcast_ref::<h2::Error>()?;
    let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    let is_malformed =
        matches!(error.reason(), Some(h2::Reason::PROTOCOL_ERROR | h2::Reason::ENHANCE_YOUR_CALM));
    if error.is_library() && is_malformed {
        // The library tells no more about a response that violates the protocol or whose headers exceed the
        // limit.
        let text = "the headers of the response are too long, or not valid HTTP/2".to_owned();
        return Some(Diagnosis { text, is_permanent: true, ..Diagnosis::default() });
    }
    // GOAWAY fails a stream only if its identifier is above the last one that the server processes, or if it
    // was never opened (RFC 9113, section 6.8).
    let is_unprocessed = error.is_remote() && (is_refused || error.is_go_away());
    let text = if is_refused { "the server refused the stream" } else { "the server closed the connection" };
    is_unprocessed.then(|| Diagnosis { text: text.to_owned(), is_unprocessed, ..Diagnosis::default() })
}

/// Recognizes messages of OpenSSL, Security Framework and SChannel about a handshake that can never succeed.
/// They have no common error type, so only the texts can be compared.
#[cfg(feature = "native-tls")]
fn native_tls(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    let server = "the server's certificate";
    let what = if has(&["wrong version number", "packet length too long", "http request"]) {
        "the server speaks plain HTTP on this port".to_owned()
    } else if has(&["certificate has expired", "certificate expired"]) {
        format!("{server} has expired")
    } else if has(&[
        "self-signed",
        "self signed",
        "unable to get local issuer",
        "not trusted",
        "untrusted root",
    ]) {
        format!("{server} is not issued by a trusted authority")
    } else if has(&["hostname mismatch", "ip address mismatch", "host name mismatch"]) {
        format!("{server} is for another name")
    } else if has(&["certificate required", "alert bad certificate", "alert unknown ca"]) {
        "the server rejected the client's certificate, or requires one".to_owned()
    } else if has(&["certificate verify failed", "certificate was not", "invalid certificate"]) {
        format!("{server} is not valid")
    } else if has(&["protocol version", "unsupported protocol", "no protocols available"]) {
        "the server supports no TLS version of this client".to_owned()
    } else if has(&["handshake failure", "no shared cipher"]) {
        "the server refused the TLS handshake".to_owned()
    } else {
        return None;
    };
    Some(what)
}
