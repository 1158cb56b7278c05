//! The server: plain HTTP/1.1, HTTP/1.1 over TLS and HTTP/2, on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::fault::{Fault, fault, mixed};
use super::journal::Journal;
use super::{http1, http2};
use crate::Result;

/// The root certificate of the server, from the runtime's tests.
pub(super) const ROOT: &[u8] = include_bytes!("../../../runtime/tests/it/tls/root.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../../runtime/tests/it/tls/server.pem");
const KEY: &[u8] = include_bytes!("../../../runtime/tests/it/tls/server.key");

/// The time for which a handshake stalls.
const STALL: Duration = Duration::from_secs(2);

/// A running server. It ends with the program.
pub(super) struct Server {
    /// Its base URLs: without TLS, with TLS, and with HTTP/2.
    pub(super) urls: Vec<String>,
    pub(super) journal: Arc<Journal>,
}

/// The state that all connections share.
pub(super) struct Shared {
    seed: u64,
    /// The names of excluded faults.
    leave_out: Vec<String>,
    pub(super) journal: Arc<Journal>,
    connections: AtomicU64,
}

impl Shared {
    /// Returns the fault for an attempt of a call.
    pub(super) fn fault(&self, call: u64, attempt: u64, is_http2: bool) -> Fault {
        let fault = fault(self.seed, call, attempt, is_http2);
        if self.leave_out.contains(&fault.name()) { Fault::Nothing } else { fault }
    }
}

impl Server {
    /// Starts the server on free ports.
    ///
    /// # Errors
    /// Fails if no port is free, or no thread can be started.
    pub(super) fn start(seed: u64, leave_out: Vec<String>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let journal = Arc::new(Journal::default());
        let shared = Arc::new(Shared {
            seed,
            leave_out,
            journal: Arc::clone(&journal),
            connections: AtomicU64::new(0),
        });
        let mut urls = Vec::new();
        for protocol in [None, Some(&b"http/1.1"[..]), Some(&b"h2"[..])] {
            let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
            let scheme = if protocol.is_some() { "https" } else { "http" };
            urls.push(format!("{scheme}://{}", listener.local_addr()?));
            let acceptor = protocol.map(acceptor).transpose()?;
            let is_http2 = protocol == Some(b"h2");
            runtime.spawn(accept(listener, acceptor, is_http2, Arc::clone(&shared)));
        }
        thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
        Ok(Self { urls, journal })
    }
}

fn acceptor(protocol: &[u8]) -> Result<TlsAcceptor> {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE)?];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config =
        config.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::from_pem_slice(KEY)?)?;
    config.alpn_protocols = vec![protocol.to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn accept(listener: TcpListener, acceptor: Option<TlsAcceptor>, is_http2: bool, shared: Arc<Shared>) {
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
        tokio::spawn(async move { connection(socket, acceptor, is_http2, &shared).await });
    }
}

async fn connection(socket: TcpStream, acceptor: Option<TlsAcceptor>, is_http2: bool, shared: &Arc<Shared>) {
    let _ = socket.set_nodelay(true);
    let number = shared.connections.fetch_add(1, Ordering::Relaxed);
    let random = mixed(shared.seed, number, u64::MAX - 1) % 1000;
    if random < 15 {
        shared.journal.connection("connection reset before reading");
        let _ = socket.set_zero_linger();
        return;
    }
    let Some(acceptor) = acceptor else {
        let reset = |socket: TcpStream| drop(socket.set_zero_linger());
        return http1::serve(socket, shared, reset).await;
    };
    if random < 20 {
        shared.journal.connection("stalled TLS handshake");
        return tokio::time::sleep(STALL).await;
    }
    let Ok(socket) = acceptor.accept(socket).await else { return };
    if is_http2 {
        return http2::serve(socket, shared).await;
    }
    http1::serve(socket, shared, |socket| drop(socket.get_ref().0.set_zero_linger())).await;
}

/// Returns the body of the right response, with the call's number in every field that can hold it.
pub(super) fn image(number: u64) -> String {
    format!(
        "{{\"image\":{{\"id\":{number},\"name\":\"{number}\",\"type\":\"custom\",\"distribution\":\"Ubuntu\",\
         \"slug\":null,\"public\":false,\"regions\":[\"nyc3\"],\"created_at\":\"2020-05-15T05:47:50Z\",\
         \"min_disk_size\":20,\"size_gigabytes\":2.36,\"description\":\"\",\"tags\":[],\"status\":\"available\",\
         \"error_message\":\"\"}}}}"
    )
}

/// Returns the status of the right response.
pub(super) fn success(method: &str) -> u16 {
    match method {
        "POST" => 202,
        "DELETE" => 204,
        _ => 200,
    }
}
