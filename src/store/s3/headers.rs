//! Headers of an answer, as text.

use std::str;

use http::HeaderMap;

/// Headers whose values are text, all of them.
#[derive(Debug, Default)]
pub struct Headers(HeaderMap);

impl Headers {
    /// Headers, `None` where a value is not UTF-8.
    #[must_use]
    pub fn of(headers: HeaderMap) -> Option<Self> {
        let mut values = headers.values();
        let is_text = values.all(|value| str::from_utf8(value.as_bytes()).is_ok());
        is_text.then_some(Self(headers))
    }

    /// The first value of a name in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        str::from_utf8(self.0.get(name)?.as_bytes()).ok()
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.0.iter();
        entries.filter_map(|(name, value)| {
            Some((name.as_str(), str::from_utf8(value.as_bytes()).ok()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(value: &[u8]) -> Option<Headers> {
        let mut headers = HeaderMap::new();
        headers.insert("a", HeaderValue::from_bytes(value).unwrap());
        Headers::of(headers)
    }

    #[test]
    fn values_are_text_or_there_are_none() {
        let text = headers("ü".as_bytes()).unwrap();
        assert_eq!((text.get("a"), text.get("b")), (Some("ü"), None));
        assert_eq!(text.iter().collect::<Vec<_>>(), [("a", "ü")]);
        assert!(headers(b"\xff").is_none());
    }
}
