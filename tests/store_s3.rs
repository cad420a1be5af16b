//! The store of S3: the conformance suite against a service.
//!
//! Its URL is in `S3_ENDPOINT`, and the bucket `S3_BUCKET` there is empty. Without them there is nothing
//! to test with; `npm test` sets them.

#![cfg(feature = "s3")]

use std::env;

use aws_credential_types::Credentials;
use s3db_native::store::conformance::{Capabilities, run_all};
use s3db_native::store::s3::{CredentialSource, S3Config, S3Store};
use s3db_native::store::{Condition, FaultStore, Metadata, NewObject, ObjectStore};
use tokio::runtime::Runtime;

fn open(bucket_variable: &str) -> Option<S3Store> {
    let endpoint = env::var("S3_ENDPOINT").ok()?;
    let bucket = env::var(bucket_variable).ok()?;
    let credentials = Credentials::new("test", "testtest", None, None, "test");
    let source = CredentialSource::Static(credentials);
    let mut config = S3Config::new(&endpoint, "us-east-1", &bucket, source);
    config.path_style = true;
    Some(S3Store::new(config))
}

#[test]
fn the_store_conforms() {
    let Some(store) = open("S3_BUCKET") else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let conforms = run_all(&store, Capabilities::default());
    runtime.block_on(conforms).unwrap();
    assert_eq!(store.stats().retries, 0);
}

/// A decorator has the trait's own listings, counts and batches, which the store overrides.
#[test]
fn a_decorated_store_conforms() {
    let Some(store) = open("S3_OTHER_BUCKET") else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let store = FaultStore::new(store);
    let conforms = run_all(&store, Capabilities::default());
    runtime.block_on(conforms).unwrap();
}

#[test]
fn more_than_a_page_is_listed_counted_and_deleted() {
    let Some(store) = open("S3_THIRD_BUCKET") else {
        return;
    };
    let metadata = Metadata::default();
    let object = NewObject {
        metadata: &metadata,
        body: b"",
        content_type: None,
        content_encoding: None,
    };
    let keys: Vec<_> = (0..1100)
        .map(|number| format!("many/{number:04}"))
        .collect();
    Runtime::new().unwrap().block_on(async {
        for key in &keys {
            store.put(key, object, Condition::None).await.unwrap();
        }
        assert_eq!(store.count("many/").await.unwrap(), keys.len());
        let objects = store.get_many(&keys).await;
        assert!(objects.iter().all(Result::is_ok));
        assert_eq!(store.delete_many(&keys).await.unwrap(), []);
        assert_eq!(store.count("many/").await.unwrap(), 0);
    });
}
