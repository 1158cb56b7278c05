//! TLS by rustls, with the certificates that the platform trusts.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;

/// The configuration of every TLS connection.
///
/// # Errors
/// No crypto provider was built in or installed, or the platform's certificates cannot be read.
pub(super) fn configuration() -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::configuration(format!("TLS cannot be set up: {error}"));
    let versions = ClientConfig::builder_with_provider(provider()?).with_safe_default_protocol_versions();
    let verifier = versions.map_err(failed)?.with_platform_verifier().map_err(failed)?;
    Ok(verifier.with_no_client_auth())
}

/// What the program has installed comes first.
fn provider() -> Result<Arc<CryptoProvider>, Error> {
    if let Some(installed) = CryptoProvider::get_default() {
        return Ok(installed.clone());
    }
    built_in().ok_or_else(|| {
        Error::configuration(
            "there is no crypto provider for TLS: install one, or turn on the feature `rustls`",
        )
    })
}

#[cfg(feature = "rustls")]
fn built_in() -> Option<Arc<CryptoProvider>> {
    Some(Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(not(feature = "rustls"))]
fn built_in() -> Option<Arc<CryptoProvider>> {
    None
}
