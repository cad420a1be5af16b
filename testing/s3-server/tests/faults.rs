//! Each fault, over HTTP.

#![allow(missing_docs, clippy::unwrap_used)]

mod client;

use std::time::{Duration, Instant};

use client::Server;

const NONE: &[(&str, &str)] = &[];

/// Whether `/box/k` is there afterwards.
async fn exists(server: &Server) -> bool {
    server.control("DELETE", "/fault", "").await;
    server
        .send("HEAD", "/box/k", NONE, "")
        .await
        .unwrap()
        .status
        == 200
}

#[tokio::test]
async fn errors_are_answered_and_nothing_is_done() {
    for (kind, status, code) in [
        ("500", 500, "InternalError"),
        ("503", 503, "SlowDown"),
        ("409", 409, "ConditionalRequestConflict"),
    ] {
        let server = Server::start().await;
        server
            .fault(&format!(r#"{{"kind":"{kind}","operation":"PutObject"}}"#))
            .await;
        let answer = server.send("PUT", "/box/k", NONE, "x").await.unwrap();
        assert_eq!(answer.status, status);
        assert!(
            answer.text.contains(&format!("<Code>{code}</Code>")),
            "{}",
            answer.text
        );
        assert!(!exists(&server).await);
    }
}

#[tokio::test]
async fn a_reset_comes_before_the_work() {
    let server = Server::start().await;
    server.fault(r#"{"kind":"reset"}"#).await;
    let error = server.send("PUT", "/box/k", NONE, "x").await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert!(!exists(&server).await);
}

#[tokio::test]
async fn a_drop_comes_after_the_work() {
    let server = Server::start().await;
    server
        .fault(r#"{"kind":"dropAfterCommit","key":"k"}"#)
        .await;
    assert!(server.send("PUT", "/box/k", NONE, "x").await.is_err());
    assert!(exists(&server).await);
    let log = server.control("GET", "/requests", "").await.text;
    let dropped = r#"{"operation":"PutObject","key":"k","status":null}"#;
    assert!(log.contains(dropped), "{log}");
}

#[tokio::test]
async fn latency_delays() {
    let server = Server::start().await;
    server.fault(r#"{"kind":"latency","ms":60}"#).await;
    let start = Instant::now();
    assert_eq!(
        server
            .send("PUT", "/box/k", NONE, "x")
            .await
            .unwrap()
            .status,
        200
    );
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn slow_bodies_come_in_pieces() {
    let server = Server::start().await;
    let body = "0123456789".repeat(3);
    server.send("PUT", "/box/k", NONE, &body).await.unwrap();
    server.fault(r#"{"kind":"slowBody","ms":10}"#).await;
    let start = Instant::now();
    let answer = server.send("GET", "/box/k", NONE, "").await.unwrap();
    assert!(answer.text.ends_with(&body), "{}", answer.text);
    assert!(start.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn lists_are_truncated() {
    let server = Server::start().await;
    for key in ["/box/a", "/box/b", "/box/c"] {
        server.send("PUT", key, NONE, "").await.unwrap();
    }
    server.fault(r#"{"kind":"truncatedList","times":1}"#).await;
    for (keys, truncated) in [(1, "true"), (3, "false")] {
        let list = server
            .send("GET", "/box?list-type=2", NONE, "")
            .await
            .unwrap()
            .text;
        assert_eq!(list.matches("<Key>").count(), keys);
        assert!(
            list.contains(&format!("<IsTruncated>{truncated}</IsTruncated>")),
            "{list}"
        );
        assert_eq!(
            list.contains("<NextContinuationToken>"),
            truncated == "true"
        );
    }
}

#[tokio::test]
async fn single_keys_of_a_delete_fail() {
    let server = Server::start().await;
    for key in ["/box/k", "/box/other"] {
        server.send("PUT", key, NONE, "").await.unwrap();
    }
    server
        .fault(r#"{"kind":"500","operation":"DeleteObjects","key":"k"}"#)
        .await;
    let keys = "<Object><Key>k</Key></Object><Object><Key>other</Key></Object>";
    let body = format!("<Delete>{keys}</Delete>");
    let answer = server
        .send("POST", "/box?delete=", NONE, &body)
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    assert!(
        answer.text.contains("<Deleted><Key>other</Key></Deleted>"),
        "{}",
        answer.text
    );
    assert!(
        answer
            .text
            .contains("<Error><Code>InternalError</Code><Key>k</Key>"),
        "{}",
        answer.text
    );
    assert!(exists(&server).await);
}

#[tokio::test]
async fn the_second_port_refuses_what_it_does_not_know() {
    let server = Server::start().await;
    assert_eq!(
        server
            .control("POST", "/fault", r#"{"kind":"404"}"#)
            .await
            .status,
        400
    );
    assert_eq!(server.control("GET", "/other", "").await.status, 404);
    assert_eq!(server.control("PUT", "/buckets/", "").await.status, 404);
}

#[tokio::test]
async fn the_log_tells_what_came() {
    let server = Server::start().await;
    server.send("GET", "/box/missing", NONE, "").await.unwrap();
    server
        .send("GET", "/box?list-type=2&prefix=a%2Fb", NONE, "")
        .await
        .unwrap();
    let log = server.control("GET", "/requests", "").await.text;
    let get = r#"{"operation":"GetObject","key":"missing","status":404}"#;
    let list = r#"{"operation":"ListObjectsV2","key":"a/b","status":200}"#;
    assert!(log.ends_with(&format!("[{get},{list}]")), "{log}");
    server.control("DELETE", "/requests", "").await;
    assert!(
        server
            .control("GET", "/requests", "")
            .await
            .text
            .ends_with("[]")
    );
}

#[tokio::test]
async fn one_of_many_writers_wins() {
    let server = Server::start().await;
    let free = [("if-none-match", "*")];
    let writes = (0..20).map(|_| server.send("PUT", "/box/k", &free, "x"));
    let mut statuses = at_once(writes).await;
    statuses.sort_unstable();
    assert_eq!(statuses.first(), Some(&200));
    assert!(
        statuses.iter().skip(1).all(|status| *status == 412),
        "{statuses:?}"
    );
}

/// The statuses of requests that are sent at once.
async fn at_once(
    requests: impl Iterator<Item = impl Future<Output = std::io::Result<client::Answer>>>,
) -> Vec<u16> {
    let mut waiting: Vec<_> = requests.map(Box::pin).collect();
    let mut statuses = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|request| match request.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                statuses.push(answer.unwrap().status);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    statuses
}
