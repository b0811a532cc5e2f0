//! TLS 1.2 and 1.3 from certificate files.

use std::sync::Arc;

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    version::{TLS12, TLS13},
};

use crate::platform::config::{Refused, TlsFiles};

/// Reads the files.
///
/// # Errors
/// [`Refused`] with the key of the file that cannot be read or does not fit the other.
pub fn load(files: &TlsFiles) -> Result<Arc<ServerConfig>, Refused> {
    let fault =
        |key: &str, path: &std::path::Path, why: String| Refused(vec![format!("{key}: {}: {why}", path.display())]);
    let refused = |why: String| fault("GYEOT_TLS_CERT", &files.certificate, why);
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| refused(error.to_string()))?;
    if chain.is_empty() {
        return Err(refused("holds no certificate".into()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| fault("GYEOT_TLS_KEY", &files.key, error.to_string()))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&TLS12, &TLS13])
        .map_err(|error| refused(error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| refused(format!("does not fit GYEOT_TLS_KEY: {error}")))?;
    // HTTP/2 would bring its own limits to guard and nothing that a page of ours needs.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
