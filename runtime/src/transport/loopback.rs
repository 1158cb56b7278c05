//! Loopback hosts: this machine.

use url::Host;

/// Returns whether a host is this machine: 127.0.0.0/8 and `::1` (RFC 5735, RFC 4291), also as an IPv4-mapped
/// IPv6 address, and `localhost` with its subdomains (RFC 6761, section 6.3).
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|address| address.is_loopback())
        }
    }
}
