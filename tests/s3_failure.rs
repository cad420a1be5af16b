//! What the store of S3 makes of refusals, lost answers and connections that fail: a service that says
//! what it is told to say, one answer a connection.

#![cfg(feature = "s3")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use aws_credential_types::Credentials;
use s3db_native::error::ServiceFailure;
use s3db_native::store::s3::{CredentialSource, Policy, S3Config, S3Store};
use s3db_native::store::{Condition, Etag, Metadata, NewObject, ObjectStore};
use s3db_native::{Error, Result};
use tokio::runtime::Runtime;

/// A service, and the lines that requests began with.
struct Service {
    endpoint: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// Gives these answers, each behind its status line; an empty one is a connection that breaks off.
    fn answering(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<_> = answers.iter().map(|answer| (*answer).to_owned()).collect();
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                seen.lock().unwrap().push(read_request(&stream));
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { endpoint, asked }
    }

    fn store(&self) -> S3Store {
        S3Store::new(config(&self.endpoint))
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Reads a request to its end, and answers its method.
fn read_request(stream: &std::net::TcpStream) -> String {
    let mut lines = BufReader::new(stream);
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    lines.read_exact(&mut vec![0; length]).unwrap();
    first.split(' ').next().unwrap().to_owned()
}

fn config(endpoint: &str) -> S3Config {
    let credentials = Credentials::new("key", "secret", None, None, "test");
    let source = CredentialSource::Static(credentials);
    let mut config = S3Config::new(endpoint, "us-east-1", "bucket", source);
    config.retries = Policy {
        attempts: 3,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(2),
        heeds_service: true,
    };
    config
}

/// An answer with a body, after which the connection closes.
fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn refusal(status: &str, code: &str) -> String {
    let body = format!("<Error><Code>{code}</Code><Message>said so</Message></Error>");
    answer(status, "x-amz-request-id: 7\r\n", &body)
}

fn done() -> String {
    answer("200 OK", "etag: \"e\"\r\n", "")
}

fn put(store: &S3Store, condition: Condition<'_>) -> Result<Etag> {
    let metadata: Metadata = [("0", "text")].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: b"body",
        content_type: None,
        content_encoding: None,
    };
    let writing = store.put("k", object, condition);
    Runtime::new().unwrap().block_on(writing)
}

fn said_by(error: Error) -> ServiceFailure {
    match error {
        Error::Service(said) => *said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refusal_is_told_as_the_service_says_it_and_not_repeated() {
    let service = Service::answering(&[&refusal("403 Forbidden", "AccessDenied")]);
    let said = said_by(put(&service.store(), Condition::None).unwrap_err());
    assert_eq!(said.key, "k");
    assert_eq!(said.name, "AccessDenied");
    assert_eq!(said.status, Some(403));
    assert_eq!(said.request_id.as_deref(), Some("7"));
    assert_eq!(said.reason, "said so");
    assert_eq!(service.asked(), ["PUT"]);
}

#[test]
fn what_may_pass_is_repeated_and_counted() {
    let busy = refusal("503 Slow Down", "SlowDown");
    let service = Service::answering(&[&busy, "", &done()]);
    let store = service.store();
    assert_eq!(put(&store, Condition::None).unwrap().as_str(), "\"e\"");
    assert_eq!(service.asked(), ["PUT", "PUT", "PUT"]);
    assert_eq!(store.stats().retries, 2);
}

#[test]
fn after_the_last_attempt_the_error_says_whether_one_may_have_been_done() {
    let failed = refusal("500 Internal Server Error", "InternalError");
    let service = Service::answering(&[&failed, &failed, &failed]);
    let said = said_by(put(&service.store(), Condition::None).unwrap_err());
    let tail = "(after 3 attempts; one of them may have been done)";
    assert!(said.reason.ends_with(tail), "{}", said.reason);

    let busy = refusal("503 Slow Down", "SlowDown");
    let service = Service::answering(&[&busy, &busy, &busy]);
    let said = said_by(put(&service.store(), Condition::None).unwrap_err());
    assert_eq!(said.reason, "said so");
}

#[test]
fn an_insert_whose_answer_was_lost_is_looked_up() {
    let exists = refusal("412 Precondition Failed", "PreconditionFailed");
    let ours = answer("200 OK", "etag: \"e\"\r\nx-amz-meta-0: text\r\n", "body");
    let service = Service::answering(&["", &exists, &ours]);
    assert_eq!(
        put(&service.store(), Condition::Absent).unwrap().as_str(),
        "\"e\""
    );
    assert_eq!(service.asked(), ["PUT", "PUT", "GET"]);

    let theirs = answer("200 OK", "etag: \"f\"\r\nx-amz-meta-0: other\r\n", "body");
    let service = Service::answering(&["", &exists, &theirs]);
    let error = put(&service.store(), Condition::Absent).unwrap_err();
    let reason = "object already exists after an attempt that may have been done";
    let key = "k".to_owned();
    assert_eq!(error, Error::Precondition { key, reason });

    let hidden = refusal("403 Forbidden", "AccessDenied");
    let service = Service::answering(&["", &exists, &hidden]);
    let said = said_by(put(&service.store(), Condition::Absent).unwrap_err());
    assert!(
        said.reason.contains("may have been done"),
        "{}",
        said.reason
    );
}

#[test]
fn a_conditional_write_that_is_refused_at_once_is_not_looked_up() {
    let exists = refusal("412 Precondition Failed", "PreconditionFailed");
    for (condition, reason) in [
        (Condition::Absent, "object already exists"),
        (Condition::Matches("\"e\""), "ETag mismatch"),
    ] {
        let service = Service::answering(&[&exists]);
        let key = "k".to_owned();
        let error = put(&service.store(), condition).unwrap_err();
        assert_eq!(error, Error::Precondition { key, reason });
        assert_eq!(service.asked(), ["PUT"]);
    }
}

#[test]
fn a_body_that_breaks_off_is_read_again() {
    let cut = "HTTP/1.1 200 OK\r\netag: \"e\"\r\ncontent-length: 9\r\n\r\nbo";
    let service = Service::answering(&[cut, &answer("200 OK", "etag: \"e\"\r\n", "body")]);
    let store = service.store();
    let read = Runtime::new().unwrap().block_on(store.get("k")).unwrap();
    assert_eq!(read.body(), b"body");
    assert_eq!(service.asked(), ["GET", "GET"]);
}

#[test]
fn an_attempt_has_its_time() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = config(&format!("http://{}", listener.local_addr().unwrap()));
    config.retries.attempts = 1;
    config.timeouts.attempt = Some(Duration::from_millis(50));
    let said = said_by(put(&S3Store::new(config), Condition::None).unwrap_err());
    assert_eq!((&*said.name, said.status), ("TimeoutError", None));
    assert!(
        said.reason.contains("may have been done"),
        "{}",
        said.reason
    );
}

#[test]
fn where_nobody_listens_nothing_can_have_been_done() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let store = S3Store::new(config(&endpoint));
    let said = said_by(put(&store, Condition::None).unwrap_err());
    assert_eq!((&*said.name, said.status), ("NetworkingError", None));
    assert!(
        !said.reason.contains("may have been done"),
        "{}",
        said.reason
    );
    assert_eq!(store.stats().retries, 2);
}

#[test]
fn names_that_a_user_adds_are_repeated() {
    let odd = refusal("400 Bad Request", "OddRequest");
    let service = Service::answering(&[&odd, &done()]);
    let mut config = config(&service.endpoint);
    config.retryable.push("OddRequest".to_owned());
    put(&S3Store::new(config), Condition::None).unwrap();
    assert_eq!(service.asked(), ["PUT", "PUT"]);
}

#[test]
fn of_many_deletions_those_that_may_pass_are_repeated_and_the_others_told() {
    let failed = |key: &str, code: &str| {
        format!("<Error><Key>{key}</Key><Code>{code}</Code><Message>no</Message></Error>")
    };
    let result = |errors: &str| {
        answer(
            "200 OK",
            "content-type: application/xml\r\n",
            &format!("<DeleteResult>{errors}</DeleteResult>"),
        )
    };
    let first = result(&(failed("a", "AccessDenied") + &failed("b", "SlowDown")));
    let second = result("");
    let service = Service::answering(&[&first, &second]);
    let store = service.store();
    let keys: Vec<_> = ["a", "b", "c"].map(str::to_owned).into();
    let deletion = store.delete_many(&keys);
    let left = Runtime::new().unwrap().block_on(deletion).unwrap();
    assert_eq!(service.asked(), ["POST", "POST"]);
    let [(key, error)] = left.as_slice() else {
        panic!("{left:?}");
    };
    let said = said_by(error.clone());
    assert_eq!(
        (&**key, &*said.name, said.status),
        ("a", "AccessDenied", Some(403))
    );
}
