//! Codecs: from a typed value to the text in the bucket and back.
//!
//! A field passes its codec ([`Codec::encode`], [`Codec::decode`]) and, where it is stored in
//! metadata, the [metadata] layer. Both read whatever s3db.js has written since version
//! 11 and write what s3db.js 21.6.2 reads.

pub mod base62;
pub mod base85;
pub mod bytes;
pub mod date;
mod decode;
pub mod dictionary;
pub mod double;
pub mod duration;
mod encode;
pub mod fixed_point;
pub mod geo;
pub mod identifier;
pub mod ip;
pub mod json;
pub mod list;
pub mod metadata;
pub mod number;
pub mod percent;
pub mod published;
pub mod serial;
pub mod text;

/// The codec of an attribute, chosen by its base type (`schema::definition`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// Text as it is: `string`, `email`, `url`, `cron`, `locale`, `currency`, `country`, enums.
    Text,
    /// `any`, multi-type attributes and attributes not declared: the text decides on reading.
    Any,
    /// `json`: strings as they are, anything else as JSON text.
    Json,
    /// `object`, explicit object definitions, nested objects kept whole, `record`, `array` without
    /// typed items, `tuple`: JSON text.
    Object,
    /// `array|items:string`.
    TextList,
    /// `array|items:number|integer`.
    IntegerList,
    /// `array|items:number`.
    NumberList,
    /// `embedding`, and arrays of 256 or more numbers.
    Embedding,
    /// `number`.
    Number,
    /// `number|integer`.
    Integer,
    /// `{type: 'number'}` and its kin: decimal text, restored by the declared type.
    PlainNumber,
    /// `boolean`, `bool`.
    Boolean,
    /// `{type: 'boolean'}`.
    PlainBoolean,
    /// `date`.
    Date,
    /// `datetime`.
    DateTime,
    /// `dateonly`.
    DateOnly,
    /// `timeonly`.
    TimeOnly,
    /// `uuid`.
    Uuid,
    /// `mac`.
    Mac,
    /// `cidr`.
    Cidr,
    /// `semver`.
    Semver,
    /// `phone`.
    Phone,
    /// `color`.
    Color,
    /// `duration`.
    Duration,
    /// `ean`.
    Ean,
    /// `ip4`.
    Ip4,
    /// `ip6`.
    Ip6,
    /// `money`, `crypto`: decimal places.
    Money(u8),
    /// `decimal`: decimal places.
    Decimal(u8),
    /// `geo:lat`: decimal places.
    Latitude(u8),
    /// `geo:lon`: decimal places.
    Longitude(u8),
    /// `geo:point`: decimal places.
    Point(u8),
    /// `buffer`.
    Buffer,
    /// `bits`: number of bits, if declared.
    Bits(Option<u32>),
    /// `text`: compressed when that is shorter.
    CompressedText,
    /// `secret`: the text between codec and cipher is the plain text.
    Secret,
    /// `secretNumber`.
    SecretNumber,
    /// `secretAny`.
    SecretAny,
    /// `password`, `password:bcrypt`.
    PasswordBcrypt,
    /// `password:argon2id`.
    PasswordArgon2,
}

impl Codec {
    /// Whether `decode(encode(x))` may differ from `x` for a value that validation has accepted and
    /// normalised. The answer to a write then comes from the stored text.
    ///
    /// −0, which is stored as 0, does not count, and neither does what an `any` field is printed
    /// as: there the value of the caller is the answer.
    #[must_use]
    pub fn is_lossy(self) -> bool {
        matches!(
            self,
            Self::Json
                | Self::TextList
                | Self::Embedding
                | Self::Boolean
                | Self::Date
                | Self::Duration
                | Self::Uuid
                | Self::Ip4
                | Self::Ip6
                | Self::Money(_)
                | Self::Decimal(_)
                | Self::Latitude(_)
                | Self::Longitude(_)
                | Self::Point(_)
                | Self::Buffer
                | Self::Bits(_)
                | Self::SecretAny
        )
    }

    /// Whether the text is encrypted between codec and bucket.
    #[must_use]
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretNumber | Self::SecretAny)
    }

    /// Whether a hash of the text is stored instead of the text.
    #[must_use]
    pub fn is_password(self) -> bool {
        matches!(self, Self::PasswordBcrypt | Self::PasswordArgon2)
    }
}

/// Digits as text.
fn ascii(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}
