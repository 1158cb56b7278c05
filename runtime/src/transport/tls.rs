//! TLS with rustls, and the certificates that the platform trusts.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::{CertificateError, ClientConfig};
use rustls_platform_verifier::Verifier;

use super::Identity;
use crate::calendar::date_of;
use crate::error::Error;

/// Returns the configuration of every TLS connection. `roots` are PEM texts of further trusted certificates.
///
/// # Errors
/// Fails if no crypto provider is built in or installed, or if a certificate or the key is not valid.
pub(super) fn configuration(roots: &[Vec<u8>], identity: Option<&Identity>) -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::configuration(format!("setting up TLS failed: {error}"));
    let provider = provider()?;
    let mut extra = Vec::new();
    for pem in roots {
        let before = extra.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            extra.push(certificate.map_err(|_| Error::configuration("a root certificate is not valid"))?);
        }
        if extra.len() == before {
            return Err(Error::configuration("a root certificate is not a PEM text — convert it to PEM"));
        }
    }
    let verifier = Verifier::new_with_extra_roots(extra, provider.clone()).map_err(failed)?;
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    // rustls calls every custom verifier "dangerous"; this one asks the platform.
    let verified = versions.map_err(failed)?.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    let mut configuration = match identity {
        Some(identity) => {
            let (chain, key) = authenticating(identity)?;
            verified.with_client_auth_cert(chain, key).map_err(|_| {
                Error::configuration("the client's certificate does not match its private key")
            })?
        }
        None => verified.with_no_client_auth(),
    };
    if cfg!(feature = "http2") {
        configuration.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }
    Ok(configuration)
}

/// Adds the client's certificate, its intermediate certificates, and its key.
fn authenticating(
    identity: &Identity,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Error> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&identity.chain).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| Error::configuration("the client's certificate is not a PEM text"))?;
    let key = PrivateKeyDer::from_pem_slice(&identity.key);
    let key = key.map_err(|_| Error::configuration("the client's private key is not a PEM text"))?;
    Ok((chain, key))
}

/// Returns the reason why a handshake failed, if a retry would fail too.
pub(super) fn diagnose(error: &rustls::Error) -> Option<String> {
    use rustls::{AlertDescription as Alert, InvalidMessage};
    let text = match error {
        rustls::Error::InvalidCertificate(error) => return Some(certificate(error)),
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "the server speaks plain HTTP on this port"
        }
        rustls::Error::AlertReceived(alert) => match alert {
            Alert::ProtocolVersion => "the server supports no TLS version of this client",
            Alert::HandshakeFailure | Alert::InsufficientSecurity => "the server refused the TLS handshake",
            Alert::CertificateRequired | Alert::NoCertificate => "the server requires a client certificate",
            Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied
            | Alert::DecryptError => "the server rejected the client's certificate",
            Alert::UnrecognisedName => "the server does not serve this host",
            Alert::NoApplicationProtocol => "the server supports no HTTP version of this client",
            _ => return None,
        },
        rustls::Error::PeerIncompatible(_) => "the server supports no TLS version of this client",
        rustls::Error::NoCertificatesPresented => "the server has no certificate",
        rustls::Error::InvalidMessage(_) | rustls::Error::PeerMisbehaved(_) => {
            "the server violates the TLS protocol"
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// Describes the problem with a server's certificate.
fn certificate(error: &CertificateError) -> String {
    let what = match error {
        CertificateError::Expired => "has expired".to_owned(),
        CertificateError::ExpiredContext { not_after, .. } => format!("expired on {}", date(*not_after)),
        CertificateError::NotValidYet => "is not valid yet".to_owned(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("is not valid before {}", date(*not_before))
        }
        CertificateError::NotValidForName => "is for another name".to_owned(),
        CertificateError::NotValidForNameContext { expected, .. } => {
            format!("is not for {}", expected.to_str())
        }
        CertificateError::UnknownIssuer => "is not issued by a trusted authority".to_owned(),
        CertificateError::Revoked => "has been revoked".to_owned(),
        CertificateError::Other(error) => format!("is not accepted: {}", error.0),
        _ => "is not valid".to_owned(),
    };
    format!("the server's certificate {what}")
}

/// Returns the date in UTC, such as `2024-05-01`.
fn date(time: UnixTime) -> String {
    let days = i64::try_from(time.as_secs() / 86_400).unwrap_or_default();
    let (year, month, day) = date_of(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Returns the provider that the program has installed, or else the built-in one.
fn provider() -> Result<Arc<CryptoProvider>, Error> {
    if let Some(installed) = CryptoProvider::get_default() {
        return Ok(installed.clone());
    }
    built_in().ok_or_else(|| {
        Error::configuration(
            "there is no crypto provider for TLS — install one, or enable the feature `rustls`",
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_printed_as_dates() {
        let day = |seconds| date(UnixTime::since_unix_epoch(Duration::from_secs(seconds)));
        assert_eq!((day(0), day(1_714_521_600)), ("1970-01-01".to_owned(), "2024-05-01".to_owned()));
        // A certificate may contain any time.
        assert!(!day(u64::MAX).is_empty());
    }
}
