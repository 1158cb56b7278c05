//! TLS: a certificate that nobody vouches for is refused at once, and trusted when the program says so.

use std::sync::Arc;

use openapi_client_runtime::{Client, ErrorKind, RetryPolicy};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::api::{Read, builder, call};

pub(crate) const ROOT: &[u8] = include_bytes!("tls/root.pem");
const SERVER: &[u8] = include_bytes!("tls/server.pem");
const KEY: &[u8] = include_bytes!("tls/server.key");

/// What vouches for the server, and the protocols that it speaks.
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
            // A client that does not trust the server hangs up.
            let Ok(mut socket) = acceptor.accept(socket).await else { continue };
            let mut head = [0; 4096];
            assert!(socket.read(&mut head).await.unwrap() > 0);
            socket.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        }
    });
    url
}

/// Fails the test when it is asked to try a refused certificate again.
struct Watching;

impl RetryPolicy for Watching {
    fn again(&self, failure: &openapi_client_runtime::Failure<'_>) -> Option<std::time::Duration> {
        assert!(failure.is_permanent());
        None
    }
}

#[tokio::test]
async fn certificates_are_trusted_only_when_somebody_vouches_for_them() {
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
async fn a_proxy_is_asked_in_place_of_the_server() {
    let server = super::server::Server::start([]).await;
    let client: Client = builder("http://localhost:1").proxy(&server.url).build().unwrap();
    call::<Read>(&client).await.unwrap();
    assert!(server.seen()[0].head.starts_with("GET http://localhost:1/things HTTP/1.1"));
    let error = builder("http://localhost:1").proxy("::user:secret").build().unwrap_err();
    assert_eq!(error.to_string(), "the proxy's URL cannot be read");
}
