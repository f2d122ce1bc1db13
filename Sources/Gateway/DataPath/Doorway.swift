import Basics
import Sessions
import Synchronization

/// What is asked before the chain: does the page that sends this belong here, is this host meant, and has this peer
/// sent too much that was refused.
struct Doorway: Sendable {
  /// `Origin` values that browsers may send, besides loopback ones on a loopback listener.
  let allowedOrigins: Set<String>
  /// `Host` names that are ours, without port; empty means any (a listener that is not on loopback).
  let allowedHosts: Set<String>
  let isLoopback: Bool
  let flood: RateLimiter
  let floodLimit: RateLimit

  private static let loopbackNames: Set<String> = ["localhost", "127.0.0.1", "[::1]", "::1"]

  /// Source: MCP 2025-11-25, Transports, Security Warning (DNS rebinding).
  func refusal(of request: RequestFacts, now: Timestamp) -> Denial? {
    if let origin = request.origin, !isAllowed(origin: origin) {
      return Denial(.originForbidden, "Pages of this origin may not use the gateway.")
    }
    if isLoopback, let host = request.host, !isAllowed(host: host) {
      return Denial(.originForbidden, "This host name is not the gateway's.")
    }
    guard flood.take(request.peer, limit: floodLimit, now: now).isAllowed else {
      return Denial(.floodGuard, "This address sends more than the gateway takes.", retryAfterSeconds: 1)
    }
    return nil
  }

  func isAllowed(origin: String) -> Bool {
    if allowedOrigins.contains(origin) { return true }
    guard isLoopback, let url = UpstreamURL(origin), url.path == "/" else { return false }
    return Self.loopbackNames.contains(url.origin.host)
  }

  private func isAllowed(host: String) -> Bool {
    guard let name = Self.name(ofHost: host) else { return false }
    return Self.loopbackNames.contains(name) || allowedHosts.contains(name)
  }

  /// A `Host` value without its port; nil if what stands for the port is none. Source: RFC 9110 §7.2.
  private static func name(ofHost host: String) -> String? {
    let bytes = host.utf8
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes.last != UInt8(ascii: "]") else { return host }
    let port = bytes[bytes.index(after: colon)...]
    guard 1...5 ~= port.count, port.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
    return String(host[..<colon])
  }
}
