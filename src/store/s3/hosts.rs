//! Addresses of hosts: those that the user gives, those of this machine, else what the system says.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

/// The name whose hosts are this machine (RFC 6761, 6.3), which not every system knows.
const LOCAL: &str = "localhost";

/// Finds addresses of hosts.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    given: Arc<[(String, IpAddr)]>,
}

impl Hosts {
    /// Hosts with the addresses of names, which hold for names below them as well. The first one that
    /// fits counts.
    #[must_use]
    pub fn new(given: &[(String, IpAddr)]) -> Self {
        let lower = given.iter();
        Self {
            given: lower
                .map(|(name, address)| (name.to_ascii_lowercase(), *address))
                .collect(),
        }
    }

    /// Whether the system need not be asked for a host, or for one below it.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.addresses(name).is_some()
    }

    fn addresses(&self, name: &str) -> Option<Vec<IpAddr>> {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let mut given = self.given.iter();
        if let Some((_, address)) = given.find(|(parent, _)| is_within(&name, parent)) {
            return Some(vec![*address]);
        }
        is_within(&name, LOCAL)
            .then(|| vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
    }
}

impl ResolveDns for Hosts {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        if let Some(addresses) = self.addresses(name) {
            return DnsFuture::ready(Ok(addresses));
        }
        let asked = ask_system(name.to_owned());
        DnsFuture::new(async { asked.await.map_err(ResolveDnsError::new) })
    }
}

impl Service<Name> for Hosts {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let known = self.addresses(name.as_str());
        Box::pin(async move {
            let found = match known {
                Some(addresses) => addresses,
                None => ask_system(name.to_string()).await?,
            };
            let found = found.into_iter().map(|address| (address, 0).into());
            Ok(found.collect::<Vec<_>>().into_iter())
        })
    }
}

async fn ask_system(name: String) -> io::Result<Vec<IpAddr>> {
    let asked = tokio::task::spawn_blocking(move || -> io::Result<Vec<IpAddr>> {
        let found = (name.as_str(), 0).to_socket_addrs()?;
        Ok(found.map(|address| address.ip()).collect())
    });
    asked.await.map_err(io::Error::other)?
}

/// Whether a host is another one or lies below it.
fn is_within(name: &str, parent: &str) -> bool {
    name.strip_suffix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_this_machine_are_known() {
        let hosts = Hosts::default();
        for name in ["localhost", "bucket.localhost", "a.b.LOCALHOST."] {
            let found = hosts.addresses(name).unwrap();
            assert_eq!(found.first(), Some(&Ipv4Addr::LOCALHOST.into()), "{name}");
        }
        for name in ["notlocalhost", "localhost.com", "example.com"] {
            assert!(!hosts.knows(name), "{name}");
        }
    }

    #[test]
    fn given_addresses_hold_for_hosts_below_and_the_first_one_counts() {
        let address = |last| IpAddr::from([10, 0, 0, last]);
        let hosts = Hosts::new(&[
            ("b.Example.com".to_owned(), address(1)),
            ("example.com".to_owned(), address(2)),
        ]);
        assert_eq!(hosts.addresses("a.b.example.com"), Some(vec![address(1)]));
        assert_eq!(hosts.addresses("c.example.com"), Some(vec![address(2)]));
        assert_eq!(hosts.addresses("badexample.com"), None);
    }
}
