//! Attribute definitions of the vectors.

use s3db_native::codec::Codec;
use serde_json::Value;

/// Codec of an attribute as the vectors define it; the schema's own parser has tests of its own.
pub fn codec_of(definition: &Value) -> Codec {
    let Some(text) = definition.as_str() else {
        return match (definition["type"].as_str(), definition["items"].as_str()) {
            (Some("array"), Some("string")) => Codec::TextList,
            (Some("array"), Some("number")) => Codec::NumberList,
            (Some("secret"), _) => Codec::Secret,
            (Some("number"), _) => Codec::PlainNumber,
            (Some("boolean"), _) => Codec::PlainBoolean,
            (Some("string"), _) => Codec::Text,
            _ => panic!("no codec for {definition}"),
        };
    };
    match text.split('|').next().unwrap() {
        "array" => list_codec(text),
        "number" if text.contains("integer") => Codec::Integer,
        base => scalar_codec(base),
    }
}

fn list_codec(definition: &str) -> Codec {
    match definition {
        "array|items:string" => Codec::TextList,
        "array|items:number" => Codec::NumberList,
        "array|items:number|integer:true" => Codec::IntegerList,
        "array|items:number|length:256" => Codec::Embedding,
        _ => Codec::Object,
    }
}

fn scalar_codec(base: &str) -> Codec {
    match base {
        "string" | "email" | "url" | "cron" | "locale" | "currency" | "country" => Codec::Text,
        "any" => Codec::Any,
        "json" => Codec::Json,
        "object" => Codec::Object,
        "embedding" | "embedding:3" => Codec::Embedding,
        "number" => Codec::Number,
        "boolean" => Codec::Boolean,
        "date" => Codec::Date,
        "datetime" => Codec::DateTime,
        "dateonly" => Codec::DateOnly,
        "timeonly" => Codec::TimeOnly,
        "uuid" => Codec::Uuid,
        "mac" => Codec::Mac,
        "cidr" => Codec::Cidr,
        "semver" => Codec::Semver,
        "phone" => Codec::Phone,
        "color" => Codec::Color,
        "duration" => Codec::Duration,
        "ean" => Codec::Ean,
        "ip4" => Codec::Ip4,
        "ip6" => Codec::Ip6,
        "money" | "decimal" | "money:4" | "decimal:4" | "crypto" | "crypto:18" => scaled(base),
        "geo:lat" => Codec::Latitude(6),
        "geo:lat:4" => Codec::Latitude(4),
        "geo:lon" => Codec::Longitude(6),
        "geo:point" => Codec::Point(6),
        "geo:point:4" => Codec::Point(4),
        "buffer" => Codec::Buffer,
        "bits:16" => Codec::Bits(Some(16)),
        "secret" => Codec::Secret,
        "secretNumber" => Codec::SecretNumber,
        "secretAny" => Codec::SecretAny,
        "password" => Codec::PasswordBcrypt,
        "password:argon2id" => Codec::PasswordArgon2,
        _ => panic!("no codec for {base}"),
    }
}

fn scaled(base: &str) -> Codec {
    match base {
        "money" => Codec::Money(2),
        "money:4" => Codec::Money(4),
        "crypto" => Codec::Money(8),
        "crypto:18" => Codec::Money(18),
        "decimal:4" => Codec::Decimal(4),
        _ => Codec::Decimal(2),
    }
}
