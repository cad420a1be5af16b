//! Which certificates are trusted: those of the system, and those that the environment names.

use std::env;
use std::fs;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Names a file of certificates to be trusted besides those of the system.
const EXTRA_CERTIFICATES: &str = "NODE_EXTRA_CA_CERTS";

/// Last line of a certificate in PEM.
const END: &str = "-----END CERTIFICATE-----";

/// The certificates that the environment names, in PEM. As in Node.js, a file that cannot be read is
/// passed over.
#[must_use]
pub fn extra_certificates() -> Vec<String> {
    let file = env::var_os(EXTRA_CERTIFICATES);
    let text = file.and_then(|file| fs::read_to_string(file).ok());
    let text = text.unwrap_or_default();
    certificates(&text).map(str::to_owned).collect()
}

/// All that are trusted.
#[must_use]
pub fn roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let extra = extra_certificates();
    let extra = extra.iter();
    roots.add_parsable_certificates(
        extra.filter_map(|text| CertificateDer::from_pem_slice(text.as_bytes()).ok()),
    );
    roots
}

/// The certificates of a PEM text that can be trusted; the SDK panics at others.
fn certificates(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(END).filter(|block| {
        CertificateDer::from_pem_slice(block.as_bytes())
            .is_ok_and(|certificate| RootCertStore::empty().add(certificate).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_passed_over() {
        for text in [
            "",
            "garbage",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            assert_eq!(certificates(text).count(), 0, "{text}");
        }
    }
}
