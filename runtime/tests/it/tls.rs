//! TLS: an untrusted certificate is rejected at once, and accepted if the program trusts it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openapi_client_runtime::{Client, Error, ErrorKind, Retry, RetryPolicy};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use support::api::{Create, Read, builder, call};
use support::server::{Server, response};

pub(crate) const ROOT: &[u8] = include_bytes!("tls/root.pem");
const SERVER: &[u8] = include_bytes!("tls/server.pem");
const KEY: &[u8] = include_bytes!("tls/server.key");

/// The issuer of an expired certificate, of one for another name, and of a client certificate.
const OTHER_ROOT: &[u8] = include_bytes!("tls/other-root.pem");
const EXPIRED: (&[u8], &[u8]) = (include_bytes!("tls/expired.pem"), include_bytes!("tls/expired.key"));
const NAMED: (&[u8], &[u8]) = (include_bytes!("tls/named.pem"), include_bytes!("tls/named.key"));
const CLIENT: (&[u8], &[u8]) = (include_bytes!("tls/client.pem"), include_bytes!("tls/client.key"));

/// Creates an acceptor with the server's certificate and these protocols.
pub(crate) fn acceptor(protocols: &[&[u8]]) -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(SERVER).unwrap()];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth();
    let mut config = config.with_single_cert(chain, PrivateKeyDer::from_pem_slice(KEY).unwrap()).unwrap();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

async fn start() -> String {
    let acceptor = acceptor(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            // A client that does not trust the server closes the connection.
            let Ok(mut socket) = acceptor.accept(socket).await else { continue };
            let mut head = [0; 4096];
            assert!(socket.read(&mut head).await.unwrap() > 0);
            socket.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        }
    });
    url
}

/// A retry policy that fails the test if an untrusted certificate is not a permanent error.
struct Watching;

impl RetryPolicy for Watching {
    fn next_delay(&self, failure: &openapi_client_runtime::FailedAttempt<'_>) -> Option<std::time::Duration> {
        assert!(failure.is_permanent());
        None
    }
}

#[tokio::test]
async fn only_trusted_certificates_are_accepted() {
    let url = start().await;
    let stranger: Client = builder(&url).retry(Watching).build().unwrap();
    let error = call::<Read>(&stranger).await.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 1, "{error}");
    let friend: Client = builder(&url).root_certificates(ROOT).build().unwrap();
    assert_eq!(call::<Read>(&friend).await.unwrap().status(), 200);
    for nonsense in [&b"nonsense"[..], b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"] {
        let error = builder(&url).root_certificates(nonsense).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

#[tokio::test]
async fn requests_are_sent_to_the_proxy() {
    let server = support::server::Server::start([]).await;
    let client: Client = builder("http://localhost:1").proxy(&server.url).build().unwrap();
    call::<Read>(&client).await.unwrap();
    assert!(server.seen()[0].head.starts_with("GET http://localhost:1/things HTTP/1.1"));
    for proxy in ["::user:secret", "socks5://user:secret@localhost:1", "ftp://secret", "no url secret"] {
        let error = builder("http://localhost:1").proxy(proxy).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(
            error.to_string().starts_with("the URL of the proxy is") && !error.to_string().contains("secret")
        );
    }
}

/// Handles each connection in turn, and counts the connections.
async fn serving<F, S>(serve: F) -> (String, Arc<AtomicUsize>)
where
    F: Fn(tokio::net::TcpStream) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(socket));
        }
    });
    (url, count)
}

fn configured((chain, key): (&[u8], &[u8]), is_mutual: bool) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
    let config = if is_mutual {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(OTHER_ROOT).unwrap()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        config.unwrap().with_client_cert_verifier(verifier.build().unwrap())
    } else {
        config.unwrap().with_no_client_auth()
    };
    let chain = vec![CertificateDer::from_pem_slice(chain).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(key).unwrap();
    TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()))
}

/// Responds to every request of a connection.
async fn answering(acceptor: TlsAcceptor, socket: tokio::net::TcpStream) {
    let Ok(mut socket) = acceptor.accept(socket).await else { return };
    let mut head = [0; 4096];
    while socket.read(&mut head).await.is_ok_and(|length| length > 0) {
        socket.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
    }
}

/// Returns the expected text: OpenSSL's errors have fewer details.
fn told(by_rustls: &'static str, by_openssl: &'static str) -> &'static str {
    if cfg!(feature = "rustls") { by_rustls } else { by_openssl }
}

fn quick() -> Retry {
    Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(2))
}

