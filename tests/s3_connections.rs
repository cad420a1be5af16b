//! What the store of S3 does with its connections: a service that counts them, and answers as many requests
//! on each as it is told.

#![cfg(feature = "s3")]

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use aws_credential_types::Credentials;
use s3db_native::Error;
use s3db_native::store::ObjectStore;
use s3db_native::store::s3::{CredentialSource, S3Config, S3Store};
use tokio::runtime::Runtime;
use tokio::time::sleep;

/// What happened to a connection, by its number.
#[derive(Debug, PartialEq, Eq)]
enum Event {
    Opened(usize),
    Asked(usize),
    Closed(usize),
}

use Event::{Asked, Closed, Opened};

/// How a service answers.
#[derive(Clone, Copy)]
struct Manner {
    answer: &'static str,
    /// Requests of a connection, after which the service closes it.
    most: usize,
}

const EMPTY: &str = "HTTP/1.1 200 OK\r\netag: \"e\"\r\ncontent-length: 0\r\n\r\n";

const OPEN: Manner = Manner {
    answer: EMPTY,
    most: usize::MAX,
};

fn serve(manner: Manner) -> (String, Receiver<Event>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (events, seen) = channel();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let (stream, events) = (stream.unwrap(), events.clone());
            thread::spawn(move || answer(&stream, number, manner, &events));
        }
    });
    (endpoint, seen)
}

fn answer(mut stream: &TcpStream, number: usize, manner: Manner, events: &Sender<Event>) {
    let tell = |event| drop(events.send(event));
    tell(Opened(number));
    let mut lines = BufReader::new(stream);
    for _ in 0..manner.most {
        if !has_request(&mut lines) {
            break;
        }
        tell(Asked(number));
        stream.write_all(manner.answer.as_bytes()).unwrap();
    }
    tell(Closed(number));
}

/// Reads a request without a body, unless the connection has ended.
fn has_request(lines: &mut impl BufRead) -> bool {
    let mut text = String::new();
    loop {
        match lines.read_line(&mut text) {
            Ok(0) => return false,
            Ok(_) if text.ends_with("\r\n\r\n") => return true,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return false,
            Err(error) => panic!("{error}"),
        }
    }
}

fn config(endpoint: &str) -> S3Config {
    let credentials = Credentials::new("key", "secret", None, None, "test");
    let source = CredentialSource::Static(credentials);
    S3Config::new(endpoint, "us-east-1", "bucket", source)
}

fn bodies(store: &S3Store, count: usize, pause: Duration) -> Vec<String> {
    Runtime::new().unwrap().block_on(async {
        let mut bodies = Vec::new();
        for _ in 0..count {
            let object = store.get("k").await.unwrap();
            bodies.push(String::from_utf8(object.body().to_vec()).unwrap());
            sleep(pause).await;
        }
        bodies
    })
}

#[test]
fn requests_one_after_another_share_a_connection() {
    let (endpoint, seen) = serve(OPEN);
    let store = S3Store::new(config(&endpoint));
    assert!(!store.is_at_hand());
    bodies(&store, 3, Duration::ZERO);
    assert!(store.is_at_hand());
    drop(store);
    let events: Vec<_> = seen.iter().take(5).collect();
    assert_eq!(events, [Opened(0), Asked(0), Asked(0), Asked(0), Closed(0)]);
}

#[test]
fn a_connection_that_the_service_has_closed_is_not_used() {
    let (endpoint, seen) = serve(Manner { most: 1, ..OPEN });
    let mut config = config(&endpoint);
    config.retries.attempts = 1;
    bodies(&S3Store::new(config), 2, Duration::from_millis(100));
    let events: Vec<_> = seen.iter().take(6).collect();
    let expected = [
        [Opened(0), Asked(0), Closed(0)],
        [Opened(1), Asked(1), Closed(1)],
    ];
    assert_eq!(events, expected.into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn a_connection_is_closed_when_it_was_idle_for_long() {
    let (endpoint, seen) = serve(OPEN);
    let mut config = config(&endpoint);
    config.timeouts.idle = Some(Duration::from_millis(50));
    let store = S3Store::new(config);
    bodies(&store, 1, Duration::from_millis(500));
    assert!(!store.is_at_hand());
    let events: Vec<_> = seen.try_iter().collect();
    assert_eq!(events, [Opened(0), Asked(0), Closed(0)]);
}

#[test]
fn no_connection_is_kept_where_none_is_to_be() {
    let (endpoint, seen) = serve(OPEN);
    let mut config = config(&endpoint);
    config.timeouts.idle = Some(Duration::ZERO);
    bodies(&S3Store::new(config), 2, Duration::from_millis(100));
    let opened = seen.try_iter().filter(|event| matches!(event, Opened(_)));
    assert_eq!(opened.count(), 2);
}

#[test]
fn a_body_in_pieces_is_read_to_its_end() {
    let answer = "HTTP/1.1 200 OK\r\netag: \"e\"\r\ntransfer-encoding: chunked\r\n\r\n\
        3\r\nabc\r\n4;name=value\r\ndefg\r\n0\r\nx-trailer: t\r\n\r\n";
    let (endpoint, seen) = serve(Manner { answer, ..OPEN });
    let store = S3Store::new(config(&endpoint));
    assert_eq!(bodies(&store, 2, Duration::ZERO), ["abcdefg", "abcdefg"]);
    let opened = seen.try_iter().filter(|event| matches!(event, Opened(_)));
    assert_eq!(opened.count(), 1);
}

#[test]
fn a_body_without_a_length_ends_with_its_connection() {
    let answer = "HTTP/1.1 200 OK\r\netag: \"e\"\r\n\r\nabc";
    let (endpoint, _seen) = serve(Manner { answer, most: 1 });
    let store = S3Store::new(config(&endpoint));
    assert_eq!(bodies(&store, 2, Duration::ZERO), ["abc", "abc"]);
}

#[test]
fn what_is_no_http_is_no_answer() {
    let (endpoint, _seen) = serve(Manner {
        answer: "SSH-2.0-OpenSSH_9.2\r\n",
        ..OPEN
    });
    let mut config = config(&endpoint);
    config.retries.attempts = 1;
    let store = S3Store::new(config);
    let error = Runtime::new().unwrap().block_on(store.get("k"));
    let Err(Error::Service(said)) = error else {
        panic!("{error:?}");
    };
    assert_eq!((&*said.name, said.status), ("NetworkingError", None));
}
