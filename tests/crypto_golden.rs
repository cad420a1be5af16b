//! Secrets that s3db.js wrote are opened, and ours have its form.

mod engine;
mod golden;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use golden::{list, load};
use s3db_native::crypto::{Effort, KeyCache, decrypt, encrypt};
use s3db_native::store::{Condition, MemoryStore, Metadata, NewObject, ObjectStore};
use serde_json::Value;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no `{name}` in {value}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn secrets_are_opened_and_written_in_the_same_form() {
    let (file, keys) = (load("crypto"), KeyCache::default());
    for vector in list(&file, "vectors") {
        let (passphrase, stored) = (text(vector, "passphrase"), text(vector, "ciphertext"));
        let plain = text(vector, "plaintext");
        let bytes = BASE64.decode(stored).expect("base64");
        let salt: [u8; 16] = bytes[..16].try_into().expect("salt");
        assert_eq!(hex(&salt), text(vector, "saltHex"));
        let key = keys.key(passphrase, &salt, Effort::Any).expect("key");
        assert_eq!(hex(&*key), text(vector, "derivedKeyHex"));
        assert_eq!(
            decrypt(stored, passphrase, &keys, Effort::Any).expect("text"),
            plain
        );

        let ours = encrypt(plain, passphrase, &keys, Effort::Any)
            .expect("random")
            .expect("text");
        assert_eq!(ours.len(), stored.len());
        assert!(ours.len() >= 60);
        assert_eq!(
            decrypt(&ours, passphrase, &keys, Effort::Any).expect("text"),
            plain
        );
    }
}

#[test]
fn no_two_values_share_a_nonce() {
    let keys = KeyCache::default();
    let seal = || {
        encrypt("same", "p", &keys, Effort::Any)
            .expect("random")
            .expect("text")
    };
    let sealed: std::collections::HashSet<_> = (0..500)
        .map(|_| BASE64.decode(seal()).expect("base64")[16..28].to_vec())
        .collect();
    assert_eq!(sealed.len(), 500);
}

#[test]
fn values_encrypted_several_times_are_opened_to_the_last_layer() {
    let keys = KeyCache::default();
    let seal = |plain: &str| {
        encrypt(plain, "p", &keys, Effort::Any)
            .expect("random")
            .expect("text")
    };
    let open = |stored: &str| {
        decrypt(stored, "p", &keys, Effort::Any)
            .expect("text")
            .into_owned()
    };
    let (once, twice) = (seal("plain"), seal(&seal("plain")));
    assert_eq!(open(&once), "plain");
    assert_eq!(open(&twice), "plain");
    assert_eq!(open(&seal(&twice)), "plain");
    assert_ne!(
        open(&seal(&seal(&twice))),
        "plain",
        "an endless chain is not followed"
    );
}

#[test]
fn what_does_not_open_comes_back_as_it_is() {
    let file = load("crypto");
    let keys = KeyCache::default();
    for name in ["wrongPassphrase", "garbage"] {
        assert_eq!(
            file[name]["message"], "Decryption failed",
            "the exported function refuses"
        );
    }
    let sealed = encrypt("plain", "right", &keys, Effort::Any)
        .expect("random")
        .expect("text");
    let mut tampered = BASE64.decode(&sealed).expect("base64");
    *tampered.last_mut().expect("tag") ^= 1;
    let tampered = BASE64.encode(tampered);
    let short = &sealed[..sealed.len() - 4];
    for stored in [
        &*tampered,
        short,
        "",
        "plain",
        "null",
        &"A".repeat(60),
        &"é".repeat(30),
    ] {
        assert_eq!(
            decrypt(stored, "right", &keys, Effort::Any).expect("text"),
            stored
        );
    }
    assert_eq!(
        decrypt(&sealed, "wrong", &keys, Effort::Any).expect("text"),
        sealed
    );
    assert_eq!(decrypt(&sealed, "third", &keys, Effort::Cheap), None);
    assert_eq!(
        decrypt("plain", "third", &keys, Effort::Cheap).expect("text"),
        "plain"
    );
}

/// The digests of the vectors: that of bodies is their `ETag`.
#[test]
fn the_tag_of_a_body_is_its_md5() {
    let file = load("crypto");
    for vector in list(&file, "md5Base64") {
        let (store, metadata) = (MemoryStore::default(), Metadata::default());
        let object = NewObject {
            metadata: &metadata,
            body: text(vector, "s").as_bytes(),
            content_type: None,
            content_encoding: None,
        };
        let written = engine::store::ready(store.put("k", object, Condition::None)).expect("put");
        let digest = BASE64.decode(text(vector, "h")).expect("base64");
        assert_eq!(written.as_str(), format!("\"{}\"", hex(&digest)));
    }
}
