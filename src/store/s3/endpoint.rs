//! Where a bucket and its objects are.

use http::Uri;

use super::config::S3Config;

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// The address of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    scheme: String,
    host: String,
    /// What stands before the key of an object, encoded, with a slash at both ends.
    root: String,
}

impl Endpoint {
    /// The address of a bucket, `None` where the URL of the service is none.
    #[must_use]
    pub fn of(config: &S3Config) -> Option<Self> {
        let url: Uri = config.endpoint.parse().ok()?;
        let (scheme, name) = (url.scheme_str()?, url.host()?);
        let default_port = if scheme == "https" { 443 } else { 80 };
        let port = url.port_u16().filter(|port| *port != default_port);
        let mut host = match port {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        };
        let mut root = format!("{}/", url.path().trim_end_matches('/'));
        if config.path_style {
            push_encoded(&mut root, &config.bucket);
            root.push('/');
        } else {
            host = format!("{}.{host}", config.bucket);
        }
        Some(Self {
            scheme: scheme.to_owned(),
            host,
            root,
        })
    }

    /// Name and port, as requests are signed for them.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Path of an object, encoded.
    #[must_use]
    pub fn path(&self, key: &str) -> String {
        let mut path = String::with_capacity(self.root.len() + 2 * key.len());
        path.push_str(&self.root);
        push_encoded(&mut path, key);
        path
    }

    /// URL of the host, where it is one.
    #[must_use]
    pub fn place(&self) -> Option<Uri> {
        [&self.scheme, "://", &self.host, "/"].concat().parse().ok()
    }
}

/// Name of the host of a URL; an address of IPv6 has its brackets.
#[must_use]
pub fn host_of(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    url.scheme()?;
    url.host().map(str::to_owned)
}

/// Appends a text with everything but letters, digits, `-._~` and slashes as `%XX`: what a signature
/// is made of.
fn push_encoded(encoded: &mut String, text: &str) {
    let digit = |value: u8| {
        let digit = DIGITS.get(usize::from(value));
        digit.copied().map_or('0', char::from)
    };
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::CredentialSource;
    use super::*;

    fn url(endpoint: &str, bucket: &str, path_style: bool, key: &str) -> Option<String> {
        let mut config = S3Config::new(endpoint, "r", bucket, CredentialSource::Chain);
        config.path_style |= path_style;
        let endpoint = Endpoint::of(&config)?;
        let place = endpoint.place()?.to_string();
        Some([place.trim_end_matches('/'), &endpoint.path(key)].concat())
    }

    #[test]
    fn buckets_are_in_the_host_or_in_the_path() {
        for (endpoint, bucket, path_style, expected) in [
            ("https://s3.host", "b-1", false, "https://b-1.s3.host/k"),
            ("https://s3.host", "b-1", true, "https://s3.host/b-1/k"),
            ("https://s3.host", "b.1", false, "https://s3.host/b.1/k"),
            ("https://s3.host:443", "b-1", false, "https://b-1.s3.host/k"),
            ("http://host:80/", "b-1", true, "http://host/b-1/k"),
            (
                "http://host:9000/at/",
                "b-1",
                false,
                "http://b-1.host:9000/at/k",
            ),
            ("http://host/at", "b-1", true, "http://host/at/b-1/k"),
            (
                "http://127.0.0.1:9000",
                "b-1",
                false,
                "http://127.0.0.1:9000/b-1/k",
            ),
            ("http://[::1]:9000", "b-1", false, "http://[::1]:9000/b-1/k"),
        ] {
            let url = url(endpoint, bucket, path_style, "k");
            assert_eq!(url.as_deref(), Some(expected), "{endpoint}");
        }
        for endpoint in ["", "host", "/path", "http://"] {
            assert_eq!(url(endpoint, "bucket", true, "k"), None, "{endpoint}");
        }
    }

    #[test]
    fn the_host_of_a_url_is_without_port_and_path() {
        for (url, host) in [
            ("http://localhost:9000/a:1/b", "localhost"),
            ("http://user:pass@host", "host"),
            ("https://a.b/c", "a.b"),
            ("http://[::1]:9000", "[::1]"),
        ] {
            assert_eq!(host_of(url).as_deref(), Some(host), "{url}");
        }
        for url in ["nowhere", ""] {
            assert_eq!(host_of(url), None, "{url}");
        }
    }

    #[test]
    fn keys_are_encoded_but_for_their_slashes() {
        let path = |key| url("http://host", "bucket", true, key).unwrap();
        assert_eq!(
            path("/a b//id=ü+%?'()*!~"),
            "http://host/bucket//a%20b//id%3D%C3%BC%2B%25%3F%27%28%29%2A%21~"
        );
    }
}
