//! What a service says of a request that it refuses.

use aws_smithy_xml::decode::{Document, try_data};

/// What the body of a refusal says; that of HEAD has none.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// Its name, as `NoSuchKey`.
    pub code: Option<String>,
    /// In words.
    pub message: Option<String>,
    /// Number of the request at the service.
    pub request_id: Option<String>,
}

impl Refusal {
    /// Reads a body; what is no XML says nothing.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        let mut said = Self::default();
        let Ok(mut document) = Document::try_from(body) else {
            return said;
        };
        let Ok(mut root) = document.root_element() else {
            return said;
        };
        while let Some(mut element) = root.next_tag() {
            let place = match element.start_el().local() {
                "Code" => &mut said.code,
                "Message" => &mut said.message,
                "RequestId" => &mut said.request_id,
                _ => continue,
            };
            if let Ok(text) = try_data(&mut element) {
                *place = Some(text.into_owned());
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_read_whatever_their_form() {
        let xml =
            b"<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>a &lt; b</Message>\
            <Key>k</Key><RequestId>7</RequestId></Error>";
        let text = |text: &str| Some(text.to_owned());
        let said = Refusal {
            code: text("NoSuchKey"),
            message: text("a < b"),
            request_id: text("7"),
        };
        assert_eq!(Refusal::of(xml), said);
        for body in [
            "",
            "Bad Gateway",
            "<html><body>502</body></html>",
            "<Error>",
            "\u{0}",
        ] {
            assert_eq!(Refusal::of(body.as_bytes()), Refusal::default(), "{body:?}");
        }
        assert_eq!(Refusal::of(b"\xff\xfe"), Refusal::default());
    }
}