/// Returns the error of a POST, and asserts that there was one attempt and that nothing was sent.
async fn refused(url: &str) -> Error {
    let client: Client =
        builder(url).root_certificates(ROOT).root_certificates(OTHER_ROOT).retry(quick()).build().unwrap();
    let error = call::<Create>(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
    assert!(!error.outcome_unknown(), "{error}");
    error
}

#[tokio::test]
async fn permanent_failures_are_not_retried() {
    let acceptor = configured(EXPIRED, false);
    let (url, count) = serving(move |socket| answering(acceptor.clone(), socket)).await;
    let text = refused(&url).await.to_string();
    let what = told("expired on 2024-05-01", "has expired");
    assert_eq!(text, format!("create_thing: no connection: the server's certificate {what}"));
    assert_eq!(count.load(Ordering::Relaxed), 1);

    let acceptor = configured(NAMED, false);
    let (url, _) = serving(move |socket| answering(acceptor.clone(), socket)).await;
    let text = refused(&url).await.to_string();
    let what = told("is not for 127.0.0.1", "is for another name");
    assert_eq!(text, format!("create_thing: no connection: the server's certificate {what}"));

    let (url, _) = serving(|mut socket| async move {
        assert!(socket.read(&mut [0; 4096]).await.unwrap() > 0);
        socket.write_all(b"HTTP/1.1 400 X\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    })
    .await;
    let text = refused(&url).await.to_string();
    assert_eq!(text, "create_thing: no connection: the server speaks plain HTTP on this port");

    // The alerts of a server that has no common version or no common cipher (RFC 8446, section 6.2).
    for (alert, said) in [(70, "no TLS version"), (40, "refused the TLS handshake")] {
        let (url, count) = serving(move |mut socket| async move {
            let mut hello = [0; 4096];
            assert!(socket.read(&mut hello).await.unwrap() > 0);
            socket.write_all(&[21, 3, 3, 0, 2, 2, alert]).await.unwrap();
            drop(socket.read(&mut hello).await);
        })
        .await;
        let error = refused(&url).await;
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn a_client_sends_its_certificate() {
    let acceptor = configured((SERVER, KEY), true);
    let (url, _) = serving(move |socket| answering(acceptor.clone(), socket)).await;
    let trusting = || builder(&url).root_certificates(ROOT).retry(quick());
    let client: Client = trusting().client_certificate(CLIENT.0, CLIENT.1).build().unwrap();
    assert_eq!(call::<Create>(&client).await.unwrap().status(), 200);
    // TLS 1.3 reports this after the handshake; if it arrives before the request is sent, the connection only
    // closes.
    let what = "the server rejected the client's certificate, or requires one";
    let what = told("the server requires a client certificate", what);
    let stranger: Client = trusting().build().unwrap();
    let mut texts = Vec::new();
    while !texts.last().is_some_and(|text: &String| text.contains(what)) {
        let error = call::<Create>(&stranger).await.unwrap_err();
        assert!(error.is_connect() && !error.outcome_unknown(), "{error}");
        texts.push(error.to_string());
        assert!(texts.len() < 100, "{texts:?}");
    }
    for (chain, key) in [(CLIENT.0, &b"x"[..]), (&b"x"[..], CLIENT.1), (CLIENT.0, KEY)] {
        let error = trusting().client_certificate(chain, key).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
    assert!(!format!("{:?}", trusting().client_certificate(CLIENT.0, CLIENT.1)).contains("BEGIN"));
}

#[tokio::test]
async fn a_hanging_handshake_is_a_failed_connection() {
    let (url, count) = serving(|socket| async move {
        std::future::pending::<()>().await;
        drop(socket);
    })
    .await;
    let client: Client =
        builder(&url).connect_timeout(Duration::from_millis(50)).retry(quick()).build().unwrap();
    let error = call::<Create>(&client).await.unwrap_err();
    // Nothing was sent, so a POST is retried.
    assert_eq!((error.kind(), error.attempts(), count.load(Ordering::Relaxed)), (ErrorKind::Connect, 3, 3));
    assert!(error.is_timeout() && error.is_connect() && !error.outcome_unknown());
    assert_eq!(
        error.to_string(),
        "create_thing: no connection: it was not opened within the time limit (3 attempts)"
    );
    // The same applies if the attempt times out first.
    let client: Client = builder(&url).timeout(Duration::from_millis(50)).retry(quick()).build().unwrap();
    let error = call::<Create>(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), count.load(Ordering::Relaxed)), (ErrorKind::Connect, 3, 6));
    assert!(error.is_timeout() && !error.outcome_unknown());
    let text = "create_thing: no connection: no complete response within 0.05 s (3 attempts)";
    assert_eq!(error.to_string(), text);
}

#[tokio::test]
async fn errors_tell_why_a_proxy_refused() {
    for (status, attempts, said) in [
        (407, 1, "the proxy rejected the credentials of its URL"),
        (502, 3, "the proxy refused the connection"),
    ] {
        let proxy = Server::start(vec![response(status, "", ""); 3]).await;
        let client: Client = builder("https://example.com").proxy(&proxy.url).retry(quick()).build().unwrap();
        let error = call::<Create>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, attempts), "{error}");
        assert!(error.to_string().contains(said) && !error.outcome_unknown(), "{error}");
        assert!(proxy.seen()[0].head.starts_with("CONNECT example.com:443 HTTP/1.1"));
    }
}
