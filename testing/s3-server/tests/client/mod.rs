//! A client with signatures, a server to talk to, and its second port.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use s3_server::{control, server};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HASH: &str = "UNSIGNED-PAYLOAD";

/// An answer, its status line, headers and body as they came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

pub struct Server {
    s3: SocketAddr,
    control: SocketAddr,
}

impl Server {
    /// Starts a server with the bucket `box`.
    pub async fn start() -> Self {
        let listen = || TcpListener::bind(("127.0.0.1", 0));
        let (s3, control) = (listen().await.unwrap(), listen().await.unwrap());
        let server = Self {
            s3: s3.local_addr().unwrap(),
            control: control.local_addr().unwrap(),
        };
        let state = Arc::new(server::State::default());
        tokio::spawn(server::serve(s3, Arc::clone(&state), None));
        tokio::spawn(control::serve(control, state));
        server.control("PUT", "/buckets/box", "").await;
        server
    }

    /// Asks the second port.
    pub async fn control(&self, method: &str, path: &str, body: &str) -> Answer {
        exchange(self.control, method, path, "", body)
            .await
            .unwrap()
    }

    /// Adds a fault.
    pub async fn fault(&self, json: &str) {
        assert_eq!(
            self.control("POST", "/fault", json).await.status,
            204,
            "{json}"
        );
    }

    /// Sends a signed request; `path` may have parameters, in order.
    ///
    /// # Errors
    /// When the connection ends before an answer.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> std::io::Result<Answer> {
        let host = self.s3.to_string();
        let date = timestamp();
        let mut all = vec![
            ("host", host.as_str()),
            ("x-amz-content-sha256", HASH),
            ("x-amz-date", date.as_str()),
        ];
        all.extend_from_slice(headers);
        all.sort_unstable();
        let authorization = authorization(method, path, &all, &date);
        let mut lines = format!("authorization: {authorization}\r\n");
        for (name, value) in all.iter().filter(|(name, _)| *name != "host") {
            lines.push_str(&format!("{name}: {value}\r\n"));
        }
        exchange(self.s3, method, path, &lines, body).await
    }
}

async fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    let request = format!("{head}content-length: {length}\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let missing = std::io::ErrorKind::UnexpectedEof;
    let status = status.ok_or_else(|| std::io::Error::from(missing))?;
    Ok(Answer { status, text })
}

fn authorization(method: &str, path: &str, headers: &[(&str, &str)], date: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{HASH}");
    let day = date.get(..8).unwrap();
    let scope = format!("{day}/us-east-1/s3/aws4_request");
    let digest = hex(&Sha256::digest(canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{digest}");
    let start = b"AWS4testtest".to_vec();
    let key = scope.split('/').fold(start, |key, part| mac(&key, part));
    let signature = hex(&mac(&key, &text));
    format!("AWS4-HMAC-SHA256 Credential=test/{scope},SignedHeaders={names},Signature={signature}")
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Now, as `20260131T235959Z`.
fn timestamp() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let (days, seconds) = (now.as_secs() / 86_400, now.as_secs() % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// The date of a day since 1970.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}
