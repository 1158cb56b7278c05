//! TLS by rustls, with the certificates that the platform trusts.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;

use crate::error::Error;

/// The configuration of every TLS connection. `roots` are PEM texts of certificates that are trusted too.
///
/// # Errors
/// No crypto provider was built in or installed, or certificates that cannot be read.
pub(super) fn configuration(roots: &[Vec<u8>]) -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::configuration(format!("TLS cannot be set up: {error}"));
    let provider = provider()?;
    let mut extra = Vec::new();
    for pem in roots {
        let before = extra.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            extra.push(certificate.map_err(|_| Error::configuration("a root certificate cannot be read"))?);
        }
        if extra.len() == before {
            return Err(Error::configuration("a root certificate is no PEM text"));
        }
    }
    let verifier = Verifier::new_with_extra_roots(extra, provider.clone()).map_err(failed)?;
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    // "Dangerous" is any verifier but the one that has a fixed list; this one asks the platform.
    let verified = versions.map_err(failed)?.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    #[allow(unused_mut, reason = "it is changed where HTTP/2 can be spoken")]
    let mut configuration = verified.with_no_client_auth();
    #[cfg(feature = "http2")]
    {
        configuration.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }
    Ok(configuration)
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
