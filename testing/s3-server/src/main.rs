//! `s3-server [--port <port>] [--tls <certificate> <key>]`
//!
//! Prints `{"port": …, "control": …}` when both ports listen, on 127.0.0.1, and ends when its
//! standard input does.

use std::error::Error;
use std::io::{Read, Write};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use s3_server::{control, server, tls};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const USAGE: &str = "usage: s3-server [--port <port>] [--tls <certificate> <key>]";

#[derive(Default)]
struct Options {
    port: u16,
    tls: Option<(PathBuf, PathBuf)>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--port" => options.port = arguments.next()?.parse().ok()?,
                "--tls" => options.tls = Some((arguments.next()?.into(), arguments.next()?.into())),
                _ => return None,
            }
        }
        Some(options)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(options) = Options::parse(std::env::args().skip(1)) else {
        return failed(USAGE);
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

fn failed(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitCode::FAILURE
}

async fn run(options: Options) -> Result<(), Box<dyn Error + Send + Sync>> {
    let tls: Option<TlsAcceptor> = match &options.tls {
        Some((certificates, key)) => Some(tls::acceptor(certificates, key)?),
        None => None,
    };
    let s3 = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let control = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let ports = serde_json::json!({
        "port": s3.local_addr()?.port(),
        "control": control.local_addr()?.port(),
    });
    let state = Arc::new(server::State::default());
    let serving = tokio::spawn(server::serve(s3, Arc::clone(&state), tls));
    let controlling = tokio::spawn(control::serve(control, state));
    writeln!(std::io::stdout(), "{ports}")?;
    tokio::select! {
        result = serving => result??,
        result = controlling => result??,
        () = end_of_input() => {}
    }
    Ok(())
}

/// Waits on a thread of its own: one of the runtime's would be waited for at the end.
async fn end_of_input() {
    let (sender, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = sender.send(());
    });
    let _ = ended.await;
}
